//! The rules that make the ledger honest, each under its own name.

use staffroom_domain::ledger::{
    Country, Entry, Facts, LedgerSummary, Said, Sentence, SettingEntries, Share, Tally, sentences,
};
use staffroom_domain::practice::AdoptionStatus::{Abandoned, Completed, Planned, Running};
use staffroom_vocabulary::{EvidenceLevel, Outcome};

use super::made::{Change, adoption, facts, outcome, schools, summary, version, words};

#[test]
fn the_denominator_is_said_first() {
    let mut entries = Vec::new();
    for n in 0..6 {
        let adopted = adoption("3", &format!("done{n}"), Running);
        entries.push(outcome("5", &format!("done{n}"), Outcome::Worked).ending(&adopted));
        entries.push(adopted);
    }
    entries.push(adoption("3", "late0", Running).by("2026-06-01"));
    entries.push(adoption("3", "late1", Planned).by("2026-06-29"));
    entries.push(adoption("3", "gone", Abandoned));
    let nine = summary(&entries);
    assert_eq!(
        words(&nine)[0],
        "Of 9 that said they would try it, 6 reported, 2 are overdue, 1 gave up."
    );
    let first = sentences(&nine)[0];
    assert_eq!(first.code(), "denominator");
    assert_eq!(
        first.numbers(),
        [
            ("said", 9),
            ("reported", 6),
            ("overdue", 2),
            ("gaveUp", 1),
            ("waiting", 0)
        ]
    );
    assert_eq!(
        words(&summary(&[]))[0],
        "Nobody has said yet that they would try it."
    );
    let waiting = summary(&[adoption("3", "a", Planned).by("2026-06-30")]);
    assert_eq!(
        words(&waiting)[0],
        "Of 1 that said they would try it, none has reported, 1 still has time."
    );
}

#[test]
fn who_reports_without_having_said_so_is_in_no_denominator() {
    let entries = [
        adoption("3", "a", Running),
        outcome("5", "b", Outcome::Worked),
    ];
    let summary = summary(&entries);
    assert_eq!(summary.denominator.said, 1);
    assert_eq!(summary.denominator.reported, 0);
    assert!(words(&summary).contains(&"1 reported without having said so first.".to_owned()));
}

#[test]
fn somebody_is_overdue_from_the_day_after_until_they_report_or_give_up() {
    let late = adoption("3", "a", Completed).by("2026-06-29");
    assert_eq!(summary(std::slice::from_ref(&late)).overdue_reports, 1);
    let today = adoption("3", "a", Running).by("2026-06-30");
    assert_eq!(summary(&[today]).overdue_reports, 0);
    assert_eq!(summary(&[adoption("3", "a", Running)]).overdue_reports, 0);
    // A reply to the practice itself, which names no adoption, is a report too.
    let reported = [late.clone(), outcome("5", "a", Outcome::NoEffect)];
    assert_eq!(summary(&reported).overdue_reports, 0);
    assert_eq!(summary(&reported).adoptions.completed, 1);
    let gave_up = [late.clone(), outcome("5", "a", Outcome::Abandoned)];
    assert_eq!(summary(&gave_up).denominator.gave_up, 1);
    assert_eq!(summary(&gave_up).adoptions.abandoned, 1);
    // One of two colleagues gave up: the other is still to report.
    let one_of_two = [late, adoption("4", "a", Abandoned).on("2026-06-20")];
    assert_eq!(summary(&one_of_two).overdue_reports, 1);
}

#[test]
fn five_teachers_of_one_school_are_one_setting_with_spread() {
    let mut entries: Vec<_> = (0..4)
        .map(|n| outcome(&n.to_string(), "a", Outcome::Worked))
        .collect();
    entries.push(outcome("4", "a", Outcome::NoEffect).on("2026-06-02"));
    let summary = summary(&entries);
    assert_eq!((summary.organisations, summary.independent), (1, 1));
    assert_eq!(summary.outcomes.total(), 1);
    assert_eq!(summary.outcomes.no_effect, 1, "the newest is the headline");
    assert_eq!((summary.reports, summary.differing_settings), (5, 1));
    let words = words(&summary);
    assert!(words.contains(&"5 reports from 1 setting, and they differ.".to_owned()));
}

#[test]
fn of_one_adoption_the_newest_outcome_is_current_and_ties_go_by_id() {
    let adopted = adoption("3", "a", Running);
    let old = outcome("5", "a", Outcome::Worked).ending(&adopted);
    let new = outcome("6", "a", Outcome::Harmful).ending(&adopted);
    for entries in [[&adopted, &old, &new], [&new, &old, &adopted]] {
        let setting = SettingEntries::of(entries);
        let ids: Vec<_> = setting.current().map(|entry| &entry.id).collect();
        assert_eq!(ids, [&new.id], "of one time the greater id");
        let ids: Vec<_> = setting.superseded().map(|entry| &entry.id).collect();
        assert_eq!(ids, [&old.id]);
    }
    let older = new.on("2026-05-31");
    let summary = summary(&[adopted, old, older]);
    assert_eq!(summary.outcomes.worked, 1);
    assert_eq!(summary.flags, [], "harm that was superseded is history");
}

