//! Months, as precise as the ledger needs to know how old evidence is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::contribution::UnknownKey;
use crate::day::Day;
use crate::time::Timestamp;

/// A month in UTC: `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// The month in which this is; none outside the years 1 to 9999.
    pub(super) fn in_utc(at: Timestamp) -> Option<Self> {
        Day::in_utc(at).map(|day| Self {
            year: day.year(),
            month: day.month(),
        })
    }

    /// How many months after `earlier`; negative before it.
    pub(super) fn since(self, earlier: Self) -> i32 {
        let number = |it: Self| i32::from(it.year) * 12 + i32::from(it.month);
        number(self) - number(earlier)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let first = Day::parse(&format!("{text}-01")).map_err(|_| UnknownKey)?;
        Ok(Self {
            year: first.year(),
            month: first.month(),
        })
    }
}

impl TryFrom<String> for Month {
    type Error = UnknownKey;

    fn try_from(text: String) -> Result<Self, UnknownKey> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_across_years() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert_eq!(month("2026-01").since(month("2025-12")), 1);
        assert_eq!(month("2021-06").since(month("2026-06")), -60);
        assert_eq!(
            Month::in_utc(Timestamp::from_secs(-1)),
            Some(month("1969-12"))
        );
        assert!("2026-13".parse::<Month>().is_err());
        assert!("2026".parse::<Month>().is_err());
    }
}
