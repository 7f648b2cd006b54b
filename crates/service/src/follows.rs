//! Following, and being followed; blocking.

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow, Count};
use staffroom_db::blocks::{self, BlockRow};
pub use staffroom_db::follows::FollowRow;
use staffroom_db::follows::{self};
use staffroom_domain::{AccountId, Event};
use thiserror::Error;

use crate::context::Ctx;
use crate::hub::{self, HubConsent};
use crate::lists;
use crate::notifications::{self, Kind};
use crate::timelines;
use crate::tx::Tx;

/// Why somebody cannot be followed.
#[derive(Clone, Debug, Error)]
pub enum FollowError {
    /// Nobody there.
    #[error("Record not found")]
    NotFound,
    /// Not oneself, not whoever has blocked one, not whoever is gone.
    #[error("This action is not allowed")]
    NotAllowed,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a follower wants; nothing set leaves things as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Whether boosts are wanted.
    pub reblogs: Option<bool>,
    /// Whether they are told of each post.
    pub notify: Option<bool>,
    /// Languages wanted; an empty list: all.
    pub languages: Option<Vec<String>>,
}

/// Somebody here follows, or asks to.
pub async fn follow(
    ctx: &Ctx,
    by: AccountId,
    target: AccountId,
    wishes: Wishes,
) -> Result<FollowRow, FollowError> {
    ctx.transact(move |tx| {
        let (by, target) = both(tx, by, target)?;
        if by.id == target.id || !target.is_active() || blocks::between(tx.conn, by.id, target.id)?
        {
            return Err(FollowError::NotAllowed);
        }
        if by.has_moved() || target.has_moved() {
            return Err(FollowError::NotAllowed);
        }
        let row = match follows::find(tx.conn, by.id, target.id)? {
            Some(row) => row,
            None => begin_in(tx, &by, &target, None)?,
        };
        let languages = wishes
            .languages
            .map_or(row.languages.clone(), |list| languages_json(&list));
        follows::set_wishes(
            tx.conn,
            row.id,
            wishes.reblogs.unwrap_or(row.reblogs),
            wishes.notify.unwrap_or(row.notify),
            &languages,
        )?;
        let now = follows::get(tx.conn, row.id)?.unwrap_or_else(|| row.clone());
        if (now.reblogs, &now.languages) != (row.reblogs, &row.languages) && now.is_accepted() {
            timelines::purge(tx, by.id)?;
            timelines::merge(tx, by.id, target.id)?;
        }
        Ok(now)
    })
    .await
}

fn languages_json(list: &[String]) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned())
}

/// Somebody here follows no more, or takes back what they asked.
pub async fn unfollow(ctx: &Ctx, by: AccountId, target: AccountId) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (by, target) = both(tx, by, target)?;
        if let Some(row) = follows::find(tx.conn, by.id, target.id)? {
            end_in(tx, &by, &target, &row)?;
        }
        Ok(())
    })
    .await
}

/// Somebody here lets somebody follow them no more. Where they do not, nothing happens.
pub async fn remove_follower(
    ctx: &Ctx,
    by: AccountId,
    follower: AccountId,
) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (follower, by) = both(tx, follower, by)?;
        let row = follows::find(tx.conn, follower.id, by.id)?;
        if let Some(row) = row.filter(FollowRow::is_accepted) {
            refuse_in(tx, &follower, &by, &row)?;
        }
        Ok(())
    })
    .await
}

/// Somebody here accepts or refuses who asked to follow them.
pub async fn answer(
    ctx: &Ctx,
    by: AccountId,
    follower: AccountId,
    accepted: bool,
) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (follower, by) = both(tx, follower, by)?;
        let row = follows::find(tx.conn, follower.id, by.id)?;
        let row = row.filter(|row| !row.is_accepted());
        let row = row.ok_or(FollowError::NotFound)?;
        if accepted {
            accept_in(tx, &follower, &by, &row)?;
        } else {
            refuse_in(tx, &follower, &by, &row)?;
        }
        Ok(())
    })
    .await
}

/// Somebody here blocks; neither follows the other any more.
pub async fn block(ctx: &Ctx, by: AccountId, target: AccountId) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (by, target) = both(tx, by, target)?;
        if by.id == target.id {
            return Err(FollowError::NotAllowed);
        }
        block_in(tx, &by, &target, None)?;
        Ok(())
    })
    .await
}

