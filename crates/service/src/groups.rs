//! Groups: what is posted in them, who may, and who moderates ours (FEP-1b12).
//!
//! A post that begins a thread and addresses a group begins it in the group; what answers it belongs
//! there too. Whoever follows a group is a member. Members and moderators may post, unless the group
//! blocks them; what others send it is not passed on, and nobody is told.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::groups::{self as rows, GroupModeratorRow, GroupPostRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, blocks, follows, mentions, pins};
use staffroom_domain::{AccountId, ActorKind, Event, StatusId, Visibility};
use thiserror::Error;

use crate::context::Ctx;
use crate::staff::{self, Entry, Kind, Who};
use crate::statuses::{boost_in, unboost_in};
use crate::tx::Tx;

/// The most moderators of a group.
pub const MAX_MODERATORS: i64 = 100;
/// The most groups that somebody is offered to do something for.
const MAX_MODERATED: i64 = 100;
/// In how many groups a post can begin its thread.
const MOST_GROUPS: usize = 5;

/// Why somebody is not made a moderator.
#[derive(Clone, Debug, Error)]
pub enum GroupError {
    /// There is no such group here.
    #[error("there is no such group here")]
    NoGroup,
    /// It has as many as it can have.
    #[error("a group has at most {MAX_MODERATORS} moderators")]
    TooMany,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether an account is a group that lives here.
pub fn is_ours(group: &AccountRow) -> bool {
    group.is_local() && group.actor_kind() == ActorKind::Group && group.is_active()
}

/// Whether what somebody does in a group of ours is passed on.
pub fn may_post(conn: &mut Conn, by: &AccountRow, group: AccountId) -> Result<bool, DbError> {
    if !by.is_active() || blocks::find(conn, group, by.id)?.is_some() {
        return Ok(false);
    }
    Ok(follows::is_accepted(conn, by.id, group)? || rows::is_moderator(conn, group, by.id)?)
}

/// Whether somebody moderates a group of ours, which does not block them.
pub fn moderates(conn: &mut Conn, by: &AccountRow, group: AccountId) -> Result<bool, DbError> {
    Ok(by.is_active()
        && rows::is_moderator(conn, group, by.id)?
        && blocks::find(conn, group, by.id)?.is_none())
}

/// In which groups each of those statuses is, ours and remote ones: those of its thread that it was not
/// taken out of. One query.
pub fn of_statuses(
    conn: &mut Conn,
    statuses: &[&StatusRow],
) -> Result<Vec<(StatusId, AccountId)>, DbError> {
    let open = || {
        statuses
            .iter()
            .copied()
            .filter(|row| row.visibility().is_open())
    };
    let mut ids: Vec<StatusId> = open().flat_map(|row| [row.id, row.thread_id]).collect();
    ids.sort_unstable();
    ids.dedup();
    let noted = rows::of_posts(conn, &ids)?;
    let is_out = |status: StatusId, group: AccountId| {
        noted
            .iter()
            .any(|row| row.status_id == status && row.group_id == group && row.removed)
    };
    let mut found = Vec::new();
    for status in open() {
        let of_thread = noted.iter().filter(|row| row.status_id == status.thread_id);
        for row in of_thread.filter(|row| !row.removed) {
            if !is_out(status.id, row.group_id) {
                found.push((status.id, row.group_id));
            }
        }
    }
    Ok(found)
}

/// The groups that a status is in, ours and remote ones. One query where it is in none.
pub fn of_status(conn: &mut Conn, status: &StatusRow) -> Result<Vec<AccountRow>, DbError> {
    let found = of_statuses(conn, &[status])?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<AccountId> = found.into_iter().map(|(_, group)| group).collect();
    let mut groups = accounts::find_many(conn, &ids)?;
    groups.retain(AccountRow::is_active);
    Ok(groups)
}

/// The groups of ours that pass on what somebody does with a status.
pub fn passing_on(
    conn: &mut Conn,
    by: &AccountRow,
    status: &StatusRow,
) -> Result<Vec<AccountRow>, DbError> {
    let mut passing = Vec::new();
    for group in of_status(conn, status)? {
        if is_ours(&group) && may_post(conn, by, group.id)? {
            passing.push(group);
        }
    }
    Ok(passing)
}

/// A new post begins its thread in the groups that it names, and in those of `addressed`: a group of
/// ours, where the author may post in it, boosts it.
pub fn begin_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
    addressed: &[AccountId],
) -> Result<(), DbError> {
    if !begins_thread(status) {
        return Ok(());
    }
    let named = mentions::of_statuses(tx.conn, &[status.id])?;
    let mut people: Vec<AccountId> = named.into_iter().map(|row| row.account_id).collect();
    people.extend(addressed);
    if people.is_empty() {
        return Ok(());
    }
    let people = accounts::find_many(tx.conn, &people)?;
    let groups = people
        .into_iter()
        .filter(|row| row.actor_kind() == ActorKind::Group && row.is_active());
    for group in groups.take(MOST_GROUPS) {
        if !group.is_local() {
            // What people elsewhere post in groups elsewhere is told by those.
            if author.is_local() {
                join_in(tx, &group, status)?;
            }
        } else if may_post(tx.conn, author, group.id)? && join_in(tx, &group, status)? {
            let now = tx.now;
            boost_in(tx, &group, status, Visibility::Public, None, now)?;
        }
    }
    Ok(())
}

