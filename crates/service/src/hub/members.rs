//! Which instances belong to this hub.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::follows::{self, FollowRow};
pub use staffroom_db::hub_members::HubMemberRow;
use staffroom_db::{DbError, hub_items, hub_members as rows};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, ActorKind};
use thiserror::Error;

use super::host_of;
use crate::context::Ctx;
use crate::follows::{begin_in, end_in};
use crate::tx::Tx;
use crate::voice;

/// How many pages of an outbox are read: no member has more, and one that does is read no further.
const MOST_PAGES: i32 = 5_000;

/// Why something about members of a hub cannot be done.
#[derive(Clone, Debug, Error)]
pub enum HubError {
    /// This is an ordinary instance.
    #[error("this instance is no hub; set instance.role = \"hub\" and restart it")]
    NoHub,
    /// Nobody speaks for it.
    #[error(
        "there is no organisation here; `staffroom actor create NAME --kind organization` makes one"
    )]
    NoOrganisation,
    /// What was found there is none.
    #[error("{0} is no organisation that speaks for an instance")]
    NotAnOrganisation(String),
    /// Nothing is known of it.
    #[error("{0} was never asked; `staffroom hub list` shows all that were")]
    NoMember(String),
    /// It does not ask.
    #[error("no hub of {0} asks; `staffroom hub asked` shows those that do")]
    NoSuchHub(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Asks an instance to belong to this hub: the hub's organisation follows its own. One that was asked before is asked
/// again where it did not answer; one that is a member is read again from the beginning.
pub(crate) fn ask_in(tx: &mut Tx<'_>, organisation: AccountId) -> Result<HubMemberRow, HubError> {
    let voice = voice::of_instance(tx.conn)?.ok_or(HubError::NoOrganisation)?;
    let there = accounts::find(tx.conn, organisation)?;
    let name = there.as_ref().map_or_else(String::new, AccountRow::acct);
    let there = there
        .filter(|row| !row.is_local() && row.is_active())
        .filter(|row| row.actor_kind() == ActorKind::Organization);
    let there = there.ok_or_else(|| HubError::NotAnOrganisation(name.clone()))?;
    let host = host_of(&there).ok_or(HubError::NotAnOrganisation(name))?;
    let before = match rows::find(tx.conn, &host)? {
        Some(row) => row,
        None => begin_in_list(tx, &host, there.id)?,
    };
    let row = HubMemberRow {
        account_id: there.id,
        state: HubMemberRow::ASKED.to_owned(),
        asked_at: tx.now,
        harvest: HubMemberRow::NONE.to_owned(),
        cursor: None,
        mark: None,
        pages: 0,
        ..before
    };
    let follow = follows::find(tx.conn, voice.id, there.id)?;
    if follow.as_ref().is_some_and(FollowRow::is_accepted) {
        take_up_again_in(tx, &host)?;
        begin_harvest_in(tx, row)?;
    } else {
        rows::put(tx.conn, row)?;
        if let Some(follow) = follow {
            // It may not have heard.
            end_in(tx, &voice, &there, &follow)?;
        }
        begin_in(tx, &voice, &there, None)?;
    }
    let now = rows::of_account(tx.conn, there.id)?;
    now.ok_or_else(|| HubError::NoMember(there.acct()))
}

/// An instance that was never asked: what came of it by others is counted already.
fn begin_in_list(
    tx: &mut Tx<'_>,
    host: &str,
    account_id: AccountId,
) -> Result<HubMemberRow, DbError> {
    let counted = hub_items::count_verified(tx.conn, host)?;
    let of = |kind: &str| {
        let found = counted.iter().find(|(name, _)| name == kind);
        found.map_or(0, |(_, n)| i32::try_from(*n).unwrap_or(i32::MAX))
    };
    Ok(HubMemberRow {
        host: host.to_owned(),
        account_id,
        state: String::new(),
        asked_at: tx.now,
        answered_at: None,
        harvest: String::new(),
        cursor: None,
        mark: None,
        pages: 0,
        harvested_at: None,
        practices: of("practice"),
        adoptions: of("adoption"),
        outcomes: of("outcome"),
        events: of("event"),
    })
}

fn begin_harvest_in(tx: &mut Tx<'_>, row: HubMemberRow) -> Result<(), DbError> {
    let row = HubMemberRow {
        state: HubMemberRow::MEMBER.to_owned(),
        answered_at: Some(tx.now.as_micros()),
        harvest: HubMemberRow::RUNNING.to_owned(),
        cursor: None,
        mark: None,
        pages: 0,
        ..row
    };
    rows::put(tx.conn, row.clone())?;
    harvest_later(tx, &row)
}

/// What a new member had here before, adoptions too, which stand in no outbox, is asked for again. Before its row is written:
/// whoever takes it out of the counts holds what it has, and then its row.
fn take_up_again_in(tx: &mut Tx<'_>, host: &str) -> Result<(), DbError> {
    hub_items::take_up_again(tx.conn, host, tx.now)
}

fn harvest_later(tx: &mut Tx<'_>, row: &HubMemberRow) -> Result<(), DbError> {
    let payload = JobPayload::HarvestMember {
        host: row.host.clone(),
    };
    let key = format!("harvest-{}-{}", row.host, row.pages);
    tx.queue(&NewJob::now(payload, tx.now).with_dedup_key(key))?;
    Ok(())
}

/// The organisation of an instance has answered to the hub's Follow, or ends it.
pub(crate) fn answered_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    is_accepted: bool,
) -> Result<(), DbError> {
    if !tx.is_hub || !by.is_local() || target.is_local() {
        return Ok(());
    }
    let is_voice = voice::of_instance(tx.conn)?.is_some_and(|voice| voice.id == by.id);
    let Some(row) = rows::of_account(tx.conn, target.id)?.filter(|_| is_voice) else {
        return Ok(());
    };
    if is_accepted && row.state == HubMemberRow::ASKED {
        take_up_again_in(tx, &row.host)?;
    }
    let Some(row) = rows::lock(tx.conn, &row.host)? else {
        return Ok(());
    };
    match (row.state.as_str(), is_accepted) {
        (HubMemberRow::ASKED, true) => begin_harvest_in(tx, row),
        (HubMemberRow::ASKED, false) => end_membership_in(tx, row, HubMemberRow::REFUSED),
        (HubMemberRow::MEMBER, false) => end_membership_in(tx, row, HubMemberRow::LEFT),
        _ => Ok(()),
    }
}

