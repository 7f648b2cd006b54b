//! What was said or shown at an event.

use serde::{Deserialize, Serialize};

/// The typed record of a note about an event, or about a talk of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EventNoteRecord {
    /// The event: the id of its status.
    pub event: String,
    /// The number of the talk in the programme; absent: the whole event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// What was said, plain text.
    pub text: String,
    /// What was shown or named: addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// What others may do with it: an SPDX id (`CC-BY-4.0`) or a concept of `li`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}
