//! `Rule`.

use serde::Serialize;
use serde_json::{Map, Value};
use staffroom_service::rules::RuleRow;

/// A rule of the instance.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rule {
    id: String,
    text: String,
    hint: String,
    /// By language; rules are written in one.
    translations: Map<String, Value>,
}

impl From<&RuleRow> for Rule {
    fn from(row: &RuleRow) -> Self {
        Self {
            id: row.id.to_string(),
            text: row.text.clone(),
            hint: row.hint.clone(),
            translations: Map::new(),
        }
    }
}
