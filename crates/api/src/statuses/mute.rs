//! `POST /api/v1/statuses/:id/mute` and `…/unmute`: threads of which one wants to hear no more.

use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};

/// Mutes the thread; again changes nothing.
pub(crate) async fn mute(call: Call) -> Answer {
    set(call, true).await
}

/// Mutes it no more.
pub(crate) async fn unmute(call: Call) -> Answer {
    set(call, false).await
}

async fn set(call: Call, muted: bool) -> Answer {
    let by = call.user("write:mutes")?;
    let id = statuses::mute_thread(&call.ctx, by, call.id()?, muted).await?;
    answer(&call, by, id).await
}
