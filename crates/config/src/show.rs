//! The listing of `staffroom config show`.

use std::fmt::Write as _;

use crate::setting::all_settings;
use crate::{Loaded, Origin};

/// One setting as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its full name.
    pub key: &'static str,
    /// Its value as TOML, with secrets masked; what it comes to, if it is not set.
    pub value: String,
    /// Where the value comes from.
    pub origin: Origin,
}

impl Loaded {
    /// Every setting as it is in force, in the order of the example file.
    pub fn entries(&self) -> Vec<Shown> {
        all_settings()
            .map(|setting| {
                let set = (setting.show)(&self.config);
                let is_unset = matches!(set.as_str(), "\"\"" | "\"auto\"");
                let derived = is_unset.then(|| self.config.derived(setting.key)).flatten();
                Shown {
                    key: setting.key,
                    value: derived.unwrap_or(set),
                    origin: self
                        .origins
                        .get(setting.key)
                        .cloned()
                        .unwrap_or(Origin::Default),
                }
            })
            .collect()
    }

    /// The listing: a line for each setting, with where its value comes from.
    pub fn show(&self) -> String {
        let mut listing = String::new();
        for Shown { key, value, origin } in self.entries() {
            let origin = match origin {
                Origin::Default => "default".to_owned(),
                other => other.to_string(),
            };
            // Writing to a String cannot fail.
            let _ = writeln!(listing, "{key} = {value}  # {origin}");
        }
        listing
    }
}
