//! Archives where a disk is full, a store is away, somebody is shut out, or two processes work on the same: nothing is lost,
//! nothing stays, and whoever waits is told.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::future::BoxFuture;
use staffroom_domain::job::ScheduledTask;
use staffroom_domain::{AccountId, ArchiveId, StatusId, Visibility};
use staffroom_federation::OwnDocuments;
use staffroom_service::jobs::run_scheduled;
use staffroom_service::media::{MediaError, StoreError, Wanted};
use staffroom_service::ports::{DocumentError, Documents, JobError, JobHandler as _};
use staffroom_service::statuses;
use staffroom_service::transfer::archive::{self, ArchiveHandler, ArchiveState, Failure};
use staffroom_service::users;
use staffroom_testkit::{TestApp, TestDb, db, db_test};
use tokio::sync::Notify;

use crate::account_archives::{
    claimed, handler, is_kept, items, latest, made, path_of, post, read, somebody, text,
    with_picture,
};

fn folder(app: &TestApp, name: &str) -> PathBuf {
    app.ctx().config.storage.data_dir.join(name)
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    let names = all.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

async fn skipped(app: &TestApp, of: AccountId) -> i64 {
    match latest(app, of).await.unwrap().state {
        ArchiveState::Ready { skipped, .. } => skipped,
        other => panic!("{other:?}"),
    }
}

/// From now on nobody sees them, or they are let in again.
async fn shut_out(app: &TestApp, who: AccountId, is_shut_out: bool) {
    let now = app.ctx().now().as_micros();
    let write = app.ctx().db.write(move |conn| {
        let mut row = db::accounts::find(conn, who)?.unwrap();
        row.suspended_at = is_shut_out.then_some(now);
        db::accounts::update(conn, row)
    });
    let written: Result<(), db::DbError> = write.await;
    written.unwrap();
}

#[db_test]
async fn a_full_disk_is_told_and_another_may_be_asked_for(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let full = handler(&app, |_| Ok(100 << 20));
    // No other attempt makes room, and no dead job waits for one.
    full.run(&claimed(id, 1)).await.unwrap();
    let archive = latest(&app, amira).await.unwrap();
    assert_eq!(archive.state, ArchiveState::Failed(Failure::Room));
    assert_eq!(archive.again_at, None);
    made(&app, amira).await;
}

#[db_test]
async fn a_disk_that_others_fill_meanwhile_is_left_alone(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    post(&app, amira, text("Tea.", Visibility::Public)).await;
    app.drain().await;
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    // There is room until something is written.
    let fills = handler(&app, |folder| {
        let is_begun = fs::read_dir(folder.join("incoming"))?.next().is_some();
        Ok(if is_begun { 100 << 20 } else { u64::MAX })
    });
    fills.run(&claimed(id, 1)).await.unwrap();
    let archive = latest(&app, amira).await.unwrap();
    assert_eq!(archive.state, ArchiveState::Failed(Failure::Room));
    for name in ["incoming", "archives"] {
        assert_eq!(names(&folder(&app, name)), [""; 0], "{name}");
    }
    app.drain().await;
}

#[db_test]
async fn a_store_that_is_away_for_a_while_takes_nothing_from_anybody(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let (_, path) = with_picture(&app, amira).await;
    app.drain().await;
    let there = folder(&app, &path);
    let (of, away) = (there.parent().unwrap(), folder(&app, "away"));
    fs::rename(of, &away).unwrap();
    // What lies below a file cannot be read, and that is not the same as a file that is gone.
    fs::write(of, "in its place").unwrap();
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let ours = handler(&app, |_| Ok(u64::MAX));
    for attempt in [1, 2, 3, 11] {
        let done = ours.run(&claimed(id, attempt)).await;
        assert!(matches!(done, Err(JobError::Retry { .. })), "{done:?}");
    }
    fs::remove_file(of).unwrap();
    fs::rename(&away, of).unwrap();
    app.drain().await;
    assert_eq!(skipped(&app, amira).await, 0);
    let files = read(&app, amira, id).await;
    assert!(files.contains_key(&path.replace("media/", "media_attachments/")));
}

#[db_test]
async fn what_is_away_for_good_is_left_out_and_nobody_waits_a_week_for_it(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let (_, path) = with_picture(&app, amira).await;
    app.drain().await;
    let there = folder(&app, &path);
    fs::remove_dir_all(there.parent().unwrap()).unwrap();
    fs::write(there.parent().unwrap(), "in its place").unwrap();
    let first = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let ours = handler(&app, |_| Ok(u64::MAX));
    ours.run(&claimed(first, 12)).await.unwrap();
    assert_eq!(skipped(&app, amira).await, 1);
    assert_eq!(latest(&app, amira).await.unwrap().again_at, None);
    // It can be fetched until the next is ready.
    let second = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let waits = latest(&app, amira).await.unwrap();
    assert_eq!((waits.id, waits.state), (second, ArchiveState::Waiting));
    assert_eq!(waits.earlier.unwrap().id, first);
    read(&app, amira, first).await;
    ours.run(&claimed(second, 12)).await.unwrap();
    let late = archive::open(app.ctx(), amira, first, Wanted::All).await;
    assert!(matches!(late, Err(MediaError::NotFound)));
    assert_eq!(latest(&app, amira).await.unwrap().earlier, None);
    app.drain().await;
}

#[db_test]
async fn one_that_failed_is_made_where_its_job_is_tried_again(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let archives = folder(&app, "archives");
    fs::remove_dir_all(&archives).unwrap();
    fs::write(&archives, "in its place").unwrap();
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let ours = handler(&app, |_| Ok(u64::MAX));
    for attempt in [1, 11] {
        let done = ours.run(&claimed(id, attempt)).await;
        assert!(matches!(done, Err(JobError::Retry { .. })), "{done:?}");
        let state = latest(&app, amira).await.unwrap().state;
        assert!(matches!(state, ArchiveState::Making { .. }), "{state:?}");
    }
    let done = ours.run(&claimed(id, 12)).await;
    assert!(matches!(done, Err(JobError::Retry { .. })), "{done:?}");
    let archive = latest(&app, amira).await.unwrap();
    assert_eq!(archive.state, ArchiveState::Failed(Failure::Other));
    fs::remove_file(&archives).unwrap();
    fs::create_dir(&archives).unwrap();
    app.drain().await;
    assert_eq!(skipped(&app, amira).await, 0);
    assert_eq!(latest(&app, amira).await.unwrap().id, id);
}

#[db_test]
async fn whoever_is_shut_out_gets_none_and_asks_again_when_they_are_let_in(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    archive::ask(app.ctx(), amira, "en").await.unwrap();
    shut_out(&app, amira, true).await;
    app.drain().await;
    let archive = latest(&app, amira).await.unwrap();
    assert_eq!(archive.state, ArchiveState::Failed(Failure::Other));
    assert_eq!(archive.again_at, None);
    shut_out(&app, amira, false).await;
    made(&app, amira).await;
}

/// Stops an attempt where it has begun and written nothing, until it may go on.
struct Gate {
    reached: Notify,
    open: Notify,
    documents: OwnDocuments,
}

impl Documents for Gate {
    fn actor(&self, account: AccountId) -> BoxFuture<'_, Result<String, DocumentError>> {
        Box::pin(async move {
            self.reached.notify_one();
            self.open.notified().await;
            self.documents.actor(account).await
        })
    }

    fn activities(
        &self,
        account: AccountId,
        ids: Vec<StatusId>,
    ) -> BoxFuture<'_, Result<Vec<Option<String>>, DocumentError>> {
        self.documents.activities(account, ids)
    }
}

