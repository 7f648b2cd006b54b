//! Practices, facets, what is entered about them, and ledgers.

use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::facets::{self, FacetRow};
use staffroom_db::ledgers::{self, LedgerRow, LedgerSettingRow};
use staffroom_db::organisation_members::{self, MemberRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices::{self, PracticeRow, PracticeVersionRow};
use staffroom_db::statuses::{self, Count, Page, StatusRow};
use staffroom_db::{DbResult, lineage};
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::{nine_statuses, rows};

fn practice(id: i64) -> PracticeRow {
    PracticeRow {
        status_id: id.into(),
        account_id: 7.into(),
        record: "{}".to_owned(),
        version: 1,
        evidence: None,
        outcome: None,
        state: PracticeRow::PUBLISHED.to_owned(),
        region: None,
        language: None,
        licence: None,
        organisation: None,
        updated_at: Timestamp::from_secs(1),
    }
}

fn adoption(id: i64, decide_by: Option<i64>) -> AdoptionRow {
    AdoptionRow {
        status_id: id.into(),
        account_id: 7.into(),
        uri: "s".to_owned(),
        practice_uri: "u".to_owned(),
        practice_id: None,
        practice_version: 1,
        state: "planned".to_owned(),
        decide_by,
        awaits: true,
        reminded_at: None,
        organisation: None,
        setting_key: "k".to_owned(),
        known_setting: false,
        own: false,
        said_at: Timestamp::from_secs(1),
        verdict: AdoptionRow::COUNTED.to_owned(),
        reason: None,
        answer: None,
        record: "{}".to_owned(),
    }
}

fn outcome(id: i64, setting: &str) -> OutcomeRow {
    OutcomeRow {
        status_id: id.into(),
        account_id: 7.into(),
        uri: "s".to_owned(),
        practice_uri: "u".to_owned(),
        practice_id: Some(1),
        practice_version: 1,
        adoption_uri: Some("a".to_owned()),
        result: "worked".to_owned(),
        organisation: None,
        setting_key: setting.to_owned(),
        known_setting: false,
        own: false,
        state: OutcomeRow::COUNTED.to_owned(),
        reason: None,
        answer: None,
        said_at: Timestamp::from_secs(1),
        record: "{}".to_owned(),
    }
}

fn page(limit: i64) -> Page {
    Page {
        limit,
        ..Page::default()
    }
}

fn numbers(ids: &[StatusId]) -> Vec<i64> {
    ids.iter().map(|id| id.get()).collect()
}

#[db_test]
async fn a_practice_is_replaced_and_its_versions_are_kept(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        practices::put(c, practice(1))?;
        let changed = PracticeRow {
            version: 2,
            evidence: Some("tried".to_owned()),
            ..practice(1)
        };
        practices::put(c, changed.clone())?;
        assert_eq!(practices::find(c, 1.into())?, Some(changed.clone()));
        assert_eq!(practices::lock(c, 1.into())?, Some(changed.clone()));
        assert_eq!(practices::of_statuses(c, &[1.into(), 2.into()])?, [changed]);
        for (version, content) in [(1, "one"), (2, "two"), (2, "two again")] {
            let row = PracticeVersionRow {
                status_id: 1.into(),
                version,
                title: None,
                content: content.to_owned(),
                record: "{}".to_owned(),
                written_at: Timestamp::from_secs(1),
            };
            practices::put_version(c, row)?;
        }
        let kept = practices::versions(c, 1.into(), 10)?;
        let kept: Vec<_> = kept.iter().map(|row| row.content.as_str()).collect();
        assert_eq!(kept, ["two again", "one"]);
        assert!(practices::version(c, 1.into(), 3)?.is_none());
        practices::delete_of(c, 1.into())?;
        assert_eq!(practices::find(c, 1.into())?, None);
        DbResult::Ok(())
    })
    .await
    .unwrap();
    assert_eq!(rows(&db, "practice_version").await, 0);
}

