//! When and where an event of another server is.

use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use staffroom_domain::Timestamp;
use staffroom_protocol::incoming::{
    EventDetails, EventStatus, IncomingObject, JoinMode, Place, PlaceKind,
};
use staffroom_service::statuses::{EventDraft, EventTime};

use super::body::line;

/// The longest name or address of a place, in bytes.
const LONGEST_PLACE: usize = 1_000;

/// What an object has as an event; none where it is none, or does not say when it begins.
pub(super) fn event(object: &IncomingObject) -> Option<EventDraft> {
    let details = object.event.as_deref()?;
    let zone = Zone::of(details);
    let starts = zone.time(details.start_time?);
    let ends = details
        .end_time
        .filter(|end| details.display_end_time && *end >= starts.at)
        .map(|end| zone.time(end));
    let place = place(details);
    let text = |text: Option<&String>| line(text?, LONGEST_PLACE);
    let url = details.places.iter().find_map(|place| place.url.as_ref());
    Some(EventDraft {
        zone: zone.name(),
        starts,
        ends,
        state: state(details.status),
        place_name: text(place.and_then(|place| place.name.as_ref())),
        place_address: text(place.and_then(|place| place.address.as_ref())),
        place_url: url.map(|url| url.as_str().to_owned()),
        join_mode: details.join_mode.map(join_mode),
        join_url: details
            .external_participation_url
            .as_ref()
            .map(|url| url.as_str().to_owned()),
    })
}

/// Where one can go, else the first.
fn place(details: &EventDetails) -> Option<&Place> {
    let mut places = details.places.iter();
    places
        .find(|place| place.kind == PlaceKind::Place)
        .or_else(|| details.places.first())
}

/// Where the clocks are that its times are read on.
enum Zone {
    Named(Tz),
    /// Only the distance from UTC is known.
    Fixed(FixedOffset),
}

impl Zone {
    /// The zone that it names, else the distance from UTC that its beginning is written with.
    fn of(details: &EventDetails) -> Self {
        let named = details
            .timezone
            .as_deref()
            .and_then(|name| name.parse().ok());
        if let Some(named) = named {
            return Self::Named(named);
        }
        match details.utc_offset.and_then(FixedOffset::east_opt) {
            Some(offset) => Self::Fixed(offset),
            None => Self::Named(Tz::UTC),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Named(zone) => zone.name().to_owned(),
            Self::Fixed(offset) => offset.to_string(),
        }
    }

    fn time(&self, at: Timestamp) -> EventTime {
        let utc: DateTime<Utc> =
            DateTime::from_timestamp_micros(at.as_micros()).unwrap_or_default();
        let local = match self {
            Self::Named(zone) => utc.with_timezone(zone).naive_local(),
            Self::Fixed(offset) => utc.with_timezone(offset).naive_local(),
        };
        EventTime {
            local: local.format("%Y-%m-%dT%H:%M:%S").to_string(),
            at,
        }
    }
}

const fn state(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Scheduled => "scheduled",
        EventStatus::Tentative => "tentative",
        EventStatus::Cancelled => "cancelled",
        EventStatus::Postponed => "postponed",
        EventStatus::Rescheduled => "rescheduled",
        EventStatus::MovedOnline => "online",
    }
}

const fn join_mode(mode: JoinMode) -> &'static str {
    match mode {
        JoinMode::Free => "free",
        JoinMode::Restricted => "restricted",
        JoinMode::Invite => "invite",
        JoinMode::External => "external",
        JoinMode::None => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_on_the_clocks_of_its_place() {
        // 1 July 2026, 16:00 UTC.
        let at = Timestamp::from_secs(1_782_921_600);
        for (zone, name, local) in [
            (
                Zone::Named(Tz::Europe__Paris),
                "Europe/Paris",
                "2026-07-01T18:00:00",
            ),
            (Zone::Named(Tz::UTC), "UTC", "2026-07-01T16:00:00"),
            (
                Zone::Fixed(FixedOffset::east_opt(-3_600).unwrap()),
                "-01:00",
                "2026-07-01T15:00:00",
            ),
        ] {
            assert_eq!(
                (zone.name().as_str(), zone.time(at).local.as_str()),
                (name, local)
            );
        }
    }
}
