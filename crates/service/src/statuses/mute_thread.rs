//! Threads of which people want to hear no more: they are told of nothing that happens in them.

use staffroom_db::thread_mutes::{self, ThreadMuteRow};
use staffroom_domain::{AccountId, StatusId};

use super::StatusError;
use super::favourite::actor_and_target;
use crate::context::Ctx;

/// Somebody here mutes the thread of a status, or (`muted` false) no more. The same again changes nothing.
pub async fn mute_thread(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    muted: bool,
) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        if muted {
            let row = ThreadMuteRow {
                account_id: by.id,
                thread_id: status.thread_id,
                created_at: tx.now,
            };
            thread_mutes::insert(tx.conn, row)?;
        } else {
            thread_mutes::delete(tx.conn, by.id, status.thread_id)?;
        }
        Ok(status.id)
    })
    .await
}