type Attempt = (Arc<Gate>, tokio::task::JoinHandle<Result<(), JobError>>);

/// An attempt that has begun and waits.
async fn begun(app: &TestApp, id: ArchiveId, attempt: u32) -> Attempt {
    let gate = Arc::new(Gate {
        reached: Notify::new(),
        open: Notify::new(),
        documents: OwnDocuments(app.ctx().clone()),
    });
    let documents: Arc<dyn Documents> = Arc::<Gate>::clone(&gate);
    let handler = ArchiveHandler {
        documents,
        ..handler(app, |_| Ok(u64::MAX))
    };
    let job = claimed(id, attempt);
    let running = tokio::spawn(async move { handler.run(&job).await });
    gate.reached.notified().await;
    (gate, running)
}

async fn end((gate, running): Attempt) -> Result<(), JobError> {
    gate.open.notify_one();
    running.await.unwrap()
}

#[db_test]
async fn of_two_attempts_at_once_one_makes_it_and_the_other_takes_nothing_away(db: TestDb) {
    let app = TestApp::start(db).await;
    for (name, first_ends_first) in [("amira", true), ("ben", false)] {
        let of = somebody(&app, name).await;
        let id = archive::ask(app.ctx(), of, "en").await.unwrap();
        // The lease of the first was lost while it was at work.
        let (first, second) = (begun(&app, id, 1).await, begun(&app, id, 2).await);
        // What the first had written was removed when the second began, so it makes none any more.
        if first_ends_first {
            assert!(end(first).await.is_err());
            end(second).await.unwrap();
        } else {
            end(second).await.unwrap();
            assert!(end(first).await.is_err());
        }
        assert_eq!(skipped(&app, of).await, 0);
        assert!(!read(&app, of, id).await.is_empty());
        let path = path_of(&app, id).await.unwrap();
        assert_eq!(
            names(&folder(&app, "archives")),
            [path.trim_start_matches("archives/")]
        );
        let letters = app.mail().all().len();
        app.drain().await;
        assert_eq!(app.mail().all().len(), letters + 1, "one letter");
        users::delete(app.ctx(), name).await.unwrap();
        app.drain().await;
        let prune = run_scheduled(app.ctx(), ScheduledTask::PruneMedia);
        prune.await.unwrap();
    }
    app.clock().advance(Duration::from_hours(30 * 24));
    app.drain().await;
}

