//! `POST /api/staffroom/v1/talks/:id/draft`: a talk becomes a practice, once its author has filled it in.

use actix_web::HttpResponse;
use staffroom_service::calendar;

use crate::call::{Answer, Call};
use crate::entities::PracticeDraft;

/// What a practice is begun with that comes from a talk, for its speaker and for the event's organisers: title, what is
/// noted about it, and the concepts of its event. It can be sent to `POST /practices` once it is whole; nothing is published
/// or kept here.
#[utoipa::path(
    post,
    path = "/talks/{id}/draft",
    operation_id = "draftOfTalk",
    tag = "events",
    params(("id" = String, Path, description = "The id of the talk")),
    responses((status = 200, description = "What is known so far", body = PracticeDraft)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("write:events")?;
    let seed = calendar::practice_of_talk(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(PracticeDraft::new(&seed)))
}
