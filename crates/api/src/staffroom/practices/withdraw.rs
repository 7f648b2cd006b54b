//! `POST /api/staffroom/v1/practices/:id/withdraw` and `…/reinstate`: whether its author stands by a practice.

use actix_web::HttpResponse;
use staffroom_service::practices;

use crate::call::{Answer, Call};
use crate::entities::Practice;
use crate::staffroom::shown;

/// Its author does not stand by a practice any more: it can be read, with what came of it elsewhere, is marked as withdrawn
/// and found in no list.
#[utoipa::path(
    post,
    path = "/practices/{id}/withdraw",
    operation_id = "withdrawPractice",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    responses((status = 200, description = "As it is now", body = Practice)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn withdraw(call: Call) -> Answer {
    let by = call.user("write:practices")?;
    let id = call.id()?;
    practices::withdraw(&call.ctx, by, id).await?;
    let practice = shown::practice(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(practice))
}

/// Its author stands by a practice again.
#[utoipa::path(
    post,
    path = "/practices/{id}/reinstate",
    operation_id = "reinstatePractice",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    responses((status = 200, description = "As it is now", body = Practice)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn reinstate(call: Call) -> Answer {
    let by = call.user("write:practices")?;
    let id = call.id()?;
    practices::reinstate(&call.ctx, by, id).await?;
    let practice = shown::practice(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(practice))
}
