//! Practices, what is entered about them and their ledgers are found by indexes.

use staffroom_db::statuses::Page;
use staffroom_db::{
    accounts, adoptions, announced_records, facets, ledgers, lineage, organisation_members,
    outcomes, practices,
};
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_testkit::{TestDb, db_test};

use crate::plans::{by_id, served};

const NOW: Timestamp = Timestamp::from_secs(1);

/// One part downwards, one upwards.
fn pages() -> [Page; 2] {
    let limit = 20;
    let down = Page {
        max_id: Some(9),
        limit,
        ..Page::default()
    };
    let up = Page {
        min_id: Some(1),
        limit,
        ..Page::default()
    };
    [down, up]
}

fn ids() -> (AccountId, StatusId) {
    (AccountId::from(1), StatusId::from(1))
}

/// How a plan names the search by a key of several columns.
fn by_key(db: &TestDb, postgres: &'static str) -> &'static str {
    if db.is_sqlite() {
        "PRIMARY KEY"
    } else {
        postgres
    }
}

#[db_test]
async fn practices_are_found_by_an_index(db: TestDb) {
    let (account, status) = ids();
    for page in pages() {
        served(&db, "practice_by_state", move |c| {
            practices::page(c, "published", page).map(drop)
        })
        .await;
        served(&db, "practice_of_account", move |c| {
            practices::page_of_account(c, account, page).map(drop)
        })
        .await;
    }
    served(&db, by_id(&db, "practice_pkey"), move |c| {
        practices::find(c, status).map(drop)
    })
    .await;
    served(&db, by_id(&db, "status_pkey"), move |c| {
        practices::lock(c, status).map(drop)
    })
    .await;
    served(&db, by_key(&db, "practice_version_pkey"), move |c| {
        practices::versions(c, status, 20).map(drop)
    })
    .await;
    served(&db, by_key(&db, "practice_version_pkey"), move |c| {
        practices::delete_of(c, status)
    })
    .await;
    served(&db, "lineage_of_source", |c| {
        lineage::made_from(c, "u", 20).map(drop)
    })
    .await;
    served(&db, by_key(&db, "lineage_pkey"), move |c| {
        lineage::delete_of(c, status)
    })
    .await;
}

#[db_test]
async fn practices_with_facets_are_found_by_an_index(db: TestDb) {
    let facet = |scheme: &str, concept: &str| (scheme.to_owned(), concept.to_owned());
    for page in pages() {
        for groups in [
            vec![vec![facet("ph", "primary-ks1")]],
            vec![
                vec![facet("ph", "primary-ks1")],
                vec![facet("su", "english")],
            ],
            vec![
                vec![facet("ph", "primary-ks1")],
                vec![facet("su", "a"), facet("su", "b")],
            ],
        ] {
            served(&db, by_key(&db, "facet_pkey"), move |c| {
                facets::page(c, &groups, page).map(drop)
            })
            .await;
        }
    }
    served(&db, "facet_of_status", |c| {
        facets::delete_of(c, StatusId::from(1))
    })
    .await;
    served(&db, "facet_of_status", |c| {
        facets::of_status(c, StatusId::from(1)).map(drop)
    })
    .await;
}

#[db_test]
async fn adoptions_are_found_by_an_index(db: TestDb) {
    let (account, status) = ids();
    for page in pages() {
        served(&db, "adoption_of_practice", move |c| {
            adoptions::page_of_practice(c, status, "counted", page).map(drop)
        })
        .await;
    }
    served(&db, "adoption_of_setting", move |c| {
        adoptions::of_setting(c, status, "k", 20).map(drop)
    })
    .await;
    served(&db, "adoption_of_account", move |c| {
        adoptions::of_account(c, account, status, 20).map(drop)
    })
    .await;
    served(&db, "adoption_waiting", move |c| {
        adoptions::waiting(c, "u", status, 20).map(drop)
    })
    .await;
    served(&db, "adoption_due", |c| {
        adoptions::due(c, NOW, 20).map(drop)
    })
    .await;
    for after in [None, Some((NOW, status))] {
        served(&db, "adoption_owed", move |c| {
            adoptions::owed_by(c, account, after, 20).map(drop)
        })
        .await;
    }
}

#[db_test]
async fn outcomes_are_found_by_an_index(db: TestDb) {
    let (account, status) = ids();
    for page in pages() {
        served(&db, "outcome_of_practice", move |c| {
            outcomes::page_of_practice(c, status, "counted", page).map(drop)
        })
        .await;
    }
    served(&db, "outcome_of_", move |c| {
        outcomes::count_of_practice(c, status, "counted").map(drop)
    })
    .await;
    served(&db, "outcome_of_setting", move |c| {
        outcomes::of_setting(c, status, "k", 20).map(drop)
    })
    .await;
    served(&db, "outcome_by_adopter", |c| {
        outcomes::is_reported(c, "u", 1.into()).map(drop)
    })
    .await;
    served(&db, "outcome_of_account", move |c| {
        outcomes::of_account(c, account, status, 20).map(drop)
    })
    .await;
    served(&db, "outcome_waiting", move |c| {
        outcomes::waiting(c, "u", status, 20).map(drop)
    })
    .await;
}

#[db_test]
async fn ledgers_and_members_are_found_by_an_index(db: TestDb) {
    let (account, status) = ids();
    served(&db, by_id(&db, "ledger_pkey"), move |c| {
        ledgers::find(c, status).map(drop)
    })
    .await;
    served(&db, by_key(&db, "ledger_setting_pkey"), move |c| {
        ledgers::setting(c, status, "k").map(drop)?;
        ledgers::settings(c, status, "k", 20).map(drop)
    })
    .await;
    served(&db, by_key(&db, "organisation_member_pkey"), move |c| {
        organisation_members::is_member(c, "o", account).map(drop)?;
        organisation_members::members(c, "o", account, 20).map(drop)
    })
    .await;
    served(&db, "announced_record_organisation", move |c| {
        announced_records::page(c, account, status, 20).map(drop)
    })
    .await;
    served(&db, "account_organisation", |c| {
        accounts::organisations_here(c, 2).map(drop)
    })
    .await;
    served(&db, "organisation_member_account", move |c| {
        organisation_members::of_account(c, account).map(drop)?;
        organisation_members::delete_of_account(c, account)
    })
    .await;
}
