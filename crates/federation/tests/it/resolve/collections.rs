//! Lists of others and threads: how much of them is read, and where a thread is read from (FEP-f228, FEP-7888).

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use staffroom_db::statuses;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{JobId, StatusId};
use staffroom_federation::resolve::{FetchBudget, handlers, status};
use staffroom_testkit::{TestDb, db_test};

use super::world::{World, key};

const ROOT: &str = "http://good.example/notes/1";
const REPLIES: &str = "http://good.example/notes/1/replies";
const CONTEXT: &str = "http://good.example/contexts/1";

/// A note by somebody at a host.
fn note(host: &str, name: &str, number: u32) -> (String, Value) {
    let id = format!("http://{host}/notes/{number}");
    let document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Note",
        "attributedTo": format!("http://{host}/users/{name}"),
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "content": format!("<p>{number}</p>"),
        "published": "2026-08-01T00:00:00Z",
    });
    (id, document)
}

/// Answers to the root that are there to be fetched; gives their ids.
fn answers(world: &World, host: &str, numbers: std::ops::Range<u32>) -> Vec<String> {
    numbers
        .map(|number| {
            let (id, mut document) = note(host, "ada", number);
            document["inReplyTo"] = ROOT.into();
            world.remote.activity(&id, &document);
            id
        })
        .collect()
}

/// The root, with its lists, as it is here.
async fn root(world: &World, lists: Value) -> StatusId {
    world.remote.person("good.example", "ada", &key());
    let (id, mut document) = note("good.example", "ada", 1);
    for (name, list) in lists.as_object().unwrap() {
        document[name] = list.clone();
    }
    world.remote.activity(&id, &document);
    let row = status(&world.fed, &id, &mut FetchBudget::default()).await;
    row.unwrap().unwrap().id
}

/// Runs the job that fetches the rest of a thread.
async fn fetch_thread(world: &World, status: StatusId) {
    static JOBS: AtomicU32 = AtomicU32::new(1);
    let job = ClaimedJob {
        id: JobId::from(i64::from(JOBS.fetch_add(1, Ordering::SeqCst))),
        payload: JobPayload::FetchThread { status },
        attempt: 1,
        max_attempts: 5,
        dedup_key: None,
        lease_token: 1,
    };
    let handlers = handlers(&world.fed);
    let handler = handlers
        .iter()
        .find(|handler| handler.kind() == JobKind::FetchThread)
        .unwrap();
    handler.run(&job).await.unwrap();
}

/// How many posts of a thread are here.
async fn size(world: &World, thread: StatusId) -> usize {
    let read = world.fed.ctx().db.read(move |conn| {
        let found = statuses::thread(conn, thread, None, 1_000)?;
        Ok::<_, staffroom_db::DbError>(found.len())
    });
    read.await.unwrap()
}

fn page(id: &str, items: &[String], next: Option<&str>) -> Value {
    json!({"id": id, "type": "CollectionPage", "partOf": REPLIES, "items": items, "next": next})
}

/// Checklist 40. A page that names itself, or one before it, as the next.
#[db_test]
async fn pages_that_lead_in_a_circle_are_read_once(db: TestDb) {
    let world = World::on(db).await;
    let root = root(&world, json!({"replies": REPLIES})).await;
    let ids = answers(&world, "good.example", 10..14);
    let (one, two) = (format!("{REPLIES}?page=1"), format!("{REPLIES}?page=2"));
    let list = json!({"id": REPLIES, "type": "Collection", "first": one, "totalItems": "x"});
    world.remote.activity(REPLIES, &list);
    world
        .remote
        .activity(&one, &page(&one, &ids[..2], Some(&two)));
    world
        .remote
        .activity(&two, &page(&two, &ids[2..], Some(&one)));
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 5);
    assert_eq!([world.remote.asked(&one), world.remote.asked(&two)], [1, 1]);
}

