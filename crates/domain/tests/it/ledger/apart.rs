//! What stands beside the headline and never in it.

use staffroom_domain::ledger::{
    Facts, LedgerSummary, Lineage, Reason, Rejection, SettingEntries, Standing, Tally,
    count_reasons,
};
use staffroom_domain::practice::AdoptionStatus::{Planned, Running};
use staffroom_vocabulary::{EvidenceLevel, Independence, Outcome};

use super::made::{Change, PRACTICE, adoption, facts, outcome, schools, summary, words};

#[test]
fn the_authors_own_result_is_no_confirmation() {
    let own = outcome("5", "oakfield", Outcome::Worked).own();
    let alone = summary(std::slice::from_ref(&own));
    assert_eq!((alone.own, alone.own_outcomes.worked), (1, 1));
    assert_eq!((alone.organisations, alone.independent), (0, 0));
    assert_eq!((alone.outcomes.total(), alone.confirmed), (0, 0));
    assert_eq!(alone.instances, 0);
    assert!(
        words(&alone).contains(&"The author's own, which is no confirmation: 1 worked.".to_owned())
    );
    // Nor does the author's own adoption stand in the denominator.
    assert_eq!(
        summary(&[adoption("3", "oakfield", Planned).own()])
            .denominator
            .said,
        0
    );
    // Without an organisation the author is no unverified setting beside themself.
    let alone = summary(&[own.unverified()]);
    assert_eq!((alone.own, alone.unverified_settings), (1, 0));
}

#[test]
fn an_author_who_says_they_are_independent_stays_the_author() {
    let mut entry = outcome("5", "oakfield", Outcome::Worked).own();
    entry.independence = Some(Independence::IndependentEvaluator);
    assert!(!entry.is_independent());
    assert_eq!(SettingEntries::of([&entry]).standing(), Standing::Own);
    assert_eq!(summary(&[entry]).independent, 0);
}

#[test]
fn silence_is_not_independence() {
    for stated in [
        None,
        Some(Independence::Originator),
        Some(Independence::SameOrganisation),
    ] {
        let mut entry = outcome("5", "a", Outcome::Worked);
        entry.independence = stated;
        let summary = summary(&[entry]);
        assert_eq!((summary.organisations, summary.independent), (1, 0));
    }
    // A school is independent only if all of its current reports are.
    let mut silent = outcome("6", "a", Outcome::Worked).on("2026-05-01");
    silent.independence = None;
    let summary = summary(&[outcome("5", "a", Outcome::Worked), silent]);
    assert_eq!((summary.organisations, summary.independent), (1, 0));
}

#[test]
fn confirmed_is_who_found_the_same_whatever_it_was() {
    let own = |result| outcome("5", "oakfield", result).own();
    let mut entries = vec![own(Outcome::Worked)];
    entries.extend(schools("a", 3, Outcome::Worked));
    entries.extend(schools("b", 1, Outcome::NoEffect));
    entries.extend(schools("c", 1, Outcome::Abandoned));
    let confirmed = summary(&entries);
    assert_eq!(confirmed.confirmed, 3);
    assert!(words(&confirmed).contains(&"Confirmed in 3 other settings.".to_owned()));
    entries[0] = own(Outcome::NoEffect);
    assert_eq!(summary(&entries).confirmed, 1);
    entries[0] = own(Outcome::Partly);
    assert_eq!(summary(&entries).confirmed, 0, "worked is not partly");
    entries[0] = own(Outcome::Inconclusive);
    assert_eq!(
        summary(&entries).confirmed,
        0,
        "nothing agrees with an open result"
    );
    let other = outcome("6", "oakfield", Outcome::NoEffect).unverified();
    let mut own_two = vec![own(Outcome::Worked), other.own()];
    own_two.extend(schools("a", 3, Outcome::Worked));
    assert_eq!(summary(&own_two).confirmed, 0, "the author's own differ");
}

#[test]
fn five_throw_away_accounts_of_one_school_are_one_setting() {
    let before = vec![outcome("5", "a", Outcome::NoEffect)];
    let mut after = before.clone();
    after.extend((0..5).map(|n| outcome(&format!("fake{n}"), "b", Outcome::Worked)));
    let (before, after) = (summary(&before), summary(&after));
    assert_eq!(before.organisations + 1, after.organisations);
    assert_eq!(after.outcomes.worked, 1);
    assert_eq!(after.instances, 2);
}

