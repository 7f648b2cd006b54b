//! What came from other instances, and whether it counts here: only what its own server has shown.

use std::collections::BTreeSet;

use staffroom_db::accounts::{self, AccountRow};
pub use staffroom_db::hub_items::HubItemRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{
    Conn, DbError, adoptions, hub_announcements, hub_items as rows, hub_members, outcomes,
    practices,
};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{RecordKind, StatusId, Timestamp, TypedRecord};

use super::{announce_in, host_of, snapshots, sweep};
use crate::context::Ctx;
use crate::ledger;
use crate::records::{Source, judge_again_in, status_at};
use crate::search;
use crate::tx::Tx;
use crate::voice::{self, Audience, Foreseen};

/// What the own server of something says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is as it is here.
    Shown,
    /// Nothing that we could believe.
    NotShown,
}

const fn name_of(kind: RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Practice => Some("practice"),
        RecordKind::Adoption => Some("adoption"),
        RecordKind::Outcome => Some("outcome"),
        RecordKind::Event => Some("event"),
        RecordKind::EventNote => None,
    }
}

/// Whether an entry counts: its own server has shown it.
pub(crate) fn is_verified(conn: &mut Conn, status: StatusId) -> Result<bool, DbError> {
    Ok(rows::find(conn, status)?.is_some_and(|row| row.is_verified()))
}

/// Something came from another instance, or was changed: it is only reported until its own server has shown it as it is
/// now. Before it is counted. What its own server has given is settled by whoever writes it ([`settle_in`]).
pub(crate) fn came_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
    (kind, source): (RecordKind, Source),
    is_changed: bool,
) -> Result<(), DbError> {
    let (Some(name), Some(host)) = (name_of(kind), host_of(author)) else {
        return Ok(());
    };
    let before = rows::find(tx.conn, status.id)?;
    if before.is_some() && !is_changed {
        return Ok(());
    }
    let is_out = is_out(tx.conn, &host)?;
    let mut row = before.unwrap_or_else(|| HubItemRow {
        status_id: status.id,
        host,
        kind: name.to_owned(),
        state: HubItemRow::REPORTED.to_owned(),
        checked_at: None,
        due_at: None,
    });
    if row.kind != name {
        // It has become something else: it leaves the number of what it was.
        if row.is_verified() {
            tx.count_of_member(row.host.clone(), row.kind.clone(), -1);
            HubItemRow::REPORTED.clone_into(&mut row.state);
        }
        name.clone_into(&mut row.kind);
    }
    let state = if is_out {
        HubItemRow::OUT
    } else {
        HubItemRow::REPORTED
    };
    set_state_in(tx, row, state, None)?;
    if is_out || !tx.federates || source == Source::Origin {
        return Ok(());
    }
    verify_later_in(tx, status.id, tx.now)
}

/// Its own server has given something that was never here, and it counts from the beginning, or not: what is written of it
/// and counted by it is written once. `false` where that shows only afterwards ([`came_in`], [`settle_in`]). What else follows
/// does [`settled_in`], once its record is written.
pub(crate) fn shown_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
    record: &TypedRecord,
) -> Result<bool, DbError> {
    let (Some(kind), Some(host)) = (name_of(record.kind()), host_of(author)) else {
        return Ok(false);
    };
    if rows::find(tx.conn, status.id)?.is_some() {
        return Ok(false);
    }
    // As they are now: what it answers may have been fetched since they were read.
    let Some(author) = accounts::find(tx.conn, author.id)? else {
        return Ok(false);
    };
    let Foreseen::Audience(audience) = voice::foresee(tx, &author, status, record)? else {
        return Ok(false);
    };
    let state = if is_out(tx.conn, &host)? {
        HubItemRow::OUT
    } else if may_have(tx, audience) {
        HubItemRow::VERIFIED
    } else {
        HubItemRow::WITHHELD
    };
    if state == HubItemRow::VERIFIED {
        tx.count_of_member(host.clone(), kind.to_owned(), 1);
    }
    let row = HubItemRow {
        status_id: status.id,
        host,
        kind: kind.to_owned(),
        state: state.to_owned(),
        checked_at: Some(tx.now.as_micros()),
        due_at: Some(tx.now.plus(sweep::EVERY).as_micros()),
    };
    rows::put(tx.conn, row)?;
    Ok(true)
}

/// What [`shown_in`] has settled is written: it is announced, and the ledger that it is in is read.
pub(crate) fn settled_in(
    tx: &mut Tx<'_>,
    status: StatusId,
    kind: RecordKind,
) -> Result<(), DbError> {
    if kind == RecordKind::Practice {
        return announce_in(tx, status);
    }
    let about = outcomes::find(tx.conn, status)?.and_then(|row| row.practice_id);
    match about.map(StatusId::from) {
        Some(practice) if is_verified(tx.conn, status)? => read_ledger_of_later(tx, practice),
        Some(_) => Ok(()),
        // It is not about what it names, after all.
        None => settle_in(tx, status, Finding::Shown),
    }
}

