//! Adoptions and outcomes, in our own API.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::Timestamp;
use staffroom_domain::ledger::Reason;
use staffroom_service::ledger::Rejected;
use staffroom_service::records::{RecordView, uri_of};
use staffroom_service::statuses::{StatusView, content};
use utoipa::ToSchema;

use super::carried::json;
use super::person::Person;
use super::record_schema;
use super::shaper::{Shaper, moment};

/// What somebody entered about a practice: an adoption ("we are trying this") or an outcome (what came of it).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// `adoption` or `outcome`.
    kind: &'static str,
    /// The id here; also that of the post in the Mastodon client API.
    id: String,
    /// The id everywhere.
    uri: String,
    /// Its page.
    url: String,
    /// Who entered it.
    author: Person,
    /// The practice, by its id here; absent where the practice is not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    practice_id: Option<String>,
    /// Safe HTML to be shown: the record in words, and then the author's own.
    content: String,
    /// The author's own words; for them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// `public`, `unlisted` or `private`.
    visibility: &'static str,
    /// The language of the words (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Hashtags, without `#`.
    tags: Vec<String>,
    /// When it was entered.
    created_at: String,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<String>,
    /// `counted`, `superseded` by a newer outcome of the same setting, `rejected`, `reported` (its own server has not shown it to this hub), or `private`: not for everybody who sees
    /// the practice, and therefore in no ledger.
    ledger_state: String,
    /// Why it is not counted, or why the server of the practice does not count it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What the server of the practice answered: `accepted` or `rejected`.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// Everything that can be counted.
    #[schema(value_type = record_schema::EntryRecord)]
    record: Value,
}

/// An entry that is not in the ledger. Listed with the reason, and never erased.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RejectedEntry {
    /// The id here.
    id: String,
    /// The id everywhere.
    uri: String,
    /// Why: `spam`, `abuse`, `out-of-scope`, `duplicate`, `unknown-version`, `deleted`, `not-independent` or `forged`.
    reason: String,
    /// The same in English.
    message: &'static str,
}

impl RejectedEntry {
    pub(crate) fn new(rejected: &Rejected) -> Self {
        Self {
            id: rejected.status.to_string(),
            uri: rejected.uri.clone(),
            message: Reason::from_code(&rejected.reason).english(),
            reason: rejected.reason.clone(),
        }
    }
}

/// How an entry stands to the ledger.
struct Standing<'a> {
    practice: Option<i64>,
    state: &'a str,
    reason: Option<&'a str>,
    answer: Option<&'a str>,
}

impl<'a> Standing<'a> {
    fn of(record: &'a RecordView) -> Option<Self> {
        match record {
            RecordView::Adoption(row) => Some(Self {
                practice: row.practice_id,
                state: &row.verdict,
                reason: row.reason.as_deref(),
                answer: row.answer.as_deref(),
            }),
            RecordView::Outcome(row) => Some(Self {
                practice: row.practice_id,
                state: &row.state,
                reason: row.reason.as_deref(),
                answer: row.answer.as_deref(),
            }),
            RecordView::Practice { .. } => None,
        }
    }
}

impl Shaper<'_> {
    /// A status that is an adoption or an outcome.
    pub(crate) fn entry(self, view: &StatusView) -> Option<Entry> {
        let record = view.record.as_ref()?;
        let standing = Standing::of(record)?;
        let row = &view.status;
        let url = self.page(view);
        let is_own = row.local && self.viewer == Some(row.account_id);
        Some(Entry {
            kind: record.kind().property(),
            id: row.id.to_string(),
            uri: uri_of(&self.ctx.addresses, row),
            author: self.person(&view.author),
            practice_id: standing.practice.map(|id| id.to_string()),
            content: content(view, &url),
            text: is_own.then(|| row.source.clone()),
            visibility: row.visibility().as_str(),
            language: row.language.clone(),
            tags: view.tags.iter().map(|tag| tag.display.clone()).collect(),
            created_at: moment(row.created_at),
            edited_at: row.edited_at.map(Timestamp::from_micros).map(moment),
            ledger_state: standing.state.to_owned(),
            reason: standing.reason.map(str::to_owned),
            answer: standing.answer.map(str::to_owned),
            record: json(record.text()),
            url,
        })
    }
}
