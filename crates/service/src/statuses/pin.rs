//! Statuses that their authors feature on their profile.

use staffroom_db::accounts::AccountRow;
use staffroom_db::pins::{self, PinRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, accounts};
use staffroom_domain::{AccountId, Event, StatusId};

use super::{StatusError, live};
use crate::context::Ctx;
use crate::tx::Tx;

/// How many statuses somebody can feature.
pub const MAX_PINS: i64 = 20;

/// Somebody here features one of their statuses, or (`pinned` false) no more.
pub async fn pin(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    pinned: bool,
) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let by = accounts::find(tx.conn, by)?.ok_or(StatusError::NotFound)?;
        let row = live(tx.conn, status)?;
        if row.account_id != by.id {
            return Err(StatusError::NotFound);
        }
        if pinned && (row.is_boost() || !row.visibility().is_open()) {
            return Err(StatusError::invalid(
                "only public posts of your own can be pinned",
            ));
        }
        if pinned && !has_room(tx.conn, by.id, row.id)? {
            return Err(StatusError::invalid(
                "you have pinned as many posts as you can",
            ));
        }
        pin_in(tx, &by, &row, pinned)?;
        Ok(row.id)
    })
    .await
}

/// Whether an account features a status already, or can feature one more.
pub fn has_room(conn: &mut Conn, by: AccountId, status: StatusId) -> Result<bool, DbError> {
    let there = pins::of_account(conn, by, MAX_PINS)?;
    let has_more = i64::try_from(there.len()).is_ok_and(|count| count < MAX_PINS);
    Ok(has_more || there.contains(&status))
}

/// Features a status of `by`, or no more; `false` where that is so already.
pub fn pin_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    pinned: bool,
) -> Result<bool, DbError> {
    let changed = if pinned {
        let row = PinRow {
            account_id: by.id,
            status_id: status.id,
            created_at: tx.now,
        };
        pins::insert(tx.conn, row)?
    } else {
        pins::delete(tx.conn, by.id, status.id)?
    };
    if changed && by.is_local() {
        tx.emit(&Event::Pinned {
            account: by.id,
            status: status.id,
            pinned,
        })?;
    }
    Ok(changed)
}

/// What an account features, the last pinned first.
pub fn pinned(conn: &mut Conn, account: AccountId) -> Result<Vec<StatusId>, DbError> {
    pins::of_account(conn, account, MAX_PINS)
}
