//! `POST /api/staffroom/v1/events/:id/cancel`: calling off.

use actix_web::HttpResponse;
use staffroom_service::calendar;

use super::shown;
use crate::call::{Answer, Call};
use crate::entities::Event;

/// Whoever organises an event calls it off. It stays where it is, so that everybody sees that it does not take place. A
/// change with another `state` takes that back.
#[utoipa::path(
    post,
    path = "/events/{id}/cancel",
    operation_id = "cancelEvent",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    responses((status = 200, description = "As it is now", body = Event)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("write:events")?;
    let id = call.id()?;
    calendar::cancel(&call.ctx, by, id).await?;
    let event = shown(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(event))
}
