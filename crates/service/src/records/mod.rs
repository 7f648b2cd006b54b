//! What statuses carry that can be counted: typed records, with the rows that they are found and counted by.
//!
//! A record is written with its status ([`Draft::record`](crate::statuses::Draft)), changed with it
//! ([`Revision::record`](crate::statuses::Revision)) and goes with it, wherever the status comes from: nobody else
//! calls what writes here. What it says of a ledger is counted in the same transaction ([`crate::ledger`]).
//!
//! Here does not belong what authors here may write: [`crate::practices`], [`crate::adoptions`],
//! [`crate::outcomes`]; nor what events and notes about them are listed by: [`crate::calendar`].

mod entry;
mod error;
mod judge;
mod keys;
mod note;
mod practice;
mod view;

pub(crate) use entry::{answer, entry_of_adoption, entry_of_outcome, judge_again_in};
pub use error::RecordError;
pub(crate) use judge::is_decided_by_author;
pub(crate) use keys::Making;
pub(crate) use note::{Note, hashtags, with_tags};
pub use practice::facets_of;
pub(crate) use practice::{WITHDRAWN, number, own_result_in, practice_row};
pub use view::RecordView;
pub(crate) use view::load;

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, adoptions, outcomes, practices};
use staffroom_domain::{Addresses, Local, RecordKind, StatusKind, TypedRecord};

use crate::tx::Tx;
use crate::{hub, ledger, organisations, voice};

/// What becomes of the record of a status.
#[derive(Clone, Debug)]
pub enum RecordChange {
    /// Nothing.
    Keep,
    /// It goes.
    Remove,
    /// This.
    Become(TypedRecord),
}

/// Who gave us something that lives elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Whoever sent it.
    #[default]
    Sender,
    /// Its own server, which was asked for it.
    Origin,
}

/// The id of the object of a status.
pub fn uri_of(addresses: &Addresses, row: &StatusRow) -> String {
    row.uri.clone().unwrap_or_else(|| addresses.object(row.id))
}

/// The status of the object of that id, where it is here; also a tombstone.
pub fn status_at(
    conn: &mut Conn,
    addresses: &Addresses,
    uri: &str,
) -> Result<Option<StatusRow>, DbError> {
    match addresses.parse(uri) {
        Some(Local::Object(id)) => Ok(statuses::find(conn, id)?.filter(|row| row.local)),
        Some(_) => Ok(None),
        None => statuses::find_by_uri(conn, uri),
    }
}

/// Writes the record of a status that was just written, or changed; what came from elsewhere was sent.
pub(crate) fn put_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
) -> Result<(), DbError> {
    put_from_in(tx, author, row, record, Source::Sender)
}

/// The same, from wherever it came.
pub(crate) fn put_from_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
    source: Source,
) -> Result<(), DbError> {
    if author.is_local() && row.visibility().is_open() {
        let value = record.text().value();
        if let Some(organisation) = value.get("organisation").and_then(|it| it.as_str()) {
            organisations::list_in(tx, author, organisation)?;
        }
    }
    let is_of_hub = tx.is_hub && !author.is_local();
    let is_shown = is_of_hub && source == Source::Origin;
    let is_settled = is_shown && hub::shown_in(tx, author, row, record)?;
    if is_of_hub && !is_settled {
        let is_changed = is_changed(tx.conn, row, &RecordChange::Become(record.clone()))?;
        hub::came_in(tx, author, row, (record.kind(), source), is_changed)?;
    }
    let before = match record.kind() {
        RecordKind::Practice if !author.is_local() => practices::find(tx.conn, row.id)?,
        _ => None,
    };
    match record.kind() {
        RecordKind::Practice => practice::put_in(tx, author, row, record),
        RecordKind::Adoption => entry::put_adoption_in(tx, author, row, record),
        RecordKind::Outcome => entry::put_outcome_in(tx, author, row, record),
        RecordKind::Event | RecordKind::EventNote => Ok(()),
    }?;
    let has_ledger = record.practice().is_some_and(|it| it.ledger.is_some());
    if has_ledger && !author.is_local() {
        ledger::read_theirs_later(tx, row.id)?;
    }
    organisations::ask_later(tx, author, record)?;
    if let Some(before) = before {
        voice::changed_elsewhere_in(tx, &before, record)?;
    }
    voice::settle_in(tx, author, row)?;
    if is_settled {
        return hub::settled_in(tx, row.id, record.kind());
    }
    // What comes from elsewhere is announced once its own server has shown it.
    hub::changed_in(tx, row.id)?;
    if is_shown {
        hub::settle_in(tx, row.id, hub::Finding::Shown)?;
    }
    Ok(())
}