#[db_test]
async fn practices_are_listed_by_state_and_author(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        for id in 1..4 {
            practices::put(c, practice(id))?;
        }
        let withdrawn = PracticeRow {
            state: PracticeRow::WITHDRAWN.to_owned(),
            ..practice(2)
        };
        practices::put(c, withdrawn)?;
        let listed = practices::page(c, PracticeRow::PUBLISHED, page(10))?;
        assert_eq!(listed, [(3.into(), 7.into()), (1.into(), 7.into())]);
        let of_author = practices::page_of_account(c, 7.into(), page(2))?;
        assert_eq!(of_author, [(3.into(), 7.into()), (2.into(), 7.into())]);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn every_group_of_facets_is_met_and_within_a_group_any(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        let all = [
            (1, "ph", "a"),
            (1, "su", "x"),
            (2, "ph", "a"),
            (2, "su", "y"),
            (3, "ph", "b"),
            (3, "su", "x"),
            (4, "ph", "a"),
            (4, "su", "x"),
        ];
        for id in 1..5 {
            let of_it = all.iter().filter(|(status, ..)| *status == id);
            let facets: Vec<FacetRow> = of_it
                .flat_map(|(status, scheme, concept)| {
                    // Twice: each is kept once.
                    std::iter::repeat_n(
                        FacetRow {
                            scheme: (*scheme).to_owned(),
                            concept: (*concept).to_owned(),
                            status_id: (*status).into(),
                        },
                        2,
                    )
                })
                .collect();
            facets::replace(c, id.into(), &facets)?;
        }
        let group = |scheme: &str, concepts: &[&str]| -> Vec<(String, String)> {
            let pair = |concept: &&str| (scheme.to_owned(), (*concept).to_owned());
            concepts.iter().map(pair).collect()
        };
        let mut found = |groups: &[Vec<(String, String)>], page| {
            facets::page(c, groups, page).map(|ids| numbers(&ids))
        };
        assert_eq!(found(&[group("ph", &["a"])], page(10))?, [4, 2, 1]);
        let both = [group("ph", &["a"]), group("su", &["x"])];
        assert_eq!(found(&both, page(10))?, [4, 1]);
        assert_eq!(found(&both, page(1))?, [4]);
        let below = Page {
            max_id: Some(4),
            ..page(10)
        };
        assert_eq!(found(&both, below)?, [1]);
        let above = Page {
            min_id: Some(0),
            ..page(1)
        };
        assert_eq!(found(&both, above)?, [1]);
        let any = [group("ph", &["a", "b"]), group("su", &["x"])];
        assert_eq!(found(&any, page(2))?, [4, 3]);
        let any = [group("su", &["x"]), group("ph", &["b", "c"])];
        assert_eq!(found(&any, page(10))?, [3]);
        assert_eq!(found(&[], page(10))?, [0_i64; 0]);
        assert_eq!(facets::of_status(c, 1.into())?.len(), 2);
        facets::delete_of(c, 1.into())?;
        assert_eq!(facets::of_status(c, 1.into())?.len(), 0);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn what_is_due_comes_by_its_day(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        let reminded = AdoptionRow {
            reminded_at: Some(1),
            ..adoption(4, Some(10))
        };
        let reported = AdoptionRow {
            awaits: false,
            ..adoption(5, Some(10))
        };
        for row in [
            adoption(1, Some(30)),
            adoption(2, Some(10)),
            adoption(3, None),
            reminded,
            reported,
            adoption(6, Some(20)),
        ] {
            adoptions::put(c, row)?;
        }
        let ids = |rows: Vec<AdoptionRow>| -> Vec<i64> {
            rows.iter().map(|row| row.status_id.get()).collect()
        };
        let due = adoptions::due(c, Timestamp::from_micros(20), 10)?;
        assert_eq!(ids(due), [2, 6]);
        let owed = adoptions::owed_by(c, 7.into(), None, 3)?;
        assert_eq!(ids(owed), [2, 4, 6]);
        let after = Some((Timestamp::from_micros(10), StatusId::from(2)));
        let owed = adoptions::owed_by(c, 7.into(), after, 10)?;
        assert_eq!(ids(owed), [4, 6, 1]);
        let waiting = adoptions::waiting(c, "u", 5.into(), 10)?;
        assert_eq!(ids(waiting), [6]);
        let of_account = adoptions::of_account(c, 7.into(), 4.into(), 1)?;
        assert_eq!(ids(of_account), [5]);
        adoptions::delete_of(c, 2.into())?;
        assert_eq!(adoptions::find(c, 2.into())?, None);
        assert_eq!(adoptions::of_statuses(c, &[1.into(), 2.into()])?.len(), 1);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn outcomes_are_listed_by_state_and_setting(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        let rejected = OutcomeRow {
            state: OutcomeRow::REJECTED.to_owned(),
            reason: Some("spam".to_owned()),
            ..outcome(4, "k")
        };
        let early = OutcomeRow {
            practice_id: None,
            ..outcome(5, "k")
        };
        for row in [
            outcome(1, "k"),
            outcome(2, "k"),
            outcome(3, "l"),
            rejected,
            early,
        ] {
            outcomes::put(c, row)?;
        }
        let ids = |rows: Vec<OutcomeRow>| -> Vec<i64> {
            rows.iter().map(|row| row.status_id.get()).collect()
        };
        let practice = StatusId::from(1);
        let counted = outcomes::page_of_practice(c, practice, OutcomeRow::COUNTED, page(10))?;
        assert_eq!(ids(counted), [3, 2, 1]);
        let rejected = outcomes::page_of_practice(c, practice, OutcomeRow::REJECTED, page(10))?;
        assert_eq!(ids(rejected), [4]);
        assert_eq!(
            outcomes::count_of_practice(c, practice, OutcomeRow::COUNTED)?,
            3
        );
        let reasons = outcomes::count_reasons(c, practice)?;
        assert_eq!(reasons, [("spam".to_owned(), 1)]);
        assert_eq!(ids(outcomes::of_setting(c, practice, "k", 2)?), [2, 4]);
        assert_eq!(ids(outcomes::waiting(c, "u", 1.into(), 10)?), [5]);
        assert!(outcomes::is_reported(c, "a", 7.into())?);
        assert!(!outcomes::is_reported(c, "a", 8.into())?);
        assert!(!outcomes::is_reported(c, "b", 7.into())?);
        assert_eq!(
            ids(outcomes::of_account(c, 7.into(), 3.into(), 10)?),
            [4, 5]
        );
        outcomes::delete_of(c, 1.into())?;
        assert_eq!(outcomes::find(c, 1.into())?, None);
        assert_eq!(outcomes::of_statuses(c, &[1.into(), 2.into()])?.len(), 1);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_ledger_goes_with_its_settings(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        let row = LedgerRow {
            practice_id: 1.into(),
            tally: "{}".to_owned(),
            digest: None,
            withdrawn: 0,
            rejected: "{}".to_owned(),
            theirs: None,
            theirs_at: None,
            changed_at: Timestamp::from_secs(1),
            untold: "[]".to_owned(),
        };
        ledgers::put(c, row.clone())?;
        let changed = LedgerRow {
            withdrawn: 1,
            ..row
        };
        ledgers::put(c, changed.clone())?;
        assert_eq!(ledgers::find(c, 1.into())?, Some(changed.clone()));
        assert_eq!(ledgers::of_practices(c, &[1.into(), 2.into()])?, [changed]);
        for (key, contribution) in [("b", "1"), ("a", "2"), ("b", "3")] {
            let row = LedgerSettingRow {
                practice_id: 1.into(),
                setting_key: key.to_owned(),
                contribution: contribution.to_owned(),
                lines: "[]".to_owned(),
            };
            ledgers::put_setting(c, row)?;
        }
        let settings = ledgers::settings(c, 1.into(), "", 10)?;
        let settings: Vec<_> = settings
            .iter()
            .map(|row| row.contribution.as_str())
            .collect();
        assert_eq!(settings, ["2", "3"]);
        ledgers::delete_setting(c, 1.into(), "a")?;
        assert_eq!(ledgers::setting(c, 1.into(), "a")?, None);
        ledgers::delete_of(c, 1.into())?;
        assert_eq!(ledgers::find(c, 1.into())?, None);
        DbResult::Ok(())
    })
    .await
    .unwrap();
    assert_eq!(rows(&db, "ledger_setting").await, 0);
}

#[db_test]
async fn what_was_made_from_a_practice_and_who_belongs_where(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        let sources = ["u".to_owned(), "v".to_owned(), "u".to_owned()];
        lineage::replace(c, 1.into(), &sources)?;
        lineage::replace(c, 2.into(), &sources[..1])?;
        assert_eq!(numbers(&lineage::made_from(c, "u", 10)?), [2, 1]);
        lineage::replace(c, 1.into(), &[])?;
        assert_eq!(numbers(&lineage::made_from(c, "u", 10)?), [2]);

        let account = AccountId::from(7);
        let row = |organisation: &str| MemberRow {
            organisation: organisation.to_owned(),
            account_id: account,
            created_at: Timestamp::from_secs(1),
            removed: false,
        };
        assert_eq!(organisation_members::standing(c, "o", account)?, None);
        for organisation in ["o", "o", "p"] {
            organisation_members::set(c, row(organisation))?;
        }
        assert!(organisation_members::is_member(c, "o", account)?);
        assert!(!organisation_members::is_member(c, "q", account)?);
        assert_eq!(organisation_members::of_account(c, account)?, ["o", "p"]);
        assert_eq!(organisation_members::count(c, "o")?, 1);
        let members = organisation_members::members(c, "o", 0.into(), 10)?;
        assert_eq!(members, [account]);
        let out = MemberRow {
            removed: true,
            ..row("o")
        };
        organisation_members::set(c, out)?;
        assert_eq!(
            organisation_members::standing(c, "o", account)?,
            Some(false)
        );
        assert_eq!(organisation_members::of_account(c, account)?, ["p"]);
        assert_eq!(organisation_members::count(c, "o")?, 0);
        organisation_members::delete_of_account(c, account)?;
        assert_eq!(organisation_members::count(c, "p")?, 0);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

/// What is noted of an entry, a ledger or a line changes nothing else, and brings nothing back.
#[db_test]
async fn what_is_noted_changes_nothing_else(db: TestDb) {
    nine_statuses(&db).await;
    db.write(|c| {
        let now = Timestamp::from_secs(9);
        adoptions::put(c, adoption(1, Some(1)))?;
        adoptions::set_reminded(c, &[1.into(), 2.into()], now)?;
        adoptions::set_awaits(c, 1.into(), false)?;
        adoptions::set_verdict(c, 1.into(), AdoptionRow::REJECTED, Some("spam"))?;
        adoptions::set_answer(c, 1.into(), "accepted")?;
        let expected = AdoptionRow {
            reminded_at: Some(now.as_micros()),
            awaits: false,
            verdict: AdoptionRow::REJECTED.to_owned(),
            reason: Some("spam".to_owned()),
            answer: Some("accepted".to_owned()),
            ..adoption(1, Some(1))
        };
        assert_eq!(adoptions::find(c, 1.into())?, Some(expected));
        adoptions::set_their_answer(c, 1.into(), "rejected", None)?;
        let row = adoptions::find(c, 1.into())?.unwrap();
        assert_eq!(
            (row.answer.as_deref(), row.reason),
            (Some("rejected"), None)
        );

        outcomes::put(c, outcome(2, "k"))?;
        outcomes::set_state(c, 2.into(), OutcomeRow::SUPERSEDED)?;
        outcomes::set_answer(c, 2.into(), "rejected")?;
        let expected = OutcomeRow {
            state: OutcomeRow::SUPERSEDED.to_owned(),
            answer: Some("rejected".to_owned()),
            ..outcome(2, "k")
        };
        assert_eq!(outcomes::find(c, 2.into())?, Some(expected));
        outcomes::set_verdict(c, 2.into(), OutcomeRow::REJECTED, Some("abuse"))?;
        outcomes::set_their_answer(c, 2.into(), "rejected", Some("spam"))?;
        let row = outcomes::find(c, 2.into())?.unwrap();
        assert_eq!(
            (row.state.as_str(), row.reason.as_deref()),
            (OutcomeRow::REJECTED, Some("spam"))
        );

        // What was taken back stays away.
        adoptions::delete_of(c, 1.into())?;
        adoptions::set_awaits(c, 1.into(), true)?;
        adoptions::set_answer(c, 1.into(), "accepted")?;
        assert_eq!(adoptions::find(c, 1.into())?, None);
        outcomes::delete_of(c, 2.into())?;
        outcomes::set_state(c, 2.into(), OutcomeRow::COUNTED)?;
        outcomes::set_answer(c, 2.into(), "accepted")?;
        assert_eq!(outcomes::find(c, 2.into())?, None);

        // A digest is of what was read.
        practices::put(c, practice(3))?;
        let ledger = |tally: &str, changed_at| LedgerRow {
            practice_id: 3.into(),
            tally: tally.to_owned(),
            digest: None,
            withdrawn: 0,
            rejected: "{}".to_owned(),
            theirs: None,
            theirs_at: None,
            changed_at,
            untold: "[]".to_owned(),
        };
        ledgers::put(c, ledger("{}", Timestamp::from_secs(1)))?;
        ledgers::put(c, ledger("{\"n\":1}", now))?;
        let set = ledgers::set_digest(c, 3.into(), Timestamp::from_secs(1), Some("old"))?;
        assert!(!set);
        assert_eq!(ledgers::find(c, 3.into())?, Some(ledger("{\"n\":1}", now)));
        assert!(ledgers::set_digest(c, 3.into(), now, Some("new"))?);
        ledgers::set_untold(c, 3.into(), "[\"x\"]")?;
        let expected = LedgerRow {
            digest: Some("new".to_owned()),
            untold: "[\"x\"]".to_owned(),
            ..ledger("{\"n\":1}", now)
        };
        assert_eq!(ledgers::find(c, 3.into())?, Some(expected));

        // A line is written beside what others have changed.
        let read = statuses::find(c, 3.into())?.unwrap();
        statuses::add_to_count(c, 3.into(), Count::Replies, 1)?;
        statuses::set_line(c, 3.into(), "line", now)?;
        let expected = StatusRow {
            replies_count: 1,
            spoiler: "line".to_owned(),
            edited_at: Some(now.as_micros()),
            ..read
        };
        assert_eq!(statuses::find(c, 3.into())?, Some(expected));
        DbResult::Ok(())
    })
    .await
    .unwrap();
}
