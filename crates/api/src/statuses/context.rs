//! `GET /api/v1/statuses/:id/context`: the thread around a status.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use crate::call::{Answer, Call};

/// What the caller may see of it.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    let thread = statuses::thread(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(call.shaper().context(&thread)))
}
