//! Likes.

use staffroom_db::accounts::AccountRow;
use staffroom_db::favourites::{self, FavouriteRow};
use staffroom_db::statuses::{self, Count, StatusRow};
use staffroom_db::{DbError, accounts};
use staffroom_domain::{AccountId, Event, StatusId};

use super::{StatusError, live, may_act, may_like, may_see};
use crate::context::Ctx;
use crate::groups;
use crate::notifications::{self, Kind};
use crate::tx::Tx;

/// Somebody here likes a status. Liking it again changes nothing.
pub async fn favourite(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        may_act(&by)?;
        if !may_like(tx.conn, by.id, &status)? {
            return Err(StatusError::invalid("Its author does not let you like it"));
        }
        favourite_in(tx, &by, &status, None)?;
        Ok(status.id)
    })
    .await
}

/// Somebody here likes a status no more.
pub async fn unfavourite(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        unfavourite_in(tx, &by, &status)?;
        Ok(status.id)
    })
    .await
}

/// The account that acts, and the status that it may see; a boost stands for what it boosts.
pub(super) fn actor_and_target(
    tx: &mut Tx<'_>,
    by: AccountId,
    status: StatusId,
) -> Result<(AccountRow, StatusRow), StatusError> {
    let by = accounts::find(tx.conn, by)?.ok_or(StatusError::NotFound)?;
    let mut found = live(tx.conn, status)?;
    if let Some(original) = found.boost_of_id {
        found = live(tx.conn, original.into())?;
    }
    if may_see(tx.conn, Some(by.id), &found)? {
        Ok((by, found))
    } else {
        Err(StatusError::NotFound)
    }
}

/// `by` likes a status; `uri` is the id of a remote Like. Gives `false` where they do already.
pub fn favourite_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    uri: Option<String>,
) -> Result<bool, DbError> {
    let row = FavouriteRow {
        id: tx.new_id(),
        account_id: by.id,
        status_id: status.id,
        uri,
        created_at: tx.now,
    };
    let id = row.id;
    if !favourites::insert(tx.conn, row)? {
        return Ok(false);
    }
    statuses::add_to_count(tx.conn, status.id, Count::Favourites, 1)?;
    if status.local {
        let to = status.account_id;
        notifications::tell(tx, Kind::Favourite, to, by, Some(status.id))?;
    }
    if by.is_local() && concerns_others(tx, status)? {
        tx.emit(&Event::Favourited {
            favourite: id,
            account: by.id,
            status: status.id,
        })?;
    }
    Ok(true)
}

/// `by` likes a status no more; `false` where they did not.
pub fn unfavourite_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
) -> Result<bool, DbError> {
    let Some(row) = favourites::find(tx.conn, by.id, status.id)? else {
        return Ok(false);
    };
    if !favourites::delete(tx.conn, row.id)? {
        return Ok(false);
    }
    statuses::add_to_count(tx.conn, status.id, Count::Favourites, -1)?;
    let to = status.account_id;
    notifications::withdraw(tx, Kind::Favourite, to, by.id, Some(status.id))?;
    if by.is_local() && concerns_others(tx, status)? {
        tx.emit(&Event::FavouriteRemoved {
            favourite: row.id,
            account: by.id,
            status: status.id,
        })?;
    }
    Ok(true)
}

/// Whether another server has to hear who likes a status: its author's, or those of a group that it is
/// in.
fn concerns_others(tx: &mut Tx<'_>, status: &StatusRow) -> Result<bool, DbError> {
    Ok(!status.local || !groups::of_status(tx.conn, status)?.is_empty())
}