#[test]
fn five_unverified_authors_move_no_headline() {
    let known = vec![
        outcome("5", "oakfield", Outcome::Worked).own(),
        outcome("5", "a", Outcome::Worked),
    ];
    let mut all = known.clone();
    for n in 0..5 {
        let (id, host) = (format!("fake{n}"), format!("fake{n}"));
        let fake = outcome(&id, &host, Outcome::Harmful).unverified();
        all.push(fake.level(EvidenceLevel::Compared).on("2026-06-29"));
        let late = adoption(&format!("late{n}"), &host, Running).by("2026-01-01");
        all.push(late.unverified());
    }
    let (known, with_fakes) = (summary(&known), summary(&all));
    assert_eq!(with_fakes.unverified_settings, 5);
    assert_eq!(with_fakes.unverified_outcomes.harmful, 5);
    let mut headline = with_fakes.clone();
    headline.unverified_settings = 0;
    headline.unverified_outcomes = known.unverified_outcomes;
    headline.unverified_adoptions = known.unverified_adoptions;
    assert_eq!(headline, known, "flags and overdue reports included");
    let words = words(&with_fakes);
    assert!(words.contains(&"Counted apart, 5 unverified settings: 5 harmful.".to_owned()));
}

#[test]
fn what_somebody_only_says_about_their_school_stays_beside_what_is_known() {
    let mut claimed = outcome("9", "a", Outcome::Harmful).on("2026-06-20");
    claimed.setting.known = false;
    let summary = summary(&[outcome("5", "a", Outcome::Worked), claimed]);
    assert_eq!((summary.outcomes.worked, summary.outcomes.harmful), (1, 0));
    assert_eq!(summary.unverified_outcomes.harmful, 1);
    assert_eq!(summary.flags, []);
}

#[test]
fn vendor_interest_stands_apart() {
    let mut declared = outcome("5", "a", Outcome::Worked);
    declared.vendor_interest = true;
    let mut vendor = outcome("5", "b", Outcome::Worked);
    vendor.independence = Some(Independence::Vendor);
    // An interest of one colleague is an interest of the school.
    let mut colleague = outcome("5", "c", Outcome::Worked).on("2026-05-01");
    colleague.vendor_interest = true;
    let entries = [
        declared,
        vendor,
        colleague,
        outcome("6", "c", Outcome::Worked),
    ];
    let summary = summary(&entries);
    assert_eq!(summary.vendor_interest, 3);
    assert_eq!(summary.vendor_interest_outcomes.worked, 3);
    assert_eq!((summary.organisations, summary.outcomes.total()), (0, 0));
    assert_eq!((summary.independent, summary.by_evidence.len()), (0, 0));
    assert!(words(&summary).contains(
        &"Counted apart, 3 settings with an interest in a product: 3 worked.".to_owned()
    ));
}

#[test]
fn rejections_are_listed_with_their_reason() {
    let rejection = |id: &str, reason| Rejection {
        id: id.to_owned(),
        reason,
    };
    let list = [
        rejection("https://b.example/1", Reason::OutOfScope),
        rejection("https://b.example/2", Reason::OutOfScope),
        rejection("https://c.example/1", Reason::Forged),
    ];
    let facts = Facts {
        rejected: count_reasons(&list),
        ..facts()
    };
    let summary = LedgerSummary::of(&Tally::default(), &facts);
    let json = serde_json::to_value(&summary).unwrap();
    let expected = serde_json::json!({"out-of-scope": 2, "forged": 1});
    assert_eq!(json["rejected"], expected);
    assert!(
        words(&summary).contains(
            &"3 entries were not taken into the ledger; the reasons are listed.".to_owned()
        )
    );
}

#[test]
fn adaptations_stand_beside_and_are_never_added() {
    let of = |practice: &str, number| LedgerSummary {
        practice: practice.to_owned(),
        ..summary(&schools("a", number, Outcome::Worked))
    };
    let (b, c) = ("https://b.example/1", "https://c.example/1");
    let lineage = Lineage::beside(PRACTICE, [of(b, 2), of(c, 3), of(PRACTICE, 9), of(b, 2)]);
    assert_eq!(lineage.practices, 2);
    let found = lineage.adapted_by.iter();
    let found: Vec<_> = found
        .map(|it| (it.practice.as_str(), it.organisations))
        .collect();
    assert_eq!(found, [(c, 3), (b, 2)]);
    let sentence = lineage.sentence().unwrap();
    assert_eq!(sentence.english(), "Adapted by 2 practices: their results.");
    assert_eq!(Lineage::beside(PRACTICE, []).sentence(), None);
    // One level deep: what stands beside has nothing beside it.
    let json = serde_json::to_value(&lineage).unwrap();
    assert!(json["adaptedBy"][0].get("adaptedBy").is_none());
}
