//! `POST /api/staffroom/v1/drafts`: beginning.

use actix_web::http::header;
use staffroom_service::drafts::{self, DraftKind, NewDraft};

use super::{NewDraftBody, content};
use crate::call::Answer;
use crate::entities::Draft;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// Begins a draft. Nothing of it is checked but how much it is; what it still lacks is told with it.
#[utoipa::path(
    post,
    path = "/drafts",
    operation_id = "beginDraft",
    tag = "drafts",
    request_body = NewDraftBody,
    responses((status = 201, description = "It is kept", body = Draft, headers(("ETag" = String, description = "Its version"), ("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let kind = body
        .text("kind")
        .and_then(|name| DraftKind::from_name(&name));
    if kind.is_none() {
        let message = "This should be practice, adoption or outcome.";
        body.problem("kind", "wrong-form", message);
    }
    let about = body.text("practice");
    let is_about = kind.is_some_and(|kind| kind != DraftKind::Practice);
    let practice = about.as_deref().and_then(|id| id.parse().ok());
    if is_about && practice.is_none() {
        body.problem("practice", "required", "Say which practice this is about.");
    }
    let content = content(&mut body);
    body.finish()?;
    let new = NewDraft {
        kind: kind.unwrap_or(DraftKind::Practice),
        about: practice,
        content,
    };
    let view = drafts::create(&call.ctx, by, new).await?;
    let draft = Draft::new(&view);
    Ok(shown::made(&call, "drafts", view.row.id)
        .insert_header((header::ETAG, draft.tag()))
        .json(draft))
}
