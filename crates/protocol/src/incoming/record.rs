//! Typed records of our namespace, beside the plain fields of an object.

use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{RecordKind, RecordTextError, TypedRecord};
use thiserror::Error;

use super::object::{IncomingObject, ObjectKind};
use crate::iri::Iri;
use crate::json::{Json, Object};

/// Why there is no record in an object that has the property of one. The object stays what it is without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RecordError {
    /// It has properties of several records: readers would disagree about what it is.
    #[error("the object has several records")]
    Several,
    /// The value is no record.
    #[error(transparent)]
    NoRecord(#[from] RecordTextError),
}

/// How a record contradicts the object that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Contradiction {
    /// A practice is an Article, an event an Event, everything else a Note.
    #[error("such a record does not belong in an object of this type")]
    Type,
    /// It has an `id`, and it is another object's.
    #[error("the record says that it is another object's")]
    Id,
    /// An adoption that does not answer its practice; an outcome that answers neither its practice nor its adoption; a
    /// note that does not answer its event, nor is about a talk of it.
    #[error("the record is about something else than what the object answers")]
    About,
}

/// Reads the record of an object, if it has one: as canonical text, with everything that we do not know.
///
/// # Errors
/// See [`RecordError`].
pub fn record_of(root: &Object) -> Result<Option<TypedRecord>, RecordError> {
    let mut found = None;
    for kind in RecordKind::ALL {
        match root.get(kind.property()) {
            None | Some(Json::Null) => {}
            Some(_) if found.is_some() => return Err(RecordError::Several),
            Some(value) => found = Some((kind, value)),
        }
    }
    let Some((kind, value)) = found else {
        return Ok(None);
    };
    let value = serde_json::to_value(value).map_err(|_| RecordTextError::Malformed)?;
    Ok(Some(TypedRecord::read(kind, value)?))
}

/// Checks a record against the object that carries it: what it is about, and whose it says to be. Whoever stores records
/// asks this; a record that contradicts its carrier is none.
///
/// # Errors
/// See [`Contradiction`].
pub fn check_record(record: &TypedRecord, carrier: &IncomingObject) -> Result<(), Contradiction> {
    let fits = match record.kind() {
        RecordKind::Practice => carrier.kind == ObjectKind::Article,
        RecordKind::Event => carrier.kind == ObjectKind::Event,
        RecordKind::Adoption | RecordKind::Outcome | RecordKind::EventNote => {
            carrier.kind == ObjectKind::Note
        }
    };
    if !fits {
        return Err(Contradiction::Type);
    }
    let own_id = record.text().value();
    let own_id = own_id.get("id").filter(|id| !id.is_null());
    let says_other = |id: &serde_json::Value| {
        id.as_str().and_then(|id| Iri::parse(id).ok()).as_ref() != Some(&carrier.id)
    };
    if own_id.is_some_and(says_other) {
        return Err(Contradiction::Id);
    }
    let about = match record.kind() {
        RecordKind::Practice | RecordKind::Event => return Ok(()),
        RecordKind::EventNote => match record.event_note() {
            // An answer to the announcement of a talk, whose id is not in the record.
            Some(note) if note.slot.is_some() && carrier.in_reply_to.is_some() => return Ok(()),
            note => [note.map(|it| it.event), None],
        },
        RecordKind::Adoption => [record.adoption().map(|it| it.practice), None],
        RecordKind::Outcome => {
            let outcome = record.outcome();
            let adoption = outcome.as_ref().and_then(|it| it.adoption.clone());
            [outcome.map(|it| it.practice), adoption]
        }
    };
    let answered = carrier.in_reply_to.as_ref();
    let is_answered = |id: String| Iri::parse(&id).is_ok_and(|id| Some(&id) == answered);
    if about.into_iter().flatten().any(is_answered) {
        Ok(())
    } else {
        Err(Contradiction::About)
    }
}

/// Where the ledger of a practice is: only on the origin of the practice, since nobody else may count for it.
pub fn ledger_of(record: &PracticeRecord, carrier: &Iri) -> Option<Iri> {
    let ledger = Iri::parse(record.ledger.as_deref()?).ok()?;
    ledger.same_origin(carrier).then_some(ledger)
}
