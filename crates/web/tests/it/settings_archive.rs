//! The archive of what somebody posted, on pages: each state, and who may fetch it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_domain::job::{ClaimedJob, JobPayload};
use staffroom_domain::{AccountId, ArchiveId, JobId, Role, StatusId};
use staffroom_service::ports::{DocumentError, Documents, JobHandler as _};
use staffroom_service::statuses::{self, NewStatus};
use staffroom_service::transfer::archive::{self, ArchiveHandler};
use staffroom_testkit::db;

use crate::app::{Answer, Browser, TestApp};

const HERE: &str = "/settings/data";
const ASK: &str = "/settings/data/archive";

/// Documents are written elsewhere.
struct Blank;

impl Documents for Blank {
    fn actor(&self, _: AccountId) -> BoxFuture<'_, Result<String, DocumentError>> {
        Box::pin(async { Ok("{}".to_owned()) })
    }

    fn activities(
        &self,
        _: AccountId,
        _: Vec<StatusId>,
    ) -> BoxFuture<'_, Result<Vec<Option<String>>, DocumentError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

async fn teacher(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

async fn ask(browser: &Browser<'_>) -> Answer {
    let page = browser.get(HERE).await;
    browser.submit(&page, ASK, &[]).await
}

async fn latest(app: &TestApp, of: AccountId) -> ArchiveId {
    archive::latest(&app.ctx, of).await.unwrap().unwrap().id
}

/// Makes it, or tries to, on a disk with so much room.
async fn make(app: &TestApp, id: ArchiveId, free_bytes: fn(&Path) -> std::io::Result<u64>) {
    let handler = ArchiveHandler {
        ctx: app.ctx.clone(),
        documents: Arc::new(Blank),
        free_bytes,
    };
    let job = ClaimedJob {
        id: JobId::from(1),
        payload: JobPayload::MakeArchive { archive: id },
        attempt: 1,
        max_attempts: 12,
        dedup_key: None,
        lease_token: 1,
    };
    // What became of it is on the page.
    drop(handler.run(&job).await);
}

/// The part of the page about it, in English and in Welsh.
async fn told(browser: &Browser<'_>) -> String {
    let mut all = String::new();
    for page in [browser.get(HERE).await, browser.get_welsh(HERE).await] {
        let text = page.assert_ok().normalised();
        let (_, rest) = text
            .split_once("<section aria-labelledby=\"archive\">\n")
            .unwrap();
        all.push_str(rest.split_once("</section>").unwrap().0);
        all.push('\n');
    }
    all
}

#[actix_web::test]
async fn each_state_is_told() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    insta::assert_snapshot!("settings_archive_none", told(&browser).await);
    assert_eq!(ask(&browser).await.location(), "/settings/data#archive");
    let page = browser.get(HERE).await;
    page.assert_has("Your archive will be made.");
    insta::assert_snapshot!("settings_archive_waiting", told(&browser).await);
    // A page that was open before.
    let again = browser.submit(&page, ASK, &[]).await;
    assert_eq!(again.location(), "/settings/data#archive");
    browser
        .get(HERE)
        .await
        .assert_has("That cannot be done any more");
    let (id, now) = (latest(&app, amira).await, app.ctx.now());
    let advanced = app.ctx.db.write(move |conn| {
        let attempt = (id, "archives/a.zip");
        let is_begun = db::archives::begin(conn, attempt, 1_200, now)?;
        Ok::<_, db::DbError>(is_begun && db::archives::advance(conn, attempt, 3, now)?)
    });
    assert!(advanced.await.unwrap());
    insta::assert_snapshot!("settings_archive_making", told(&browser).await);
    make(&app, id, |_| Ok(u64::MAX)).await;
    insta::assert_snapshot!("settings_archive_ready", told(&browser).await);
    app.advance(archive::KEPT);
    browser
        .get(HERE)
        .await
        .assert_lacks(".zip")
        .assert_has("Ask for an archive");
}

#[actix_web::test]
async fn what_went_wrong_is_told_with_what_to_do() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    ask(&browser).await.assert_status(303);
    make(&app, latest(&app, amira).await, |_| Ok(0)).await;
    insta::assert_snapshot!("settings_archive_failed_room", told(&browser).await);
    ask(&browser).await.assert_status(303);
    app.advance(Duration::from_hours(25));
    insta::assert_snapshot!("settings_archive_failed", told(&browser).await);
    let page = browser.get(HERE).await;
    page.assert_has("Ask for an archive");
}

