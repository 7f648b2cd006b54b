//! Points in time as people read them. Calendars begin here.

use chrono::DateTime;
use staffroom_domain::Timestamp;

/// A point in time for a `<time>` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// For programs: `2026-09-01T08:05:00Z`.
    pub(crate) iso: String,
    /// For people: `1 September 2026, 08:05 UTC`.
    pub(crate) words: String,
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        let utc = DateTime::from_timestamp_micros(at.as_micros()).unwrap_or(DateTime::UNIX_EPOCH);
        Self {
            iso: utc.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            words: utc.format("%-d %B %Y, %H:%M UTC").to_string(),
        }
    }
}

impl From<i64> for Moment {
    fn from(micros: i64) -> Self {
        Timestamp::from_micros(micros).into()
    }
}

/// The day of a point in time, as people read it: `1 September 2026`.
pub(crate) fn day_in_words(at: Timestamp) -> String {
    let utc = DateTime::from_timestamp_micros(at.as_micros()).unwrap_or(DateTime::UNIX_EPOCH);
    utc.format("%-d %B %Y").to_string()
}

/// How long to wait, in words that are never too short.
pub(crate) fn wait_in_words(seconds: u64) -> String {
    match seconds {
        0..=1 => "1 second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_say_that_they_are_utc() {
        let moment = Moment::from(Timestamp::from_secs(1_788_249_900));
        assert_eq!(moment.iso, "2026-09-01T08:05:00Z");
        assert_eq!(moment.words, "1 September 2026, 08:05 UTC");
        assert_eq!(Moment::from(i64::MAX).iso, "1970-01-01T00:00:00Z");
    }

    #[test]
    fn waiting_is_never_told_too_short() {
        assert_eq!(wait_in_words(0), "1 second");
        assert_eq!(wait_in_words(90), "90 seconds");
        assert_eq!(wait_in_words(121), "3 minutes");
    }
}
