//! `GET /api/v1/statuses/:id`: one status.

use actix_web::HttpResponse;
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::statuses;

use crate::call::{Answer, Call};

/// Everybody may look at what everybody may see.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    let view = statuses::show(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(call.shaper().status(&view)))
}

/// A status as `viewer` sees it after they did something with it.
pub(super) async fn answer(call: &Call, viewer: AccountId, id: StatusId) -> Answer {
    let view = statuses::show(&call.ctx, Some(viewer), id).await?;
    Ok(HttpResponse::Ok().json(call.shaper().status(&view)))
}
