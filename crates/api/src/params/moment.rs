//! Points in time as clients write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use staffroom_domain::Timestamp;

use super::Params;
use crate::error::ApiError;

/// A point in time, if it was given: ISO 8601; without a zone it is UTC.
pub(crate) fn moment(params: &Params, name: &str) -> Result<Option<Timestamp>, ApiError> {
    let Some(text) = params.present(name) else {
        return Ok(None);
    };
    let invalid = || ApiError::invalid("Scheduled at is not a date");
    parse(text.trim()).map(Some).ok_or_else(invalid)
}

fn parse(text: &str) -> Option<Timestamp> {
    let zoned = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .map(|at| at.with_timezone(&Utc));
    let plain = || {
        [
            "%Y-%m-%dT%H:%M:%S%.f",
            "%Y-%m-%d %H:%M:%S%.f",
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d %H:%M",
        ]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()?
                .and_hms_opt(0, 0, 0)
        })
        .map(|at| at.and_utc())
    };
    let at = zoned.ok().or_else(plain)?;
    Some(Timestamp::from_micros(at.timestamp_micros()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_in_several_forms() {
        let expected = Some(Timestamp::from_secs(1_788_249_900));
        for text in [
            "2026-09-01T08:05:00.000Z",
            "2026-09-01T08:05:00Z",
            "2026-09-01T10:05:00+02:00",
            "2026-09-01T10:05:00+0200",
            "2026-09-01 08:05:00 +0000",
            "2026-09-01T08:05:00.000000",
            "2026-09-01 08:05:00",
            "2026-09-01T08:05",
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        for text in ["tomorrow", "", "2026-13-01", "12", "99999-01-01T00:00:00Z"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