/// Somebody here lifts a block.
pub async fn unblock(ctx: &Ctx, by: AccountId, target: AccountId) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (by, target) = both(tx, by, target)?;
        unblock_in(tx, &by, &target)?;
        Ok(())
    })
    .await
}

pub(crate) fn both(
    tx: &mut Tx<'_>,
    by: AccountId,
    target: AccountId,
) -> Result<(AccountRow, AccountRow), FollowError> {
    let by = accounts::find(tx.conn, by)?.ok_or(FollowError::NotFound)?;
    let target = accounts::find(tx.conn, target)?.filter(|row| row.deleted_at.is_none());
    Ok((by, target.ok_or(FollowError::NotFound)?))
}

/// `by` follows `target`, or asks to: at once where the target is of this instance and approves
/// nobody by hand, and nothing is held against the server of `by`; a remote target is asked. `uri` is the id of a remote follower's Follow. Call it only
/// where there is no follow yet.
pub fn begin_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    uri: Option<String>,
) -> Result<FollowRow, DbError> {
    let row = FollowRow {
        id: tx.new_id(),
        account_id: by.id,
        target_id: target.id,
        state: FollowRow::ASKED,
        local: by.is_local(),
        uri,
        reblogs: true,
        notify: false,
        languages: "[]".to_owned(),
        created_at: tx.now,
    };
    follows::insert(tx.conn, row.clone())?;
    if !target.is_local() {
        tx.emit(&Event::FollowRequested {
            follow: row.id,
            account: by.id,
            target: target.id,
        })?;
        return Ok(row);
    }
    match consent_in(tx, by, target)? {
        HubConsent::Refuse => refuse_in(tx, by, target, &row)?,
        HubConsent::Accept => accept_in(tx, by, target, &row)?,
        HubConsent::Wait => notifications::tell(tx, Kind::FollowRequest, target.id, by, None)?,
    }
    Ok(follows::get(tx.conn, row.id)?.unwrap_or(row))
}

/// Somebody elsewhere asks once more, since their server has forgotten the answer or never got it. Whoever waits goes on
/// waiting, however often they ask.
pub fn ask_again_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    row: &FollowRow,
) -> Result<(), DbError> {
    if row.is_accepted() {
        return accept_in(tx, by, target, row);
    }
    match consent_in(tx, by, target)? {
        HubConsent::Refuse => refuse_in(tx, by, target, row),
        HubConsent::Accept => accept_in(tx, by, target, row),
        HubConsent::Wait => Ok(()),
    }
}

/// What becomes of a follow of somebody here: at once, by hand, or never.
fn consent_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
) -> Result<HubConsent, DbError> {
    Ok(match hub::consent_in(tx, by, target)? {
        Some(HubConsent::Accept) if by.is_limited() => HubConsent::Wait,
        Some(consent) => consent,
        None if target.locked || by.is_limited() => HubConsent::Wait,
        None => HubConsent::Accept,
    })
}

/// `target` accepts `by`. Accepting again only repeats the answer to a remote follower.
pub fn accept_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    row: &FollowRow,
) -> Result<(), DbError> {
    if follows::accept(tx.conn, row.id)? {
        accounts::add_to_count(tx.conn, target.id, Count::Followers, 1)?;
        accounts::add_to_count(tx.conn, by.id, Count::Following, 1)?;
        if target.is_local() {
            notifications::withdraw(tx, Kind::FollowRequest, target.id, by.id, None)?;
            notifications::tell(tx, Kind::Follow, target.id, by, None)?;
        }
        if by.is_local() {
            timelines::merge(tx, by.id, target.id)?;
        }
        hub::accepted_in(tx, by, target)?;
        hub::answered_in(tx, by, target, true)?;
    }
    answer_remote(tx, by, target, row, true)
}

/// `target` refuses `by`, also one accepted before.
pub fn refuse_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    row: &FollowRow,
) -> Result<(), DbError> {
    remove(tx, by, target, row)?;
    hub::answered_in(tx, by, target, false)?;
    answer_remote(tx, by, target, row, false)
}

