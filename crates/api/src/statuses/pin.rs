//! `POST /api/v1/statuses/:id/pin` and `…/unpin`: what stands at the top of a profile.

use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};

/// Features a status of one's own.
pub(crate) async fn pin(call: Call) -> Answer {
    set(call, true).await
}

/// Features it no more.
pub(crate) async fn unpin(call: Call) -> Answer {
    set(call, false).await
}

async fn set(call: Call, pinned: bool) -> Answer {
    let by = call.user("write:accounts")?;
    let id = statuses::pin(&call.ctx, by, call.id()?, pinned).await?;
    answer(&call, by, id).await
}