#[actix_web::test]
async fn the_file_is_for_its_owner_alone() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let bilal = teacher(&app, "bilal").await;
    let (browser, other) = (app.signed_in("amira").await, app.signed_in("bilal").await);
    ask(&browser).await.assert_status(303);
    let id = latest(&app, amira).await;
    let path = format!("/settings/data/archives/{id}.zip");
    browser.get(&path).await.assert_status(404);
    make(&app, id, |_| Ok(u64::MAX)).await;
    browser.get(HERE).await.assert_has(&path);
    let file = browser.get(&path).await;
    file.assert_ok();
    assert!(file.text.starts_with("PK"), "a ZIP");
    for (header, value) in [
        ("content-type", "application/zip"),
        (
            "content-disposition",
            "attachment; filename=\"archive-amira-2026-09-01.zip\"",
        ),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(file.header(header), value);
    }
    let rest = browser.get_with(&path, &[("range", "bytes=1-1")]).await;
    rest.assert_status(206);
    assert_eq!(rest.text, "K");
    assert!(rest.header("content-range").starts_with("bytes 1-1/"));
    // Whoever broke off goes on where they were, in the same file only.
    let tag = format!("\"{id}\"");
    assert_eq!(file.header("etag"), tag);
    for (known, status) in [(tag.as_str(), 206), ("\"1\"", 200)] {
        let headers = [("range", "bytes=1-1"), ("if-range", known)];
        browser
            .get_with(&path, &headers)
            .await
            .assert_status(status);
    }
    browser
        .get_with(&path, &[("range", "bytes=99999999-")])
        .await
        .assert_status(416);
    // Somebody else does not find it, whether they have one or not; nobody who is not signed in does.
    other.get(&path).await.assert_status(404);
    other.get(HERE).await.assert_lacks(".zip");
    ask(&other).await.assert_status(303);
    make(&app, latest(&app, bilal).await, |_| Ok(u64::MAX)).await;
    other.get(&path).await.assert_status(404);
    let sent_away = app.browser().get(&path).await;
    assert!(sent_away.location().starts_with("/sign-in?"));
    for path in [
        "/settings/data/archives/1.zip",
        "/settings/data/archives/x.zip",
    ] {
        browser.get(path).await.assert_status(404);
    }
    app.advance(archive::KEPT);
    browser.get(&path).await.assert_status(404);
}

#[actix_web::test]
async fn one_that_is_not_whole_may_be_asked_for_again_and_is_there_until_then() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let new = NewStatus {
        text: "Tea.".to_owned(),
        ..NewStatus::default()
    };
    statuses::publish(&app.ctx, amira, new).await.unwrap();
    let browser = app.signed_in("amira").await;
    ask(&browser).await.assert_status(303);
    let first = latest(&app, amira).await;
    // What writes documents here writes no posts.
    make(&app, first, |_| Ok(u64::MAX)).await;
    let shown = told(&browser).await.replace(&first.to_string(), "[id]");
    insta::assert_snapshot!("settings_archive_not_whole", shown);
    ask(&browser).await.assert_status(303);
    let shown = told(&browser).await.replace(&first.to_string(), "[id]");
    insta::assert_snapshot!("settings_archive_earlier", shown);
    let path = format!("/settings/data/archives/{first}.zip");
    browser.get(&path).await.assert_ok();
}

#[actix_web::test]
async fn one_whose_file_was_lost_is_told_and_another_may_be_asked_for() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    ask(&browser).await.assert_status(303);
    let id = latest(&app, amira).await;
    make(&app, id, |_| Ok(u64::MAX)).await;
    let folder = app.ctx.config.storage.data_dir.join("archives");
    for file in std::fs::read_dir(folder).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let path = format!("/settings/data/archives/{id}.zip");
    let sent = browser.get(&path).await;
    assert_eq!(sent.location(), "/settings/data#archive");
    browser
        .get(HERE)
        .await
        .assert_has("That archive is not there any more")
        .assert_has("Ask for an archive")
        .assert_lacks(".zip");
    browser.get(&path).await.assert_status(404);
}
