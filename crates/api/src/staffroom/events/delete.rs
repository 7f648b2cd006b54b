//! `DELETE /api/staffroom/v1/events/:id`: deleting.

use actix_web::HttpResponse;
use staffroom_service::calendar;

use crate::call::{Answer, Call};

/// Whoever organises an event deletes it, with who took part and its programme. Notes stay their authors'. What does not
/// take place should be called off instead: that is found out about.
#[utoipa::path(
    delete,
    path = "/events/{id}",
    operation_id = "deleteEvent",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    responses((status = 204, description = "It is gone")),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("write:events")?;
    calendar::delete(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::NoContent().finish())
}
