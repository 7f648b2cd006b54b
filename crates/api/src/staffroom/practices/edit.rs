//! `PUT /api/staffroom/v1/practices/:id`: changing.

use actix_web::HttpResponse;
use staffroom_service::practices::{self, PracticeEdit};

use super::{PracticeBody, Written};
use crate::call::Answer;
use crate::entities::Practice;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// Its author replaces a practice: what is left out of the record goes. Another core (steps, technology, size of the group)
/// makes another version; what was reported of those before stays with them.
#[utoipa::path(
    put,
    path = "/practices/{id}",
    operation_id = "editPractice",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    request_body = PracticeBody,
    responses((status = 200, description = "As it is now", body = Practice)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let written = Written::of(&mut body);
    let visibility = body.visibility();
    body.finish()?;
    let edit = PracticeEdit {
        title: written.title,
        text: written.text,
        record: written.record.unwrap_or_default(),
        result: written.result,
        files: written.files,
        visibility,
    };
    practices::edit(&call.ctx, by, id, edit).await?;
    let practice = shown::practice(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(practice))
}
