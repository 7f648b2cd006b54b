//! `GET /api/staffroom/v1/events/:id`: one event.

use actix_web::HttpResponse;

use super::shown;
use crate::call::{Answer, Call};
use crate::entities::Event;

/// One event, with its text, and with what whoever asks has there.
#[utoipa::path(
    get,
    path = "/events/{id}",
    operation_id = "getEvent",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    responses((status = 200, description = "The event", body = Event)),
    security((), ("bearer" = ["read:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:events")?;
    let event = shown(&call, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(event))
}
