//! What people keep for themselves. Nobody else hears of it.

use staffroom_db::bookmarks::{self, BookmarkRow};
use staffroom_domain::{AccountId, StatusId};

use super::StatusError;
use super::favourite::actor_and_target;
use crate::context::Ctx;

/// Somebody here keeps a status, or (`kept` false) no more. The same again changes nothing.
pub async fn bookmark(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    kept: bool,
) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        if kept {
            let row = BookmarkRow {
                id: tx.new_id(),
                account_id: by.id,
                status_id: status.id,
                created_at: tx.now,
            };
            bookmarks::insert(tx.conn, row)?;
        } else {
            bookmarks::delete(tx.conn, by.id, status.id)?;
        }
        Ok(status.id)
    })
    .await
}
