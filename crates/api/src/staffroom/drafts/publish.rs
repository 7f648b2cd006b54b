//! `POST /api/staffroom/v1/drafts/:id/publish`: publishing.

use serde::Serialize;
use staffroom_domain::ApplicationId;
use staffroom_service::drafts::{self, DraftKind};
use utoipa::ToSchema;

use super::version;
use crate::call::{Answer, Call};
use crate::staffroom::shown;

/// What became of a draft.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct Published {
    /// `practice`, `adoption` or `outcome`.
    kind: &'static str,
    /// The id of what was published; also that of its post in the Mastodon client API.
    id: String,
}

/// Publishes a draft; then it is gone. What is wrong or missing is told in `problems`, and the draft stays.
#[utoipa::path(
    post,
    path = "/drafts/{id}/publish",
    operation_id = "publishDraft",
    tag = "drafts",
    params(
        ("id" = String, Path, description = "The id of the draft"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that was seen"),
    ),
    responses((status = 201, description = "It is published", body = Published, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let bearer = call.bearer("write:practices")?;
    let by = bearer.user.account.id;
    let application = bearer.application.map(ApplicationId::get);
    let (id, version) = (call.id()?, version(&call.request)?.version());
    let kind = drafts::get(&call.ctx, by, id).await?.kind;
    let status = drafts::publish(&call.ctx, by, id, version, application).await?;
    let of = match kind {
        DraftKind::Practice => "practices",
        DraftKind::Adoption => "adoptions",
        DraftKind::Outcome => "outcomes",
    };
    Ok(shown::made(&call, of, status).json(Published {
        kind: kind.as_str(),
        id: status.to_string(),
    }))
}
