//! `DELETE /api/staffroom/v1/outcomes/:id`: taking back.

use actix_web::HttpResponse;
use staffroom_service::outcomes;

use crate::call::{Answer, Call};

/// Whoever reported it takes an outcome back: the ledger counts without it, and says that one was withdrawn.
#[utoipa::path(
    delete,
    path = "/outcomes/{id}",
    operation_id = "withdrawOutcome",
    tag = "entries",
    params(("id" = String, Path, description = "The id of the outcome")),
    responses((status = 204, description = "It is gone")),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("write:practices")?;
    outcomes::withdraw(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::NoContent().finish())
}
