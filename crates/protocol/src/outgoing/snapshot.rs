//! What a hub counted on a day.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::Timestamp;

use super::context::{Context, Terms};
use super::write::date;
use crate::iri::Iri;

/// A snapshot of a ledger: a plain document for everybody, and a record with the counts, the digests of the ids that they
/// are made of, and the digest of all that. To be signed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Document", rename_all = "camelCase")]
pub struct LedgerSnapshot {
    /// Its id.
    pub id: Iri,
    /// The organisation of the hub, which signs it.
    pub attributed_to: Iri,
    /// What it is, for people.
    pub name: String,
    /// When it was made.
    #[serde(serialize_with = "date")]
    pub published: Timestamp,
    /// The counts.
    #[serde(rename = "ledgerSnapshot")]
    pub record: Value,
}

impl Terms for LedgerSnapshot {
    fn terms(&self, context: &mut Context) {
        context.add_record("ledgerSnapshot");
    }
}
