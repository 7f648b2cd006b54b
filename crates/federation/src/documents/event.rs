//! Events: the union of FEP-8a8e and Mobilizon's terms.

use staffroom_domain::calendar::PlaceKind;
use staffroom_domain::{Addresses, RecordKind, Timestamp, TypedRecord};
use staffroom_protocol::incoming::{EventStatus, JoinMode};
use staffroom_protocol::outgoing::{
    Attachment, Event, EventPlace, LinkAttachment, PostalAddress, Record,
};
use staffroom_protocol::{Iri, IriError};
use staffroom_service::statuses::{EventRow, PlanView, StatusView};

use super::iri;

/// The kind that Mobilizon knows for what teachers do.
const CATEGORY: &str = "LEARNING";

/// What an event of ours has beside what all posts have.
pub(super) fn event(
    addresses: &Addresses,
    view: &StatusView,
    when: &EventRow,
    plan: &PlanView,
) -> Result<Event, IriError> {
    let row = &plan.row;
    let most = most(plan);
    let going = plan.taken.iter().map(|(_, going, _)| going).sum::<i64>();
    let going = u64::try_from(going).unwrap_or_default();
    let of_event = |what: &str| iri(&addresses.of_object(view.status.id, what));
    Ok(Event {
        start_time: when.starts_at,
        end_time: when.ends_at.map_or(row.until_at, Timestamp::from_micros),
        display_end_time: when.ends_at.is_some(),
        timezone: when.zone.clone(),
        location: places(when, row.online_url.as_deref()),
        status: status(&when.state),
        join_mode: match when.join_mode.as_deref() {
            Some("external") => JoinMode::External,
            Some("free") => JoinMode::Free,
            _ => JoinMode::None,
        },
        external_participation_url: when
            .join_url
            .as_deref()
            .and_then(|url| Iri::parse(url).ok()),
        maximum_attendee_capacity: most,
        remaining_attendee_capacity: most.map(|most| most.saturating_sub(going)),
        participant_count: Some(going),
        is_online: row.mode != "in-person",
        category: Some(CATEGORY.to_owned()),
        organizers: Some(of_event("organizers")?),
        attendees: Some(of_event("attendees")?),
    })
}

/// How many may come in all; none where some kind has no bound.
fn most(plan: &PlanView) -> Option<u64> {
    let row = &plan.row;
    let kinds = match row.mode.as_str() {
        "online" => &[PlaceKind::Speaker, PlaceKind::Remote][..],
        "in-person" => &[PlaceKind::Speaker, PlaceKind::Attendee][..],
        _ => &PlaceKind::ALL[..],
    };
    kinds.iter().try_fold(0_u64, |sum, kind| {
        let most = match kind {
            PlaceKind::Speaker => row.speakers,
            PlaceKind::Attendee => row.attendees,
            PlaceKind::Remote => row.remote,
        };
        Some(sum.saturating_add(u64::try_from(most?).ok()?))
    })
}

fn places(when: &EventRow, online: Option<&str>) -> Vec<EventPlace> {
    let mut places = Vec::new();
    if let Some(name) = &when.place_name {
        places.push(EventPlace::Place {
            name: name.clone(),
            address: when.place_address.clone().map(|address| PostalAddress {
                street_address: Some(address),
                ..PostalAddress::default()
            }),
            latitude: None,
            longitude: None,
        });
    }
    if let Some(url) = online.and_then(|url| Iri::parse(url).ok()) {
        places.push(EventPlace::VirtualLocation { name: None, url });
    }
    places
}

fn status(name: &str) -> EventStatus {
    match name {
        "tentative" => EventStatus::Tentative,
        "cancelled" => EventStatus::Cancelled,
        "postponed" => EventStatus::Postponed,
        "rescheduled" => EventStatus::Rescheduled,
        "online" => EventStatus::MovedOnline,
        _ => EventStatus::Scheduled,
    }
}

/// Where one takes part by the net, as Mobilizon shows it.
pub(super) fn website(plan: &PlanView) -> Option<Attachment> {
    let href = Iri::parse(plan.row.online_url.as_deref()?).ok()?;
    Some(Attachment::Link(LinkAttachment {
        href,
        name: Some("Website".to_owned()),
        media_type: Some("text/html".to_owned()),
    }))
}

/// The typed record of an event, or of a note about one.
pub(super) fn record(view: &StatusView) -> Option<Record> {
    let plan = view
        .plan
        .as_ref()
        .map(|plan| (RecordKind::Event, &plan.row.record));
    let note = view.event_note.as_ref();
    let note = note.map(|note| (RecordKind::EventNote, &note.record));
    let (kind, text) = plan.or(note)?;
    TypedRecord::stored(kind, text).ok().map(Record)
}