/// A status was changed; `row` is what it is now.
pub(crate) fn change_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    change: &RecordChange,
) -> Result<(), DbError> {
    match change {
        RecordChange::Keep => practice::text_changed_in(tx, row),
        RecordChange::Remove => {
            remove_in(tx, row)?;
            hub::announce_in(tx, row.id)?;
            voice::settle_in(tx, author, row)
        }
        RecordChange::Become(record) => {
            if kind_of(tx.conn, row)?.is_some_and(|kind| kind != record.kind()) {
                remove_in(tx, row)?;
            }
            put_in(tx, author, row, record)
        }
    }
}

/// Whether a record says something else than the one that is there.
pub(crate) fn is_changed(
    conn: &mut Conn,
    row: &StatusRow,
    change: &RecordChange,
) -> Result<bool, DbError> {
    let there = match change {
        RecordChange::Keep => return Ok(false),
        RecordChange::Remove => return Ok(kind_of(conn, row)?.is_some()),
        RecordChange::Become(record) => match record.kind() {
            RecordKind::Practice => practices::find(conn, row.id)?.map(|row| row.record),
            RecordKind::Adoption => adoptions::find(conn, row.id)?.map(|row| row.record),
            RecordKind::Outcome => outcomes::find(conn, row.id)?.map(|row| row.record),
            RecordKind::Event | RecordKind::EventNote => return Ok(false),
        },
    };
    Ok(match change {
        RecordChange::Become(record) => there.as_deref() != Some(record.text().as_str()),
        _ => false,
    })
}

/// Whether a status may carry a practice: only what is long does.
pub(crate) fn may_be_practice(row: &StatusRow) -> bool {
    matches!(row.kind(), StatusKind::Article | StatusKind::Page)
}

/// Whether a status may carry what is entered about a practice: only what answers does.
pub(crate) fn may_be_entry(row: &StatusRow) -> bool {
    !row.is_boost() && (row.in_reply_to_id.is_some() || row.in_reply_to_uri.is_some())
}

/// The kind of record that a status carries.
pub(crate) fn kind_of(conn: &mut Conn, row: &StatusRow) -> Result<Option<RecordKind>, DbError> {
    Ok(carried(conn, row)?.map(|carried| carried.kind))
}

/// A status carries no record any more: nothing of it is kept, ledgers are counted without it, and its organisation announces
/// it no more. What the accounts of a hub announce, whoever calls this looks at afterwards ([`hub::announce_in`]).
pub(crate) fn remove_in(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if tx.is_hub && !row.local {
        hub::went_in(tx, row.id)?;
    }
    let Some(kind) = kind_of(tx.conn, row)? else {
        return Ok(());
    };
    match kind {
        RecordKind::Event | RecordKind::EventNote => {}
        RecordKind::Practice => {
            voice::outcomes_later(tx, row.id)?;
            practice::remove_in(tx, row.id)?;
        }
        RecordKind::Adoption => entry::remove_adoption_in(tx, row.id)?,
        RecordKind::Outcome => entry::remove_outcome_in(tx, row.id)?,
    }
    voice::take_back_in(tx, row)
}

/// A record as it is stored.
pub(crate) struct Carried {
    pub(crate) kind: RecordKind,
    pub(crate) text: String,
}

/// The record that a status carries. Of most there is nothing to ask.
pub(crate) fn carried(conn: &mut Conn, row: &StatusRow) -> Result<Option<Carried>, DbError> {
    let of = |kind, text| Ok(Some(Carried { kind, text }));
    if may_be_practice(row)
        && let Some(practice) = practices::find(conn, row.id)?
    {
        return of(RecordKind::Practice, practice.record);
    }
    if may_be_entry(row) {
        if let Some(adoption) = adoptions::find(conn, row.id)? {
            return of(RecordKind::Adoption, adoption.record);
        }
        if let Some(outcome) = outcomes::find(conn, row.id)? {
            return of(RecordKind::Outcome, outcome.record);
        }
    }
    Ok(None)
}

/// The hashtags of a practice as it is stored.
pub(crate) fn hashtags_of(text: &str) -> Vec<(String, String)> {
    let record = TypedRecord::stored(RecordKind::Practice, text).ok();
    let record = record.and_then(|record| record.practice());
    record.map_or_else(Vec::new, |record| hashtags(&record.hashtags()))
}
