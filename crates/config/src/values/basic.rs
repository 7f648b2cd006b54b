//! Numbers, yes and no, texts, paths, socket addresses, the language, the time zone.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::PathBuf;

use super::Value;
use crate::Raw;
use crate::raw::quote;

macro_rules! whole_number {
    ($($number:ty),*) => {$(
        impl Value for $number {
            fn expected() -> String {
                Self::expected_between(&Self::MIN.to_string(), &Self::MAX.to_string())
            }

            fn expected_between(min: &str, max: &str) -> String {
                format!("a whole number from {min} to {max}")
            }

            fn from_raw(raw: &Raw) -> Result<Self, String> {
                match raw {
                    Raw::Number(digits) | Raw::Text(digits) => {
                        digits.trim().parse().map_err(|_| String::new())
                    }
                    _ => Err(String::new()),
                }
            }

            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

whole_number!(NonZeroU16, u32);

impl Value for bool {
    fn expected() -> String {
        "true or false".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        match raw {
            Raw::Bool(value) => Ok(*value),
            Raw::Text(text) => text.trim().parse().map_err(|_| String::new()),
            _ => Err(String::new()),
        }
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for String {
    fn expected() -> String {
        "a text".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        raw.text().map(str::to_owned)
    }

    fn show(&self) -> String {
        quote(self)
    }
}

impl Value for PathBuf {
    fn expected() -> String {
        "a path, such as \"/var/lib/staffroom\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let text = raw.text()?;
        if text.trim().is_empty() {
            return Err("it is empty".to_owned());
        }
        if text.contains('\0') {
            return Err("it contains a zero byte".to_owned());
        }
        if text == "~" || text.starts_with("~/") {
            // Only a shell knows it; taken literally it would make a folder named "~".
            return Err("\"~\" is not understood here: write the whole path".to_owned());
        }
        Ok(Self::from(text))
    }

    fn show(&self) -> String {
        quote(&self.to_string_lossy())
    }
}

impl Value for SocketAddr {
    fn expected() -> String {
        "an IP address and a port, such as \"127.0.0.1:8080\" or \"[::1]:8080\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let text = raw.text()?.trim();
        text.parse().map_err(|_| {
            if text.starts_with("localhost:") {
                "write 127.0.0.1 instead of localhost".to_owned()
            } else if text.parse::<std::net::IpAddr>().is_ok() {
                "the port is missing".to_owned()
            } else if !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b':')
            {
                "the IP address is missing; \"0.0.0.0\" means every address of this machine"
                    .to_owned()
            } else {
                String::new()
            }
        })
    }

    fn show(&self) -> String {
        quote(&self.to_string())
    }
}

/// A language by its short code, such as `en` or `pt-BR` (BCP 47, loosely checked).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The code as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for LanguageTag {
    fn expected() -> String {
        "the code of a language, such as \"en\", \"cy\" or \"pt-BR\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let text = raw.text()?.trim();
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or_default();
        let is_language =
            (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let is_subtag = |part: &str| {
            (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if is_language && parts.all(is_subtag) {
            Ok(Self(text.to_owned()))
        } else {
            Err(String::new())
        }
    }

    fn show(&self) -> String {
        quote(&self.0)
    }
}

/// A time zone by its name in the IANA database: `Europe/London`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName(String);

impl ZoneName {
    /// The name as the database has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for ZoneName {
    fn expected() -> String {
        "the name of a time zone, such as \"Europe/London\" or \"Europe/Paris\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let zone = raw.text()?.trim().parse::<chrono_tz::Tz>();
        zone.map(|zone| Self(zone.name().to_owned()))
            .map_err(|_| String::new())
    }

    fn show(&self) -> String {
        quote(&self.0)
    }
}