/// An instance belongs to the hub no more: one job takes everything of it out of every count.
pub(super) fn end_membership_in(
    tx: &mut Tx<'_>,
    row: HubMemberRow,
    state: &str,
) -> Result<(), DbError> {
    let host = row.host.clone();
    rows::put(
        tx.conn,
        HubMemberRow {
            state: state.to_owned(),
            answered_at: Some(tx.now.as_micros()),
            harvest: HubMemberRow::NONE.to_owned(),
            cursor: None,
            mark: None,
            ..row
        },
    )?;
    forget_later(tx, host)
}

pub(super) fn forget_later(tx: &mut Tx<'_>, host: String) -> Result<(), DbError> {
    let key = format!("forget-member-{host}");
    let job = NewJob::now(JobPayload::ForgetMember { host }, tx.now);
    tx.queue(&job.with_dedup_key(key))?;
    Ok(())
}

/// Takes an instance out of the hub.
pub(crate) fn remove_in(tx: &mut Tx<'_>, host: &str) -> Result<(), HubError> {
    let row = rows::lock(tx.conn, host)?;
    let row = row.ok_or_else(|| HubError::NoMember(host.to_owned()))?;
    // Nobody may speak for the hub any more: what follows its members is gone then, and they can be taken out all the same.
    if let Some(voice) = voice::of_instance(tx.conn)?
        && let Some(there) = accounts::find(tx.conn, row.account_id)?
        && let Some(follow) = follows::find(tx.conn, voice.id, there.id)?
    {
        end_in(tx, &voice, &there, &follow)?;
    }
    end_membership_in(tx, row, HubMemberRow::REMOVED)?;
    Ok(())
}

/// The instance whose ids are of that host.
pub async fn member(ctx: &Ctx, host: &str) -> Result<Option<HubMemberRow>, DbError> {
    let host = host.to_owned();
    ctx.db.read(move |conn| rows::find(conn, &host)).await
}

/// All that were asked, by their hosts, after `after`.
pub async fn list(ctx: &Ctx, after: &str, limit: i64) -> Result<Vec<HubMemberRow>, DbError> {
    let after = after.to_owned();
    ctx.db
        .read(move |conn| rows::list(conn, &after, limit))
        .await
}

/// How the reading of a page of an outbox ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Harvested {
    /// This page comes next.
    Next(String),
    /// There is no other.
    End,
    /// It cannot be read.
    Failed,
}

/// A page of the outbox of a member was read; `before` is what was known then: another process may have read it, too.
pub async fn harvested(ctx: &Ctx, before: HubMemberRow, how: Harvested) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        let now = rows::lock(tx.conn, &before.host)?;
        let is_same = |row: &HubMemberRow| {
            row.harvest == before.harvest
                && row.cursor == before.cursor
                && row.pages == before.pages
        };
        let Some(row) = now.filter(|row| row.is_member() && is_same(row)) else {
            return Ok(());
        };
        let pages = row.pages.saturating_add(1);
        let is_new = |next: &String| row.mark.as_ref() != Some(next);
        let (harvest, cursor) = match how {
            Harvested::Next(next) if pages < MOST_PAGES && is_new(&next) => {
                (HubMemberRow::RUNNING, Some(next))
            }
            Harvested::Next(_) | Harvested::End => (HubMemberRow::DONE, None),
            Harvested::Failed => (HubMemberRow::FAILED, None),
        };
        // A circle of any length comes by a mark that stands for long enough (Brent).
        let mark = match &cursor {
            Some(_) if u32::try_from(pages).is_ok_and(u32::is_power_of_two) => cursor.clone(),
            Some(_) => row.mark.clone(),
            None => None,
        };
        let row = HubMemberRow {
            harvest: harvest.to_owned(),
            cursor,
            mark,
            pages,
            harvested_at: Some(tx.now.as_micros()),
            ..row
        };
        rows::put(tx.conn, row.clone())?;
        if row.harvest == HubMemberRow::RUNNING {
            harvest_later(tx, &row)?;
        }
        Ok(())
    })
    .await
}
