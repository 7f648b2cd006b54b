//! Questions on a hub: "has anyone tried …?".

pub(super) mod create;
pub(super) mod get;
pub(super) mod list;

use serde::Deserialize;
use utoipa::ToSchema;

/// What is asked.
#[derive(Deserialize, ToSchema)]
#[expect(
    dead_code,
    reason = "for the document: the members are read one by one"
)]
pub(super) struct QuestionBody {
    /// The question, plain text. Hashtags for its concepts are added.
    text: String,
    /// What it is about, at least one concept and at most six: paths such as `tech/ai`, or IRIs.
    concepts: Vec<String>,
    /// The language of the text (BCP 47).
    language: Option<String>,
}
