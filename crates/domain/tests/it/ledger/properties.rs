//! What holds for any entries in any order.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use staffroom_domain::Timestamp;
use staffroom_domain::ledger::{
    AdoptionCounts, Circumstances, Contribution, Country, Entry, Facts, Filter, Flag,
    LedgerSummary, LikeMine, OutcomeCounts, Said, SettingEntries, SettingKey, Share, Tally,
    by_setting, canonical_text, like_mine,
};
use staffroom_domain::practice::AdoptionStatus;
use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Facet, Independence, Outcome, Phase};

use super::made::{PRACTICE, at, day, facts, outcome, summary, version};
use super::second_count::{self, SecondCount};

const SCHOOLS: usize = 4;

/// A place that an entry comes from: a school of four, known or not, or one of six authors without one. The first school
/// is the author's own.
fn setting() -> impl Strategy<Value = (SettingKey, bool)> {
    let school = (0..SCHOOLS, weighted(0.2, Just(()))).prop_map(|(n, unknown)| {
        let key = SettingKey {
            iri: format!("https://school{n}.example/ap/actors/1"),
            known: unknown.is_none(),
        };
        (key, n == 0)
    });
    let alone = (0..6_usize).prop_map(|n| {
        let key = SettingKey {
            iri: format!("https://alone.example/ap/actors/{n}"),
            known: false,
        };
        (key, false)
    });
    prop_oneof![4 => school, 1 => alone]
}

fn said() -> impl Strategy<Value = Said> {
    let days = ["2026-06-01", "2026-06-29", "2026-06-30", "2026-07-01"];
    let adoption = (
        select(&AdoptionStatus::ALL[..]),
        weighted(0.7, select(days.to_vec())),
    )
        .prop_map(|(status, by)| Said::Adoption {
            status,
            decide_by: by.map(day),
        });
    let outcome = (
        weighted(0.5, 0..20_usize),
        weighted(0.9, select(Outcome::ALL)),
        weighted(0.9, select(EvidenceLevel::ALL)),
    )
        .prop_map(|(adoption, result, evidence)| Said::Outcome {
            adoption: adoption.map(id),
            result,
            evidence,
        });
    prop_oneof![2 => adoption, 3 => outcome]
}

fn id(n: usize) -> String {
    format!("https://school.example/ap/objects/{n:02}")
}

fn phases() -> impl Strategy<Value = Vec<ConceptRef>> {
    let some = [Phase::PrimaryKs1, Phase::PrimaryKs2, Phase::Doctoral].map(ConceptRef::from);
    proptest::collection::vec(select(some.to_vec()), 0..2)
}

/// An entry that still lacks its id. Few times and authors, so that they meet.
fn entry() -> impl Strategy<Value = Entry> {
    let facts = (
        0..3_usize,
        1..4_u32,
        0..6_u64,
        weighted(0.8, select(Independence::ALL)),
        weighted(0.1, Just(())),
        weighted(0.8, select(vec!["GB", "IE", "FR"])),
    );
    (setting(), said(), phases(), facts).prop_map(|((setting, own), said, phase, facts)| {
        let (author, number, time, independence, vendor, country) = facts;
        Entry {
            id: String::new(),
            author: format!("{}/{author}", setting.iri),
            own,
            version: version(number),
            at: at("2026-06-01").plus(Duration::from_secs(time * 86_400)),
            independence,
            vendor_interest: vendor.is_some(),
            circumstances: Circumstances {
                phase,
                ..Circumstances::default()
            },
            country: country.and_then(Country::of_region),
            instance: format!("server{author}.example"),
            setting,
            said,
        }
    })
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec(entry(), 0..20).prop_map(|mut entries| {
        for (n, entry) in entries.iter_mut().enumerate() {
            entry.id = id(n);
        }
        entries
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<Entry>, Vec<Entry>)> {
    entries().prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle()))
}

fn contribution_in(entries: &[Entry], key: &SettingKey) -> Option<Contribution> {
    SettingEntries::of(entries.iter().filter(|entry| entry.setting == *key)).contribution()
}