#[db_test]
async fn what_is_made_for_somebody_who_leaves_meanwhile_does_not_stay(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let attempt = begun(&app, id, 1).await;
    users::delete(app.ctx(), "amira").await.unwrap();
    let prune = run_scheduled(app.ctx(), ScheduledTask::PruneMedia);
    prune.await.unwrap();
    assert_eq!(path_of(&app, id).await, None);
    end(attempt).await.unwrap();
    assert_eq!(names(&folder(&app, "archives")), [""; 0]);
    assert_eq!(names(&folder(&app, "incoming")), [""; 0]);
    app.drain().await;
    app.clock().advance(Duration::from_hours(30 * 24));
    app.drain().await;
}

#[db_test]
async fn what_processes_that_died_have_left_is_removed(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let ago = |hours| {
        let at = app.ctx().now().minus(Duration::from_hours(hours));
        SystemTime::UNIX_EPOCH + Duration::from_micros(at.as_micros().unsigned_abs())
    };
    let leave = |path: &str, hours| {
        let path = folder(&app, path);
        let file = File::options().create(true).append(true).open(path);
        let file = file.unwrap();
        file.set_modified(ago(hours)).unwrap();
    };
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    // Of the same archive, as the process was killed an hour ago.
    let begun = format!("incoming/archive-{id}-abc");
    leave(&begun, 1);
    app.drain().await;
    assert!(!folder(&app, &begun).exists(), "the next attempt knows it");
    let path = path_of(&app, id).await.unwrap();
    leave(&path, 48);
    for (path, hours) in [
        ("incoming/.tmp-old", 25),
        ("incoming/.tmp-new", 23),
        ("archives/old.zip#1", 25),
        ("archives/new.zip#1", 23),
        ("archives/nobodys-old.zip", 25),
        ("archives/nobodys-new.zip", 23),
    ] {
        leave(path, hours);
    }
    let prune = run_scheduled(app.ctx(), ScheduledTask::PruneMedia);
    assert_eq!(prune.await.unwrap(), 3);
    assert_eq!(names(&folder(&app, "incoming")), [".tmp-new"]);
    let mut archives = names(&folder(&app, "archives"));
    archives.sort_unstable();
    let kept = path.trim_start_matches("archives/");
    let mut expected = ["new.zip#1", "nobodys-new.zip", kept];
    expected.sort_unstable();
    assert_eq!(archives, expected);
    assert!(!read(&app, amira, id).await.is_empty());
}

