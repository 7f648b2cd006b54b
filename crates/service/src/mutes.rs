//! Muting: not reading somebody any more, without their knowing.

use std::time::Duration;

use staffroom_db::accounts::AccountRow;
use staffroom_db::mutes::{self, MuteRow};
use staffroom_db::statuses::Page;
use staffroom_db::{DbError, follows as rows, notifications};
use staffroom_domain::{AccountId, Timestamp};

use crate::context::Ctx;
use crate::follows::{FollowError, both};
use crate::listing::{Part, active};
use crate::timelines;
use crate::tx::Tx;

/// How many mutes end in one transaction.
const AT_ONCE: i64 = 100;

/// Somebody here does not want to read `target` any more: for some time, or until they say otherwise.
/// Muting again changes both. Nobody mutes themselves: nothing happens.
pub async fn mute(
    ctx: &Ctx,
    by: AccountId,
    target: AccountId,
    hides_notifications: bool,
    lasts: Option<Duration>,
) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (by, target) = both(tx, by, target)?;
        if by.id == target.id {
            return Ok(());
        }
        let row = MuteRow {
            id: tx.new_id(),
            account_id: by.id,
            target_id: target.id,
            hides_notifications,
            expires_at: lasts.map(|lasts| tx.now.plus(lasts).as_micros()),
            created_at: tx.now,
        };
        mutes::upsert(tx.conn, row)?;
        timelines::purge(tx, by.id)?;
        if hides_notifications {
            notifications::delete_between(tx.conn, by.id, target.id)?;
        }
        Ok(())
    })
    .await
}

/// Somebody here reads `target` again.
pub async fn unmute(ctx: &Ctx, by: AccountId, target: AccountId) -> Result<(), FollowError> {
    ctx.transact(move |tx| {
        let (by, target) = both(tx, by, target)?;
        if let Some(row) = mutes::find(tx.conn, by.id, target.id)? {
            end_in(tx, &row)?;
        }
        Ok(())
    })
    .await
}

/// Ends a mute; what was missed comes home where its author is followed.
fn end_in(tx: &mut Tx<'_>, row: &MuteRow) -> Result<(), DbError> {
    let ended = mutes::delete(tx.conn, row.id)?;
    if ended && rows::is_accepted(tx.conn, row.account_id, row.target_id)? {
        timelines::merge(tx, row.account_id, row.target_id)?;
    }
    Ok(())
}

/// Ends the mutes whose time is over; gives how many.
pub(crate) async fn end_expired(ctx: &Ctx) -> Result<usize, DbError> {
    let mut ended = 0;
    loop {
        let some = ctx
            .transact(|tx| {
                let rows = mutes::expired(tx.conn, tx.now, AT_ONCE)?;
                for row in &rows {
                    end_in(tx, row)?;
                }
                Ok::<_, DbError>(rows.len())
            })
            .await?;
        if some == 0 {
            return Ok(ended);
        }
        ended += some;
    }
}

/// Somebody who is muted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Muted {
    /// Until when; none: until they are unmuted.
    pub until: Option<Timestamp>,
    /// Who.
    pub account: AccountRow,
}

/// A part of those whom somebody mutes, the latest first.
pub async fn list(ctx: &Ctx, of: AccountId, page: Page) -> Result<Part<Muted>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let rows = Part::of(mutes::page(conn, of, page)?, |row| row.id.get());
            let ids: Vec<AccountId> = rows.items.iter().map(|row| row.target_id).collect();
            let accounts = active(conn, &ids)?;
            Ok(rows.filter_map(|row: MuteRow| {
                row.holds(now).then_some(())?;
                Some(Muted {
                    until: row.expires_at.map(Timestamp::from_micros),
                    account: accounts.get(&row.target_id)?.clone(),
                })
            }))
        })
        .await
}
