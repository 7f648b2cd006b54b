//! A practice, in our own API.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::Timestamp;
use staffroom_domain::ledger::LedgerSummary;
use staffroom_service::practices::PracticeVersionRow;
use staffroom_service::records::{RecordView, uri_of};
use staffroom_service::statuses::{StatusView, content};
use staffroom_text::sanitize_shown;
use utoipa::ToSchema;

use super::carried::json;
use super::person::Person;
use super::record_schema;
use super::shaper::{Shaper, moment};

/// A practice: something to do in teaching, how its author knows what comes of it, and what came of it elsewhere.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Practice {
    /// The id here; also that of the post in the Mastodon client API.
    id: String,
    /// The id everywhere, by which adoptions and outcomes name it.
    uri: String,
    /// Its page.
    url: String,
    /// Who published it.
    author: Person,
    /// What it is called.
    title: String,
    /// The line above it: the result, how sure, the problem, the cost, phase and subject.
    summary: String,
    /// Safe HTML to be shown, with title and summary; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    /// What its author wrote, in Markdown; for them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// `public`, `unlisted` or `private`.
    visibility: &'static str,
    /// Hashtags, without `#`.
    tags: Vec<String>,
    /// `published`, or `withdrawn` where its author does not stand by it any more.
    state: String,
    /// Which version it is; another core is another version.
    version: i32,
    /// When it was published.
    created_at: String,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<String>,
    /// Everything that can be counted.
    #[schema(value_type = record_schema::PracticeRecord)]
    record: Value,
    /// What came of it where it was tried.
    #[schema(value_type = record_schema::LedgerSummary)]
    ledger: LedgerSummary,
}

/// A version of a practice whose core was another than before.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PracticeVersion {
    /// Its number, from 1.
    version: i32,
    /// The title that it had.
    title: String,
    /// The text that it had: safe HTML.
    content: String,
    /// The record that it had.
    #[schema(value_type = record_schema::PracticeRecord)]
    record: Value,
    /// When it was last changed.
    written_at: String,
}

impl PracticeVersion {
    pub(crate) fn new(row: &PracticeVersionRow) -> Self {
        Self {
            version: row.version,
            title: row.title.clone().unwrap_or_default(),
            content: sanitize_shown(&row.content),
            record: json(&row.record),
            written_at: moment(row.written_at),
        }
    }
}

impl Shaper<'_> {
    /// A status that is a practice; `is_whole`: with its text.
    pub(crate) fn practice(self, view: &StatusView, is_whole: bool) -> Option<Practice> {
        let Some(RecordView::Practice { practice, .. }) = &view.record else {
            return None;
        };
        let row = &view.status;
        let url = self.page(view);
        let is_own = row.local && self.viewer == Some(row.account_id);
        Some(Practice {
            id: row.id.to_string(),
            uri: uri_of(&self.ctx.addresses, row),
            author: self.person(&view.author),
            title: row.title.clone().unwrap_or_default(),
            summary: row.spoiler.clone(),
            content: is_whole.then(|| content(view, &url)),
            text: (is_whole && is_own).then(|| row.source.clone()),
            visibility: row.visibility().as_str(),
            tags: view.tags.iter().map(|tag| tag.display.clone()).collect(),
            state: practice.state.clone(),
            version: practice.version,
            created_at: moment(row.created_at),
            edited_at: row.edited_at.map(Timestamp::from_micros).map(moment),
            record: json(&practice.record),
            ledger: self.summary(view)?,
            url,
        })
    }
}
