//! Ledgers of practices elsewhere, and whom organisations elsewhere list: how much is read, and what is believed.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::statuses::StatusRow;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{AccountId, JobId, StatusId};
use staffroom_federation::resolve::{FetchBudget, handlers, status};
use staffroom_service::ledger::{self as ledgers, LedgerView};
use staffroom_service::ports::JobError;
use staffroom_testkit::{TestDb, db_test};

use super::world::{World, key};

const PRACTICE: &str = "http://good.example/articles/1";
const LEDGER: &str = "http://good.example/articles/1/ledger";
const SCHOOL: &str = "http://other.example/users/school";
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

fn practice() -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": PRACTICE,
        "type": "Article",
        "attributedTo": "http://good.example/users/ada",
        "to": [PUBLIC],
        "name": "Audio feedback",
        "content": "<p>Voice notes.</p>",
        "published": "2026-08-01T00:00:00Z",
        "practice": {"version": 1, "ledger": LEDGER},
    })
}

/// An outcome of somebody at a host.
fn outcome(host: &str, number: u32) -> (String, Value) {
    let id = format!("http://{host}/notes/{number}");
    let document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Note",
        "attributedTo": format!("http://{host}/users/bo"),
        "to": [PUBLIC],
        "inReplyTo": PRACTICE,
        "content": "<p>Tried.</p>",
        "published": "2026-08-02T00:00:00Z",
        "outcome": {
            "practice": PRACTICE,
            "practiceVersion": 1,
            "outcome": "https://w3id.org/staffroom/v/oc/worked",
            "organisation": SCHOOL,
        },
    });
    (id, document)
}

async fn fetched(world: &World, id: &str) -> StatusRow {
    let row = status(&world.fed, id, &mut FetchBudget::default()).await;
    row.unwrap().unwrap()
}

/// The practice as it is here.
async fn known_practice(world: &World) -> StatusId {
    world.remote.person("good.example", "ada", &key());
    world.remote.activity(PRACTICE, &practice());
    fetched(world, PRACTICE).await.id
}

async fn run(world: &World, payload: JobPayload) {
    attempt(world, payload).await.unwrap();
}

async fn attempt(world: &World, payload: JobPayload) -> Result<(), JobError> {
    static JOBS: AtomicU32 = AtomicU32::new(1);
    let kind = payload.kind();
    let job = ClaimedJob {
        id: JobId::from(i64::from(JOBS.fetch_add(1, Ordering::SeqCst))),
        payload,
        attempt: 1,
        max_attempts: 5,
        dedup_key: None,
        lease_token: 1,
    };
    let handlers = handlers(&world.fed);
    let handler = handlers.iter().find(|it| it.kind() == kind).unwrap();
    handler.run(&job).await
}

async fn ledger(world: &World, practice: StatusId) -> LedgerView {
    let ctx = world.fed.ctx();
    ledgers::read(ctx, None, practice).await.unwrap()
}

/// A list, of one page.
fn list(world: &World, id: &str, items: &[String], more: &Value) {
    let page = format!("{id}?page=1");
    let mut head = json!({"id": id, "type": "OrderedCollection", "first": page});
    for (name, value) in more.as_object().unwrap() {
        head[name] = value.clone();
    }
    world.remote.activity(id, &head);
    let page_document = json!({
        "id": page, "type": "OrderedCollectionPage", "partOf": id, "orderedItems": items,
    });
    world.remote.activity(&page, &page_document);
}

/// Checklist 40. A ledger that says much and lists little is shown with both; what is counted is what was read, each entry
/// at its own server.
#[db_test]
async fn a_ledger_that_lies_changes_no_count(db: TestDb) {
    let world = World::on(db).await;
    let id = known_practice(&world).await;
    world.remote.person("other.example", "bo", &key());
    let (real, document) = outcome("other.example", 1);
    world.remote.activity(&real, &document);
    let invented = "http://evil.example/notes/7".to_owned();
    // Not what its own server shows: it answers something else.
    let (elsewhere, mut document) = outcome("other.example", 2);
    document["inReplyTo"] = "http://other.example/notes/99".into();
    world.remote.activity(&elsewhere, &document);
    let summary = json!({
        "practice": PRACTICE, "asOf": "2026-08-03T00:00:00Z", "organisations": 500,
        "outcomes": {"worked": 500}, "theirs": [1],
    });
    let items = [real.clone(), real.clone(), invented.clone(), elsewhere];
    let more = json!({"totalItems": 1_000, "ledgerSummary": summary});
    list(&world, LEDGER, &items, &more);
    run(&world, JobPayload::FetchLedger { practice: id }).await;
    let it = ledger(&world, id).await;
    assert_eq!(it.summary.unverified_outcomes.worked, 1);
    assert_eq!((it.entries, it.summary.organisations), (1, 0));
    let held = it.their_list.unwrap();
    assert_eq!((held.listed, held.complete), (3, true));
    assert_eq!(it.theirs.unwrap().0.organisations, 500, "as they say");
    assert_eq!(world.remote.asked(&invented), 1, "it was asked for there");
}

