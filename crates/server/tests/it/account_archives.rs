//! Archives of what somebody posted: made, read again, fetched, and gone.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64;
use futures_util::TryStreamExt as _;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use staffroom_domain::job::{ClaimedJob, JobPayload, ScheduledTask};
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord};
use staffroom_domain::{AccountId, ArchiveId, JobId, StatusId, Visibility};
use staffroom_federation::{OwnDocuments, documents};
use staffroom_service::jobs::run_scheduled;
use staffroom_service::media::{
    self, Incoming, MediaError, NewUpload, PictureChange, StoreError, Uploaded, Variant, Wanted,
};
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::statuses::{self, NewStatus};
use staffroom_service::transfer::archive::{
    self, Archive, ArchiveError, ArchiveHandler, ArchiveState, Failure, INTERVAL,
};
use staffroom_service::transfer::{Kind, export};
use staffroom_service::{domain_blocks, users};
use staffroom_testkit::{TestApp, TestDb, db, db_test};
use zip::ZipArchive;

/// The files of an archive by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

const WEEK: Duration = Duration::from_hours(7 * 24);
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn picture() -> Incoming {
    let mut file = Incoming::new().unwrap();
    file.write_all(&BASE64.decode(PIXEL.as_bytes()).unwrap())
        .unwrap();
    file
}

pub(crate) async fn somebody(app: &TestApp, name: &str) -> AccountId {
    let address = format!("{name}@school.example");
    let user = app.user(name).teacher().email(&address).build();
    user.await.account.id
}

pub(crate) fn text(text: &str, visibility: Visibility) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        visibility: Some(visibility),
        ..NewStatus::default()
    }
}

pub(crate) async fn post(app: &TestApp, by: AccountId, new: NewStatus) -> StatusId {
    statuses::publish(app.ctx(), by, new).await.unwrap()
}

async fn practice(app: &TestApp, by: AccountId) -> StatusId {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let record = json!({
        "version": 1, "evidenceLevel": concept("ev/idea"),
        "technologyType": [concept("tech/digital-feedback"), "https://elsewhere.example/v/unheard-of"],
        "problem": [concept("pr/workload")], "phase": [concept("ph/lower-secondary-ks3")],
        "subject": [concept("su/english")], "costBand": concept("co/very-low"),
        "steps": ["Record two minutes.", "Let them answer: \u{201c}ß\u{201d}."],
        "wouldWarnAbout": "They listen once and never again.", "region": "GB-ENG", "language": "en",
    });
    let new = NewPractice {
        title: "Audio feedback in Year 8".to_owned(),
        text: "Two-minute voice notes instead of written marking.".to_owned(),
        record: PracticeRecord::read(&record).unwrap(),
        ..NewPractice::default()
    };
    practices::publish(app.ctx(), by, new).await.unwrap()
}

async fn outcome(app: &TestApp, by: AccountId, practice: StatusId) -> StatusId {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let record = json!({
        "practice": app.ctx().addresses.object(practice), "practiceVersion": 1,
        "outcome": concept("oc/partly"), "evidenceLevel": concept("ev/tried"),
        "independence": concept("in/independent-practitioner"),
        "nextTime": "We would begin smaller.", "wouldWarnAbout": "It takes longer than one thinks.",
        "region": "GB-WLS",
    });
    let record = OutcomeRecord::read(&record).unwrap();
    outcomes::report(app.ctx(), by, NewOutcome::of(record))
        .await
        .unwrap()
}

/// A post with a picture; where that is in the store.
pub(crate) async fn with_picture(app: &TestApp, by: AccountId) -> (StatusId, String) {
    let new = NewUpload {
        file: picture(),
        thumbnail: None,
        description: Some("A pixel".to_owned()),
        focus: None,
        can_wait: false,
    };
    let Uploaded::Ready(row) = media::upload(app.ctx(), by, new).await.unwrap() else {
        panic!("it is small");
    };
    let new = NewStatus {
        files: vec![row.id],
        ..text("Look.", Visibility::Public)
    };
    (post(app, by, new).await, row.path)
}

pub(crate) async fn latest(app: &TestApp, of: AccountId) -> Option<Archive> {
    archive::latest(app.ctx(), of).await.unwrap()
}

/// Asks for one and has it made.
pub(crate) async fn made(app: &TestApp, of: AccountId) -> ArchiveId {
    let id = archive::ask(app.ctx(), of, "en").await.unwrap();
    app.drain().await;
    let archive = latest(app, of).await.unwrap();
    assert_eq!(archive.id, id);
    assert!(
        matches!(archive.state, ArchiveState::Ready { .. }),
        "{archive:?}"
    );
    id
}

