//! What entities need to know besides the rows.

use chrono::{DateTime, SecondsFormat, Utc};
use staffroom_domain::Timestamp;
use staffroom_service::Ctx;
use staffroom_service::statuses::Viewer;

/// Makes entities from rows: each entity's file adds how it is made.
#[derive(Clone, Copy)]
pub(crate) struct Shaper<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) viewer: Viewer,
    pub(super) now: Timestamp,
}

impl<'a> Shaper<'a> {
    /// For whoever looks: what they see depends on the rows, how it is put sometimes on them.
    pub(crate) fn new(ctx: &'a Ctx, viewer: Viewer) -> Self {
        Self {
            ctx,
            viewer,
            now: ctx.now(),
        }
    }
}

/// ISO 8601 in UTC with milliseconds: `2026-11-23T19:22:33.000Z`.
pub(crate) fn moment(at: Timestamp) -> String {
    calendar(at).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// `2026-11-23`, in UTC.
pub(crate) fn date(at: Timestamp) -> String {
    calendar(at).format("%Y-%m-%d").to_string()
}

/// A time beyond the calendar counts as its beginning.
fn calendar(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.as_micros()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_milliseconds_and_a_z() {
        let at = Timestamp::from_micros(1_788_249_900_123_456);
        assert_eq!(moment(at), "2026-09-01T08:05:00.123Z");
        assert_eq!(date(at), "2026-09-01");
        assert_eq!(moment(Timestamp::from_secs(0)), "1970-01-01T00:00:00.000Z");
        let _ = moment(Timestamp::from_micros(i64::MAX));
    }
}
