//! Days of the calendar, without a time and without a zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::Timestamp;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A day of the Gregorian calendar, of the years 1 to 9999: `2026-11-27`, and nothing else, in texts.
///
/// Whose day it is (in which zone) is not said: what somebody decides "by Friday" is decided by their own Friday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

/// Text that names no day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{0}\" is no day; write it like 2026-11-27")]
pub struct InvalidDay(pub String);

impl Day {
    /// The day of these numbers, if there is one.
    pub fn of(year: u16, month: u8, day: u8) -> Option<Self> {
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            _ => return None,
        };
        let exists = (1..=9999).contains(&year) && (1..=days).contains(&day);
        exists.then_some(Self {
            year,
            month,
            of_month: day,
        })
    }

    /// Reads `2026-11-27`.
    pub fn parse(text: &str) -> Result<Self, InvalidDay> {
        Self::read(text.trim())
            .ok_or_else(|| InvalidDay(crate::text::truncate(text, 40).to_owned()))
    }

    fn read(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        Self::of(
            text.get(..4)?.parse().ok()?,
            text.get(5..7)?.parse().ok()?,
            text.get(8..)?.parse().ok()?,
        )
    }

    /// The day in UTC; none outside the years 1 to 9999.
    pub fn in_utc(at: Timestamp) -> Option<Self> {
        // Howard Hinnant's `civil_from_days`: years that begin in March, in eras of 400 of them.
        let days = at.as_micros().div_euclid(DAY).checked_add(719_468)?;
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = year_of_era + days.div_euclid(146_097) * 400 + i64::from(month <= 2);
        Self::of(
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// Its first moment in UTC.
    pub fn start_in_utc(self) -> Timestamp {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let from_march = (month + 9) % 12;
        let of_year = (153 * from_march + 2) / 5 + i64::from(self.of_month) - 1;
        let of_era = year.rem_euclid(400);
        let days = year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100
            + of_year
            - 719_468;
        Timestamp::from_micros(days * DAY)
    }

    /// The year, 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn of_month(self) -> u8 {
        self.of_month
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Day {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        Self::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_days_that_are_in_the_calendar_are_days() {
        for good in [
            "2026-11-27",
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert_eq!(Day::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-1-1",
            "0000-01-01",
            "26-11-27",
            "27/11/2026",
            "2026-11-27T00:00:00Z",
            "+026-11-27",
            "２０２６-11-27",
        ] {
            assert!(Day::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn days_are_where_the_clock_has_them() {
        let at = |text: &str| Day::parse(text).unwrap().start_in_utc();
        assert_eq!(at("1970-01-01"), Timestamp::from_secs(0));
        assert_eq!(at("2026-02-04"), Timestamp::from_secs(1_770_163_200));
        assert_eq!(at("0001-01-01"), Timestamp::from_secs(-62_135_596_800));
        assert_eq!(
            Day::in_utc(Timestamp::from_micros(-1)),
            Day::of(1969, 12, 31)
        );
        assert_eq!(Day::in_utc(Timestamp::from_micros(i64::MAX)), None);
        assert_eq!(Day::in_utc(Timestamp::from_micros(i64::MIN)), None);
    }

    proptest! {
        #[test]
        fn a_day_goes_there_and_back(secs in -62_135_596_800_i64..253_402_300_800) {
            let at = Timestamp::from_secs(secs);
            let day = Day::in_utc(at).unwrap();
            prop_assert!(day.start_in_utc() <= at);
            prop_assert!(at.since(day.start_in_utc()).as_secs() < 86_400);
            prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Day::parse(&text);
        }
    }
}
