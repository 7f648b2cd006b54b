//! `POST /api/v1/statuses/:id/bookmark` and `…/unbookmark`: what one keeps for oneself.

use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};

/// Keeps; again changes nothing.
pub(crate) async fn bookmark(call: Call) -> Answer {
    set(call, true).await
}

/// Keeps no more.
pub(crate) async fn unbookmark(call: Call) -> Answer {
    set(call, false).await
}

async fn set(call: Call, kept: bool) -> Answer {
    let by = call.user("write:bookmarks")?;
    let id = statuses::bookmark(&call.ctx, by, call.id()?, kept).await?;
    answer(&call, by, id).await
}