/// Notes that a post began a thread in a group; `false` where that was known, or the post was taken out,
/// or begins no thread that everybody may see.
pub fn join_in(tx: &mut Tx<'_>, group: &AccountRow, status: &StatusRow) -> Result<bool, DbError> {
    if !begins_thread(status) {
        return Ok(false);
    }
    let row = GroupPostRow {
        status_id: status.id,
        group_id: group.id,
        removed: false,
        created_at: tx.now,
    };
    rows::add_post(tx.conn, row)
}

fn begins_thread(status: &StatusRow) -> bool {
    status.visibility().is_open()
        && !status.is_boost()
        && status.in_reply_to_id.is_none()
        && status.in_reply_to_uri.is_none()
}

/// Takes a post out of a group: the group boosts and features it no more, and passes nothing about it
/// on. The post itself stays its author's.
pub fn take_out_in(tx: &mut Tx<'_>, group: &AccountRow, status: &StatusRow) -> Result<(), DbError> {
    rows::take_out(tx.conn, status.id, group.id, tx.now)?;
    pins::delete_of(tx.conn, group.id, status.id)?;
    if let Some(boost) = statuses::find_boost(tx.conn, group.id, status.id)? {
        unboost_in(tx, group, &boost)?;
    }
    Ok(())
}

/// A deleted post is boosted by its groups no more: their followers elsewhere may know nothing of its
/// author.
pub(crate) fn unboost_deleted(tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
    if status.thread_id != status.id {
        return Ok(());
    }
    for row in rows::of_posts(tx.conn, &[status.id])? {
        let group = accounts::find(tx.conn, row.group_id)?;
        let Some(group) = group.filter(AccountRow::is_local) else {
            continue;
        };
        if let Some(boost) = statuses::find_boost(tx.conn, group.id, status.id)? {
            unboost_in(tx, &group, &boost)?;
        }
    }
    Ok(())
}

/// Makes somebody a moderator of a group of ours, or (`wanted` false) takes it from them; `false` where
/// that is so already. Other servers are told that the group has changed.
pub fn moderator_in(
    tx: &mut Tx<'_>,
    group: &AccountRow,
    account: AccountId,
    wanted: bool,
) -> Result<bool, GroupError> {
    if !is_ours(group) {
        return Err(GroupError::NoGroup);
    }
    let changed = if wanted {
        let there = rows::moderators(tx.conn, group.id, MAX_MODERATORS)?;
        if !there.contains(&account)
            && i64::try_from(there.len()).is_ok_and(|n| n >= MAX_MODERATORS)
        {
            return Err(GroupError::TooMany);
        }
        let row = GroupModeratorRow {
            group_id: group.id,
            account_id: account,
            created_at: tx.now,
        };
        rows::add_moderator(tx.conn, row)?
    } else {
        rows::remove_moderator(tx.conn, group.id, account)?
    };
    if changed {
        tx.emit(&Event::ProfileChanged { account: group.id })?;
    }
    Ok(changed)
}

/// The same on the command line.
pub async fn set_moderator(
    ctx: &Ctx,
    group: AccountId,
    account: AccountId,
    wanted: bool,
) -> Result<bool, GroupError> {
    ctx.transact(move |tx| {
        let group = accounts::find(tx.conn, group)?.ok_or(GroupError::NoGroup)?;
        let changed = moderator_in(tx, &group, account, wanted)?;
        if changed {
            let who = accounts::find(tx.conn, account)?;
            let entry = Entry {
                kind: if wanted {
                    Kind::ModeratorAdded
                } else {
                    Kind::ModeratorRemoved
                },
                account: Some(group.id),
                subject: &group.username,
                note: &who.map(|row| row.acct()).unwrap_or_default(),
            };
            staff::note_by(tx, &Who::COMMAND_LINE, &entry)?;
        }
        Ok(changed)
    })
    .await
}

/// Who moderates a group.
pub fn moderators_of(conn: &mut Conn, group: AccountId) -> Result<Vec<AccountRow>, DbError> {
    let ids = rows::moderators(conn, group, MAX_MODERATORS)?;
    accounts::find_many(conn, &ids)
}

/// The same as a query of its own.
pub async fn moderators(ctx: &Ctx, group: AccountId) -> Result<Vec<AccountRow>, DbError> {
    ctx.db.read(move |conn| moderators_of(conn, group)).await
}

/// The groups of ours that somebody moderates, and may do something for: those that do not block them.
pub fn moderated_in(conn: &mut Conn, by: AccountId) -> Result<Vec<AccountRow>, DbError> {
    let ids = rows::moderated(conn, by, MAX_MODERATED)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let blocking = blocks::blockers_among(conn, by, &ids)?;
    let mut groups = accounts::find_many(conn, &ids)?;
    groups.retain(|group| is_ours(group) && !blocking.contains(&group.id));
    Ok(groups)
}

/// The same as a query of its own.
pub async fn moderated(ctx: &Ctx, by: AccountId) -> Result<Vec<AccountRow>, DbError> {
    ctx.db.read(move |conn| moderated_in(conn, by)).await
}
