//! On a hub: what becomes of what is there when its authors, their servers or their instances change.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use staffroom_domain::job::{JobPayload, ScheduledTask};
use staffroom_domain::{RecordKind, StatusId};
use staffroom_service::accounts::RemoteAccount;
use staffroom_service::hub::{self, Finding, HubItemRow, HubMemberRow};
use staffroom_service::jobs::run_scheduled;
use staffroom_service::staff::{self, By, Step};
use staffroom_service::{Tx, departures, policies};
use staffroom_testkit::{TestApp, TestDb, db, db_test};
use tokio::sync::oneshot;

use super::elsewhere::sent;
use super::hub::{author, member, settle, shown, start_hub, told};
use super::library::{count, kept, queue};
use super::*;

/// How many practices the library has.
async fn counted(app: &TestApp) -> i64 {
    let all = kept(app).await;
    let found = all.iter().find(|it| it.0 == "all");
    found.map_or(0, |it| it.3)
}

async fn item(app: &TestApp, id: StatusId) -> HubItemRow {
    hub::items_of(app.ctx(), vec![id]).await.unwrap().remove(0)
}

async fn row_of(app: &TestApp, host: &str) -> HubMemberRow {
    hub::member(app.ctx(), host).await.unwrap().unwrap()
}

/// A slot in which changes are gathered ends, and what waited for that is done.
async fn a_while_passes(app: &TestApp) -> usize {
    app.clock().advance(Duration::from_mins(5));
    app.drain().await.len()
}

/// What the server of somebody says of them.
async fn says(app: &TestApp, of: &AccountRow, indexable: bool) {
    let new = RemoteAccount {
        uri: of.uri.clone().unwrap(),
        kind: ActorKind::Person,
        username: of.username.clone(),
        domain: of.domain.clone(),
        display_name: String::new(),
        summary: String::new(),
        url: None,
        fields: Vec::new(),
        avatar_url: None,
        header_url: None,
        locked: false,
        discoverable: true,
        indexable,
        memorial: false,
        also_known_as: Vec::new(),
        moved_to_uri: None,
        published: None,
        host: of.domain.clone(),
        inbox: format!("https://{}/inbox", of.domain),
        shared_inbox: None,
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        keys: Vec::new(),
        advertises: None,
        document: "{}".to_owned(),
    };
    let done = app
        .ctx()
        .transact(move |tx| accounts::keep_remote(tx, new).map(|_| ()));
    let done: Result<(), db::DbError> = done.await;
    done.unwrap();
}

async fn adopted(app: &TestApp, by: &AccountRow, number: u32, practice: &str) -> StatusId {
    let record = serde_json::to_value(planned(practice)).unwrap();
    let row = sent(app, by, number, (RecordKind::Adoption, record)).await;
    settle(app, row.id, Finding::Shown).await;
    row.id
}

