//! Local times of zones, as instants.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use staffroom_domain::Timestamp;
use thiserror::Error;

use crate::statuses::EventTime;

/// Why a local time is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClockError {
    /// No zone has that name.
    #[error("There is no time zone \"{0}\": give one like Europe/London.")]
    UnknownZone(String),
    /// It is not written as a local time.
    #[error("\"{0}\" is no local time: write it like 2027-01-28T18:00.")]
    NotATime(String),
    /// Clocks go forward over it.
    #[error("In {zone} there is no {local}: clocks go forward then. The next time is {next}.")]
    Skipped {
        /// The zone.
        zone: String,
        /// The time that is left out.
        local: String,
        /// The first time after it.
        next: String,
    },
}

impl ClockError {
    /// For programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownZone(_) => "unknown-zone",
            Self::NotATime(_) => "not-a-time",
            Self::Skipped { .. } => "skipped-time",
        }
    }
}

/// A local time with the instant that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// The time.
    pub time: EventTime,
    /// Said where the clocks show it twice: the first is meant.
    pub notice: Option<String>,
}

const FORMAT: &str = "%Y-%m-%dT%H:%M:%S";

/// The instant of a local time (`2027-01-28T18:00`, with seconds or without) in a zone of the IANA database. A time that
/// the clocks show twice is the first of the two, and that is said.
pub fn at_local(zone: &str, local: &str) -> Result<LocalTime, ClockError> {
    let tz: Tz = zone
        .trim()
        .parse()
        .map_err(|_| ClockError::UnknownZone(short(zone)))?;
    let naive = naive(local).ok_or_else(|| ClockError::NotATime(short(local)))?;
    let (at, notice) = match tz.from_local_datetime(&naive) {
        LocalResult::Single(at) => (at, None),
        LocalResult::Ambiguous(first, second) => {
            let first = first.min(second);
            let shown = naive.format("%H:%M");
            let notice = format!(
                "Clocks go back then, and {shown} comes twice in {tz}: the first is meant ({}).",
                first.format("%:z")
            );
            (first, Some(notice))
        }
        LocalResult::None => {
            return Err(ClockError::Skipped {
                zone: tz.name().to_owned(),
                local: naive.format("%H:%M").to_string(),
                next: next(tz, naive).unwrap_or_default(),
            });
        }
    };
    Ok(LocalTime {
        time: EventTime {
            local: naive.format(FORMAT).to_string(),
            at: Timestamp::from_micros(at.timestamp_micros()),
        },
        notice,
    })
}

/// The zones that people choose from: those that are called after a place, in the order of their names, and UTC. Older
/// names of them are understood, and offered to nobody.
pub fn zones() -> impl Iterator<Item = &'static str> {
    const AREAS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let all = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    all.filter(|name| *name == "UTC" || AREAS.iter().any(|area| name.starts_with(area)))
}

/// What the clocks of a zone show: `18:05`; none where there is no such zone.
pub fn clock_of(zone: &str, at: Timestamp) -> Option<String> {
    let zone: Tz = zone.trim().parse().ok()?;
    Some(utc(at).with_timezone(&zone).format("%H:%M").to_string())
}

/// What calendar and clocks of a zone show: `2027-01-28T18:00:00`; none where there is no such zone.
pub fn local_at(zone: &str, at: Timestamp) -> Option<String> {
    let zone: Tz = zone.trim().parse().ok()?;
    Some(utc(at).with_timezone(&zone).format(FORMAT).to_string())
}

/// When a day is over in a zone: with the first moment of the next. It is the day that `day` is of in UTC. Where there is
/// no such zone, it is over as it is in UTC.
pub fn end_of_day(zone: &str, day: Timestamp) -> Timestamp {
    let tz: Tz = zone.trim().parse().unwrap_or(Tz::UTC);
    let later = |minutes| Duration::days(1) + Duration::minutes(minutes);
    let midnight = utc(day).date_naive().and_time(NaiveTime::MIN);
    // Where clocks go forward over midnight, the next day begins after that.
    let next = (0..=1_440)
        .filter_map(|minutes| midnight.checked_add_signed(later(minutes)))
        .find_map(|local| tz.from_local_datetime(&local).earliest());
    next.map_or(day, |at| Timestamp::from_micros(at.timestamp_micros()))
}

/// The first time after a gap. Gaps end on a full minute, and none lasts for more than a day.
fn next(tz: Tz, naive: NaiveDateTime) -> Option<String> {
    let start = naive.format("%Y-%m-%dT%H:%M:00").to_string();
    let start = NaiveDateTime::parse_from_str(&start, FORMAT).ok()?;
    (1..=1_440)
        .filter_map(|minutes| start.checked_add_signed(Duration::minutes(minutes)))
        .find(|time| !matches!(tz.from_local_datetime(time), LocalResult::None))
        .map(|time| time.format("%H:%M").to_string())
}

/// When something ends that begins at `other`, on the clocks, and lasts for as long as from `starts` to `ends`.
pub(super) fn as_long(starts: &str, ends: &str, other: &str) -> Option<String> {
    let lasts = naive(ends)?.signed_duration_since(naive(starts)?);
    let end = naive(other)?.checked_add_signed(lasts)?;
    Some(end.format(FORMAT).to_string())
}

