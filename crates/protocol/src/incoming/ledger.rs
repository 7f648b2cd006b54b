//! The ledger of a practice as its author's server has it, and the list of what that server did not take into it.

use staffroom_domain::RecordText;
use staffroom_domain::ledger::{LedgerSummary, Reason, Rejection};

use super::activity::{ObjectRef, take_one};
use super::collection::IncomingCollection;
use super::document::ParseError;
use crate::iri::Iri;
use crate::json::{Json, Object};

/// A ledger or a page of one. All of it is what its server says: which entries there are is known once each was fetched
/// from its own server, and how many once they were counted.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingLedger {
    /// The list of the ids of what counts, or a page of it. [`total_items`](IncomingCollection::total_items) may lie.
    pub collection: IncomingCollection,
    /// The counts, as they are passed on.
    pub summary: Option<RecordText>,
    /// The list of what was not taken into it.
    pub rejected: Option<Iri>,
}

impl IncomingLedger {
    /// Reads a ledger.
    ///
    /// # Errors
    /// [`ParseError::NoType`], [`ParseError::WrongType`].
    pub fn from_object(mut root: Object) -> Result<Self, ParseError> {
        let summary = root.take("ledgerSummary").and_then(summary_of);
        let rejected = take_one(&mut root, "rejected").and_then(|list| list.id());
        Ok(Self {
            collection: IncomingCollection::from_object(root)?,
            summary,
            rejected,
        })
    }

    /// What its counts say: none where they say something impossible, such as half a school, and none where they are those
    /// of another practice.
    pub fn counts_of(&self, practice: &Iri) -> Option<LedgerSummary> {
        let text = self.summary.as_ref()?.as_str();
        let summary: LedgerSummary = serde_json::from_str(text).ok()?;
        let own = Iri::parse(&summary.practice).is_ok_and(|id| id == *practice);
        own.then_some(summary)
    }

    /// The ids of the entries that it names, each once.
    pub fn entries(&self) -> Vec<Iri> {
        let mut seen = std::collections::BTreeSet::new();
        let ids = self.collection.items.iter().filter_map(ObjectRef::id);
        ids.filter(|id| seen.insert(id.canonical().to_owned()))
            .collect()
    }
}

/// The rejections in a list of them, or in a page of it, each entry once. They are claims of the server that keeps the
/// ledger, which is the only one that can make them.
pub fn rejections_of(list: &IncomingCollection) -> Vec<Rejection> {
    let mut seen = std::collections::BTreeSet::new();
    let items = list.items.iter().filter_map(ObjectRef::embedded);
    let rejection = |item: &Object| {
        let id = item.iri("object")?;
        let fresh = seen.insert(id.canonical().to_owned());
        fresh.then(|| Rejection {
            id: id.as_str().to_owned(),
            reason: reason_of(item).unwrap_or(Reason::Other),
        })
    };
    items
        .filter(|item| item.is_a("Reject"))
        .filter_map(rejection)
        .collect()
}

/// Why something was rejected, in our codes.
pub(super) fn reason_of(root: &Object) -> Option<Reason> {
    root.word("rejectionReason").map(Reason::from_code)
}

fn summary_of(value: Json) -> Option<RecordText> {
    RecordText::of_value(serde_json::to_value(value).ok()?).ok()
}