/// Something was deleted, or carries no record any more.
pub(crate) fn went_in(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    match rows::find(tx.conn, status)? {
        Some(row) => set_state_in(tx, row, HubItemRow::GONE, None),
        None => Ok(()),
    }
}

fn is_out(conn: &mut Conn, host: &str) -> Result<bool, DbError> {
    Ok(hub_members::find(conn, host)?.is_some_and(|row| row.is_out()))
}

/// Writes what is known of something, and what its instance has in all.
pub(super) fn set_state_in(
    tx: &mut Tx<'_>,
    row: HubItemRow,
    state: &str,
    checked_at: Option<Timestamp>,
) -> Result<(), DbError> {
    let by = i32::from(state == HubItemRow::VERIFIED) - i32::from(row.is_verified());
    let is_to_be_asked = state == HubItemRow::REPORTED && checked_at.is_none();
    // What was just written for the first time is not there yet.
    let checked_at = checked_at.map(Timestamp::as_micros).or(row.checked_at);
    let due_at = (state != HubItemRow::GONE).then(|| tx.now.plus(sweep::EVERY).as_micros());
    let (kind, status) = (row.kind.clone(), row.status_id);
    if by != 0 {
        tx.count_of_member(row.host.clone(), kind.clone(), by);
    }
    if by != 0 && kind == "practice" {
        tx.recount_in_library(row.status_id);
        search::listed_or_not(tx, row.status_id, by > 0)?;
        snapshots::look_again_in(tx, row.status_id)?;
    }
    rows::put(
        tx.conn,
        HubItemRow {
            state: state.to_owned(),
            checked_at,
            due_at,
            ..row
        },
    )?;
    // What was changed is announced as before until its own server was asked for it.
    if is_to_be_asked {
        return Ok(());
    }
    // Whoever takes something away has it looked at once it is gone.
    if state == HubItemRow::GONE {
        return Ok(());
    }
    // Nothing but practices is announced; what was one may have become something else.
    if kind == "practice" || !hub_announcements::of_status(tx.conn, status)?.is_empty() {
        announce_in(tx, status)?;
    }
    Ok(())
}

/// Waits until nobody else changes any of those, nor the ledgers that they count in, until this transaction ends: entries
/// first, as whoever changes one does, then practices, each in the order of their ids. So no two who do this wait for each
/// other. What was read of them before is to be read again.
pub(super) fn lock_in(tx: &mut Tx<'_>, ids: &[StatusId]) -> Result<(), DbError> {
    let mut practices = practices::of_statuses(tx.conn, ids)?
        .into_iter()
        .map(|row| row.status_id)
        .collect::<BTreeSet<_>>();
    let entries: BTreeSet<StatusId> = ids.iter().copied().collect();
    for id in entries.difference(&practices) {
        practices::lock(tx.conn, *id)?;
    }
    let mut about: Vec<(Option<i64>, String)> = Vec::new();
    let adopted = adoptions::of_statuses(tx.conn, ids)?.into_iter();
    about.extend(adopted.map(|row| (row.practice_id, row.practice_uri)));
    let reported = outcomes::of_statuses(tx.conn, ids)?.into_iter();
    about.extend(reported.map(|row| (row.practice_id, row.practice_uri)));
    for (practice, uri) in about {
        match practice {
            Some(practice) => practices.extend([StatusId::from(practice)]),
            None => practices.extend(status_at(tx.conn, tx.addresses, &uri)?.map(|row| row.id)),
        }
    }
    for id in practices {
        practices::lock(tx.conn, id)?;
    }
    Ok(())
}

/// Writes what is known of something that is held ([`lock_in`]), and judges again what is counted by it.
pub(super) fn change_in(
    tx: &mut Tx<'_>,
    row: HubItemRow,
    state: &str,
    checked_at: Option<Timestamp>,
) -> Result<(), DbError> {
    let (status, is_changed) = (row.status_id, row.state != state);
    let is_entry = row.kind == "adoption" || row.kind == "outcome";
    set_state_in(tx, row, state, checked_at)?;
    if is_changed && is_entry {
        judge_again_in(tx, status)?;
    }
    Ok(())
}

/// The own server of something was asked for it, and what it said is written. It counts, or not, from now on.
pub fn settle_in(tx: &mut Tx<'_>, status: StatusId, finding: Finding) -> Result<(), DbError> {
    lock_in(tx, &[status])?;
    let Some(row) = rows::find(tx.conn, status)? else {
        return Ok(());
    };
    let Some(post) = statuses::find(tx.conn, status)?.filter(|row| row.deleted_at.is_none()) else {
        return set_state_in(tx, row, HubItemRow::GONE, Some(tx.now));
    };
    let Some(author) = accounts::find(tx.conn, post.account_id)? else {
        return Ok(());
    };
    let state = if is_out(tx.conn, &row.host)? {
        HubItemRow::OUT
    } else if finding == Finding::NotShown {
        HubItemRow::REPORTED
    } else if may_be_listed(tx, &author, &post)? {
        HubItemRow::VERIFIED
    } else {
        HubItemRow::WITHHELD
    };
    let is_new = state == HubItemRow::VERIFIED && !row.is_verified();
    change_in(tx, row, state, Some(tx.now))?;
    if is_new {
        read_ledger_later(tx, status)?;
    }
    Ok(())
}

