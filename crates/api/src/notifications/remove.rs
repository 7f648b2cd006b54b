//! `POST /api/v1/notifications/clear`, and `dismiss` of one, in two ways.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::NotificationId;
use staffroom_service::notifications;

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// Forgets all.
pub(crate) async fn clear(call: Call) -> Answer {
    let by = call.user("write:notifications")?;
    notifications::clear(&call.ctx, by).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// Forgets the one in the path.
pub(crate) async fn dismiss(call: Call) -> Answer {
    let id = call.id()?;
    forget(&call, id).await
}

/// Forgets the one among the parameters: as it was before Mastodon 1.3.
pub(crate) async fn dismiss_param(call: Call) -> Answer {
    let id = call.id_param("id")?;
    forget(&call, id.ok_or_else(|| ApiError::missing("id"))?).await
}

async fn forget(call: &Call, id: NotificationId) -> Answer {
    let by = call.user("write:notifications")?;
    if notifications::dismiss(&call.ctx, by, id).await? {
        Ok(HttpResponse::Ok().json(json!({})))
    } else {
        Err(ApiError::NotFound)
    }
}