/// What is told of the headline: everything but what stands beside it.
fn headline(summary: &LedgerSummary) -> LedgerSummary {
    let mut headline = summary.clone();
    headline.unverified_settings = 0;
    headline.unverified_outcomes = OutcomeCounts::default();
    headline.unverified_adoptions = AdoptionCounts::default();
    headline.noticed_no_difference.unverified = 0;
    headline
}

/// The counts of which a part never has more than the whole.
fn counts(summary: &LedgerSummary) -> BTreeMap<&'static str, u64> {
    let it = &summary.denominator;
    BTreeMap::from([
        ("said", it.said),
        ("reported or given up", it.reported + it.gave_up),
        ("overdue", it.overdue),
        ("open", it.overdue + it.waiting),
        ("outcomes", summary.outcomes.total()),
        ("organisations", summary.organisations),
        ("instances", summary.instances),
        ("countries", summary.countries),
        ("independent", summary.independent),
        ("unannounced", summary.unannounced),
        ("reports", summary.reports),
        ("differing", summary.differing_settings),
        ("own", summary.own),
        ("vendor", summary.vendor_interest),
        ("unverified", summary.unverified_settings),
        ("levels", summary.by_evidence.values().sum()),
    ])
}

proptest! {
    #[test]
    fn no_order_of_arrival_changes_the_result((entries, shuffled) in shuffled()) {
        prop_assert_eq!(Tally::of(&entries), Tally::of(&shuffled));
        prop_assert_eq!(summary(&entries), summary(&shuffled));
        prop_assert_eq!(canonical_text(PRACTICE, &entries), canonical_text(PRACTICE, &shuffled));
    }

    #[test]
    fn a_tally_by_steps_is_the_tally_from_scratch((_, entries) in shuffled()) {
        let mut tally = Tally::default();
        for (n, entry) in entries.iter().enumerate() {
            let (before, now) = (&entries[..n], &entries[..=n]);
            let old = contribution_in(before, &entry.setting);
            tally.replace(old.as_ref(), contribution_in(now, &entry.setting).as_ref());
            prop_assert!(tally.is_sound());
            prop_assert_eq!(&tally, &Tally::of(now));
        }
    }

    #[test]
    fn adding_and_then_withdrawing_is_the_identity(entries in entries(), more in entry()) {
        let more = Entry { id: id(99), ..more };
        let mut with = entries.clone();
        with.push(more.clone());
        let before = Tally::of(&entries);
        let old = contribution_in(&entries, &more.setting);
        let new = contribution_in(&with, &more.setting);
        // Through the database and back in between.
        let mut tally = before.clone();
        tally.replace(old.as_ref(), new.as_ref());
        prop_assert_eq!(&tally, &Tally::of(&with));
        let kept = serde_json::to_string(&(&tally, &new)).unwrap();
        let (mut tally, new): (Tally, Option<Contribution>) = serde_json::from_str(&kept).unwrap();
        tally.replace(new.as_ref(), old.as_ref());
        prop_assert_eq!(tally, before);
    }

    #[test]
    fn contributions_come_and_go_in_any_order((entries, shuffled) in shuffled()) {
        let contributions = |entries: &[Entry]| -> Vec<Contribution> {
            let apart = entries.iter().map(|entry| SettingEntries::of([entry]).contribution());
            apart.flatten().collect()
        };
        let (one, other) = (contributions(&entries), contributions(&shuffled));
        let mut tally = Tally::default();
        // Debts first: a sum does not mind.
        for it in &one {
            tally.subtract(it);
        }
        for it in &other {
            tally.add(it);
        }
        prop_assert_eq!(tally, Tally::default());
    }

    #[test]
    fn unverified_authors_move_no_headline(
        entries in entries(),
        fakes in proptest::collection::vec(entry(), 1..6),
    ) {
        let before = summary(&entries);
        let mut all = entries;
        for (n, mut fake) in fakes.into_iter().enumerate() {
            fake.setting.known = false;
            fake.own = false;
            // Not in the author's own name either.
            fake.setting.iri = format!("https://fake.example/ap/actors/{n}");
            all.push(Entry { id: id(50 + n), ..fake });
        }
        prop_assert_eq!(headline(&summary(&all)), headline(&before));
    }

    #[test]
    fn however_many_accounts_of_one_school_are_one_setting(
        entries in entries(),
        fakes in proptest::collection::vec(entry(), 1..6),
    ) {
        let before = summary(&entries);
        let mut all = entries;
        for (n, fake) in fakes.into_iter().enumerate() {
            let setting = SettingKey { iri: "https://fake.example/ap/actors/1".to_owned(), known: true };
            let author = format!("https://fake.example/ap/actors/{n}");
            all.push(Entry { id: id(50 + n), setting, author, own: false, ..fake });
        }
        let after = summary(&all);
        prop_assert!(after.denominator.said <= before.denominator.said + 1);
        prop_assert!(after.outcomes.total() <= before.outcomes.total() + 1);
        prop_assert!(after.independent <= before.independent + 1);
        prop_assert!(after.organisations + after.vendor_interest
            <= before.organisations + before.vendor_interest + 1);
        prop_assert!(after.overdue_reports <= before.overdue_reports + 1);
    }

    #[test]
    fn superseding_twice_equals_once(entries in entries(), which in any::<Index>(), result in select(Outcome::ALL)) {
        let outcomes: Vec<_> = entries.iter().filter(|it| matches!(it.said, Said::Outcome { .. })).collect();
        prop_assume!(!outcomes.is_empty());
        let replaced = outcomes[which.index(outcomes.len())].clone();
        let later = |n: usize, at: &str, result| {
            let mut entry = Entry { id: id(n), at: super::made::at(at), ..replaced.clone() };
            if let Said::Outcome { result: it, .. } = &mut entry.said {
                *it = Some(result);
            }
            entry
        };
        let (once, twice) = (later(90, "2026-06-20", result), later(91, "2026-06-21", Outcome::Worked));
        let mut straight = entries.clone();
        straight.push(twice.clone());
        let mut by_way_of = straight.clone();
        by_way_of.push(once);
        // And again the very same, as it comes by another way.
        by_way_of.push(twice);
        prop_assert_eq!(Tally::of(&by_way_of), Tally::of(&straight));
        prop_assert_eq!(canonical_text(PRACTICE, &by_way_of), canonical_text(PRACTICE, &straight));
    }

    #[test]
    fn no_filter_counts_more_than_the_whole(
        entries in entries(),
        phase in phases(),
        country in weighted(0.3, select(vec!["GB", "IE"])),
    ) {
        let country = country.and_then(Country::of_region).into_iter().collect();
        let filter = Filter { phase, country, ..Filter::default() };
        let mut part = Tally::default();
        for setting in by_setting(&entries).values() {
            part.replace(None, setting.contribution_like(&filter).as_ref());
        }
        let whole = summary(&entries);
        let part = LedgerSummary::of(&part, &facts());
        let most = counts(&whole);
        for (name, n) in counts(&part) {
            prop_assert!(n <= most[name], "{} of {} {}", n, most[name], name);
        }
        if part.flags.contains(&Flag::HarmReported) {
            prop_assert!(whole.flags.contains(&Flag::HarmReported));
        }
        match like_mine(&entries, &filter, &facts()) {
            LikeMine::Texts(_) => prop_assert!(part.organisations < 3),
            LikeMine::Counts(told) => {
                prop_assert_eq!(counts(&told), counts(&part));
                prop_assert_eq!(&told.flags, &whole.flags);
            }
        }
        if filter.is_empty() {
            prop_assert_eq!(part, whole);
        }
    }

    #[test]
    fn the_parts_of_a_summary_add_up(entries in entries(), version_now in 1..4_u32) {
        let facts = Facts { version: version(version_now), ..facts() };
        let it = LedgerSummary::of(&Tally::of(&entries), &facts);
        let said = it.denominator;
        prop_assert_eq!(said.said, said.reported + said.overdue + said.gave_up + said.waiting);
        prop_assert_eq!(said.said, it.adoptions.total());
        prop_assert_eq!(said.overdue, it.overdue_reports);
        prop_assert_eq!(it.organisations, it.outcomes.total());
        prop_assert_eq!(it.independent, it.independent_outcomes.total());
        prop_assert_eq!(it.own, it.own_outcomes.total());
        prop_assert_eq!(it.organisations, it.by_evidence.values().sum::<u64>());
        prop_assert_eq!(it.organisations, it.by_version.values().map(OutcomeCounts::total).sum::<u64>());
        prop_assert!(it.independent <= it.organisations && it.organisations <= it.reports);
        prop_assert!(it.confirmed <= it.organisations && it.unannounced <= it.organisations);
        prop_assert!(it.about_older_versions <= it.organisations);
        let json = serde_json::to_string(&it).unwrap();
        prop_assert_eq!(serde_json::from_str::<LedgerSummary>(&json).unwrap(), it);
    }

    #[test]
    fn time_alone_makes_only_overdue_and_stale(entries in entries(), days in 0..3000_u64) {
        let tally = Tally::of(&entries);
        let now = facts();
        let later = Facts { now: now.now.plus(Duration::from_secs(days * 86_400)), ..now.clone() };
        let (now, later) = (LedgerSummary::of(&tally, &now), LedgerSummary::of(&tally, &later));
        prop_assert!(now.overdue_reports <= later.overdue_reports);
        prop_assert!(now.flags.iter().all(|flag| later.flags.contains(flag)));
        let rest = LedgerSummary {
            as_of: now.as_of,
            denominator: now.denominator,
            overdue_reports: now.overdue_reports,
            flags: now.flags.clone(),
            ..later
        };
        prop_assert_eq!(rest, now);
    }

    #[test]
    fn the_text_behind_the_digest_is_enough_to_count_again(entries in entries()) {
        let it = summary(&entries);
        let second = second_count::count(&canonical_text(PRACTICE, &entries), "2026-06-30");
        let mut by_result: BTreeMap<&str, u64> = BTreeMap::new();
        for ((result, _, _), n) in &second.outcomes {
            *by_result.entry(result).or_default() += n;
        }
        let of = |name: &str| by_result.get(name).copied().unwrap_or_default();
        let counted = OutcomeCounts {
            worked: of("worked"),
            partly: of("partly"),
            no_effect: of("no-effect"),
            harmful: of("harmful"),
            inconclusive: of("inconclusive"),
            abandoned: of("abandoned"),
            unknown: of("-"),
        };
        prop_assert_eq!(it.outcomes, counted);
        prop_assert_eq!(it.flags.contains(&Flag::HarmReported), second.harm);
        let first = SecondCount {
            said: it.denominator.said,
            reported: it.denominator.reported,
            overdue: it.overdue_reports,
            gave_up: it.denominator.gave_up,
            organisations: it.organisations,
            independent: it.independent,
            instances: it.instances,
            countries: it.countries,
            reports: it.reports,
            differing: it.differing_settings,
            own: it.own,
            vendor: it.vendor_interest,
            unverified: it.unverified_settings,
            outcomes: second.outcomes.clone(),
            harm: second.harm,
            newest_month: second.newest_month.clone(),
        };
        prop_assert_eq!(first, second);
    }

    #[test]
    fn any_time_can_be_told_or_is_refused(micros in any::<i64>()) {
        let facts = Facts { now: Timestamp::from_micros(micros), ..facts() };
        let entries = [outcome("5", "a", Outcome::Worked)];
        let summary = LedgerSummary::of(&Tally::of(&entries), &facts);
        let _ = serde_json::to_string(&summary);
    }

    #[test]
    fn a_share_is_between_none_and_all(part in any::<u64>(), whole in any::<u64>()) {
        match Share::of(part, whole) {
            Share::Counts { whole, .. } => prop_assert!(whole < 20),
            Share::Percent { percent, part, whole } => {
                prop_assert!(whole >= 20 && percent <= 100);
                prop_assert_eq!(percent == 0, part == 0);
                prop_assert_eq!(percent == 100, part == whole);
            }
        }
    }
}