pub(crate) async fn read(app: &TestApp, of: AccountId, id: ArchiveId) -> Files {
    let opened = archive::open(app.ctx(), of, id, Wanted::All).await;
    let (_, mut found) = opened.unwrap();
    let mut bytes = Vec::new();
    while let Some(chunk) = found.bytes.try_next().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(u64::try_from(bytes.len()).unwrap(), found.size);
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        let before = files.insert(name.clone(), bytes);
        assert_eq!(before, None, "{name}");
    }
    files
}

pub(crate) fn json_of(files: &Files, name: &str) -> Value {
    serde_json::from_slice(&files[name]).unwrap()
}

pub(crate) fn items(files: &Files, name: &str) -> Vec<Value> {
    let list = json_of(files, name);
    assert_eq!(list["type"], "OrderedCollection");
    assert_eq!(list["id"], name);
    let items = list["orderedItems"].as_array().unwrap().clone();
    assert_eq!(list["totalItems"], items.len());
    items
}

/// The texts of the objects in the outbox by their ids.
fn objects(files: &Files) -> BTreeMap<String, String> {
    type Members = BTreeMap<String, Box<RawValue>>;
    let list: Members = serde_json::from_slice(&files["outbox.json"]).unwrap();
    let items: Vec<Members> = serde_json::from_str(list["orderedItems"].get()).unwrap();
    let texts = items
        .into_iter()
        .map(|item| item["object"].get().to_owned());
    texts
        .filter_map(|text| {
            let id = serde_json::from_str::<Value>(&text).unwrap()["id"].clone();
            Some((id.as_str()?.to_owned(), text))
        })
        .collect()
}

/// An object of ours as other servers are given it.
async fn document(app: &TestApp, by: AccountId, id: StatusId) -> String {
    let views = statuses::view(app.ctx(), Some(by), vec![id]).await.unwrap();
    let object = documents::object(&app.ctx().addresses, &views[0]).unwrap();
    serde_json::to_string(&object).unwrap()
}

#[db_test]
async fn everything_that_somebody_posted_is_in_it_as_it_is_sent(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (somebody(&app, "amira").await, somebody(&app, "ben").await);
    let ctx = app.ctx();
    let mut own = Vec::new();
    for (n, visibility) in [
        Visibility::Public,
        Visibility::Unlisted,
        Visibility::Private,
        Visibility::Direct,
    ]
    .into_iter()
    .enumerate()
    {
        own.push(post(&app, amira, text(&format!("Post {n} @ben"), visibility)).await);
    }
    let deleted = post(&app, amira, text("Gone.", Visibility::Public)).await;
    statuses::delete(ctx, amira, deleted).await.unwrap();
    let bens = post(&app, ben, text("Ben's own words.", Visibility::Public)).await;
    let boost = statuses::boost(ctx, amira, bens, None).await.unwrap();
    statuses::favourite(ctx, amira, bens).await.unwrap();
    statuses::bookmark(ctx, amira, own[2], true).await.unwrap();
    domain_blocks::add(ctx, amira, "social.example")
        .await
        .unwrap();
    let tried = practice(&app, amira).await;
    let bens_practice = practice(&app, ben).await;
    let reported = outcome(&app, amira, bens_practice).await;
    app.drain().await;
    let id = made(&app, amira).await;
    let files = read(&app, amira, id).await;

    let outbox = items(&files, "outbox.json");
    let ids: Vec<&str> = outbox.iter().map(|it| it["id"].as_str().unwrap()).collect();
    let created = |id: StatusId| format!("{}#create", ctx.addresses.object(id));
    let mut expected: Vec<String> = own.iter().copied().map(created).collect();
    expected.push(ctx.addresses.boost(boost));
    expected.extend([created(tried), created(reported)]);
    assert_eq!(ids, expected, "the oldest first");
    assert_eq!(outbox[4]["type"], "Announce");
    assert_eq!(outbox[4]["object"], ctx.addresses.object(bens));
    assert_eq!(outbox[3]["to"], json!([ctx.addresses.actor(ben)]));
    let objects = objects(&files);
    for id in own.iter().copied().chain([tried, reported]) {
        let text = &objects[&ctx.addresses.object(id)];
        assert_eq!(*text, document(&app, amira, id).await, "byte for byte");
    }
    assert!(objects[&ctx.addresses.object(tried)].contains("\"practice\":{"));
    assert!(objects[&ctx.addresses.object(reported)].contains("\"outcome\":{"));
    let whole = String::from_utf8(files["outbox.json"].clone()).unwrap();
    assert!(!whole.contains("Ben's own words"), "nobody else's");

    assert_eq!(
        items(&files, "likes.json"),
        [json!(ctx.addresses.object(bens))]
    );
    assert_eq!(
        items(&files, "bookmarks.json"),
        [json!(ctx.addresses.object(own[2]))]
    );
    for kind in Kind::ALL {
        let alone = export(ctx, amira, kind).await.unwrap();
        let name = format!("{}.csv", kind.file_name());
        assert_eq!(files[&name], alone.as_bytes(), "{name}");
    }
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    for name in files.keys().filter(|name| *name != "README.txt") {
        assert!(readme.contains(&format!("\n{name}\n")), "{name}: {readme}");
    }
    let letters = app.mail().all();
    let (letter, _) = letters.last().unwrap();
    assert!(letter.subject.contains("archive"), "{letter:?}");
    assert_eq!(letter.to.as_str(), "amira@school.example");
    // Ledgers are told of once in a while.
    app.clock().advance(Duration::from_hours(1));
    app.drain().await;
}

