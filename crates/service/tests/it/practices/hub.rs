//! On a hub: what its lists have of what lives elsewhere.

use staffroom_domain::job::ScheduledTask;
use staffroom_domain::practice::Index;
use staffroom_domain::{RecordKind, StatusKind};
use staffroom_service::hub::{self, Finding, HubMemberRow};
use staffroom_service::jobs::run_scheduled;
use staffroom_service::practices::{PracticeFilter, PracticeQuery};
use staffroom_service::statuses::{self, StatusRow, Viewer};
use staffroom_testkit::{TestDb, db, db_test};

use super::elsewhere::{remote, sent};
use super::*;

/// A hub that asks nobody: what others show, the tests say.
pub(super) async fn start_hub(db: TestDb) -> TestApp {
    let settings = [
        ("instance.role", "hub"),
        ("federation.mode", "off"),
        ("mail.smtp_host", "mail.example"),
    ];
    TestApp::with_settings(db, &settings).await
}

/// Somebody of another server, who lets others find what they post, or not.
pub(super) async fn author(app: &TestApp, host: &str, indexable: bool) -> AccountRow {
    let row = AccountRow {
        indexable,
        ..remote(app, host).await
    };
    write(app, row.clone()).await;
    row
}

pub(super) async fn write(app: &TestApp, row: AccountRow) {
    let done = app
        .ctx()
        .transact(move |tx| db::accounts::update(tx.conn, row));
    done.await.unwrap();
}

/// A practice of another server, that nobody has asked for yet.
pub(super) async fn told(
    app: &TestApp,
    by: &AccountRow,
    number: u32,
    record: &PracticeRecord,
) -> StatusRow {
    let record = serde_json::to_value(record).unwrap();
    let row = sent(app, by, number, (RecordKind::Practice, record)).await;
    assert_eq!(row.kind(), StatusKind::Article);
    row
}

pub(super) async fn settle(app: &TestApp, status: StatusId, finding: Finding) {
    let done = app
        .ctx()
        .transact(move |tx| hub::settle_in(tx, status, finding));
    done.await.unwrap();
}

pub(super) async fn shown(
    app: &TestApp,
    by: &AccountRow,
    number: u32,
    record: &PracticeRecord,
) -> StatusRow {
    let row = told(app, by, number, record).await;
    settle(app, row.id, Finding::Shown).await;
    row
}

/// What became of the server of somebody.
pub(super) async fn member(app: &TestApp, of: &AccountRow, state: &str) {
    let row = HubMemberRow {
        host: of.domain.clone(),
        account_id: of.id,
        state: state.to_owned(),
        asked_at: app.ctx().now(),
        answered_at: None,
        harvest: HubMemberRow::NONE.to_owned(),
        cursor: None,
        mark: None,
        pages: 0,
        harvested_at: None,
        practices: 0,
        adoptions: 0,
        outcomes: 0,
        events: 0,
    };
    let done = app
        .ctx()
        .transact(move |tx| db::hub_members::put(tx.conn, row));
    done.await.unwrap();
}

/// What a list has, by search and by the latest.
async fn lists(app: &TestApp, viewer: Viewer) -> (Vec<StatusId>, Vec<StatusId>) {
    run_scheduled(app.ctx(), ScheduledTask::IndexPosts)
        .await
        .unwrap();
    let query = PracticeQuery {
        counts: true,
        page: page(20),
        ..PracticeQuery::default()
    };
    let found = practices::search(app.ctx(), viewer, query).await.unwrap();
    let found = found.practices.iter().map(|it| it.status.id).collect();
    let latest = practices::list(app.ctx(), viewer, PracticeFilter::default(), page(20));
    let latest = latest.await.unwrap().views;
    (found, latest.iter().map(|it| it.status.id).collect())
}

fn indexed(index: &str) -> PracticeRecord {
    PracticeRecord {
        index: Some(Index::parse(index).unwrap()),
        ..tried()
    }
}

