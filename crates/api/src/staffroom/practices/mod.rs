//! Practices.

pub(super) mod assure;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod edit;
pub(super) mod get;
pub(super) mod list;
pub(super) mod search;
pub(super) mod versions;
pub(super) mod withdraw;

use serde_json::{Map, Value};
use staffroom_domain::AttachmentId;
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord};
use utoipa::ToSchema;

use super::body::Body;
use crate::entities;

/// A practice, as its author sends it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct PracticeBody {
    /// What it is called: one line of at most 200 characters.
    title: String,
    /// What was done and what came of it, so that others can try it: Markdown, at most 40,000 characters.
    text: String,
    /// Everything that can be counted. What the server says itself (`version`, `ledger`, `withdrawn`) is not looked at.
    #[schema(value_type = entities::PracticeRecord)]
    record: Value,
    /// What came of it where its author tried it, needed from `ev/tried` on; it becomes an outcome of the author's own.
    /// Where it is left out and the record names an `outcome`, it is made of the record.
    #[schema(value_type = Option<entities::OutcomeRecord>)]
    result: Option<Value>,
    /// Who may see it: `public` (by default), `unlisted` or `private`. Said when it is published; a change may only
    /// repeat it.
    visibility: Option<String>,
    /// Files, by the ids that `POST /api/v2/media` has given. Left out of a change: those that are there.
    media_ids: Option<Vec<String>>,
}

/// What was sent of a practice, read.
struct Written {
    title: String,
    text: String,
    record: Option<PracticeRecord>,
    result: Option<OutcomeRecord>,
    files: Option<Vec<AttachmentId>>,
}

impl Written {
    /// Takes it out of a body.
    fn of(body: &mut Body) -> Self {
        Self {
            title: body.text("title").unwrap_or_default(),
            text: body.text("text").unwrap_or_default(),
            record: record(body),
            result: result(body),
            files: body.files(),
        }
    }
}

fn record(body: &mut Body) -> Option<PracticeRecord> {
    let mut record = body.record()?;
    // The server says so, by another endpoint.
    record.remove("withdrawn");
    let read = PracticeRecord::parse(&Value::Object(record));
    body.read("", read)
}

fn result(body: &mut Body) -> Option<OutcomeRecord> {
    let mut result: Map<String, Value> = body.object("result")?;
    // Set by the server; the practice may have no address yet.
    result.insert("practice".to_owned(), "https://practice.invalid/".into());
    result.remove("practiceVersion");
    let read = OutcomeRecord::parse(&Value::Object(result));
    body.read("result.", read)
}
