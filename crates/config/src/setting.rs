//! What is known about each setting, apart from its value.

use crate::settings::SECTIONS;
use crate::values::Value;
use crate::{Config, Raw};

/// A section of the configuration file.
#[derive(Debug)]
pub struct Section {
    /// Its name: `server`.
    pub name: &'static str,
    /// What it is about, a line each, with the leading space that `///` leaves.
    pub docs: &'static [&'static str],
    /// Its settings, in the order of the example file.
    pub settings: &'static [Setting],
}

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its full name: `server.bind`.
    pub key: &'static str,
    /// Its section: `server`.
    pub section: &'static str,
    /// Its name in the section: `bind`.
    pub name: &'static str,
    /// What it does, a line each, with the leading space that `///` leaves.
    pub docs: &'static [&'static str],
    /// Its default, as TOML.
    pub default: &'static str,
    /// Whether its value may carry a secret. Such a setting can also be given as a file.
    pub secret: bool,
    /// What is allowed, in words that follow "must be".
    pub(crate) expected: fn() -> String,
    /// Whether a value is allowed, and if not, why.
    pub(crate) check: fn(&Raw) -> Result<(), String>,
    /// The value for people, with secrets masked.
    pub(crate) show: fn(&Config) -> String,
}

impl Setting {
    /// The key of the form that names a file with the value, for secrets: `mail.password_file`.
    pub fn file_key(&self) -> Option<String> {
        self.secret.then(|| format!("{}_file", self.key))
    }

    /// What is allowed, in words that follow "must be".
    pub fn expected(&self) -> String {
        (self.expected)()
    }
}

/// The sections, in the order of the example file.
pub fn sections() -> &'static [Section] {
    SECTIONS
}

/// Every setting, in the order of the example file.
pub fn all_settings() -> impl Iterator<Item = &'static Setting> {
    SECTIONS.iter().flat_map(|section| section.settings)
}

/// The setting with this full name.
pub fn find_setting(key: &str) -> Option<&'static Setting> {
    all_settings().find(|setting| setting.key == key)
}

/// Whether a value lies between two bounds, given as TOML. The message is empty, because what is
/// allowed already names the bounds.
pub(crate) fn within<T: Value + PartialOrd>(value: &T, min: &str, max: &str) -> Result<(), String> {
    let bound = |text| T::from_raw(&crate::file::parse_value(text)?);
    if *value < bound(min)? || *value > bound(max)? {
        return Err(String::new());
    }
    Ok(())
}
