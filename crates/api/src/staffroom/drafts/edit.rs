//! `PUT /api/staffroom/v1/drafts/:id`: changing.

use actix_web::HttpResponse;
use actix_web::http::header;
use staffroom_service::drafts;

use super::{DraftBody, Has, content, version};
use crate::call::Answer;
use crate::entities::Draft;
use crate::error::ApiError;
use crate::staffroom::body::Sent;

/// Replaces what a draft holds. `If-Match` must name the version that was changed, so that nobody overwrites what they have
/// not seen.
#[utoipa::path(
    put,
    path = "/drafts/{id}",
    operation_id = "saveDraft",
    tag = "drafts",
    params(
        ("id" = String, Path, description = "The id of the draft"),
        ("If-Match" = String, Header, description = "The `ETag` of the version that was changed, or `*`"),
    ),
    request_body = DraftBody,
    responses((status = 200, description = "As it is now", body = Draft, headers(("ETag" = String, description = "Its version")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    // What is not theirs is not there, whatever they send.
    drafts::get(&call.ctx, by, id).await?;
    let has = version(&call.request)?;
    if has == Has::NotSaid {
        return Err(ApiError::NoIfMatch);
    }
    let version = has.version();
    let content = content(&mut body);
    body.finish()?;
    let view = drafts::save(&call.ctx, by, id, version, content).await?;
    let draft = Draft::new(&view);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, draft.tag()))
        .json(draft))
}
