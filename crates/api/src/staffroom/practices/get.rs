//! `GET /api/staffroom/v1/practices/:id`: one practice.

use actix_web::HttpResponse;

use crate::call::{Answer, Call};
use crate::entities::Practice;
use crate::staffroom::shown;

/// One practice, with its text. Everybody may read what everybody may see.
#[utoipa::path(
    get,
    path = "/practices/{id}",
    operation_id = "getPractice",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    responses((status = 200, description = "The practice", body = Practice)),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let practice = shown::practice(&call, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(practice))
}