/// All of an instance is taken out while `first` is done in another transaction, which ends once the other waits for it. What
/// is taken out was read before, as it was before.
async fn forgotten_beside(
    app: &TestApp,
    first: impl FnOnce(&mut Tx<'_>) -> Result<(), db::DbError> + Send + 'static,
) {
    let (done, is_done) = oneshot::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let ctx = app.ctx().clone();
    let first = tokio::spawn(async move {
        let work = ctx.transact(move |tx| {
            first(tx)?;
            done.send(()).unwrap();
            // Let go by dropping the sender.
            wait.recv().unwrap_err();
            Ok::<_, db::DbError>(())
        });
        work.await
    });
    is_done.await.unwrap();
    let ctx = app.ctx().clone();
    let second = tokio::spawn(async move { hub::forget(&ctx, "farm.example").await });
    let began = Instant::now();
    loop {
        let waits = app.ctx().db.read(db::testing::somebody_waits).await;
        if waits.unwrap() || second.is_finished() {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(20));
        tokio::task::yield_now().await;
    }
    drop(go_on);
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
}

/// Somebody has their server show something of a member that has left, in the moment in which all of it is taken out: each
/// thing is taken out once.
#[db_test]
async fn what_two_take_out_at_once_is_taken_out_once(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    member(&app, &amira, HubMemberRow::MEMBER).await;
    let one = shown(&app, &amira, 1, &tried()).await.id;
    let other = shown(&app, &amira, 2, &tried()).await.id;
    assert_eq!(row_of(&app, "farm.example").await.practices, 2);
    member(&app, &amira, HubMemberRow::LEFT).await;
    assert_eq!(row_of(&app, "farm.example").await.practices, 2);

    forgotten_beside(&app, move |tx| hub::settle_in(tx, one, Finding::NotShown)).await;
    assert_eq!(row_of(&app, "farm.example").await.practices, 0);
    assert_eq!(counted(&app).await, 0);
    for id in [one, other] {
        assert_eq!(item(&app, id).await.state, HubItemRow::OUT);
    }
    finish(&app).await;
}

/// How far a member is read is written by whoever reads it; what of it counts meanwhile is not lost with that.
#[db_test]
async fn what_counts_while_a_member_is_read_is_counted(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    member(&app, &amira, HubMemberRow::MEMBER).await;
    let before = row_of(&app, "farm.example").await;
    shown(&app, &amira, 1, &tried()).await;
    let read = app
        .ctx()
        .transact(move |tx| db::hub_members::put(tx.conn, before));
    read.await.unwrap();
    assert_eq!(row_of(&app, "farm.example").await.practices, 1);
    finish(&app).await;
}

/// Whoever becomes a member again while it is taken out has what was taken out then asked for again.
#[db_test]
async fn what_is_taken_out_of_whoever_comes_back_is_asked_for_again(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    member(&app, &amira, HubMemberRow::MEMBER).await;
    let it = shown(&app, &amira, 1, &tried()).await.id;
    member(&app, &amira, HubMemberRow::LEFT).await;
    let back = HubMemberRow {
        state: HubMemberRow::MEMBER.to_owned(),
        ..row_of(&app, "farm.example").await
    };
    forgotten_beside(&app, move |tx| db::hub_members::put(tx.conn, back)).await;
    let row = item(&app, it).await;
    let is_asked_for = row
        .due_at
        .is_some_and(|at| at <= app.ctx().now().as_micros());
    // On `SQLite` it was back before anything was taken out.
    assert!(row.is_verified() || is_asked_for, "{row:?}");
    settle(&app, it, Finding::Shown).await;
    assert_eq!(row_of(&app, "farm.example").await.practices, 1);
    finish(&app).await;
}

/// The organisation of the hub may be gone, or not be there yet.
#[db_test]
async fn a_member_is_taken_out_also_where_nobody_speaks_for_the_hub(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    member(&app, &amira, HubMemberRow::MEMBER).await;
    shown(&app, &amira, 1, &tried()).await;
    staff::remove_member(app.ctx(), By::CommandLine, "farm.example")
        .await
        .unwrap();
    app.drain().await;
    let row = row_of(&app, "farm.example").await;
    assert_eq!(
        (row.state.as_str(), row.practices),
        (HubMemberRow::REMOVED, 0)
    );
    assert_eq!(counted(&app).await, 0);
    finish(&app).await;
}

/// Everything that is theirs: practices, what they tried, and what came of it.
#[db_test]
async fn whoever_elsewhere_changes_their_mind_is_looked_at_again_once_in_a_while(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    let ben = author(&app, "meet.example", true).await;
    member(&app, &ben, HubMemberRow::MEMBER).await;
    let practice = shown(&app, &amira, 1, &tried()).await;
    let about = practice.uri.clone().unwrap();
    let adoption = adopted(&app, &ben, 2, &about).await;
    let own = shown(&app, &ben, 1, &tried()).await.id;
    let said = async || {
        let it = ledger(&app, practice.id).await.summary;
        it.unverified_adoptions.planned
    };
    assert_eq!((counted(&app).await, said().await), (2, 1));
    assert_eq!(row_of(&app, "meet.example").await.adoptions, 1);
    let due = item(&app, own).await.due_at;
    finish(&app).await;

    for indexable in [false, true, false] {
        says(&app, &ben, indexable).await;
    }
    app.drain().await;
    assert_eq!(counted(&app).await, 2, "not at once");
    assert_eq!(a_while_passes(&app).await, 1, "one job");
    assert_eq!((counted(&app).await, said().await), (1, 0));
    for id in [own, adoption] {
        assert_eq!(item(&app, id).await.state, HubItemRow::WITHHELD);
    }
    let row = row_of(&app, "meet.example").await;
    assert_eq!((row.practices, row.adoptions), (0, 0));
    assert_eq!(
        item(&app, own).await.due_at,
        due,
        "it is asked for as before"
    );

    says(&app, &ben, true).await;
    a_while_passes(&app).await;
    assert_eq!((counted(&app).await, said().await), (2, 1));
    assert_eq!(item(&app, own).await.state, HubItemRow::VERIFIED);
    // What its own server has not shown counts for no change of mind.
    settle(&app, own, Finding::NotShown).await;
    says(&app, &ben, false).await;
    a_while_passes(&app).await;
    says(&app, &ben, true).await;
    a_while_passes(&app).await;
    assert_eq!(item(&app, own).await.state, HubItemRow::REPORTED);
    finish(&app).await;
}

#[db_test]
async fn people_of_a_server_that_is_limited_are_counted_no_more(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    says(&app, &amira, true).await;
    app.drain().await;
    a_while_passes(&app).await;
    let it = shown(&app, &amira, 1, &tried()).await.id;
    assert_eq!(counted(&app).await, 1);
    let row = policies::decision("farm.example", policies::LIMIT, app.ctx().now());
    policies::upsert(app.ctx(), vec![row]).await.unwrap();
    app.drain().await;
    a_while_passes(&app).await;
    assert_eq!(counted(&app).await, 0);
    assert_eq!(item(&app, it).await.state, HubItemRow::WITHHELD);
    policies::remove(app.ctx(), "farm.example").await.unwrap();
    app.drain().await;
    a_while_passes(&app).await;
    assert_eq!(counted(&app).await, 1);
    finish(&app).await;
}

/// Moderators, and whoever goes.
#[db_test]
async fn whatever_is_done_to_an_account_is_counted_once_the_job_has_run(db: TestDb) {
    let app = start_hub(db).await;
    let dora = person(&app, "dora").await.id;
    is_findable(&app, dora, true).await;
    published(&app, dora, tried()).await;
    let amira = author(&app, "farm.example", true).await;
    shown(&app, &amira, 1, &tried()).await;
    app.drain().await;
    for who in [dora, amira.id] {
        for (step, expected) in [
            (Step::Limit, 1),
            (Step::Unlimit, 2),
            (Step::Suspend, 1),
            (Step::Unsuspend, 2),
        ] {
            let done = staff::act(app.ctx(), By::CommandLine, who, step, "").await;
            done.unwrap();
            app.drain().await;
            assert_eq!(counted(&app).await, expected, "{step:?}");
        }
    }
    // Gone, and not yet taken away.
    for (who, left) in [(amira.id, 1), (dora, 0)] {
        let marked = app.ctx().transact(move |tx| departures::mark_in(tx, who));
        let marked: Result<bool, db::DbError> = marked.await;
        assert!(marked.unwrap());
        app.drain().await;
        assert_eq!(counted(&app).await, left);
    }
    finish(&app).await;
}

/// Whoever counts from nothing also lists from nothing: what search has may be of the time before this was a hub.
#[db_test]
async fn what_is_counted_anew_is_made_findable_anew(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    let listed = shown(&app, &amira, 1, &tried()).await.id;
    let not = shown(&app, &amira, 2, &tried()).await.id;
    let found = async || {
        run_scheduled(app.ctx(), ScheduledTask::IndexPosts)
            .await
            .unwrap();
        let wanted = db::practice_search::WantedPractice::default();
        let read = app
            .ctx()
            .db
            .read(move |conn| db::practice_search::find(conn, &wanted, 9));
        let found: Result<Vec<_>, db::DbError> = read.await;
        let found = found.unwrap().into_iter().map(|it| it.status);
        found.collect::<Vec<_>>()
    };
    assert_eq!(found().await, [not, listed]);
    let row = item(&app, not).await;
    let wrong = app.ctx().db.write(move |conn| {
        db::practice_search::remove(conn, listed)?;
        let state = HubItemRow::REPORTED.to_owned();
        db::hub_items::put(conn, HubItemRow { state, ..row })
    });
    wrong.await.unwrap();
    assert_eq!(found().await, [not], "nobody has been told");
    queue(&app, JobPayload::CountLibrary { account: None }).await;
    app.drain().await;
    assert_eq!(found().await, [listed]);
    assert!(kept(&app).await.contains(&count("all", "", "", (1, 0, 0))));
    finish(&app).await;
}

/// Whoever makes something findable has read what it was before; what it is then is looked at once more.
#[db_test]
async fn what_is_listed_no_more_is_looked_at_by_whoever_makes_findable(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    let it = told(&app, &amira, 1, &tried()).await.id;
    for finding in [Finding::Shown, Finding::NotShown] {
        run_scheduled(app.ctx(), ScheduledTask::IndexPosts)
            .await
            .unwrap();
        settle(&app, it, finding).await;
        let read = app.ctx().db.read(|conn| db::search::pending(conn, 9));
        let waits: Result<Vec<StatusId>, db::DbError> = read.await;
        assert_eq!(waits.unwrap(), [it], "{finding:?}");
    }
    finish(&app).await;
}

/// Who says that they try something changes no number of the library.
#[db_test]
async fn what_is_tried_takes_no_turn_in_the_library(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    let practice = shown(&app, &amira, 1, &tried()).await;
    let before = kept(&app).await;
    let wrong = app
        .ctx()
        .db
        .write(move |conn| db::library::delete_entry(conn, practice.id));
    wrong.await.unwrap();
    let ben = author(&app, "meet.example", true).await;
    adopted(&app, &ben, 1, &practice.uri.clone().unwrap()).await;
    // Had it been compared, it would have been counted a second time.
    assert_eq!(kept(&app).await, before);
    finish(&app).await;
}
