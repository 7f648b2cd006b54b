//! `DELETE /api/staffroom/v1/practices/:id`: deleting.

use actix_web::HttpResponse;
use staffroom_service::practices;

use crate::call::{Answer, Call};

/// Its author deletes a practice, and their own results with it. What others entered stays theirs. Whoever does not stand by
/// a practice any more should withdraw it instead: that is found out about.
#[utoipa::path(
    delete,
    path = "/practices/{id}",
    operation_id = "deletePractice",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    responses((status = 204, description = "It is gone")),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("write:practices")?;
    practices::delete(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::NoContent().finish())
}
