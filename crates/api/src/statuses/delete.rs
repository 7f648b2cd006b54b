//! `DELETE /api/v1/statuses/:id`: takes something back that one posted.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use crate::call::{Answer, Call};

/// Answers what was deleted, with its text, so that it can be written again.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let view = statuses::show(&call.ctx, Some(by), call.id()?).await?;
    statuses::delete(&call.ctx, by, view.status.id).await?;
    let deleted = call.shaper().status(&view);
    Ok(HttpResponse::Ok().json(deleted.with_text(view.status.source)))
}
