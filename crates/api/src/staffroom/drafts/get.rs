//! `GET /api/staffroom/v1/drafts/:id`: a draft.

use actix_web::HttpResponse;
use actix_web::http::header;
use staffroom_service::drafts;

use crate::call::{Answer, Call};
use crate::entities::Draft;

/// One's own draft, with what it still lacks. Its `ETag` is what `If-Match` takes.
#[utoipa::path(
    get,
    path = "/drafts/{id}",
    operation_id = "getDraft",
    tag = "drafts",
    params(("id" = String, Path, description = "The id of the draft")),
    responses((status = 200, description = "The draft", body = Draft, headers(("ETag" = String, description = "Its version")))),
    security(("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let by = call.user("read:practices")?;
    let view = drafts::get(&call.ctx, by, call.id()?).await?;
    let draft = Draft::new(&view);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, draft.tag()))
        .json(draft))
}