#[db_test]
async fn a_hub_lists_what_was_shown_to_it_and_nothing_else(db: TestDb) {
    let app = start_hub(db).await;
    let own = format!("hub:{}", app.ctx().config.account_domain());
    let open = author(&app, "farm.example", true).await;
    let quiet = author(&app, "mill.example", false).await;
    let verified = shown(&app, &open, 1, &tried()).await;
    let for_us = shown(&app, &quiet, 1, &indexed(&own)).await;
    let reported = told(&app, &open, 2, &tried()).await;
    for (by, number, record) in [
        (&quiet, 2, tried()),
        (&open, 3, indexed("none")),
        (&open, 4, indexed("hub:other.example")),
    ] {
        shown(&app, by, number, &record).await;
    }
    let listed = vec![for_us.id, verified.id];
    assert_eq!(lists(&app, None).await, (listed.clone(), listed.clone()));
    // Whoever keeps one finds no more of it: it is not for the hub to show.
    let dora = person(&app, "dora").await.id;
    statuses::bookmark(app.ctx(), dora, reported.id, true)
        .await
        .unwrap();
    assert_eq!(
        lists(&app, Some(dora)).await,
        (listed.clone(), listed.clone())
    );
    // Shown, changed and shown again, and taken back.
    settle(&app, reported.id, Finding::Shown).await;
    let all = vec![for_us.id, verified.id, reported.id];
    let (mut found, mut latest) = lists(&app, None).await;
    found.sort_unstable();
    latest.sort_unstable();
    let mut sorted = all;
    sorted.sort_unstable();
    assert_eq!((found, latest), (sorted.clone(), sorted));
    settle(&app, reported.id, Finding::NotShown).await;
    let (found, latest) = lists(&app, None).await;
    assert!(!found.contains(&reported.id) && !latest.contains(&reported.id));
    // What is of whoever left is gone, also before anything is made findable again.
    member(&app, &open, HubMemberRow::LEFT).await;
    settle(&app, verified.id, Finding::Shown).await;
    let found = app
        .ctx()
        .db
        .read(|conn| {
            db::practice_search::find(conn, &db::practice_search::WantedPractice::default(), 9)
        })
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(lists(&app, None).await, (vec![for_us.id], vec![for_us.id]));
    finish(&app).await;
}

/// What lives on the hub is listed as everywhere, and may be for it alone.
#[db_test]
async fn what_lives_on_a_hub_is_listed_as_its_author_says(db: TestDb) {
    let app = start_hub(db).await;
    let own = format!("hub:{}", app.ctx().config.account_domain());
    let dora = person(&app, "dora").await.id;
    is_findable(&app, dora, false).await;
    published(&app, dora, tried()).await;
    published(&app, dora, indexed("none")).await;
    let for_us = published(&app, dora, indexed(&own)).await;
    let everybody = published(&app, dora, indexed("all")).await;
    let listed = vec![everybody, for_us];
    assert_eq!(lists(&app, None).await, (listed.clone(), listed));
    finish(&app).await;
}

/// An instance that is none lists what it has seen, as before.
#[db_test]
async fn what_is_no_hub_asks_nobody_what_it_may_list(db: TestDb) {
    let app = start(db).await;
    let open = author(&app, "farm.example", true).await;
    let seen = told(&app, &open, 1, &tried()).await;
    told(
        &app,
        &open,
        2,
        &indexed(&format!("hub:{}", app.ctx().config.account_domain())),
    )
    .await;
    assert_eq!(lists(&app, None).await, (vec![seen.id], vec![seen.id]));
    finish(&app).await;
}

/// However much there is: the rule costs one statement.
#[db_test]
async fn the_rule_of_a_hub_costs_the_same_for_many(db: TestDb) {
    let app = start_hub(db).await;
    let open = author(&app, "farm.example", true).await;
    let statements = async || {
        let before = app.queries().get();
        lists(&app, None).await;
        app.queries().get() - before
    };
    let mut counts = Vec::new();
    for n in 0..12 {
        shown(&app, &open, n, &tried()).await;
        // Everything is findable: what is counted is the looking.
        lists(&app, None).await;
        counts.push(statements().await);
    }
    assert_eq!(counts.iter().min(), counts.iter().max(), "{counts:?}");
    finish(&app).await;
}
