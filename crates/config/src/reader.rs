//! From the winning raw values to typed ones, collecting every mistake.

use std::collections::BTreeMap;

use crate::raw::Raw;
use crate::setting::find_setting;
use crate::{Origin, Problem};

/// The raw value which won, and where it comes from.
pub(crate) struct Found {
    pub(crate) raw: Raw,
    pub(crate) origin: Origin,
}

/// Hands out typed values and remembers what was wrong.
pub(crate) struct Reader {
    pub(crate) found: BTreeMap<&'static str, Found>,
    pub(crate) problems: Vec<Problem>,
}

impl Reader {
    /// The value of a setting, or `None` after noting a problem.
    pub(crate) fn read<T>(
        &mut self,
        key: &'static str,
        parse: fn(&Raw) -> Result<T, String>,
    ) -> Option<T> {
        // Absent only if its secret file could not be read, which is noted already.
        let found = self.found.get(key)?;
        let setting = find_setting(key)?;
        match parse(&found.raw) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.problems.push(Problem::Invalid {
                    key,
                    origin: found.origin.clone(),
                    found: (!setting.secret).then(|| found.raw.to_string()),
                    expected: setting.expected(),
                    reason,
                });
                None
            }
        }
    }
}