#[db_test]
async fn one_that_cannot_be_removed_keeps_no_other(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (somebody(&app, "amira").await, somebody(&app, "ben").await);
    let (amiras, bens) = (made(&app, amira).await, made(&app, ben).await);
    let (stays, goes) = (
        path_of(&app, amiras).await.unwrap(),
        path_of(&app, bens).await.unwrap(),
    );
    let there = folder(&app, &stays);
    fs::remove_file(&there).unwrap();
    fs::create_dir(&there).unwrap();
    app.clock().advance(archive::KEPT);
    let prune = run_scheduled(app.ctx(), ScheduledTask::PruneMedia);
    prune.await.unwrap();
    assert!(!is_kept(&app, &goes).await);
    assert_eq!(path_of(&app, bens).await, None);
    assert_eq!(
        path_of(&app, amiras).await,
        Some(stays),
        "it is not forgotten"
    );
    fs::remove_dir(&there).unwrap();
    app.clock().advance(Duration::from_hours(1));
    let prune = run_scheduled(app.ctx(), ScheduledTask::PruneMedia);
    prune.await.unwrap();
    assert_eq!(path_of(&app, amiras).await, None);
    app.drain().await;
}

#[db_test]
async fn a_file_that_was_lost_is_told_and_another_may_be_asked_for(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let id = made(&app, amira).await;
    fs::remove_file(folder(&app, &path_of(&app, id).await.unwrap())).unwrap();
    let lost = archive::open(app.ctx(), amira, id, Wanted::All).await;
    assert!(matches!(lost, Err(MediaError::Store(StoreError::NotFound))));
    assert_eq!(latest(&app, amira).await, None);
    made(&app, amira).await;
}

#[db_test]
async fn a_boost_of_what_is_hidden_by_now_is_still_in_it(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (somebody(&app, "amira").await, somebody(&app, "ben").await);
    let ctx = app.ctx();
    let bens = post(&app, ben, text("Ben's own words.", Visibility::Public)).await;
    let boost = statuses::boost(ctx, amira, bens, None).await.unwrap();
    app.drain().await;
    shut_out(&app, ben, true).await;
    let id = made(&app, amira).await;
    let outbox = items(&read(&app, amira, id).await, "outbox.json");
    assert_eq!(outbox.len(), 1);
    assert_eq!(outbox[0]["id"], ctx.addresses.boost(boost));
    assert_eq!(outbox[0]["type"], "Announce");
    assert_eq!(outbox[0]["actor"], ctx.addresses.actor(amira));
    assert_eq!(outbox[0]["object"], ctx.addresses.object(bens));
    assert_eq!(skipped(&app, amira).await, 0);
}

/// Writes nothing of posts.
struct Speechless(OwnDocuments);

impl Documents for Speechless {
    fn actor(&self, account: AccountId) -> BoxFuture<'_, Result<String, DocumentError>> {
        self.0.actor(account)
    }

    fn activities(
        &self,
        _: AccountId,
        ids: Vec<StatusId>,
    ) -> BoxFuture<'_, Result<Vec<Option<String>>, DocumentError>> {
        Box::pin(async move { Ok(ids.iter().map(|_| None).collect()) })
    }
}

#[db_test]
async fn a_post_that_cannot_be_written_is_named(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let lost = post(&app, amira, text("Tea.", Visibility::Public)).await;
    app.drain().await;
    let id = archive::ask(app.ctx(), amira, "en").await.unwrap();
    let ours = ArchiveHandler {
        documents: Arc::new(Speechless(OwnDocuments(app.ctx().clone()))),
        ..handler(&app, |_| Ok(u64::MAX))
    };
    ours.run(&claimed(id, 1)).await.unwrap();
    assert_eq!(skipped(&app, amira).await, 1);
    let files = read(&app, amira, id).await;
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    let named = format!("  {}\n", app.ctx().addresses.object(lost));
    assert!(readme.ends_with(&named), "{readme}");
    app.drain().await;
}