#[test]
fn whoever_reports_twice_without_an_adoption_replaces_their_own_report_only() {
    let mut again = outcome("6", "a", Outcome::Partly).on("2026-06-05");
    let first = outcome("5", "a", Outcome::Worked);
    again.author.clone_from(&first.author);
    let colleague = outcome("7", "a", Outcome::Worked);
    let summary = summary(&[first, again, colleague]);
    assert_eq!(summary.reports, 2);
    assert_eq!(summary.outcomes.partly, 1);
}

#[test]
fn below_five_independent_settings_there_are_too_few_to_say() {
    let four = summary(&schools("a", 4, Outcome::Worked));
    assert!(four.is_too_few_to_say());
    assert_eq!(
        words(&four)[2..],
        [
            "Too few to say: only 4 independent settings have reported.",
            "Results of 4 settings: 4 worked."
        ]
    );
    let five = summary(&schools("a", 5, Outcome::Worked));
    assert!(!five.is_too_few_to_say());
    assert_eq!(words(&five)[2..], ["Results of 5 settings: 5 worked."]);

    // Settings that are known and not independent do not fill up the five.
    let mut undeclared = schools("a", 5, Outcome::Worked);
    for entry in &mut undeclared {
        entry.independence = None;
    }
    let undeclared = summary(&undeclared);
    assert_eq!((undeclared.organisations, undeclared.independent), (5, 0));
    assert!(undeclared.is_too_few_to_say());
}

#[test]
fn no_percentage_of_fewer_than_twenty() {
    assert_eq!(Share::of(6, 19).to_string(), "6 of 19");
    assert_eq!(Share::of(0, 0).to_string(), "0 of 0");
    assert_eq!(Share::of(6, 20).to_string(), "30 % (6 of 20)");
    // None is none and all is all, and nothing else is.
    assert_eq!(Share::of(1, 1000).to_string(), "1 % (1 of 1000)");
    assert_eq!(Share::of(999, 1000).to_string(), "99 % (999 of 1000)");
    assert_eq!(Share::of(0, 1000).to_string(), "0 % (0 of 1000)");
    assert_eq!(Share::of(u64::MAX, 20).to_string(), "100 % (20 of 20)");
    let many = summary(&schools("a", 40, Outcome::Partly));
    assert!(words(&many).iter().all(|text| !text.contains('%')));
}

#[test]
fn there_is_never_an_average() {
    fn numbers(value: &serde_json::Value, all: &mut Vec<serde_json::Number>) {
        match value {
            serde_json::Value::Number(number) => all.push(number.clone()),
            serde_json::Value::Object(members) => members.values().for_each(|it| numbers(it, all)),
            serde_json::Value::Array(items) => items.iter().for_each(|it| numbers(it, all)),
            _ => {}
        }
    }
    let mut entries = schools("a", 7, Outcome::Worked);
    entries.extend(schools("b", 5, Outcome::Harmful));
    let mut all = Vec::new();
    numbers(&serde_json::to_value(summary(&entries)).unwrap(), &mut all);
    assert!(all.len() > 20 && all.iter().all(serde_json::Number::is_u64));
}

#[test]
fn no_person_and_no_setting_is_named_as_overdue_or_as_having_given_up() {
    let entries = [
        adoption("3", "late", Running).by("2026-01-01"),
        adoption("3", "gone", Abandoned),
        outcome("5", "quit", Outcome::Abandoned),
    ];
    let tally = Tally::of(&entries);
    let summary = summary(&entries);
    let contributions = entries
        .iter()
        .map(|entry| SettingEntries::of([entry]).contribution());
    let told = [
        serde_json::to_string(&summary).unwrap(),
        words(&summary).join("\n"),
        serde_json::to_string(&tally).unwrap(),
        serde_json::to_string(&contributions.collect::<Vec<_>>()).unwrap(),
    ];
    for entry in &entries {
        for text in &told {
            assert!(!text.contains(&entry.author), "{text}");
            assert!(!text.contains(&entry.id), "{text}");
            assert!(!text.contains(&entry.setting.iri), "{text}");
        }
    }
    assert_eq!(
        (summary.overdue_reports, summary.denominator.gave_up),
        (1, 1)
    );
}

