//! Sizes with a unit.

use std::fmt;

use super::Value;
use crate::Raw;
use crate::raw::quote;

/// A number of bytes, written with its unit: `16 MiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(u64);

/// The units, largest first; the binary ones come first, so that a size is shown in those.
const UNITS: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("B", 1),
];

impl ByteSize {
    /// So many bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The number of bytes.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The number of bytes, at most what this machine can address.
    pub fn as_usize(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, factor) in UNITS {
            if self.0 != 0 && self.0.is_multiple_of(factor) {
                return write!(f, "{} {name}", self.0 / factor);
            }
        }
        write!(f, "{} B", self.0)
    }
}

impl Value for ByteSize {
    fn expected() -> String {
        "a size with its unit (B, KiB, MiB, GiB, kB, MB or GB), such as \"16 MiB\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let text = match raw {
            Raw::Number(_) => return Err("the unit is missing".to_owned()),
            raw => raw.text()?.trim(),
        };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim();
        if number.is_empty() {
            return Err(String::new());
        }
        if unit.is_empty() {
            return Err("the unit is missing".to_owned());
        }
        let factor = UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))
            .map(|(_, factor)| *factor)
            .ok_or_else(|| format!("the unit {} is not known", quote(unit)))?;
        number
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(factor))
            .map(Self)
            .ok_or_else(|| "it is too large".to_owned())
    }

    fn show(&self) -> String {
        quote(&self.to_string())
    }
}