/// Checklist 40. A list that is its own first page.
#[db_test]
async fn a_list_that_begins_with_itself_ends(db: TestDb) {
    let world = World::on(db).await;
    let root = root(&world, json!({"replies": REPLIES})).await;
    let ids = answers(&world, "good.example", 10..12);
    let list = json!({
        "id": REPLIES, "type": "Collection", "first": REPLIES, "items": ids, "totalItems": -1,
    });
    world.remote.activity(REPLIES, &list);
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 3);
    assert_eq!(world.remote.asked(REPLIES), 1);
}

/// Checklist 40. Pages without end, full or empty, and a length that is a lie.
#[db_test]
async fn lists_without_end_are_read_for_five_pages_and_forty_items(db: TestDb) {
    let world = World::on(db).await;
    let root = root(&world, json!({"replies": REPLIES})).await;
    let ids = answers(&world, "good.example", 100..400);
    let url = |n: usize| format!("{REPLIES}?page={n}");
    let head = json!({
        "id": REPLIES, "type": "Collection", "first": url(0), "totalItems": 1_000_000_000_000_000_000_u64,
    });
    world.remote.activity(REPLIES, &head);
    for n in 0..20 {
        let items: Vec<String> = ids.iter().skip(n * 15).take(15).cloned().collect();
        let document = page(&url(n), &items, Some(&url(n + 1)));
        world.remote.activity(&url(n), &document);
    }
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 41);
    for n in 0..20 {
        world
            .remote
            .activity(&url(n), &page(&url(n), &[], Some(&url(n + 1))));
    }
    let before: usize = (0..20).map(|n| world.remote.asked(&url(n))).sum();
    fetch_thread(&world, root).await;
    let pages: usize = (0..20).map(|n| world.remote.asked(&url(n))).sum();
    assert_eq!(
        pages - before,
        4,
        "with the list itself these are five documents"
    );
}

/// Checklist 40. Pages of other hosts are not read.
#[db_test]
async fn pages_of_another_host_are_not_asked_for(db: TestDb) {
    let world = World::on(db).await;
    let root = root(&world, json!({"replies": REPLIES})).await;
    let other = "http://other.example/page";
    let list = json!({"id": REPLIES, "type": "Collection", "first": other});
    world.remote.activity(REPLIES, &list);
    world.remote.activity(
        other,
        &page(other, &answers(&world, "good.example", 10..12), None),
    );
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 1);
    assert_eq!(world.remote.asked_of("other.example"), 0);
}

/// Checklist 40. A list of one host sends nobody in numbers to a third.
#[db_test]
async fn a_list_costs_a_third_host_few_requests(db: TestDb) {
    let world = World::on(db).await;
    let root = root(&world, json!({"replies": REPLIES})).await;
    world.remote.person("other.example", "ada", &key());
    let mut ids = answers(&world, "other.example", 100..140);
    ids.truncate(40);
    let list = json!({"id": REPLIES, "type": "Collection", "items": ids});
    world.remote.activity(REPLIES, &list);
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 6);
    let asked = world.remote.asked_of("other.example");
    assert!(
        asked <= 8,
        "{asked} requests: five notes, an author and its handle"
    );
}

/// A list cannot make us keep what does not say itself that it is of the thread.
#[db_test]
async fn what_is_not_of_the_thread_is_not_kept(db: TestDb) {
    let world = World::on(db).await;
    let root = root(&world, json!({"replies": REPLIES, "context": CONTEXT})).await;
    world.remote.person("other.example", "ada", &key());
    let (stranger, document) = note("other.example", "ada", 7);
    world.remote.activity(&stranger, &document);
    for list in [REPLIES, CONTEXT] {
        let document = json!({"id": list, "type": "Collection", "items": [stranger]});
        world.remote.activity(list, &document);
    }
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 1);
    assert!(!world.knows("http://other.example/users/ada").await);
}

