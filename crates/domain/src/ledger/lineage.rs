//! Practices that adapted a practice: their results stand beside its own.

use serde::{Deserialize, Serialize};

use super::summary::LedgerSummary;

/// How many stand beside a ledger.
const MOST: usize = 100;

/// The ledgers of the practices that name this one in `adopts`, one level deep: what adapted *them* is on their own pages.
/// Never added to anything. What worked in a changed form is no result of the form that was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Lineage {
    /// By how many practices.
    pub practices: u64,
    /// Their ledgers, those with most independent settings first; at most 100.
    pub adapted_by: Vec<LedgerSummary>,
}

impl Lineage {
    /// Beside the ledger of `practice`, which is left out where it names itself; each practice once.
    pub fn beside(practice: &str, adaptations: impl IntoIterator<Item = LedgerSummary>) -> Self {
        let mut adapted_by: Vec<_> = adaptations
            .into_iter()
            .filter(|summary| summary.practice != practice)
            .collect();
        adapted_by.sort_by(|a, b| a.practice.cmp(&b.practice).then(b.as_of.cmp(&a.as_of)));
        adapted_by.dedup_by(|a, b| a.practice == b.practice);
        adapted_by.sort_by_key(|summary| std::cmp::Reverse(summary.independent));
        let practices = u64::try_from(adapted_by.len()).unwrap_or(u64::MAX);
        adapted_by.truncate(MOST);
        Self {
            practices,
            adapted_by,
        }
    }
}
