//! `GET /api/staffroom/v1/adoptions/:id`: one adoption.

use actix_web::HttpResponse;
use staffroom_service::adoptions;

use crate::call::{Answer, Call};
use crate::entities::Entry;
use crate::staffroom::shown;

/// One adoption.
#[utoipa::path(
    get,
    path = "/adoptions/{id}",
    operation_id = "getAdoption",
    tag = "entries",
    params(("id" = String, Path, description = "The id of the adoption")),
    responses((status = 200, description = "The adoption", body = Entry)),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let adoption = adoptions::get(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(shown::entry(&call, &adoption.view)?))
}
