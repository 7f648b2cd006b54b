//! What others say of the entries of ledgers: the author of a practice elsewhere takes an entry of ours in or rejects it,
//! and lists those of others; and entries about a practice of ours that was deleted.

use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, accounts, adoptions, blocks, outcomes, practices, tombstones};
use staffroom_domain::ledger::Reason;
use staffroom_domain::{AccountId, Addresses, Event, RecordKind, StatusId, TypedRecord};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{IncomingObject, ledger_of};
use staffroom_service::{Tx, ledger};

use super::create::{HOSTS, REQUESTS};
use super::received::{Outcome, ReceiveError, Received};
use super::reread;
use crate::Federation;
use crate::lookup::{is_ours, row_at, status_at};
use crate::resolve::{self, FetchBudget, ResolveError};
use crate::verify::Errand;

/// How a ledger is called, below its practice.
const LEDGER: &str = "/ledger";

/// `Accept` or `Reject` of something that somebody here entered.
pub(super) async fn answered(
    fed: &Federation,
    received: &Received,
    entry: StatusId,
    is_accepted: bool,
) -> Result<Outcome, ReceiveError> {
    let (by, reason) = (received.actor.id, received.activity.rejection_reason);
    received
        .apply(fed, move |tx| {
            let is_known =
                ledger::answered_in(tx, by, entry, is_accepted, reason.map(Reason::as_str))?;
            if !is_known {
                return Ok(Outcome::Ignored(
                    "it is none that its actor was asked about",
                ));
            }
            Ok(Outcome::Applied)
        })
        .await
}

/// The practice of an actor elsewhere whose ledger has that id.
pub(super) async fn practice_of_ledger(
    fed: &Federation,
    received: &Received,
    list: &Iri,
) -> Result<Option<StatusId>, DbError> {
    let Some(id) = list
        .as_str()
        .strip_suffix(LEDGER)
        .and_then(|id| Iri::parse(id).ok())
    else {
        return Ok(None);
    };
    let (addresses, by, list) = (fed.addresses().clone(), received.actor.id, list.clone());
    fed.ctx()
        .db
        .read(move |conn| find_practice(conn, &addresses, by, &id, &list))
        .await
}

fn find_practice(
    conn: &mut Conn,
    addresses: &Addresses,
    by: AccountId,
    id: &Iri,
    list: &Iri,
) -> Result<Option<StatusId>, DbError> {
    let Some(status) = status_at(conn, addresses, id)? else {
        return Ok(None);
    };
    if status.local || status.account_id != by {
        return Ok(None);
    }
    let Some(practice) = practices::find(conn, status.id)? else {
        return Ok(None);
    };
    let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
    let record = record.and_then(|record| record.practice());
    let is_its = record.and_then(|record| ledger_of(&record, id)).as_ref() == Some(list);
    Ok(is_its.then_some(status.id))
}

/// `Add` to a ledger or `Remove` from it. Only that there is something is believed: what it says, and whether it is gone,
/// its own server is asked.
pub(super) async fn listed(
    fed: &Federation,
    received: &Received,
    practice: StatusId,
    entry: Iri,
    is_added: bool,
) -> Result<Outcome, ReceiveError> {
    if is_ours(fed.addresses(), &entry) {
        return received.ignore(fed, "it is known best here").await;
    }
    let (addresses, id) = (fed.addresses().clone(), entry.clone());
    let read = fed.ctx().db.read(move |conn| row_at(conn, &addresses, &id));
    let there: Result<Option<StatusRow>, DbError> = read.await;
    match there? {
        None if is_added && may_ask(fed, received, &entry).await => {
            fetch(fed, received, practice, entry).await
        }
        None if is_added => leave_to_ledger(fed, received, practice).await,
        None => received.ignore(fed, "it is not here").await,
        Some(row) if row.deleted_at.is_some() => received.ignore(fed, "it was deleted").await,
        Some(row) => look_again(fed, received, practice, (entry, row), is_added).await,
    }
}

/// Whether the server of an entry is asked for it now. Whoever says that it is in their ledger may name anything of anybody:
/// other servers are asked so often and no more, however many ledgers name them.
async fn may_ask(fed: &Federation, received: &Received, entry: &Iri) -> bool {
    let host = resolve::host_of(entry);
    received.may_speak_for(entry) || fed.memory().may_queue(Errand::Entries, &host).await
}

