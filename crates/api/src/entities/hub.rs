//! What a hub says of a practice, in our own API.

use serde::Serialize;
use staffroom_domain::Addresses;
use staffroom_domain::ledger::{LedgerSummary, Reason};
use staffroom_service::hub;
use utoipa::ToSchema;

use super::ledger::Counted;
use super::record_schema;
use super::shaper::moment;

/// The ledgers of a practice on a hub, beside each other.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HubLedgers {
    /// The id of the practice here.
    practice: String,
    /// What was counted on this hub: each outcome only once its own server has shown it.
    hub: Counted,
    /// Where the hub's ledger is as a document for programs, with all that counts in pages: from it anybody can count again.
    ledger: String,
    /// The list of what was kept of it day by day, signed.
    snapshots: String,
    /// What the author's server says, once it was read; none for a practice that lives on the hub.
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<AuthorLedger>,
    /// The outcomes that the hub knows, the newest first.
    outcomes: Vec<KnownOutcome>,
    /// Where older ones are.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What the server of the author of a practice says of its ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct AuthorLedger {
    /// Its counts.
    #[schema(value_type = record_schema::LedgerSummary)]
    summary: LedgerSummary,
    /// When it said so.
    at: String,
    /// How many entries its list held then.
    listed: u64,
    /// Whether that was all of it.
    complete: bool,
    /// What it says that it did not take in, and why.
    rejected: Vec<AuthorRejection>,
}

/// Something that the author's server did not take in.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct AuthorRejection {
    /// The id of the adoption or outcome everywhere.
    uri: String,
    /// Why: `spam`, `abuse`, `out-of-scope`, `duplicate`, `unknown-version`, `deleted`, `not-independent`, `forged` or `other`.
    reason: &'static str,
    /// The same in English.
    message: &'static str,
}

/// An outcome, as a hub knows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct KnownOutcome {
    /// The id here.
    id: String,
    /// The id everywhere.
    uri: String,
    /// What came of it: a slug, or the IRI where it is unknown.
    outcome: String,
    /// `verified` where its own server has shown it, `reported` where somebody else did; that does not count.
    state: String,
    /// Whether it is counted: a newer one of the same adoption takes its place.
    counted: bool,
    /// Why the author's server did not take it in, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected_for: Option<&'static str>,
}

impl HubLedgers {
    pub(crate) fn new(found: hub::HubLedgers, addresses: &Addresses, next: Option<String>) -> Self {
        let view = found.view;
        let ledger = addresses.of_object(view.status.id, "ledger");
        let snapshots = addresses.of_object(view.status.id, "ledger/snapshots");
        let list = view.their_list;
        let rejected = found.rejected.iter().map(|it| AuthorRejection {
            uri: it.id.clone(),
            reason: it.reason.as_str(),
            message: Reason::english(it.reason),
        });
        let rejected: Vec<AuthorRejection> = rejected.collect();
        let outcomes = found.outcomes.items.into_iter().map(|it| KnownOutcome {
            id: it.status.to_string(),
            uri: it.uri,
            outcome: it.result,
            state: it.state,
            counted: it.is_counted,
            rejected_for: it.rejected_for,
        });
        Self {
            practice: view.status.id.to_string(),
            outcomes: outcomes.collect(),
            author: view.theirs.map(|(summary, at)| AuthorLedger {
                summary,
                at: moment(at),
                listed: list.map_or(0, |list| list.listed),
                complete: list.is_some_and(|list| list.complete),
                rejected,
            }),
            hub: Counted::new(view.summary, None),
            ledger,
            snapshots,
            next,
        }
    }
}