/// Checklist 40, 42. A ledger without an end, and one that sends everybody to a third.
#[db_test]
async fn of_a_ledger_so_much_is_read_and_no_more(db: TestDb) {
    let world = World::on(db).await;
    let id = known_practice(&world).await;
    let page = |n: usize| format!("{LEDGER}?page={n}");
    let head = json!({"id": LEDGER, "type": "OrderedCollection", "first": page(1),
        "ledgerSummary": {"practice": "http://good.example/articles/2", "organisations": 5}});
    world.remote.activity(LEDGER, &head);
    for n in 1..30 {
        let victims: Vec<String> = (0..20)
            .map(|m| format!("http://evil.example/notes/{n}-{m}"))
            .collect();
        let document = json!({"id": page(n), "type": "OrderedCollectionPage", "partOf": LEDGER,
            "orderedItems": victims, "next": page(n + 1)});
        world.remote.activity(&page(n), &document);
    }
    run(&world, JobPayload::FetchLedger { practice: id }).await;
    assert_eq!(world.remote.asked(&page(5)), 1);
    assert_eq!(world.remote.asked(&page(6)), 0);
    assert!(world.remote.asked_of("evil.example") <= 5);
    // And what it says is about another practice.
    assert_eq!(ledger(&world, id).await.theirs, None);
}

/// What is here already costs nobody anything: the entries of a third server that came since are read all the same.
#[db_test]
async fn known_entries_keep_no_new_one_out(db: TestDb) {
    let world = World::on(db).await;
    let id = known_practice(&world).await;
    world.remote.person("other.example", "bo", &key());
    let mut items = Vec::new();
    for n in 1..=8 {
        let (uri, document) = outcome("other.example", n);
        world.remote.activity(&uri, &document);
        if n <= 6 {
            fetched(&world, &uri).await;
        }
        items.push(uri);
    }
    list(&world, LEDGER, &items, &json!({}));
    run(&world, JobPayload::FetchLedger { practice: id }).await;
    for (n, uri) in items.iter().enumerate() {
        assert_eq!(world.remote.asked(uri), 1, "{n}");
    }
}

/// Checklist 42. Whoever makes up organisations has them asked so often and no more; what was refused is asked later, and
/// the ledgers of the same domain are read meanwhile.
#[db_test]
async fn invented_schools_hold_up_nothing_else(db: TestDb) {
    let world = World::on(db).await;
    let id = known_practice(&world).await;
    list(&world, LEDGER, &[], &json!({}));
    let account = fetched(&world, PRACTICE).await.account_id;
    let mut refused = 0;
    for n in 0..101 {
        let organisation = format!("http://good.example/schools/{n}");
        let payload = JobPayload::AskOrganisation {
            account,
            organisation: organisation.clone(),
        };
        match attempt(&world, payload).await {
            Ok(()) => assert!(world.remote.asked(&organisation) > 0),
            Err(JobError::Retry { after, .. }) => {
                assert!(after.is_some_and(|after| after >= Duration::from_mins(5)));
                assert_eq!(world.remote.asked(&organisation), 0);
                refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(refused, 51);
    run(&world, JobPayload::FetchLedger { practice: id }).await;
    assert_eq!(world.remote.asked(LEDGER), 1);
}

/// Checklist 2, 9. A ledger is where its practice is.
#[db_test]
async fn a_ledger_elsewhere_is_not_read(db: TestDb) {
    let world = World::on(db).await;
    world.remote.person("good.example", "ada", &key());
    let mut document = practice();
    let there = "http://evil.example/ledger";
    document["practice"]["ledger"] = there.into();
    world.remote.activity(PRACTICE, &document);
    list(&world, there, &[], &json!({"totalItems": 3}));
    let id = fetched(&world, PRACTICE).await.id;
    run(&world, JobPayload::FetchLedger { practice: id }).await;
    assert_eq!(world.remote.asked(there), 0);
}

/// Asks the school whether somebody belongs to it.
async fn ask(world: &World, account: AccountId) {
    let organisation = SCHOOL.to_owned();
    let payload = JobPayload::AskOrganisation {
        account,
        organisation,
    };
    assert_eq!(payload.kind(), JobKind::AskOrganisation);
    run(world, payload).await;
}

/// A school that lists these.
fn school(world: &World, kind: &str, members: &[String]) {
    let (_, mut document) = super::remote::person("other.example", "school", &key());
    document["type"] = kind.into();
    document["members"] = format!("{SCHOOL}/members").into();
    world.remote.activity(SCHOOL, &document);
    list(world, &format!("{SCHOOL}/members"), members, &json!({}));
}

/// Only an organisation of the author's own origin, and only by its list, makes them a setting
/// that is known; it is asked at most once an hour.
#[db_test]
async fn a_school_is_known_for_those_whom_it_lists(db: TestDb) {
    let world = World::on(db).await;
    let id = known_practice(&world).await;
    let bo = world.remote.person("other.example", "bo", &key());
    let (uri, document) = outcome("other.example", 1);
    world.remote.activity(&uri, &document);
    let by = fetched(&world, &uri).await.account_id;
    let count = async |known, unverified| {
        let it = ledger(&world, id).await.summary;
        assert_eq!(
            (it.organisations, it.unverified_settings),
            (known, unverified)
        );
    };
    count(0, 1).await;
    // A person is no school, whatever they list.
    school(&world, "Person", std::slice::from_ref(&bo));
    ask(&world, by).await;
    count(0, 1).await;
    let world = world.restarted();
    let count = async |known, unverified| {
        let it = ledger(&world, id).await.summary;
        assert_eq!(
            (it.organisations, it.unverified_settings),
            (known, unverified)
        );
    };
    school(&world, "Organization", std::slice::from_ref(&bo));
    ask(&world, by).await;
    count(1, 0).await;
    let before = world.remote.asked(SCHOOL);
    ask(&world, by).await;
    assert_eq!(world.remote.asked(SCHOOL), before, "it was asked just now");
    // Whoever is taken off the list counts alone again.
    let world = world.restarted();
    school(
        &world,
        "Organization",
        &["http://evil.example/users/bo".to_owned()],
    );
    ask(&world, by).await;
    let it = ledger(&world, id).await.summary;
    assert_eq!((it.organisations, it.unverified_settings), (0, 1));
}