/// What was not asked for is found when the whole ledger is read, which has bounds of its own.
async fn leave_to_ledger(
    fed: &Federation,
    received: &Received,
    practice: StatusId,
) -> Result<Outcome, ReceiveError> {
    received
        .apply(fed, move |tx| {
            ledger::read_theirs_later(tx, practice)?;
            Ok(Outcome::Ignored("its server was asked often enough"))
        })
        .await
}

async fn fetch(
    fed: &Federation,
    received: &Received,
    practice: StatusId,
    entry: Iri,
) -> Result<Outcome, ReceiveError> {
    let mut budget = FetchBudget::new(REQUESTS, HOSTS);
    match resolve::answer_to_known(fed, &entry, &mut budget).await {
        Ok(Some(_)) => {}
        Ok(None) | Err(ResolveError::Gone | ResolveError::NotFound) => {
            return received
                .ignore(fed, "its own server does not show it")
                .await;
        }
        Err(error) => return Err(error.into()),
    }
    received
        .apply(fed, move |tx| {
            ledger::read_theirs_later(tx, practice)?;
            Ok(Outcome::Applied)
        })
        .await
}

async fn look_again(
    fed: &Federation,
    received: &Received,
    practice: StatusId,
    (entry, row): (Iri, StatusRow),
    is_added: bool,
) -> Result<Outcome, ReceiveError> {
    let id = row.id;
    let about = fed.ctx().db.read(move |conn| about(conn, id)).await?;
    if about != Some(practice) {
        return Err(ReceiveError::refused("it is about something else"));
    }
    let here = row.edited_at.unwrap_or(row.created_at.as_micros());
    // Nothing has said anything yet at a time that is to come.
    let now = fed.ctx().now();
    let is_newer = received
        .activity
        .published
        .is_none_or(|since| since.min(now).as_micros() > here);
    if is_added && !is_newer {
        return received.ignore(fed, "it is here already").await;
    }
    if !may_ask(fed, received, &entry).await {
        return leave_to_ledger(fed, received, practice).await;
    }
    let read = reread::of(fed, &entry, &row).await?;
    received
        .apply(fed, move |tx| {
            ledger::read_theirs_later(tx, practice)?;
            read.keep(tx, &entry)
        })
        .await
}

/// The practice that an entry is about.
fn about(conn: &mut Conn, entry: StatusId) -> Result<Option<StatusId>, ReceiveError> {
    if let Some(row) = adoptions::find(conn, entry)? {
        return Ok(row.practice_id.map(StatusId::from));
    }
    let outcome = outcomes::find(conn, entry)?;
    Ok(outcome.and_then(|row| row.practice_id).map(StatusId::from))
}

/// What somebody elsewhere has entered about a practice of ours that was deleted.
pub(super) struct Late {
    entry: Iri,
    practice: Iri,
}

impl Late {
    /// An entry that answers something of ours. Whether that is a practice that was deleted, [`Late::refuse`] finds out.
    pub(super) fn of(addresses: &Addresses, object: &IncomingObject) -> Option<Self> {
        let kind = object.record.as_ref()?.kind();
        let practice = object.in_reply_to.as_ref()?;
        let is_entry = matches!(kind, RecordKind::Adoption | RecordKind::Outcome);
        (is_entry && is_ours(addresses, practice)).then(|| Self {
            entry: object.id.clone(),
            practice: practice.clone(),
        })
    }

    /// Tells its author so, once: the same entry may be sent as often as its author likes.
    pub(super) fn refuse(&self, tx: &mut Tx<'_>, to: AccountId) -> Result<(), DbError> {
        let row = row_at(tx.conn, tx.addresses, &self.practice)?;
        let Some(row) = row.filter(|row| row.deleted_at.is_some()) else {
            return Ok(());
        };
        // Whoever could not have seen it learns nothing of it.
        let by = row.account_id;
        let author = accounts::find(tx.conn, by)?;
        let is_seen = row.visibility().is_open() && blocks::find(tx.conn, by, to)?.is_none();
        if !is_seen || !author.is_some_and(|author| author.is_active()) {
            return Ok(());
        }
        // For the practice's author it is as if deleted; for its own author it is not.
        let entry = self.entry.as_str();
        if tombstones::is_buried(tx.conn, entry, by)? {
            return Ok(());
        }
        tombstones::bury(tx.conn, entry, by, tx.now)?;
        tx.emit(&Event::EntryRefused {
            account: by,
            entry: entry.to_owned(),
            to,
            reason: Reason::Deleted.as_str().to_owned(),
        })
    }
}
