//! `PUT /api/staffroom/v1/events/:id`: changing.

use actix_web::HttpResponse;
use staffroom_service::calendar::{self, NewEvent};

use super::{EventBody, changed, written};
use crate::call::Answer;
use crate::entities::Event;
use crate::staffroom::body::Sent;

/// Whoever organises an event replaces it, but for its programme: what is left out goes. Who has a place keeps it, also
/// where there are fewer now; where there are more, those who wait come up.
#[utoipa::path(
    put,
    path = "/events/{id}",
    operation_id = "editEvent",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    request_body = EventBody,
    responses((status = 200, description = "As it is now", body = Event)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:events")?;
    let id = call.id()?;
    let new = NewEvent {
        visibility: body.visibility(),
        ..written(&mut body)
    };
    body.finish()?;
    let made = calendar::edit(&call.ctx, by, id, new).await?;
    let event = changed(&call, by, made.id, made.notices).await?;
    Ok(HttpResponse::Ok().json(event))
}
