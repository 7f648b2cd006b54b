//! What overrides the colour of a practice.

use staffroom_domain::ledger::{Facts, Flag, LedgerSummary, SettingEntries, Tally};
use staffroom_vocabulary::Outcome;

use super::made::{Change, facts, outcome, schools, summary, words};

#[test]
fn contested_needs_two_and_a_fifth_of_the_independent_ones() {
    let flags = |against: usize, result, others: usize| {
        let mut entries = schools("against", against, result);
        entries.extend(schools("for", others, Outcome::Worked));
        summary(&entries).flags
    };
    assert_eq!(flags(1, Outcome::NoEffect, 0), []);
    assert_eq!(flags(2, Outcome::NoEffect, 8), [Flag::Contested]);
    assert_eq!(flags(2, Outcome::NoEffect, 9), []);
    assert_eq!(
        flags(2, Outcome::Harmful, 0),
        [Flag::HarmReported, Flag::Contested]
    );
    assert_eq!(flags(5, Outcome::Inconclusive, 0), []);
    // Only independent known settings contest.
    let mut entries = schools("a", 3, Outcome::NoEffect);
    entries[0].independence = None;
    entries[1] = entries[1].clone().unverified();
    assert_eq!(summary(&entries).flags, []);
}

#[test]
fn one_report_of_harm_is_enough_even_of_one_colleague_of_many() {
    let harm = outcome("5", "a", Outcome::Harmful).on("2026-05-01");
    let entries = [harm.clone(), outcome("6", "a", Outcome::Worked)];
    let summary_of = summary(&entries);
    assert_eq!(summary_of.outcomes.worked, 1);
    assert_eq!(summary_of.flags, [Flag::HarmReported]);
    assert_eq!(summary(&[harm.clone().own()]).flags, [Flag::HarmReported]);
    let mut vendor = harm.clone();
    vendor.vendor_interest = true;
    assert_eq!(summary(&[vendor]).flags, [Flag::HarmReported]);
    assert_eq!(summary(&[harm.unverified()]).flags, []);
}

#[test]
fn evidence_is_stale_after_five_years() {
    let flags = |day: &str| summary(&[outcome("5", "a", Outcome::Worked).on(day)]).flags;
    assert_eq!(flags("2021-06-01"), []);
    assert_eq!(flags("2021-05-31"), [Flag::Stale]);
    assert_eq!(summary(&[]).flags, [], "where there is none, none is old");
    // Nobody unverified refreshes it; the next newest shows again when the newest is withdrawn.
    let old = outcome("5", "a", Outcome::Worked).on("2020-01-01");
    let fake = outcome("5", "b", Outcome::Worked).unverified();
    assert_eq!(summary(&[old.clone(), fake]).flags, [Flag::Stale]);
    let new = outcome("5", "b", Outcome::Worked);
    let mut tally = Tally::of([&old, &new]);
    tally.subtract(&SettingEntries::of([&new]).contribution().unwrap());
    assert_eq!(LedgerSummary::of(&tally, &facts()).flags, [Flag::Stale]);
}

#[test]
fn a_withdrawn_practice_says_so() {
    let facts = Facts {
        withdrawn: true,
        ..facts()
    };
    let summary = LedgerSummary::of(&Tally::default(), &facts);
    assert_eq!(summary.flags, [Flag::Withdrawn]);
    assert_eq!(
        words(&summary)[1],
        "The author has withdrawn this practice."
    );
}
