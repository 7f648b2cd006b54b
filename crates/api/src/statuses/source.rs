//! `GET /api/v1/statuses/:id/source`: what the author wrote, to change it.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use crate::call::{Answer, Call};
use crate::entities::StatusSource;

/// For the author alone.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.user("read:statuses")?;
    let view = statuses::show_own(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(StatusSource::new(&view.status)))
}
