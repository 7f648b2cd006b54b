//! `DELETE /api/staffroom/v1/drafts/:id`: dropping.

use actix_web::HttpResponse;
use staffroom_service::drafts;

use super::version;
use crate::call::{Answer, Call};

/// Drops a draft, and the post that it was made of.
#[utoipa::path(
    delete,
    path = "/drafts/{id}",
    operation_id = "dropDraft",
    tag = "drafts",
    params(
        ("id" = String, Path, description = "The id of the draft"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that was seen"),
    ),
    responses((status = 204, description = "It is gone")),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("write:practices")?;
    let version = version(&call.request)?.version();
    drafts::discard(&call.ctx, by, call.id()?, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
