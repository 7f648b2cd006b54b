//! Dates as documents write them (RFC 3339), and as we keep them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use staffroom_domain::Timestamp;

/// Reads a date: RFC 3339; without an offset it is UTC; a day alone is its midnight. Years 1 to 9999.
pub fn parse_date(text: &str) -> Option<Timestamp> {
    // The longest sensible form is about 40 bytes; what is longer is no date, and not worth a parse.
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let date = DateTime::parse_from_rfc3339(text)
        .map(|date| date.with_timezone(&Utc))
        .ok()
        .or_else(|| {
            ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%:z"]
                .iter()
                .find_map(|form| DateTime::parse_from_str(text, form).ok())
                .map(|date| date.with_timezone(&Utc))
        })
        .or_else(|| {
            [
                "%Y-%m-%dT%H:%M:%S%.f",
                "%Y-%m-%dT%H:%M:%S%.fZ",
                "%Y-%m-%dT%H:%MZ",
                "%Y-%m-%dT%H:%M",
            ]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(|date| date.and_utc())
        })
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()?
                .and_hms_opt(0, 0, 0)
                .map(|date| date.and_utc())
        })?;
    (1..=9999)
        .contains(&date.year())
        .then(|| Timestamp::from_micros(date.timestamp_micros()))
}

/// Seconds east of UTC that a date is written with (`+02:00`); none where it is written in UTC.
pub(crate) fn utc_offset(text: &str) -> Option<i32> {
    let text = text.trim();
    if text.len() > 64 || text.ends_with(['Z', 'z']) {
        return None;
    }
    let date = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%:z"]
        .iter()
        .find_map(|form| DateTime::parse_from_str(text, form).ok())?;
    Some(date.offset().local_minus_utc())
}

/// Writes a date: RFC 3339 in UTC with `Z`, with as many decimals of a second as it needs.
///
/// What no four-digit year can say becomes the nearest that can.
pub fn format_date(at: Timestamp) -> String {
    // 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z.
    let micros = at
        .as_micros()
        .clamp(-62_135_596_800_000_000, 253_402_300_799_999_999);
    DateTime::<Utc>::from_timestamp_micros(micros)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_forms_are_read() {
        let noon = Timestamp::from_secs(1_770_206_400);
        for text in [
            "2026-02-04T12:00:00Z",
            "2026-02-04T12:00:00.000Z",
            "2026-02-04T13:00:00+01:00",
            "2026-02-04T13:00:00+0100",
            "2026-02-04T12:00:00",
            "2026-02-04T12:00Z",
            " 2026-02-04T12:00:00Z ",
        ] {
            assert_eq!(parse_date(text), Some(noon), "{text}");
        }
        assert_eq!(
            parse_date("2026-02-04"),
            Some(Timestamp::from_secs(1_770_163_200))
        );
    }

    #[test]
    fn the_distance_from_utc_is_read() {
        for (text, expected) in [
            ("2026-02-04T13:00:00+01:00", Some(3_600)),
            ("2026-02-04T13:00:00.000-0230", Some(-9_000)),
            ("2026-02-04T13:00+05:30", Some(19_800)),
            ("2026-02-04T12:00:00Z", None),
            ("2026-02-04T12:00:00", None),
            ("2026-02-04", None),
        ] {
            assert_eq!(utc_offset(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_of_no_year_are_no_dates() {
        for text in [
            "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "yesterday",
            "",
            "2026-13-01T00:00:00Z",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn what_no_year_can_say_is_written_as_the_nearest() {
        assert_eq!(
            format_date(Timestamp::from_micros(i64::MIN)),
            "0001-01-01T00:00:00Z"
        );
        assert_eq!(
            format_date(Timestamp::from_micros(i64::MAX)),
            "9999-12-31T23:59:59.999999Z"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(micros in -62_135_596_800_000_000_i64..=253_402_300_799_999_999) {
            let at = Timestamp::from_micros(micros);
            prop_assert_eq!(parse_date(&format_date(at)), Some(at));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = parse_date(&text);
        }
    }
}
