//! `DELETE /api/v1/statuses/:id`: takes something back that one posted.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use crate::call::{Answer, Call};

/// Answers what was deleted, with its text, so that it can be written again; with its files too, unless
/// `delete_media` says that they go.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let view = statuses::show(&call.ctx, Some(by), call.id()?).await?;
    if call.params.boolean("delete_media") == Some(true) {
        statuses::delete(&call.ctx, by, view.status.id).await?;
    } else {
        statuses::delete_to_rewrite(&call.ctx, by, view.status.id).await?;
    }
    let deleted = call.shaper().status(&view);
    Ok(HttpResponse::Ok().json(deleted.with_text(view.status.source)))
}
