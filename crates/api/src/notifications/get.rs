//! `GET /api/v1/notifications/:id`: one of them.

use actix_web::HttpResponse;
use staffroom_service::{emojis, notifications};

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// One that the caller was told.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let view = notifications::find(&call.ctx, by, call.id()?).await?;
    let view = view.ok_or(ApiError::NotFound)?;
    let emojis = emojis::shown_by(&call.ctx, vec![view.from.clone()]).await?;
    Ok(HttpResponse::Ok().json(call.shaper().notification(&view, &emojis)))
}
