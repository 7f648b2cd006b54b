//! The ledger of a practice on its page: the denominator first, then warnings, then results, then what stands apart.

use staffroom_domain::ledger::{LedgerSummary, Sentence, sentences};
use staffroom_service::ledger::LedgerView;

use super::results::{self, ResultLine};
use super::sentence::{self, said};
use crate::moment::Moment;
use crate::words::{Message, Words};

/// What is shown of a summary.
pub(crate) struct ShownLedger {
    /// Of those that said they would try it.
    pub(crate) denominator: Message,
    /// What stands in the way of trusting it at a glance.
    pub(crate) flags: Vec<Message>,
    /// Everything else, in its order.
    pub(crate) sentences: Vec<Message>,
    /// By result; empty where nobody reported.
    pub(crate) table: Vec<ResultLine>,
    pub(crate) has_unverified: bool,
    pub(crate) has_own: bool,
    pub(crate) has_vendor: bool,
    /// What a practice elsewhere says of itself, and when.
    pub(crate) theirs: Option<(Vec<Message>, Moment)>,
}

impl ShownLedger {
    /// Of a summary alone.
    pub(crate) fn of(words: Words, summary: &LedgerSummary) -> Self {
        let mut all = sentences(summary).into_iter();
        let denominator = all.next().map(|it| said(words, &it));
        let (own, vendor, unverified) = (
            &summary.own_outcomes,
            &summary.vendor_interest_outcomes,
            &summary.unverified_outcomes,
        );
        let is_empty = [&summary.outcomes, own, vendor, unverified]
            .iter()
            .all(|counts| counts.is_zero());
        Self {
            denominator: denominator.unwrap_or(crate::words::key("ledger-nobody-said")),
            flags: summary
                .flags
                .iter()
                .map(|flag| sentence::flag(*flag))
                .collect(),
            sentences: all
                .filter(|it| !matches!(it, Sentence::Flag(_)))
                .map(|it| said(words, &it))
                .collect(),
            table: if is_empty {
                Vec::new()
            } else {
                results::table(words, &summary.outcomes, unverified, own, vendor)
            },
            has_unverified: !unverified.is_zero(),
            has_own: !own.is_zero(),
            has_vendor: !vendor.is_zero(),
            theirs: None,
        }
    }

    /// With what was made of it; what another server says stands elsewhere.
    pub(crate) fn alone(words: Words, view: &LedgerView) -> Self {
        let mut shown = Self::of(words, &view.summary);
        let more = view.lineage.sentence();
        shown.sentences.extend(more.map(|it| said(words, &it)));
        shown
    }

    /// With what another server says of it.
    pub(crate) fn new(words: Words, view: &LedgerView) -> Self {
        let mut shown = Self::alone(words, view);
        let here = view.summary.outcomes.total();
        let author = view.theirs.as_ref().map(|(it, _)| it.outcomes.total());
        let differ = author.filter(|author| *author != here);
        let differ = differ.map(|author| Sentence::ServersDiffer { author, here });
        shown.sentences.extend(differ.map(|it| said(words, &it)));
        shown.theirs = view.theirs.as_ref().map(|(summary, at)| {
            let all = sentences(summary);
            let all = all.iter().map(|it| said(words, it)).collect();
            (all, Moment::from(*at))
        });
        shown
    }
}
