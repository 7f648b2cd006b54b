//! `POST /api/v1/statuses/:id/favourite` and `…/unfavourite`: likes.

use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};

/// Likes; again changes nothing.
pub(crate) async fn favourite(call: Call) -> Answer {
    let by = call.user("write:favourites")?;
    let id = statuses::favourite(&call.ctx, by, call.id()?).await?;
    answer(&call, by, id).await
}

/// Likes no more.
pub(crate) async fn unfavourite(call: Call) -> Answer {
    let by = call.user("write:favourites")?;
    let id = statuses::unfavourite(&call.ctx, by, call.id()?).await?;
    answer(&call, by, id).await
}
