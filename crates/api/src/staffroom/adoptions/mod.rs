//! That somebody takes a practice up.

pub(super) mod create;
pub(super) mod due;
pub(super) mod edit;
pub(super) mod get;
pub(super) mod list;

use serde_json::Value;
use staffroom_domain::practice::AdoptionRecord;
use utoipa::ToSchema;

use super::body::Body;
use super::shown::Subject;
use crate::entities;
use crate::error::ApiError;

/// An adoption, as whoever says so sends it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct AdoptionBody {
    /// What they will try. `practice` is that of the address, and `practiceVersion` the present one where it is left out.
    #[schema(value_type = entities::AdoptionRecord)]
    record: Value,
    /// What they say besides: plain text, at most 5,000 characters.
    text: Option<String>,
    /// Who may see it; by default whoever sees the practice. Only at first.
    visibility: Option<String>,
    /// The language of the words (BCP 47); by default that of the practice. Only at first.
    language: Option<String>,
}

fn record(body: &mut Body, subject: &Subject) -> Result<Option<AdoptionRecord>, ApiError> {
    let Some(mut record) = body.record() else {
        return Ok(None);
    };
    subject.fill(&mut record)?;
    let read = AdoptionRecord::parse(&Value::Object(record));
    Ok(body.read("", read))
}
