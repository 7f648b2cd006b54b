//! A draft, in our own API.

use serde::Serialize;
use serde_json::{Map, Value, json};
use staffroom_domain::Visibility;
use staffroom_service::drafts::DraftView;
use utoipa::ToSchema;

use super::shaper::moment;
use crate::error::MOST_TOLD;
use crate::staffroom::problem::ProblemOfMember;

/// A practice, an adoption or an outcome that is not published yet; for its author alone.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Draft {
    /// The id of the draft; what is published has another one.
    id: String,
    /// What it becomes: `practice`, `adoption` or `outcome`.
    kind: &'static str,
    /// The id of the practice that it is about, or that it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    practice: Option<String>,
    /// Of a practice: what it is called.
    title: String,
    /// Of a practice, its description in Markdown; else what is said beside the record.
    text: String,
    /// Members of the record, right or wrong.
    #[schema(value_type = Object)]
    record: Map<String, Value>,
    /// Of a practice: members of its author's own result.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    result: Option<Map<String, Value>>,
    /// Who may see it once it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<&'static str>,
    /// The language of the text (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// What it still lacks; at most 50. Publishing it may find more.
    #[schema(value_type = Vec<ProblemOfMember>)]
    problems: Vec<Value>,
    /// The id of the post that it was made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Its version; also in the header `ETag`.
    version: i32,
    /// When it was begun.
    created_at: String,
    /// When it was last changed. After a year it goes, with a word two weeks before.
    updated_at: String,
}

impl Draft {
    pub(crate) fn new(view: &DraftView) -> Self {
        let content = &view.content;
        let problems = view.lacks.iter().take(MOST_TOLD);
        let about = view.row.about_id.or(view.row.edits_id);
        Self {
            id: view.row.id.to_string(),
            kind: view.kind.as_str(),
            practice: about.map(|id| id.to_string()),
            title: content.title.clone(),
            text: content.text.clone(),
            record: content.record.clone(),
            result: content.result.clone(),
            visibility: content.visibility.map(Visibility::as_str),
            language: content.language.clone(),
            problems: problems.map(|problem| json!(problem)).collect(),
            source: view.row.source_id.map(|id| id.to_string()),
            version: view.row.version,
            created_at: moment(view.row.created_at),
            updated_at: moment(view.row.updated_at),
        }
    }

    /// What `If-Match` takes.
    pub(crate) fn tag(&self) -> String {
        format!("\"{}\"", self.version)
    }
}
