//! Events, as Mobilizon, Gancio, `WordPress` and FEP-8a8e write them.

use staffroom_domain::Timestamp;

use super::fields::cut;
use crate::date::utc_offset;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// As planned; also where nothing or something unknown is said.
    #[default]
    Scheduled,
    /// Not certain yet.
    Tentative,
    /// It will not.
    Cancelled,
    /// Later, not known when.
    Postponed,
    /// At another time than first said.
    Rescheduled,
    /// On the net instead of at its place.
    MovedOnline,
}

/// How one takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinMode {
    /// `Join` is accepted at once.
    Free,
    /// `Join` is decided by the organisers.
    Restricted,
    /// By invitation only.
    Invite,
    /// Elsewhere, at [`EventDetails::external_participation_url`].
    External,
    /// Nobody needs to join, or can.
    None,
}

/// Whether one can go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// `Place`
    Place,
    /// `VirtualLocation`
    Virtual,
}

/// Where an event is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Whether one can go there.
    pub kind: PlaceKind,
    /// Its id.
    pub id: Option<Iri>,
    /// What it is called.
    pub name: Option<String>,
    /// The address as one line: the parts of a `PostalAddress` with commas between them.
    pub address: Option<String>,
    /// Where it is on the net.
    pub url: Option<Iri>,
    /// Degrees north, −90 to 90.
    pub latitude: Option<f64>,
    /// Degrees east, −180 to 180.
    pub longitude: Option<f64>,
}

/// What events have beside what all objects have.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDetails {
    /// When it begins.
    pub start_time: Option<Timestamp>,
    /// When it ends.
    pub end_time: Option<Timestamp>,
    /// Whether the end is meant to be shown; false where the end is open or not said.
    pub display_end_time: bool,
    /// Seconds east of UTC, as the beginning is written; none where it is written in UTC.
    pub utc_offset: Option<i32>,
    /// The IANA time zone of the place.
    pub timezone: Option<String>,
    /// Where it is, at most [`limits::PLACES`].
    pub places: Vec<Place>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// How one takes part.
    pub join_mode: Option<JoinMode>,
    /// Where one takes part, where that is elsewhere.
    pub external_participation_url: Option<Iri>,
    /// How many may come.
    pub maximum_attendee_capacity: Option<u64>,
    /// How many more may come. Untrusted.
    pub remaining_attendee_capacity: Option<u64>,
    /// How many come. Untrusted.
    pub participant_count: Option<u64>,
    /// Whether it is on the net.
    pub is_online: Option<bool>,
    /// What kind of event, as it was written (upper case in Mobilizon).
    pub category: Option<String>,
    /// The organisers, or a collection of them.
    pub organizers: Vec<Iri>,
    /// The collection of those who come.
    pub attendees: Option<Iri>,
}

impl EventDetails {
    pub(super) fn read(root: &Object) -> Self {
        let end_time = root.date("endTime");
        let places = root.get("location").map(Json::each).unwrap_or_default();
        Self {
            start_time: root.date("startTime"),
            end_time,
            display_end_time: end_time.is_some() && root.flag("displayEndTime") != Some(false),
            utc_offset: root.word("startTime").and_then(utc_offset),
            timezone: root.word("timezone").map(str::to_owned),
            places: places
                .iter()
                .take(limits::PLACES)
                .filter_map(place)
                .collect(),
            status: status_of(root),
            join_mode: root.word("joinMode").and_then(join_mode),
            external_participation_url: root.link("externalParticipationUrl"),
            maximum_attendee_capacity: root.count("maximumAttendeeCapacity"),
            remaining_attendee_capacity: root.count("remainingAttendeeCapacity"),
            participant_count: root.count("participantCount"),
            is_online: root.flag("isOnline"),
            category: root.word("category").map(str::to_owned),
            organizers: root.iris("organizers", limits::IDS),
            attendees: root.iri("attendees"),
        }
    }
}

/// `eventStatus` (schema.org), else `status` or `ical:status` (iCalendar).
fn status_of(root: &Object) -> EventStatus {
    ["eventStatus", "status", "ical:status"]
        .iter()
        .filter_map(|name| root.word(name))
        .find_map(|word| {
            let word = word.rsplit(['/', '#', ':']).next().unwrap_or(word);
            let word = word.strip_prefix("Event").unwrap_or(word);
            match word.to_ascii_uppercase().as_str() {
                "SCHEDULED" | "CONFIRMED" => Some(EventStatus::Scheduled),
                "TENTATIVE" => Some(EventStatus::Tentative),
                "CANCELLED" | "CANCELED" => Some(EventStatus::Cancelled),
                "POSTPONED" => Some(EventStatus::Postponed),
                "RESCHEDULED" => Some(EventStatus::Rescheduled),
                "MOVEDONLINE" => Some(EventStatus::MovedOnline),
                _ => None,
            }
        })
        .unwrap_or_default()
}

fn join_mode(word: &str) -> Option<JoinMode> {
    match word.to_ascii_lowercase().as_str() {
        "free" => Some(JoinMode::Free),
        "restricted" => Some(JoinMode::Restricted),
        "invite" => Some(JoinMode::Invite),
        "external" => Some(JoinMode::External),
        "none" => Some(JoinMode::None),
        _ => None,
    }
}

fn place(value: &Json) -> Option<Place> {
    let object = match value {
        Json::Object(object) => object,
        Json::String(text) => return Some(place_from_text(text)),
        _ => return None,
    };
    let degrees = |name: &str, most: f64| {
        object
            .number(name)
            .filter(|value| (-most..=most).contains(value))
    };
    Some(Place {
        kind: if object.is_a("VirtualLocation") {
            PlaceKind::Virtual
        } else {
            PlaceKind::Place
        },
        id: object.own_id(),
        name: object.line("name"),
        address: object.get("address").and_then(address),
        url: object.link("url"),
        latitude: degrees("latitude", 90.0),
        longitude: degrees("longitude", 180.0),
    })
}

fn place_from_text(text: &str) -> Place {
    let url = Iri::parse(text).ok();
    Place {
        kind: if url.is_some() {
            PlaceKind::Virtual
        } else {
            PlaceKind::Place
        },
        id: None,
        name: url.is_none().then(|| cut(text, limits::NAME)),
        address: None,
        url,
        latitude: None,
        longitude: None,
    }
}

fn address(value: &Json) -> Option<String> {
    let line = match value {
        Json::String(text) => cut(text, limits::NAME),
        Json::Object(object) => {
            let parts: Vec<String> = [
                "streetAddress",
                "postalCode",
                "addressLocality",
                "addressRegion",
                "addressCountry",
            ]
            .iter()
            .filter_map(|name| object.line(name))
            .collect();
            cut(&parts.join(", "), limits::NAME)
        }
        _ => return None,
    };
    (!line.trim().is_empty()).then_some(line)
}
