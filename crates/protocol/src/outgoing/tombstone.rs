//! What is left of something that was deleted.

use serde::Serialize;
use staffroom_domain::Timestamp;

use super::context::{Context, Terms};
use super::write::maybe_date;
use crate::iri::Iri;

/// A tombstone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Tombstone {
    /// The id of what was deleted.
    pub id: Iri,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former_type: Option<&'static str>,
    /// When it was deleted.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub deleted: Option<Timestamp>,
}

impl Terms for Tombstone {
    fn terms(&self, _context: &mut Context) {}
}
