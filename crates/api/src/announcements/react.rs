//! `PUT` and `DELETE /api/v1/announcements/:id/reactions/:name`: emoji on it.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::announcements;

use crate::call::{Answer, Call};

/// Adds one; again changes nothing.
pub(crate) async fn react(call: Call) -> Answer {
    let user = call.bearer("write:favourites")?.user.user.id;
    announcements::react(&call.ctx, user, call.id()?, name(&call)).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// Takes one back.
pub(crate) async fn unreact(call: Call) -> Answer {
    let user = call.bearer("write:favourites")?.user.user.id;
    announcements::unreact(&call.ctx, user, call.id()?, name(&call)).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

fn name(call: &Call) -> &str {
    call.request.match_info().get("name").unwrap_or_default()
}
