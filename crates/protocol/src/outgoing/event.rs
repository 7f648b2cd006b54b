//! Events: the terms of FEP-8a8e together with those of Mobilizon.

use serde::{Serialize, Serializer};
use staffroom_domain::Timestamp;

use super::context::{Context, Term, Terms};
use super::write::date;
use crate::incoming::{EventStatus, JoinMode};
use crate::iri::Iri;

/// What events have beside what all posts have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// When it begins.
    #[serde(serialize_with = "date")]
    pub start_time: Timestamp,
    /// When it ends; a guess where `display_end_time` is false.
    #[serde(serialize_with = "date")]
    pub end_time: Timestamp,
    /// Whether the end is meant to be shown.
    pub display_end_time: bool,
    /// The IANA time zone of the place.
    pub timezone: String,
    /// Where it is; may be empty. One place is written without a list, as Mobilizon does.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub location: Vec<EventPlace>,
    /// Whether it takes place; also written as iCalendar's `status`.
    #[serde(flatten, serialize_with = "status")]
    pub status: EventStatus,
    /// How one takes part.
    #[serde(serialize_with = "join_mode")]
    pub join_mode: JoinMode,
    /// Where one takes part, where that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_participation_url: Option<Iri>,
    /// How many may come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_attendee_capacity: Option<u64>,
    /// How many more may come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_attendee_capacity: Option<u64>,
    /// How many come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_count: Option<u64>,
    /// Whether it is on the net.
    pub is_online: bool,
    /// What kind of event, from the shared list, in upper case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The collection of its organisers; `null` where they are not disclosed.
    pub organizers: Option<Iri>,
    /// The collection of those who come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees: Option<Iri>,
}

/// Where an event is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type")]
pub enum EventPlace {
    /// Where one can go.
    Place {
        /// What it is called.
        name: String,
        /// Its address.
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<PostalAddress>,
        /// Degrees north.
        #[serde(skip_serializing_if = "Option::is_none")]
        latitude: Option<f64>,
        /// Degrees east.
        #[serde(skip_serializing_if = "Option::is_none")]
        longitude: Option<f64>,
    },
    /// On the net.
    VirtualLocation {
        /// What it is called.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Where it is.
        url: Iri,
    },
}

/// An address in parts (schema.org).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct PostalAddress {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    /// Postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_locality: Option<String>,
    /// County or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_region: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_country: Option<String>,
}

impl Terms for Event {
    fn terms(&self, context: &mut Context) {
        context.add(Term::Event);
        context.add(Term::MobilizonEvent);
    }
}

/// Both ways in which a status is written.
#[derive(Serialize)]
struct Status {
    #[serde(rename = "eventStatus")]
    schema: &'static str,
    #[serde(rename = "status")]
    ical: &'static str,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn status<S: Serializer>(status: &EventStatus, serializer: S) -> Result<S::Ok, S::Error> {
    let (schema, ical) = match status {
        EventStatus::Scheduled => ("EventScheduled", "CONFIRMED"),
        EventStatus::Tentative => ("EventTentative", "TENTATIVE"),
        EventStatus::Cancelled => ("EventCancelled", "CANCELLED"),
        EventStatus::Postponed => ("EventPostponed", "TENTATIVE"),
        EventStatus::Rescheduled => ("EventRescheduled", "CONFIRMED"),
        EventStatus::MovedOnline => ("EventMovedOnline", "CONFIRMED"),
    };
    Status { schema, ical }.serialize(serializer)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn join_mode<S: Serializer>(mode: &JoinMode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match mode {
        JoinMode::Free => "free",
        JoinMode::Restricted => "restricted",
        JoinMode::Invite => "invite",
        JoinMode::External => "external",
        JoinMode::None => "none",
    })
}

fn one_or_many<S: Serializer>(places: &[EventPlace], serializer: S) -> Result<S::Ok, S::Error> {
    match places {
        [one] => one.serialize(serializer),
        many => many.serialize(serializer),
    }
}
