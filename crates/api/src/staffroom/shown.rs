//! What is answered with: practices, entries and lists of them.

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use staffroom_domain::StatusId;
use staffroom_service::statuses::{self, StatusView, Viewer};
use staffroom_service::timelines::Part;
use utoipa::ToSchema;

use crate::call::Call;
use crate::entities::{Concept, Entry, Practice, PracticeVersion, RejectedEntry, Suggestion};
use crate::error::ApiError;
use crate::paging::{links, older};

/// Practices, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Practices {
    /// Each of them, without its text.
    pub(super) items: Vec<Practice>,
    /// Where older ones are; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// Versions of a practice, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Versions {
    /// Each of them; at most 100.
    pub(super) items: Vec<PracticeVersion>,
}

/// Adoptions or outcomes.
#[derive(Serialize, ToSchema)]
pub(super) struct Entries {
    /// Each of them.
    pub(super) items: Vec<Entry>,
    /// Where there are more; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// Entries that are not in the ledger, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct RejectedEntries {
    /// Each of them, with the reason.
    pub(super) items: Vec<RejectedEntry>,
    /// Where older ones are; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// Concepts, the best first.
#[derive(Serialize, ToSchema)]
pub(super) struct Concepts {
    /// Each of them.
    pub(super) items: Vec<Concept>,
}

/// What hashtags may mean.
#[derive(Serialize, ToSchema)]
pub(super) struct Suggestions {
    /// For each hashtag.
    pub(super) items: Vec<Suggestion>,
}

/// A practice as a client is given it, with its text.
pub(super) async fn practice(
    call: &Call,
    viewer: Viewer,
    id: StatusId,
) -> Result<Practice, ApiError> {
    let view = statuses::show(&call.ctx, viewer, id).await?;
    let practice = call.shaper().practice(&view, true);
    practice.ok_or(ApiError::NotFound)
}

/// An entry as a client is given it.
pub(super) fn entry(call: &Call, view: &StatusView) -> Result<Entry, ApiError> {
    call.shaper().entry(view).ok_or(ApiError::NotFound)
}

/// An answer to somebody who has made something.
pub(super) fn made(call: &Call, of: &str, id: impl std::fmt::Display) -> HttpResponseBuilder {
    let address = call.ctx.url(&format!("/api/staffroom/v1/{of}/{id}"));
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, address));
    answer
}

/// The same, of what has no address of its own: where it is listed.
pub(super) fn made_at(call: &Call, path: &str) -> HttpResponseBuilder {
    let address = call.ctx.url(&format!("/api/staffroom/v1/{path}"));
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, address));
    answer
}

/// A part of a list of entries.
pub(super) fn entries(call: &Call, part: &Part) -> HttpResponse {
    let shaper = call.shaper();
    let items = part.views.iter().filter_map(|view| shaper.entry(view));
    let list = Entries {
        items: items.collect(),
        next: older(call, part.oldest),
    };
    let mut answer = HttpResponse::Ok();
    links(call, &mut answer, part.newest, part.oldest);
    answer.json(list)
}
