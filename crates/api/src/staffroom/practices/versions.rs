//! `GET /api/staffroom/v1/practices/:id/versions`: what it was before.

use actix_web::HttpResponse;
use staffroom_service::practices;

use crate::call::{Answer, Call};
use crate::entities::PracticeVersion;
use crate::staffroom::shown::Versions;

/// The versions of a practice whose cores differ, the newest first, which is what it is now. Adoptions and outcomes are about
/// one of them.
#[utoipa::path(
    get,
    path = "/practices/{id}/versions",
    operation_id = "listVersions",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    responses((status = 200, description = "Its versions", body = Versions)),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let rows = practices::versions(&call.ctx, viewer, call.id()?).await?;
    let items = rows.iter().map(PracticeVersion::new).collect();
    Ok(HttpResponse::Ok().json(Versions { items }))
}