#[db_test]
async fn files_are_where_the_documents_say_and_one_that_is_lost_is_named(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let ctx = app.ctx();
    let picture = picture();
    let avatar = media::keep_picture(ctx, Some(amira), Variant::Avatar, &picture);
    let avatar = avatar.await.unwrap();
    let edit = ProfileEdit {
        avatar: PictureChange::Set(avatar.clone()),
        ..ProfileEdit::default()
    };
    profiles::edit(ctx, amira, edit).await.unwrap();
    let (shown, path) = with_picture(&app, amira).await;
    let (_, lost) = with_picture(&app, amira).await;
    let store = ctx.media().store().unwrap();
    store.delete(&lost).await.unwrap();
    app.drain().await;
    let id = made(&app, amira).await;
    let files = read(&app, amira, id).await;

    let actor = json_of(&files, "actor.json");
    assert_eq!(actor["id"], ctx.addresses.actor(amira));
    assert_eq!(actor["preferredUsername"], "amira");
    for (member, file) in [
        ("outbox", "outbox.json"),
        ("likes", "likes.json"),
        ("bookmarks", "bookmarks.json"),
    ] {
        assert_eq!(actor[member], file);
        assert!(files.contains_key(file));
    }
    let icon = actor["icon"]["url"].as_str().unwrap();
    let kept = store.read(avatar.trim_start_matches('/')).await.unwrap();
    assert_eq!(files[icon], kept);

    let outbox = items(&files, "outbox.json");
    let url = outbox[0]["object"]["attachment"][0]["url"]
        .as_str()
        .unwrap();
    assert!(url.starts_with("/media_attachments/"), "{url}");
    let name = url.trim_start_matches('/');
    assert_eq!(files[name], store.read(&path).await.unwrap());
    assert_eq!(
        outbox[0]["object"]["attachment"][0]["name"],
        json!("A pixel")
    );
    assert_eq!(
        outbox[0]["object"]["id"],
        json!(ctx.addresses.object(shown))
    );
    let Some(ArchiveState::Ready { skipped, size, .. }) =
        latest(&app, amira).await.map(|it| it.state)
    else {
        panic!("not ready");
    };
    assert_eq!(skipped, 1);
    assert!(size > 0);
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    let lost = lost.replace("media/", "media_attachments/");
    assert!(readme.ends_with(&format!("  {lost}\n")), "{readme}");
    assert!(!files.contains_key(&lost));
}

#[db_test]
async fn more_posts_than_are_read_at_once_are_in_it_each_once(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    let mut expected = Vec::new();
    for n in 0..120 {
        let id = post(&app, amira, text(&n.to_string(), Visibility::Public)).await;
        expected.push(json!(app.ctx().addresses.object(id)));
    }
    let id = made(&app, amira).await;
    let files = read(&app, amira, id).await;
    let outbox = items(&files, "outbox.json");
    let ids: Vec<Value> = outbox.iter().map(|it| it["object"]["id"].clone()).collect();
    assert_eq!(ids, expected);
}

