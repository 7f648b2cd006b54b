//! `GET /api/staffroom/v1/outcomes/:id`: one outcome.

use actix_web::HttpResponse;
use staffroom_service::outcomes;

use crate::call::{Answer, Call};
use crate::entities::Entry;
use crate::staffroom::shown;

/// One outcome.
#[utoipa::path(
    get,
    path = "/outcomes/{id}",
    operation_id = "getOutcome",
    tag = "entries",
    params(("id" = String, Path, description = "The id of the outcome")),
    responses((status = 200, description = "The outcome", body = Entry)),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let outcome = outcomes::get(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(shown::entry(&call, &outcome.view)?))
}
