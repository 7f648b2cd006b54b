//! The environment: `STAFFROOM_SECTION__KEY`.

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::file::printable;
use crate::load::Given;
use crate::raw::Raw;
use crate::setting::all_settings;
use crate::{FILE_VARIABLE, Origin, Problem};

/// How the names of our variables begin.
pub(crate) const PREFIX: &str = "STAFFROOM_";

/// The variable of a setting: `STAFFROOM_SERVER__BIND` for `server.bind`.
pub fn variable_name(key: &str) -> String {
    format!(
        "{PREFIX}{}",
        key.replacen('.', "__", 1).to_ascii_uppercase()
    )
}

/// Reads the variables that are settings. Those without `__` are left alone (other programs around
/// the server have some), unless one is a setting that lacks its second underscore.
pub(crate) fn read(
    environment: &BTreeMap<String, OsString>,
    problems: &mut Vec<Problem>,
) -> Vec<Given> {
    let mut given = Vec::new();
    for (variable, value) in environment {
        let Some(rest) = variable.strip_prefix(PREFIX) else {
            continue;
        };
        if variable == FILE_VARIABLE {
            continue;
        }
        let origin = Origin::Environment {
            variable: printable(variable),
        };
        let Some((section, key)) = rest.split_once("__") else {
            problems.extend(
                one_underscore(variable).map(|meant| Problem::UnknownSetting {
                    name: printable(&rest.to_ascii_lowercase()),
                    origin,
                    suggestion: Some(meant),
                }),
            );
            continue;
        };
        // Lower case in the name of a variable is a slip, which must not pass as the setting.
        let name = if rest.bytes().any(|byte| byte.is_ascii_lowercase()) {
            rest.replacen("__", ".", 1)
        } else {
            format!("{section}.{key}").to_ascii_lowercase()
        };
        match value.to_str() {
            Some(text) => given.push(Given {
                name: printable(&name),
                raw: Raw::Text(text.to_owned()),
                origin,
            }),
            None => problems.push(Problem::NotText {
                variable: printable(variable),
            }),
        }
    }
    given
}

/// The variable that was meant by one with a single underscore.
fn one_underscore(variable: &str) -> Option<String> {
    all_settings()
        .flat_map(|setting| [Some(setting.key.to_owned()), setting.file_key()])
        .flatten()
        .map(|key| variable_name(&key))
        .find(|known| known.replacen("__", "_", 1) == variable)
}
