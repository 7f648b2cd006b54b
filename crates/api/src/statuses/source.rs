//! `GET /api/v1/statuses/:id/source`: what the author wrote, to change it.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use crate::call::{Answer, Call};
use crate::entities::StatusSource;
use crate::error::ApiError;

/// For the author alone.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.user("read:statuses")?;
    let view = statuses::show(&call.ctx, Some(viewer), call.id()?).await?;
    if view.status.account_id != viewer {
        return Err(ApiError::NotFound);
    }
    Ok(HttpResponse::Ok().json(StatusSource::new(&view.status)))
}