/// A conversation is read by its own list, also what no list of answers names.
#[db_test]
async fn a_conversation_is_read_by_its_context_first(db: TestDb) {
    let world = World::on(db).await;
    let lists = json!({"replies": REPLIES, "context": CONTEXT});
    let root = root(&world, lists).await;
    let mut ids = vec![ROOT.to_owned()];
    ids.extend(answers(&world, "good.example", 10..12));
    // An answer to an answer, which the root's own list does not have.
    let (deep, mut document) = note("good.example", "ada", 20);
    document["inReplyTo"] = ids[1].as_str().into();
    document["context"] = CONTEXT.into();
    world.remote.activity(&deep, &document);
    ids.push(deep);
    let page = format!("{CONTEXT}?page=1");
    world.remote.activity(
        CONTEXT,
        &json!({"id": CONTEXT, "type": "OrderedCollection", "first": page}),
    );
    world.remote.activity(
        &page,
        &json!({"id": page, "type": "OrderedCollectionPage", "orderedItems": ids}),
    );
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 4);
    assert_eq!(world.remote.asked(REPLIES), 0);
}

/// Where the conversation cannot be read, the answers are.
#[db_test]
async fn answers_are_read_where_the_context_is_no_list(db: TestDb) {
    let world = World::on(db).await;
    let lists = json!({"replies": REPLIES, "context": CONTEXT});
    let root = root(&world, lists).await;
    let ids = answers(&world, "good.example", 10..12);
    world.remote.status(CONTEXT, 500);
    let list = json!({"id": REPLIES, "type": "Collection", "items": ids});
    world.remote.activity(REPLIES, &list);
    fetch_thread(&world, root).await;
    assert_eq!(size(&world, root).await, 3);
}

/// Checklist 41. A chain of answers is followed for twenty steps upwards.
#[db_test]
async fn a_long_chain_is_followed_for_twenty_steps(db: TestDb) {
    let world = World::on(db).await;
    world.remote.person("good.example", "ada", &key());
    for number in 1..=60 {
        let (id, mut document) = note("good.example", "ada", number);
        if number > 1 {
            let (parent, _) = note("good.example", "ada", number - 1);
            document["inReplyTo"] = parent.into();
        }
        world.remote.activity(&id, &document);
    }
    let (last, _) = note("good.example", "ada", 60);
    let found = status(&world.fed, &last, &mut FetchBudget::default()).await;
    let found = found.unwrap().unwrap();
    // With it came what it answers.
    let before = world.remote.asked_of("good.example");
    fetch_thread(&world, found.id).await;
    let asked = world.remote.asked_of("good.example") - before;
    assert!((18..=20).contains(&asked), "{asked}");
    let (far, _) = note("good.example", "ada", 60 - 21);
    assert_eq!(world.remote.asked(&far), 0);
}

/// Checklist 41. The whole of a thread costs no more than 150 requests, whatever its lists say.
#[db_test]
async fn a_thread_costs_at_most_150_requests(db: TestDb) {
    let world = World::on(db).await;
    let lists = json!({"replies": REPLIES, "context": CONTEXT});
    let root = root(&world, lists).await;
    let shared = key();
    // Every answer is by an author of its own, who has a handle to be confirmed.
    for list in [REPLIES, CONTEXT] {
        let mut ids = Vec::new();
        for n in 0..200 {
            let name = format!("a{}", ids.len());
            world.remote.person("good.example", &name, &shared);
            let number = 1_000 + n + if list == REPLIES { 1_000 } else { 0 };
            let (id, mut document) = note("good.example", &name, number);
            document["inReplyTo"] = ROOT.into();
            world.remote.activity(&id, &document);
            ids.push(id);
        }
        let url = |n: usize| format!("{list}?page={n}");
        let head = json!({"id": list, "type": "OrderedCollection", "first": url(0)});
        world.remote.activity(list, &head);
        for (n, items) in ids.chunks(9).enumerate() {
            let page = json!({
                "id": url(n), "type": "OrderedCollectionPage", "orderedItems": items, "next": url(n + 1),
            });
            world.remote.activity(&url(n), &page);
        }
    }
    let before = world.remote.asked_of("good.example");
    fetch_thread(&world, root).await;
    let asked = world.remote.asked_of("good.example") - before;
    assert!((100..=150).contains(&asked), "{asked}");
}
