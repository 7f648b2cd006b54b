//! "Settings like mine".

use staffroom_domain::ledger::{
    Circumstances, Country, Entry, Filter, Flag, LedgerSummary, LikeMine, like_mine,
};
use staffroom_domain::practice::AdoptionStatus::{Abandoned, Running};
use staffroom_vocabulary::{ConceptRef, GroupSize, Outcome, Phase, Setting, Subject};

use super::made::{Change, adoption, facts, outcome, schools};

fn phase(phase: Phase) -> Circumstances {
    Circumstances {
        phase: vec![phase.into()],
        ..Circumstances::default()
    }
}

fn of_phase(entry: Entry, of: Phase) -> Entry {
    Entry {
        circumstances: phase(of),
        ..entry
    }
}

fn ks3() -> Filter {
    Filter {
        phase: vec![Phase::LowerSecondaryKs3.into()],
        ..Filter::default()
    }
}

/// The summary, beside three schools that always match, which are taken out again.
fn counts(mut entries: Vec<Entry>, filter: &Filter) -> LedgerSummary {
    for school in schools("always", 3, Outcome::Inconclusive) {
        entries.push(of_phase(school, Phase::LowerSecondaryKs3));
    }
    match like_mine(&entries, filter, &facts()) {
        LikeMine::Counts(summary) => LedgerSummary {
            organisations: summary.organisations - 3,
            ..*summary
        },
        LikeMine::Texts(texts) => panic!("only {texts:?}"),
    }
}

#[test]
fn under_three_settings_only_texts_are_shown() {
    let mut entries = Vec::new();
    for school in schools("a", 2, Outcome::Worked) {
        entries.push(of_phase(school, Phase::LowerSecondaryKs3));
    }
    entries.push(of_phase(
        outcome("5", "b", Outcome::Worked),
        Phase::Doctoral,
    ));
    // Neither colleagues nor unverified settings make up the number.
    let colleague = outcome("6", "a0", Outcome::NoEffect);
    entries.push(of_phase(colleague, Phase::LowerSecondaryKs3));
    let unverified = outcome("7", "c", Outcome::NoEffect).unverified();
    entries.push(of_phase(unverified, Phase::LowerSecondaryKs3));
    let LikeMine::Texts(texts) = like_mine(&entries, &ks3(), &facts()) else {
        panic!("counts of two");
    };
    assert_eq!(
        texts,
        [
            "https://a0.example/ap/objects/5",
            "https://a0.example/ap/objects/6",
            "https://a1.example/ap/objects/5",
            "https://c.example/ap/objects/7"
        ]
    );
}

#[test]
fn each_list_takes_any_of_its_concepts_and_all_lists_must_fit() {
    let circumstances = Circumstances {
        phase: vec![Phase::LowerSecondaryKs3.into(), Phase::PrimaryKs2.into()],
        subject: vec![Subject::Mathematics.into()],
        setting: vec![ConceptRef::from_iri("https://elsewhere.example/v/hut")],
        group_size: Some(GroupSize::From10To35.into()),
    };
    let entry = Entry {
        circumstances,
        country: Country::of_region("GB-WLS"),
        ..outcome("5", "a", Outcome::Worked)
    };
    let fits = |filter: Filter| {
        let counted = like_mine(std::slice::from_ref(&entry), &filter, &facts());
        counted == LikeMine::Texts(vec![entry.id.clone()])
    };
    let mathematics = vec![Subject::Mathematics.into()];
    assert!(fits(Filter::default()));
    assert!(fits(ks3()));
    assert!(fits(Filter {
        subject: mathematics.clone(),
        setting: vec![
            Setting::Special.into(),
            ConceptRef::from_iri("https://elsewhere.example/v/hut")
        ],
        group_size: vec![GroupSize::From10To35.into()],
        country: vec![Country::parse("GB").unwrap()],
        ..ks3()
    }));
    assert!(!fits(Filter {
        setting: vec![Setting::Special.into()],
        ..ks3()
    }));
    assert!(!fits(Filter {
        country: vec![Country::parse("IE").unwrap()],
        ..ks3()
    }));
    assert!(!fits(Filter {
        subject: mathematics,
        phase: vec![Phase::Doctoral.into()],
        ..Filter::default()
    }));
}

#[test]
fn what_an_outcome_does_not_say_its_adoption_says() {
    let adopted = of_phase(adoption("3", "a", Running), Phase::LowerSecondaryKs3);
    let silent = outcome("5", "a", Outcome::Worked).ending(&adopted);
    let entries = vec![adopted.clone(), silent.clone()];
    assert_eq!(counts(entries, &ks3()).outcomes.worked, 1);
    let says_otherwise = of_phase(silent, Phase::PrimaryKs1);
    let summary = counts(vec![adopted.by("2026-01-01"), says_otherwise], &ks3());
    assert_eq!(summary.organisations, 0);
    assert_eq!(summary.overdue_reports, 0, "it has reported, about others");
    assert_eq!(summary.denominator.said, 0);
}

#[test]
fn no_filter_brings_back_what_was_superseded() {
    let adopted = adoption("3", "a", Running);
    let first = outcome("5", "a", Outcome::Worked).ending(&adopted);
    let first = of_phase(first, Phase::LowerSecondaryKs3);
    let corrected = outcome("6", "a", Outcome::NoEffect).ending(&adopted);
    let corrected = of_phase(corrected.on("2026-06-10"), Phase::PrimaryKs2);
    let summary = counts(vec![adopted, first, corrected], &ks3());
    assert_eq!((summary.organisations, summary.outcomes.worked), (0, 0));
}

#[test]
fn of_a_school_that_reports_of_two_phases_the_one_that_matches_counts() {
    let older = of_phase(outcome("5", "a", Outcome::Partly), Phase::LowerSecondaryKs3);
    let newer = of_phase(outcome("6", "a", Outcome::Worked), Phase::PrimaryKs2);
    let summary = counts(vec![older, newer.on("2026-06-10")], &ks3());
    assert_eq!((summary.outcomes.worked, summary.outcomes.partly), (0, 1));
}

#[test]
fn who_gave_up_one_of_two_is_not_said_to_have_given_up() {
    let gave_up = of_phase(adoption("3", "a", Abandoned), Phase::LowerSecondaryKs3);
    let going_on = of_phase(adoption("4", "a", Running), Phase::PrimaryKs2);
    let summary = counts(vec![gave_up, going_on], &ks3());
    assert_eq!(summary.denominator.gave_up, 0);
}

#[test]
fn no_filter_takes_a_warning_away() {
    let harm = of_phase(outcome("5", "a", Outcome::Harmful), Phase::PrimaryKs2);
    let summary = counts(vec![harm], &ks3());
    assert_eq!(summary.outcomes.harmful, 0);
    assert_eq!(summary.flags, [Flag::HarmReported]);
}
