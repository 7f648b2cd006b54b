//! What is answered with: practices, entries and lists of them.

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use serde_json::{Map, Value};
use staffroom_domain::StatusId;
use staffroom_service::statuses::{self, StatusRow, StatusView, Viewer};
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

/// A practice, by the status, which the viewer may see; for what is entered about it.
pub(super) async fn subject(
    call: &Call,
    viewer: Viewer,
    id: StatusId,
) -> Result<Subject, ApiError> {
    let view = statuses::show(&call.ctx, viewer, id).await?;
    let practice = call.shaper().practice(&view, false);
    let version = practice.ok_or(ApiError::NotFound)?.version();
    Ok(Subject {
        version,
        uri: staffroom_service::records::uri_of(&call.ctx.addresses, &view.status),
    })
}

/// What an entry is about.
pub(super) struct Subject {
    uri: String,
    version: i32,
}

impl Subject {
    /// As an entry that was there says.
    pub(super) fn of(record: &Map<String, Value>) -> Self {
        let version = record.get("practiceVersion").and_then(Value::as_i64);
        Self {
            uri: text_of(record, "practice"),
            version: version.and_then(|it| i32::try_from(it).ok()).unwrap_or(1),
        }
    }

    /// Says in a record what it is about, where it does not say so itself.
    pub(super) fn fill(&self, record: &mut Map<String, Value>) -> Result<(), ApiError> {
        let said = text_of(record, "practice");
        if !said.is_empty() && said != self.uri {
            let message =
                "This is about another practice than the one in the address. Leave it out.";
            let problem =
                staffroom_domain::practice::Problem::new("practice", "other-practice", message);
            return Err(ApiError::Record(vec![problem]));
        }
        record.insert("practice".to_owned(), self.uri.clone().into());
        let version = record.get("practiceVersion");
        if version.is_none_or(Value::is_null) {
            record.insert("practiceVersion".to_owned(), self.version.into());
        }
        Ok(())
    }
}

fn text_of(record: &Map<String, Value>, name: &str) -> String {
    let text = record.get(name).and_then(Value::as_str);
    text.unwrap_or_default().trim().to_owned()
}

/// An entry of somebody's own, to be changed: what it is about.
pub(super) fn own(row: &StatusRow, viewer: Viewer, record: &str) -> Result<Subject, ApiError> {
    if viewer != Some(row.account_id) {
        return Err(ApiError::NotFound);
    }
    let record: Map<String, Value> = serde_json::from_str(record).unwrap_or_default();
    Ok(Subject::of(&record))
}

/// An entry as a client is given it.
pub(super) fn entry(call: &Call, view: &StatusView) -> Result<Entry, ApiError> {
    call.shaper().entry(view).ok_or(ApiError::NotFound)
}

/// An answer to somebody who has made something.
pub(super) fn made(call: &Call, of: &str, id: StatusId) -> HttpResponseBuilder {
    let address = call.ctx.url(&format!("/api/staffroom/v1/{of}/{id}"));
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
