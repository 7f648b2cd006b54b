//! That somebody takes a practice up.

pub(super) mod create;
pub(super) mod due;
pub(super) mod edit;
pub(super) mod get;
pub(super) mod list;

use serde_json::Value;
use utoipa::ToSchema;

use crate::entities;

/// An adoption, as whoever says so sends it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct AdoptionBody {
    /// What they will try. `practice` is that of the address, and `practiceVersion` the present one where it is left out.
    #[schema(value_type = entities::AdoptionRecord)]
    record: Value,
    /// What they say besides: plain text, at most 5,000 characters.
    text: Option<String>,
    /// Who may see it; by default whoever sees the practice. Said at first; a change may only repeat it.
    visibility: Option<String>,
    /// The language of the words (BCP 47); by default that of the practice. Said at first; a change may only repeat it.
    language: Option<String>,
}