#[db_test]
async fn nobody_else_opens_it_and_the_next_comes_after_a_week(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (somebody(&app, "amira").await, somebody(&app, "ben").await);
    let ctx = app.ctx();
    assert_eq!(latest(&app, amira).await, None);
    let asked = archive::ask(ctx, amira, "cy").await.unwrap();
    let archive = latest(&app, amira).await.unwrap();
    assert_eq!(archive.state, ArchiveState::Waiting);
    assert_eq!(archive.again_at, Some(ctx.now().plus(INTERVAL)));
    let early = archive::open(ctx, amira, asked, Wanted::All).await;
    assert!(matches!(early, Err(MediaError::NotFound)));
    app.drain().await;
    let other = archive::open(ctx, ben, asked, Wanted::All).await;
    assert!(matches!(other, Err(MediaError::NotFound)));
    assert_eq!(latest(&app, ben).await, None);
    let files = read(&app, amira, asked).await;
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    assert!(readme.starts_with("Archif @amira@"), "{readme}");
    let first_path = path_of(&app, asked).await.unwrap();
    assert!(first_path.starts_with("archives/"));
    assert!(!media::is_path(&first_path), "no address leads to it");

    app.clock()
        .advance(WEEK.saturating_sub(Duration::from_secs(1)));
    let again = archive::ask(ctx, amira, "en").await;
    assert!(
        matches!(again, Err(ArchiveError::TooSoon(at)) if at == ctx.now().plus(Duration::from_secs(1)))
    );
    app.clock().advance(Duration::from_secs(1));
    assert_eq!(latest(&app, amira).await, None, "its time is over");
    let second = made(&app, amira).await;
    let gone = archive::open(ctx, amira, asked, Wanted::All).await;
    assert!(matches!(gone, Err(MediaError::NotFound)));
    assert!(is_kept(&app, &first_path).await);
    run_scheduled(ctx, ScheduledTask::PruneMedia).await.unwrap();
    assert!(!is_kept(&app, &first_path).await);
    assert_eq!(path_of(&app, asked).await, None);
    assert!(!read(&app, amira, second).await.is_empty());
}

pub(crate) async fn path_of(app: &TestApp, id: ArchiveId) -> Option<String> {
    let read = app.ctx().db.read(move |conn| db::archives::find(conn, id));
    read.await.unwrap().map(|row| row.path)
}

pub(crate) async fn is_kept(app: &TestApp, path: &str) -> bool {
    let store = app.ctx().media().store().unwrap();
    match store.get(path, Wanted::All).await {
        Ok(_) => true,
        Err(StoreError::NotFound) => false,
        Err(error) => panic!("{error}"),
    }
}

#[db_test]
async fn it_goes_with_the_account_also_while_it_is_being_made(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (somebody(&app, "amira").await, somebody(&app, "ben").await);
    let id = made(&app, amira).await;
    let path = path_of(&app, id).await.unwrap();
    let waits = archive::ask(app.ctx(), ben, "en").await.unwrap();
    for name in ["amira", "ben"] {
        users::delete(app.ctx(), name).await.unwrap();
    }
    app.drain().await;
    let late = archive::open(app.ctx(), amira, id, Wanted::All).await;
    assert!(matches!(late, Err(MediaError::NotFound)));
    run_scheduled(app.ctx(), ScheduledTask::PruneMedia)
        .await
        .unwrap();
    assert!(!is_kept(&app, &path).await);
    assert_eq!(path_of(&app, id).await, None);
    assert_eq!(path_of(&app, waits).await, None);
    app.clock().advance(Duration::from_hours(30 * 24));
    app.drain().await;
}

pub(crate) fn claimed(id: ArchiveId, attempt: u32) -> ClaimedJob {
    ClaimedJob {
        id: JobId::from(1),
        payload: JobPayload::MakeArchive { archive: id },
        attempt,
        max_attempts: 12,
        dedup_key: None,
        lease_token: 1,
    }
}

pub(crate) fn handler(
    app: &TestApp,
    free_bytes: fn(&Path) -> std::io::Result<u64>,
) -> ArchiveHandler {
    ArchiveHandler {
        ctx: app.ctx().clone(),
        documents: Arc::new(OwnDocuments(app.ctx().clone())),
        free_bytes,
    }
}

#[db_test]
async fn one_that_nobody_works_on_does_not_stand_in_the_way(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = somebody(&app, "amira").await;
    archive::ask(app.ctx(), amira, "en").await.unwrap();
    app.clock().advance(Duration::from_hours(25));
    let archive = latest(&app, amira).await.unwrap();
    assert_eq!(archive.state, ArchiveState::Failed(Failure::Other));
    made(&app, amira).await;
}
