//! Points in time as headers and proofs write them.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use staffroom_domain::Timestamp;

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, IMF-fixdate), to the second.
const FIXDATE: &str = "%a, %d %b %Y %H:%M:%S GMT";

/// A `Date` header. The two obsolete forms are refused: nobody signs with them.
pub(crate) fn parse_http_date(text: &str) -> Option<Timestamp> {
    let at = NaiveDateTime::parse_from_str(text, FIXDATE).ok()?.and_utc();
    // chrono takes single digits and missing zeros, too.
    (at.format(FIXDATE).to_string() == text).then(|| Timestamp::from_secs(at.timestamp()))
}

/// A `Date` header; `None` outside of the years that it can write.
pub(crate) fn format_http_date(at: Timestamp) -> Option<String> {
    in_four_digit_years(at).map(|at| at.format(FIXDATE).to_string())
}

/// A date and time of RFC 3339, with any offset.
pub(crate) fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    Some(Timestamp::from_micros(at.timestamp_micros()))
}

/// `2023-02-24T23:36:38Z`; `None` outside of the years that it can write.
pub(crate) fn format_rfc3339(at: Timestamp) -> Option<String> {
    in_four_digit_years(at).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn in_four_digit_years(at: Timestamp) -> Option<DateTime<Utc>> {
    (0..=253_402_300_799)
        .contains(&at.as_secs())
        .then(|| DateTime::from_timestamp(at.as_secs(), 0))
        .flatten()
}
