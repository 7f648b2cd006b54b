//! Counts of results in words and as a table: each result at its place, however unwelcome.

use staffroom_domain::ledger::{LedgerSummary, OutcomeCounts, Results};
use staffroom_vocabulary::{Facet as _, Outcome};

use super::concept::Named;
use crate::words::{Message, Words, key};

/// A line of the table.
pub(crate) struct ResultLine {
    pub(crate) name: Named,
    /// Known settings, without the author's own and without those with an interest.
    pub(crate) known: u64,
    pub(crate) unverified: u64,
    pub(crate) own: u64,
    pub(crate) vendor: u64,
    /// How long the bar is beside it, of 100: a decoration.
    pub(crate) bar: u64,
}

/// Those of the vocabulary, in its order.
pub(super) const RESULTS: [Outcome; 6] = [
    Outcome::Worked,
    Outcome::Partly,
    Outcome::NoEffect,
    Outcome::Harmful,
    Outcome::Inconclusive,
    Outcome::Abandoned,
];

pub(crate) const fn count(counts: &OutcomeCounts, result: Outcome) -> u64 {
    match result {
        Outcome::Worked => counts.worked,
        Outcome::Partly => counts.partly,
        Outcome::NoEffect => counts.no_effect,
        Outcome::Harmful => counts.harmful,
        Outcome::Inconclusive => counts.inconclusive,
        Outcome::Abandoned => counts.abandoned,
        _ => counts.unknown,
    }
}

/// All results, in the order of the vocabulary; none is left out because nobody reported it.
pub(crate) fn table(
    words: Words,
    known: &OutcomeCounts,
    unverified: &OutcomeCounts,
    own: &OutcomeCounts,
    vendor: &OutcomeCounts,
) -> Vec<ResultLine> {
    let most = RESULTS
        .into_iter()
        .map(|result| count(known, result))
        .max()
        .unwrap_or(0)
        .max(1);
    let line = |name: Named, of: &dyn Fn(&OutcomeCounts) -> u64| ResultLine {
        name,
        known: of(known),
        unverified: of(unverified),
        own: of(own),
        vendor: of(vendor),
        bar: of(known).saturating_mul(100) / most,
    };
    let mut lines: Vec<ResultLine> = RESULTS
        .into_iter()
        .map(|result| {
            let label = result.concept().label(words.code());
            line(Named::text(words, label), &|counts| count(counts, result))
        })
        .collect();
    let unknown: u64 = [known, unverified, own, vendor]
        .iter()
        .fold(0, |sum: u64, it| sum.saturating_add(it.unknown));
    if unknown > 0 {
        let name = Named::plain(words.say("ledger-unknown-result").to_string());
        lines.push(line(name, &|counts| counts.unknown));
    }
    lines
}

/// `3 worked, 1 partly worked, 1 noticed no difference`: every result that there is.
pub(crate) fn in_words(words: Words, results: &Results) -> String {
    let it = &results.outcomes;
    let noticed = results.noticed.min(it.no_effect);
    let other = it.no_effect - noticed;
    let parts = [
        (it.worked, key("ledger-n-worked").with("number", it.worked)),
        (it.partly, key("ledger-n-partly").with("number", it.partly)),
        (other, key("ledger-n-no-effect").with("number", other)),
        (noticed, key("ledger-n-noticed").with("number", noticed)),
        (
            it.harmful,
            key("ledger-n-harmful").with("number", it.harmful),
        ),
        (
            it.inconclusive,
            key("ledger-n-inconclusive").with("number", it.inconclusive),
        ),
        (
            it.abandoned,
            key("ledger-n-abandoned").with("number", it.abandoned),
        ),
        (
            it.unknown,
            key("ledger-n-unknown").with("number", it.unknown),
        ),
    ];
    let said = parts.into_iter().filter(|(n, _)| *n > 0);
    let said: Vec<String> = said
        .map(|(_, message)| words.say(message).to_string())
        .collect();
    said.join(", ")
}

/// What known settings reported, as one sentence; nothing where none did.
pub(crate) fn headline(words: Words, summary: &LedgerSummary) -> Option<Message> {
    let results = Results {
        outcomes: summary.outcomes,
        noticed: summary.noticed_no_difference.headline,
    };
    (!summary.outcomes.is_zero()).then(|| {
        key("ledger-results")
            .with("settings", summary.outcomes.total())
            .with("results", in_words(words, &results))
    })
}