/// What counts here from now on counts for its practice's author, too, or does not: their ledger says so.
fn read_ledger_later(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    let about = match outcomes::find(tx.conn, status)? {
        Some(row) => row.practice_id,
        None => match adoptions::find(tx.conn, status)? {
            Some(row) => row.practice_id,
            None => Some(status.get()),
        },
    };
    match about {
        Some(practice) => read_ledger_of_later(tx, practice.into()),
        None => Ok(()),
    }
}

fn read_ledger_of_later(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    let is_elsewhere = statuses::find(tx.conn, practice)?.is_some_and(|row| !row.local);
    if is_elsewhere && practices::find(tx.conn, practice)?.is_some() {
        ledger::read_theirs_later(tx, practice)?;
    }
    Ok(())
}

/// Who may have those may have changed since their own servers have shown them. Nobody needs to be asked for that: whether
/// they may be listed is known here, and so is what is counted of their author.
pub(crate) fn look_again_in(tx: &mut Tx<'_>, ids: &[StatusId]) -> Result<(), DbError> {
    if !tx.is_hub {
        return Ok(());
    }
    for practice in practices::of_statuses(tx.conn, ids)? {
        tx.recount_in_library(practice.status_id);
    }
    let is_shown = |row: &HubItemRow| {
        [HubItemRow::VERIFIED, HubItemRow::WITHHELD].contains(&row.state.as_str())
    };
    let mut shown = rows::of_statuses(tx.conn, ids)?;
    shown.retain(is_shown);
    let ids: Vec<StatusId> = shown.iter().map(|row| row.status_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    lock_in(tx, &ids)?;
    let mut held = rows::of_statuses(tx.conn, &ids)?;
    held.retain(is_shown);
    held.sort_by_key(|row| row.status_id);
    for row in held {
        let post = statuses::find(tx.conn, row.status_id)?.filter(|row| row.deleted_at.is_none());
        let Some(post) = post else { continue };
        let Some(author) = accounts::find(tx.conn, post.account_id)? else {
            continue;
        };
        let state = if may_be_listed(tx, &author, &post)? {
            HubItemRow::VERIFIED
        } else {
            HubItemRow::WITHHELD
        };
        if row.state != state {
            // When it is asked for again stays as it was.
            let due_at = row.due_at;
            let status = row.status_id;
            change_in(tx, row, state, None)?;
            rows::put_due(tx.conn, status, due_at)?;
        }
    }
    Ok(())
}

/// Whether its author lets this hub list it.
fn may_be_listed(tx: &mut Tx<'_>, author: &AccountRow, post: &StatusRow) -> Result<bool, DbError> {
    if adoptions::find(tx.conn, post.id)?.is_some() {
        return Ok(voice::is_let_by(author, post));
    }
    let audience = voice::audience(tx.conn, author, post)?;
    Ok(may_have(tx, audience))
}

/// Whether this hub is among those who may have something.
fn may_have(tx: &Tx<'_>, audience: Option<Audience>) -> bool {
    match audience {
        Some(Audience::Everybody) => true,
        Some(Audience::Hub(domain)) => domain == tx.account_domain,
        None => false,
    }
}

/// Has the own server of something asked for it.
fn verify_later_in(tx: &mut Tx<'_>, status: StatusId, at: Timestamp) -> Result<(), DbError> {
    let job = NewJob::now(JobPayload::VerifyItem { status }, tx.now).not_before(at);
    let key = format!("verify-{status}-{}", at.as_secs());
    tx.queue(&job.with_dedup_key(key))?;
    Ok(())
}

/// The same, not before that time: its server was asked for enough.
pub async fn verify_later(ctx: &Ctx, status: StatusId, at: Timestamp) -> Result<(), DbError> {
    ctx.transact(move |tx| verify_later_in(tx, status, at))
        .await
}

/// Something that was verified before its instance belonged to the hub is announced from then on.
pub async fn announce_verified(ctx: &Ctx, status: StatusId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        if is_verified(tx.conn, status)? {
            announce_in(tx, status)?;
        }
        Ok(())
    })
    .await
}

/// Whether something of another instance is in the library of this hub: its own server has shown it, and it may be listed.
pub async fn is_listed(ctx: &Ctx, status: StatusId) -> Result<bool, DbError> {
    if !ctx.config.is_hub() {
        return Ok(false);
    }
    ctx.db.read(move |conn| is_verified(conn, status)).await
}

/// What is known of those statuses, in no order.
pub async fn items_of(ctx: &Ctx, ids: Vec<StatusId>) -> Result<Vec<HubItemRow>, DbError> {
    ctx.db.read(move |conn| rows::of_statuses(conn, &ids)).await
}
