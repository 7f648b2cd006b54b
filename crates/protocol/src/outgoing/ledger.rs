//! The ledger of a practice, and the list of what was not taken into it.

use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use staffroom_domain::ledger::Reason;
use staffroom_domain::{RecordText, Timestamp};

use super::collection::{Collection, CollectionPage};
use super::context::{Context, Term, Terms};
use crate::date::format_date;
use crate::iri::Iri;

/// A ledger: the list of the ids of the adoptions and outcomes that count, on pages, and their counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// The list: [`Collection::paged`].
    #[serde(flatten)]
    pub collection: Collection<Iri>,
    /// The list of what was not taken into it.
    pub rejected: Iri,
    /// The counts.
    #[serde(flatten)]
    pub summary: Summary,
}

/// The counts of a ledger (`ledgerSummary`): the canonical text of a
/// [`LedgerSummary`](staffroom_domain::ledger::LedgerSummary), written as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary(pub RecordText);

/// A page of a ledger: ids, and since when each entry counts as said. That is when its own server says that it was
/// published, or when it came, where that says something later: whoever counts again needs to know which was newer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerPage {
    /// The ids.
    #[serde(flatten)]
    pub page: CollectionPage<Iri>,
    /// The times of these ids.
    #[serde(rename = "saidAt", serialize_with = "times")]
    pub said_at: Vec<(Iri, Timestamp)>,
}

/// Something that was not taken into a ledger, as the list of these has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Reject", rename_all = "camelCase")]
pub struct Rejected {
    /// The adoption or outcome.
    pub object: Iri,
    /// Why.
    pub rejection_reason: Reason,
}

const SUMMARY: &str = "ledgerSummary";
const SAID_AT: &str = "saidAt";

fn times<S: Serializer>(of: &[(Iri, Timestamp)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(of.iter().map(|(id, at)| (id.as_str(), format_date(*at))))
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: &RawValue = serde_json::from_str(self.0.as_str()).map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(SUMMARY, text)?;
        map.end()
    }
}

impl Terms for Ledger {
    fn terms(&self, context: &mut Context) {
        self.collection.terms(context);
        context.add(Term::Ledger);
        context.add_record(SUMMARY);
    }
}

impl Terms for LedgerPage {
    fn terms(&self, context: &mut Context) {
        self.page.terms(context);
        context.add_record(SAID_AT);
    }
}

impl Terms for Rejected {
    fn terms(&self, context: &mut Context) {
        context.add(Term::RejectionReason);
    }
}
