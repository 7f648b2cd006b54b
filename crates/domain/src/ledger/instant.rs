//! Points in time on the wire: RFC 3339 in UTC, `2026-06-30T08:00:00Z`.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

use crate::day::Day;
use crate::time::Timestamp;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    let text = write(*at).ok_or_else(|| S::Error::custom("a time outside the years 1 to 9999"))?;
    serializer.serialize_str(&text)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    read(&text).ok_or_else(|| D::Error::custom("no time such as 2026-06-30T08:00:00Z"))
}

/// To the second.
fn write(at: Timestamp) -> Option<String> {
    let day = Day::in_utc(at)?;
    let second = at.since(day.start_in_utc()).as_secs();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// In UTC only, which is how ledgers are written; parts of a second are dropped.
fn read(text: &str) -> Option<Timestamp> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let day = Day::parse(day).ok().filter(|_| day.len() == 10)?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut seconds = 0;
    let mut parts = time.split(':');
    for limit in [24, 60, 60] {
        let part = parts
            .next()
            .filter(|part| part.len() == 2 && is_number(part))?;
        let number: i64 = part.parse().ok().filter(|number| *number < limit)?;
        seconds = seconds * 60 + number;
    }
    (parts.next().is_none() && is_number(fraction))
        .then(|| Timestamp::from_secs(day.start_in_utc().as_secs() + seconds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_in_utc_are_read() {
        let at = Timestamp::from_secs(1_782_806_400);
        assert_eq!(write(at).unwrap(), "2026-06-30T08:00:00Z");
        assert_eq!(read("2026-06-30T08:00:00Z"), Some(at));
        assert_eq!(read("2026-06-30T08:00:00.123Z"), Some(at));
        for bad in [
            "",
            "2026-06-30",
            "2026-06-30T08:00:00",
            "2026-06-30T08:00:00+01:00",
            "2026-06-30T24:00:00Z",
            "2026-06-30T08:00Z",
            "2026-06-30T08:00:00.Z",
            "2026-06-30T8:00:00Z",
            "2026-06-30T08:00:00:00Z",
            "2026-06-30T+8:00:00Z",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn seconds_go_there_and_back(secs in -62_135_596_800_i64..253_402_300_800) {
            let at = Timestamp::from_secs(secs);
            prop_assert_eq!(read(&write(at).unwrap()), Some(at));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
