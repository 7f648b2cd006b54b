//! `POST /api/v1/announcements/:id/dismiss`: it was read.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::announcements;

use crate::call::{Answer, Call};

/// Again changes nothing.
pub(crate) async fn handle(call: Call) -> Answer {
    let user = call.bearer("write:accounts")?.user.user.id;
    announcements::dismiss(&call.ctx, user, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