/// Tells a remote follower how a target here answered.
fn answer_remote(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    row: &FollowRow,
    accepted: bool,
) -> Result<(), DbError> {
    match &row.uri {
        Some(follow_uri) if target.is_local() && !by.is_local() => {
            tx.emit(&Event::FollowAnswered {
                account: target.id,
                follower: by.id,
                follow_uri: follow_uri.clone(),
                accepted,
            })
        }
        _ => Ok(()),
    }
}

/// `by` follows `target` no more.
pub fn end_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    row: &FollowRow,
) -> Result<(), DbError> {
    remove(tx, by, target, row)?;
    if by.is_local() && !target.is_local() {
        tx.emit(&Event::FollowUndone {
            follow: row.id,
            account: by.id,
            target: target.id,
        })?;
    }
    Ok(())
}

/// Ends follows of an account and by it, at most so many; gives how many. Nobody elsewhere is told.
pub(crate) fn remove_some(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    most: i64,
) -> Result<i64, DbError> {
    let piece = follows::of_anybody_and(tx.conn, account.id, most)?;
    let is_by = |row: &FollowRow| row.account_id == account.id;
    let other = |row: &FollowRow| {
        if is_by(row) {
            row.target_id
        } else {
            row.account_id
        }
    };
    let ids: Vec<AccountId> = piece.iter().map(other).collect();
    let others = accounts::find_many(tx.conn, &ids)?;
    let mut ended = 0;
    for row in &piece {
        let Some(there) = others.iter().find(|there| there.id == other(row)) else {
            continue;
        };
        if is_by(row) {
            remove(tx, account, there, row)?;
        } else {
            remove(tx, there, account, row)?;
        }
        ended += 1;
    }
    Ok(ended)
}

/// Ends a follow, and tells nobody elsewhere.
fn remove(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    row: &FollowRow,
) -> Result<(), DbError> {
    if !follows::delete(tx.conn, row.id)? {
        return Ok(());
    }
    if row.is_accepted() {
        accounts::add_to_count(tx.conn, target.id, Count::Followers, -1)?;
        accounts::add_to_count(tx.conn, by.id, Count::Following, -1)?;
    }
    if target.is_local() {
        notifications::withdraw(tx, Kind::Follow, target.id, by.id, None)?;
        notifications::withdraw(tx, Kind::FollowRequest, target.id, by.id, None)?;
    }
    if by.is_local() {
        lists::forget_member(tx, by.id, target.id)?;
        timelines::purge_author(tx, by.id, target.id)?;
    }
    Ok(())
}

/// `by` blocks `target`; `uri` is the id of a remote Block. Neither follows the other any more.
pub fn block_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
    uri: Option<String>,
) -> Result<bool, DbError> {
    let row = BlockRow {
        id: tx.new_id(),
        account_id: by.id,
        target_id: target.id,
        uri,
        created_at: tx.now,
    };
    let block = row.id;
    if !blocks::insert(tx.conn, row)? {
        return Ok(false);
    }
    if let Some(row) = follows::find(tx.conn, by.id, target.id)? {
        end_in(tx, by, target, &row)?;
    }
    if let Some(row) = follows::find(tx.conn, target.id, by.id)? {
        refuse_in(tx, target, by, &row)?;
    }
    for (reader, other) in [(by, target), (target, by)] {
        if reader.is_local() {
            lists::forget_member(tx, reader.id, other.id)?;
            timelines::purge(tx, reader.id)?;
        }
    }
    hub::block_changed_in(tx, by, target)?;
    if by.is_local() && !target.is_local() {
        tx.emit(&Event::Blocked {
            block,
            account: by.id,
            target: target.id,
        })?;
    }
    Ok(true)
}

/// `by` lifts a block; `false` where there is none.
pub fn unblock_in(tx: &mut Tx<'_>, by: &AccountRow, target: &AccountRow) -> Result<bool, DbError> {
    let Some(row) = blocks::find(tx.conn, by.id, target.id)? else {
        return Ok(false);
    };
    blocks::delete(tx.conn, row.id)?;
    hub::block_changed_in(tx, by, target)?;
    if by.is_local() && !target.is_local() {
        tx.emit(&Event::Unblocked {
            block: row.id,
            account: by.id,
            target: target.id,
        })?;
    }
    Ok(true)
}
