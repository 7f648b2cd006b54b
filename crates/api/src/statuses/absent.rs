//! What there is not yet, answered so that clients go on: translations and quotes.

use actix_web::HttpResponse;
use serde_json::Value;
use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};
use crate::error::ApiError;

/// `POST /api/v1/statuses/:id/translate`: as Mastodon answers where nothing translates.
pub(crate) async fn translate(call: Call) -> Answer {
    let viewer = call.user("read:statuses")?;
    statuses::show(&call.ctx, Some(viewer), call.id()?).await?;
    Err(ApiError::NotFound)
}

/// `GET /api/v1/statuses/:id/quotes`: nobody can quote here.
pub(crate) async fn quotes(call: Call) -> Answer {
    let viewer = call.user("read:statuses")?;
    statuses::show(&call.ctx, Some(viewer), call.id()?).await?;
    Ok(HttpResponse::Ok().json(Vec::<Value>::new()))
}

/// `POST /api/v1/statuses/:id/quotes/:quote/revoke`: there is no quote to take back.
pub(crate) async fn revoke_quote(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    statuses::show_own(&call.ctx, by, call.id()?).await?;
    Err(ApiError::NotFound)
}

/// `PUT /api/v1/statuses/:id/interaction_policy`: who may quote one's own post, which nobody can.
pub(crate) async fn interaction_policy(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let view = statuses::show_own(&call.ctx, by, call.id()?).await?;
    answer(&call, by, view.status.id).await
}