fn naive(local: &str) -> Option<NaiveDateTime> {
    let local = local.trim();
    let found = [FORMAT, "%Y-%m-%dT%H:%M"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(local, format).ok())?;
    // What databases, calendars and other servers can take.
    let year = chrono::Datelike::year(&found);
    (1970..=9998).contains(&year).then_some(found)
}

/// An instant as the calendars of programs have it, in UTC.
pub(super) fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.as_micros()).unwrap_or(DateTime::UNIX_EPOCH)
}

fn short(text: &str) -> String {
    staffroom_domain::text::truncate(text.trim(), 60).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_local_time_is_an_instant_in_its_zone() {
        for (zone, local, secs) in [
            ("Europe/London", "2027-01-28T18:00", 1_801_159_200),
            ("Europe/London", "2027-07-01T18:00:30", 1_814_461_230),
            ("America/St_Johns", "2027-01-28T18:00", 1_801_171_800),
            ("UTC", "2027-01-28T18:00", 1_801_159_200),
        ] {
            let found = at_local(zone, local).unwrap();
            assert_eq!(found.time.at, Timestamp::from_secs(secs), "{zone} {local}");
            assert_eq!(found.notice, None);
        }
    }

    #[test]
    fn a_time_that_the_clocks_leave_out_is_none() {
        // 28 March 2027 at one o'clock clocks in Britain go forward.
        let error = at_local("Europe/London", "2027-03-28T01:30").unwrap_err();
        assert_eq!(
            error.to_string(),
            "In Europe/London there is no 01:30: clocks go forward then. The next time is 02:00."
        );
        assert_eq!(error.code(), "skipped-time");
        assert!(at_local("Europe/London", "2027-03-28T00:59:59").is_ok());
        assert!(at_local("Europe/London", "2027-03-28T02:00").is_ok());
        // Lord Howe Island goes forward by half an hour.
        let error = at_local("Australia/Lord_Howe", "2026-10-04T02:15").unwrap_err();
        assert!(error.to_string().ends_with("The next time is 02:30."));
        // Samoa left out a whole day.
        let error = at_local("Pacific/Apia", "2011-12-30T12:00").unwrap_err();
        assert_eq!(error.code(), "skipped-time");
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first_and_that_is_said() {
        let found = at_local("Europe/London", "2026-10-25T01:30").unwrap();
        assert_eq!(found.time.at, Timestamp::from_secs(1_792_888_200));
        assert_eq!(
            found.notice.unwrap(),
            "Clocks go back then, and 01:30 comes twice in Europe/London: the first is meant (+01:00)."
        );
    }

    #[test]
    fn zones_and_times_that_are_none_are_told() {
        for (zone, local, code) in [
            ("Europe/Leeds", "2027-01-28T18:00", "unknown-zone"),
            ("", "2027-01-28T18:00", "unknown-zone"),
            ("+02:00", "2027-01-28T18:00", "unknown-zone"),
            ("Europe/London", "2027-02-29T18:00", "not-a-time"),
            ("Europe/London", "2027-01-28T24:00", "not-a-time"),
            ("Europe/London", "28/01/2027 18:00", "not-a-time"),
            ("Europe/London", "2027-01-28T18:00Z", "not-a-time"),
            ("Europe/London", "9999-12-31T23:59", "not-a-time"),
        ] {
            let error = at_local(zone, local).unwrap_err();
            assert_eq!(error.code(), code, "{zone} {local}");
        }
    }

    #[test]
    fn zones_are_offered_once_each_and_understood() {
        let all: Vec<&str> = zones().collect();
        assert!(all.contains(&"Europe/London") && all.contains(&"UTC"));
        assert!(!all.contains(&"GB") && !all.contains(&"US/Eastern"));
        assert!(all.is_sorted());
        for zone in all {
            assert!(at_local(zone, "2027-06-01T12:00").is_ok(), "{zone}");
        }
        let noon = Timestamp::from_secs(1_814_443_200);
        assert_eq!(clock_of("Europe/London", noon).as_deref(), Some("13:00"));
        assert_eq!(clock_of("Europe/Leeds", noon), None);
        let local = local_at("Europe/London", noon);
        assert_eq!(local.as_deref(), Some("2027-07-01T13:00:00"));
        assert_eq!(local_at("Europe/Leeds", noon), None);
    }

    #[test]
    fn a_day_is_over_with_the_next_on_the_clocks_there() {
        let utc = |text: &str| at_local("UTC", text).unwrap().time.at;
        for (zone, day, over) in [
            ("UTC", "2026-12-05T00:00", "2026-12-06T00:00"),
            ("UTC", "2026-12-05T23:59", "2026-12-06T00:00"),
            ("Europe/London", "2026-07-05T00:00", "2026-07-05T23:00"),
            ("America/New_York", "2026-12-05T00:00", "2026-12-06T05:00"),
            // Clocks in Lebanon go forward at midnight.
            ("Asia/Beirut", "2026-03-28T00:00", "2026-03-28T22:00"),
            ("Europe/Leeds", "2026-12-05T00:00", "2026-12-06T00:00"),
        ] {
            assert_eq!(end_of_day(zone, utc(day)), utc(over), "{zone} {day}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(zone in any::<String>(), local in any::<String>()) {
            let _ = at_local(&zone, &local);
            let _ = at_local("Europe/London", &local);
        }
    }
}
