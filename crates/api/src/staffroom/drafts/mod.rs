//! Drafts: what is not published yet, for its author alone.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod edit;
pub(super) mod get;
pub(super) mod list;
pub(super) mod publish;

use actix_web::HttpRequest;
use actix_web::http::header;
use serde_json::Value;
use staffroom_service::drafts::DraftContent;
use utoipa::ToSchema;

use super::body::Body;
use crate::error::ApiError;

/// What a draft holds. Nothing of it has to be right or complete before it is published.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct DraftBody {
    /// Of a practice: what it is called.
    title: Option<String>,
    /// Of a practice, its description in Markdown; else what is said beside the record. At most 50,000 characters.
    text: Option<String>,
    /// Members of the record, at most 64 KiB. Which practice an adoption or an outcome is about is set here.
    #[schema(value_type = Option<Object>)]
    record: Option<Value>,
    /// Of a practice: members of its author's own result.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Who may see it once it is published: `public`, `unlisted` or `private`.
    visibility: Option<String>,
    /// The language of the text (BCP 47).
    language: Option<String>,
}

/// A draft that is begun.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct NewDraftBody {
    /// What it becomes: `practice`, `adoption` or `outcome`.
    kind: String,
    /// The id of the practice that an adoption or an outcome is about.
    practice: Option<String>,
    /// What it holds.
    #[schema(inline)]
    #[serde(flatten)]
    content: DraftBody,
}

fn content(body: &mut Body) -> DraftContent {
    DraftContent {
        title: body.text("title").unwrap_or_default(),
        text: body.text("text").unwrap_or_default(),
        record: body.object("record").unwrap_or_default(),
        result: body.object("result"),
        visibility: body.visibility(),
        language: body.language(),
    }
}

/// Which version of a draft a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Has {
    /// It did not say.
    NotSaid,
    /// Any will do.
    Any,
    /// That one.
    Version(i32),
}

impl Has {
    /// The one that the draft has to be at, where there is one.
    const fn version(self) -> Option<i32> {
        match self {
            Self::NotSaid | Self::Any => None,
            Self::Version(version) => Some(version),
        }
    }
}

/// The version that `If-Match` names, as `ETag` gave it. `*` is any.
fn version(request: &HttpRequest) -> Result<Has, ApiError> {
    let Some(value) = request.headers().get(header::IF_MATCH) else {
        return Ok(Has::NotSaid);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(Has::Any);
    }
    let number = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    match number.and_then(|it| it.parse().ok()) {
        Some(version) => Ok(Has::Version(version)),
        None => Err(ApiError::Outdated(
            "If-Match should be the ETag of the draft that you have loaded".to_owned(),
        )),
    }
}
