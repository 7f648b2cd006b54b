//! What came of a practice where somebody tried it.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod edit;
pub(super) mod get;
pub(super) mod list;

use serde_json::Value;
use utoipa::ToSchema;

use crate::entities;

/// An outcome, as whoever reports it sends it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct OutcomeBody {
    /// What came of it. `practice` is that of the address, `practiceVersion` the present one and `adoption` one's newest
    /// where they are left out. What did not work needs `nextTime`, what worked needs `wouldWarnAbout`.
    #[schema(value_type = entities::OutcomeRecord)]
    record: Value,
    /// What they say besides: plain text, at most 5,000 characters.
    text: Option<String>,
    /// Who may see it; by default whoever sees the practice. Said at first; a change may only repeat it.
    visibility: Option<String>,
    /// The language of the words (BCP 47); by default that of the practice. Said at first; a change may only repeat it.
    language: Option<String>,
}