#[test]
fn outcomes_about_an_older_version_are_counted_and_say_so() {
    let mut entries = schools("old", 3, Outcome::Worked);
    for entry in &mut entries {
        entry.version = version(2);
    }
    entries.push(outcome("5", "new", Outcome::NoEffect).about(3));
    let facts = Facts {
        version: version(3),
        ..facts()
    };
    let summary = LedgerSummary::of(&Tally::of(&entries), &facts);
    assert_eq!(
        (summary.organisations, summary.about_older_versions),
        (4, 3)
    );
    assert_eq!(summary.by_version[&version(2)].worked, 3);
    assert_eq!(summary.by_version[&version(3)].no_effect, 1);
    assert!(
        words(&summary)
            .contains(&"3 of them are about version 2; version 3 is current.".to_owned())
    );
}

#[test]
fn a_withdrawn_outcome_is_counted_no_more_and_noted() {
    let mut entries = schools("a", 2, Outcome::Worked);
    let withdrawn = entries.pop().unwrap();
    let mut tally = Tally::of(entries.iter().chain([&withdrawn]));
    let old = SettingEntries::of([&withdrawn]).contribution();
    tally.replace(old.as_ref(), None);
    assert_eq!(tally, Tally::of(&entries));
    let facts = Facts {
        withdrawn_outcomes: 1,
        ..facts()
    };
    let summary = LedgerSummary::of(&tally, &facts);
    assert_eq!((summary.organisations, summary.withdrawn), (1, 1));
    assert!(words(&summary).contains(&"1 outcome withdrawn.".to_owned()));
    assert_eq!(summary.flags, [], "the practice itself is not withdrawn");
}

/// Whether a ledger has other reports is asked where only these are counted.
#[test]
fn what_is_only_said_beforehand_changes_no_report() {
    let mut entries = schools("a", 2, Outcome::Worked);
    let before = Tally::of(&entries);
    entries.push(adoption("7", "z", Planned));
    let with_adoption = Tally::of(&entries);
    assert!(with_adoption != before && with_adoption.has_reports_of(&before));
    entries.push(outcome("8", "y", Outcome::Harmful));
    assert!(!Tally::of(&entries).has_reports_of(&with_adoption));
}

#[test]
fn who_withdraws_the_newest_report_counts_for_the_one_before() {
    let first = outcome("5", "a", Outcome::Worked);
    let mut second = outcome("6", "a", Outcome::Harmful).on("2026-06-20");
    second.author.clone_from(&first.author);
    assert_eq!(summary(&[first.clone(), second]).outcomes.harmful, 1);
    assert_eq!(summary(&[first]).outcomes.worked, 1);
}

#[test]
fn servers_that_count_differently_are_both_quoted() {
    let sentence = Sentence::ServersDiffer { author: 5, here: 7 };
    assert_eq!(
        sentence.english(),
        "The author's server lists 5, this server verified 7."
    );
}

#[test]
fn at_tried_and_below_no_effect_is_noticed_no_difference() {
    let mut entries = schools("a", 2, Outcome::NoEffect);
    entries.push(outcome("5", "b", Outcome::NoEffect).level(EvidenceLevel::Measured));
    let summary = summary(&entries);
    assert_eq!(summary.outcomes.no_effect, 3);
    assert!(
        words(&summary)
            .contains(&"Results of 3 settings: 1 no effect, 2 noticed no difference.".to_owned())
    );
}

#[test]
fn no_single_report_claims_replicated_or_established() {
    let claim = outcome("5", "a", Outcome::Worked).level(EvidenceLevel::Established);
    let summary = summary(&[claim]);
    let counted: Vec<_> = summary.by_evidence.into_iter().collect();
    assert_eq!(counted, [("unstated".to_owned(), 1)]);
}

#[test]
fn a_result_that_is_not_known_here_is_counted_as_such() {
    let mut entry = outcome("5", "a", Outcome::Worked);
    entry.said = Said::Outcome {
        adoption: None,
        result: None,
        evidence: None,
    };
    let summary = summary(&[entry]);
    assert_eq!((summary.organisations, summary.outcomes.unknown), (1, 1));
}

#[test]
fn servers_and_countries_are_those_of_the_headline_and_survive_a_withdrawal() {
    let in_country = |school: &str, country: &str| Entry {
        country: Country::of_region(country),
        ..outcome("5", school, Outcome::Worked)
    };
    let (a, b, c) = (
        in_country("a", "GB"),
        in_country("b", "GB-WLS"),
        in_country("c", "IE"),
    );
    let mut tally = Tally::of([&a, &b, &c]);
    let told = |tally: &Tally| {
        let summary = LedgerSummary::of(tally, &facts());
        (summary.instances, summary.countries)
    };
    assert_eq!(told(&tally), (3, 2));
    tally.subtract(&SettingEntries::of([&b]).contribution().unwrap());
    assert_eq!(told(&tally), (2, 2));
    tally.subtract(&SettingEntries::of([&c]).contribution().unwrap());
    assert_eq!(told(&tally), (1, 1));
    assert!(tally.is_sound());
    tally.subtract(&SettingEntries::of([&c]).contribution().unwrap());
    assert!(!tally.is_sound(), "subtracted twice");
}
