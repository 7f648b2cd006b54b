//! The sentences about a ledger, in the language of the page.

use staffroom_domain::ledger::{Denominator, Flag, Sentence};

use super::results::in_words;
use crate::words::{Message, Words, key};

/// A sentence.
pub(crate) fn said(words: Words, sentence: &Sentence) -> Message {
    match sentence {
        Sentence::Denominator(it) => denominator(words, it),
        Sentence::Flag(flag) => self::flag(*flag),
        Sentence::Unannounced(n) => key("ledger-unannounced").with("number", *n),
        Sentence::TooFewToSay(n) => key("ledger-too-few").with("number", *n),
        Sentence::Results(it) => key("ledger-results")
            .with("settings", it.outcomes.total())
            .with("results", in_words(words, it)),
        Sentence::Confirmed(n) => key("ledger-confirmed").with("number", *n),
        Sentence::Spread {
            reports,
            settings,
            differing,
        } => match differing {
            0 => key("ledger-spread")
                .with("reports", *reports)
                .with("settings", *settings),
            differing => key("ledger-spread-differing")
                .with("reports", *reports)
                .with("settings", *settings)
                .with("differing", *differing),
        },
        Sentence::OlderVersion {
            version,
            current,
            settings,
        } => key("ledger-older-version")
            .with("settings", *settings)
            .with("version", version.get())
            .with("current", current.get()),
        Sentence::Own(it) => key("ledger-own").with("results", in_words(words, it)),
        Sentence::VendorInterest(it) => key("ledger-vendor")
            .with("settings", it.outcomes.total())
            .with("results", in_words(words, it)),
        Sentence::Unverified(it) => key("ledger-unverified")
            .with("settings", it.outcomes.total())
            .with("results", in_words(words, it)),
        Sentence::WithdrawnOutcomes(n) => key("ledger-withdrawn-outcomes").with("number", *n),
        Sentence::Rejected(n) => key("ledger-rejected").with("number", *n),
        Sentence::AdaptedBy(n) => key("ledger-adapted-by").with("number", *n),
        Sentence::ServersDiffer { author, here } => key("ledger-servers-differ")
            .with("author", *author)
            .with("here", *here),
    }
}

/// What a flag means.
pub(crate) const fn flag(flag: Flag) -> Message {
    match flag {
        Flag::Withdrawn => key("ledger-flag-withdrawn"),
        Flag::HarmReported => key("ledger-flag-harm"),
        Flag::Contested => key("ledger-flag-contested"),
        Flag::Stale => key("ledger-flag-stale"),
    }
}

/// `Of 9 that said they would try it, 6 reported, 2 are overdue, 1 gave up.`
fn denominator(words: Words, it: &Denominator) -> Message {
    if it.said == 0 {
        return key("ledger-nobody-said");
    }
    let parts: [(bool, Message); 4] = [
        (
            true,
            key("ledger-part-reported").with("number", it.reported),
        ),
        (
            it.overdue > 0,
            key("ledger-part-overdue").with("number", it.overdue),
        ),
        (
            it.gave_up > 0,
            key("ledger-part-gave-up").with("number", it.gave_up),
        ),
        (
            it.waiting > 0,
            key("ledger-part-waiting").with("number", it.waiting),
        ),
    ];
    let said = parts.into_iter().filter(|(is_said, _)| *is_said);
    let said: Vec<String> = said
        .map(|(_, message)| words.say(message).to_string())
        .collect();
    key("ledger-of-those-that-said")
        .with("number", it.said)
        .with("parts", said.join(", "))
}

#[cfg(test)]
mod tests {
    use staffroom_domain::ledger::{LedgerSummary, OutcomeCounts, sentences};

    use super::*;
    use crate::words::Language;

    /// The English of the pages is the English of the API: whoever cites one cites the other.
    #[test]
    fn english_is_what_the_ledger_itself_says() {
        let counts = |n| OutcomeCounts {
            worked: n,
            partly: 1,
            no_effect: 3,
            harmful: 1,
            inconclusive: 1,
            abandoned: 1,
            unknown: 1,
        };
        for n in [1, 2, 5] {
            let mut summary = LedgerSummary {
                unannounced: n,
                outcomes: counts(n),
                own_outcomes: counts(n),
                vendor_interest_outcomes: counts(n),
                unverified_outcomes: counts(n),
                confirmed: n,
                reports: n + 1,
                organisations: n,
                differing_settings: n - 1,
                independent: n - 1,
                withdrawn: n,
                flags: Flag::ALL.to_vec(),
                ..LedgerSummary::default()
            };
            summary.noticed_no_difference.headline = 1;
            summary.denominator = Denominator {
                said: 3 * n,
                reported: n - 1,
                overdue: n,
                gave_up: n,
                waiting: 1,
            };
            let mut all = sentences(&summary);
            all.push(Sentence::Rejected(n));
            all.push(Sentence::AdaptedBy(n));
            all.push(Sentence::ServersDiffer { author: n, here: 7 });
            let words = Words::new(Language::English);
            for sentence in all {
                let ours = words.say(said(words, &sentence)).to_string();
                assert_eq!(ours, sentence.english());
            }
        }
    }
}
