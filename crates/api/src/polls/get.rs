//! `GET /api/v1/polls/:id`: a poll with its counts.

use actix_web::HttpResponse;
use staffroom_domain::StatusId;
use staffroom_service::statuses;

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// For whoever may see its status.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    answer(&call, viewer, call.id()?).await
}

/// The poll as somebody sees it.
pub(super) async fn answer(call: &Call, viewer: statuses::Viewer, id: StatusId) -> Answer {
    let view = statuses::show(&call.ctx, viewer, id).await?;
    let poll = view.poll.as_ref().ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().json(call.shaper().poll(&view, poll)))
}
