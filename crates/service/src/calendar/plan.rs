//! Typed records of events and notes, from a status that is written to their tables.

use std::time::Duration;

use staffroom_db::event_plans::{self, EventPlanRow};
use staffroom_db::events::EventRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::talks::{self, EventNoteRow};
use staffroom_db::{DbError, participations};
use staffroom_domain::calendar::PlaceKind;
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, Local, StatusKind, Timestamp, TypedRecord};

use crate::statuses::{may_answer, may_see};
use crate::tx::Tx;

/// An event without an end is taken to last for so long.
pub(super) const OPEN_END: Duration = Duration::from_hours(3);

/// The most concepts by which an event is listed.
const CONCEPTS: usize = 60;

/// What an event here has besides its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanParts {
    /// Where it is on the net.
    pub online_url: Option<String>,
    /// Who made it, where a group holds it.
    pub made_by: Option<AccountId>,
}

/// When an event is over.
pub(super) fn until(event: &EventRow) -> Timestamp {
    event
        .ends_at
        .map_or_else(|| event.starts_at.plus(OPEN_END), Timestamp::from_micros)
}

/// Writes what the record of an event says, in the place of what was there; without a record there is nothing.
pub(crate) fn put_plan_in(
    tx: &mut Tx<'_>,
    event: &EventRow,
    local: bool,
    record: Option<&TypedRecord>,
    parts: &PlanParts,
) -> Result<(), DbError> {
    let before = event_plans::find(tx.conn, event.status_id)?;
    let read = record.and_then(TypedRecord::event);
    let (Some(text), Some(record)) = (record, read) else {
        return match before {
            Some(_) => event_plans::delete_of(tx.conn, event.status_id),
            None => Ok(()),
        };
    };
    let most = |kind| record.capacities.of(kind).map(i64::from);
    let concepts = record.concepts().into_iter().take(CONCEPTS);
    let row = EventPlanRow {
        status_id: event.status_id,
        record: text.text().as_str().to_owned(),
        kind: record.kind.as_str().to_owned(),
        mode: record.mode.as_str().to_owned(),
        series_folded: record.series.as_deref().map(fold),
        speakers: most(PlaceKind::Speaker),
        attendees: most(PlaceKind::Attendee),
        remote: most(PlaceKind::Remote),
        waits: record.waiting_list,
        online_url: parts.online_url.clone().or_else(|| event.place_url.clone()),
        made_by: parts.made_by.map(AccountId::get),
        local,
        sequence: before.map_or(0, |row| row.sequence.saturating_add(1)),
        starts_at: event.starts_at,
        until_at: until(event),
        changed_at: tx.now,
        series: record.series.clone(),
    };
    let concepts = concepts.map(|concept| concept.iri().to_owned()).collect();
    event_plans::put(tx.conn, row, concepts)
}

/// Writes what the record of a note about an event says. It stands at the event only where it is an answer in its thread
/// by somebody who may answer it: others write into no programme.
pub(crate) fn put_note_in(
    tx: &mut Tx<'_>,
    status: &StatusRow,
    record: Option<&TypedRecord>,
) -> Result<(), DbError> {
    let read = record.and_then(TypedRecord::event_note);
    let (Some(text), Some(note)) = (record, read) else {
        return Ok(());
    };
    let event = match tx.addresses.parse(&note.event) {
        Some(Local::Object(id)) => statuses::find(tx.conn, id)?,
        Some(_) => None,
        None => statuses::find_by_uri(tx.conn, &note.event)?,
    };
    let event = match event {
        Some(event) if takes_note(tx, &event, status)? => Some(event),
        _ => None,
    };
    let row = EventNoteRow {
        status_id: status.id,
        record: text.text().as_str().to_owned(),
        event_uri: note.event,
        event_id: event.map(|row| row.id.get()),
        slot: note.slot.map(i64::from),
        licence: note.licence,
    };
    talks::put_note(tx.conn, row)
}

fn takes_note(tx: &mut Tx<'_>, event: &StatusRow, note: &StatusRow) -> Result<bool, DbError> {
    let by = note.account_id;
    let is_answer = event.kind() == StatusKind::Event && note.thread_id == event.thread_id;
    Ok(is_answer && may_see(tx.conn, Some(by), event)? && may_answer(tx.conn, by, event)?)
}

/// A status is gone, and with it what it had as an event or a note.
pub(crate) fn forget_in(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if row.kind() == StatusKind::Event {
        event_plans::delete_of(tx.conn, row.id)?;
        participations::delete_of(tx.conn, row.id)?;
        talks::delete_of(tx.conn, row.id)?;
    }
    // Here a note answers its event; elsewhere it may stand alone.
    if row.local && row.in_reply_to_id.is_none() && row.in_reply_to_uri.is_none() {
        return Ok(());
    }
    talks::delete_note(tx.conn, row.id)
}
