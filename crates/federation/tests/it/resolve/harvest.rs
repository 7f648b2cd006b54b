//! What a hub asks of an instance that lies.

use serde_json::json;
use staffroom_federation::resolve::{
    Brought, Freshness, Item, ResolveError, actor, bring, list_part, lists_of, may_ask,
};
use staffroom_protocol::Iri;
use staffroom_testkit::{TestDb, db_test};

use super::remote::person;
use super::world::{World, key};

const OWN: &str = "http://good.example/team";
const OUTBOX: &str = "http://good.example/team/outbox";

fn announce(actor: &str, object: &str) -> serde_json::Value {
    json!({"id": format!("{object}/announced"), "type": "Announce", "actor": actor, "object": object})
}

/// Checklist 40. An instance speaks for what is of its own origin, and nothing else is asked for.
#[db_test]
async fn a_list_may_name_only_what_is_of_its_own_origin(db: TestDb) {
    let world = World::on(db).await;
    let page = json!({
        "id": OUTBOX,
        "type": "OrderedCollectionPage",
        "totalItems": 1_000_000_000_000_u64,
        "next": "http://evil.example/more",
        "orderedItems": [
            announce(OWN, "http://good.example/1"),
            announce(OWN, "http://other.example/2"),
            announce(OWN, "http://localhost:8080/ap/objects/1"),
            announce("http://good.example/somebody", "http://good.example/3"),
            "http://good.example/4",
            "http://other.example/4",
            {"id": "http://good.example/like", "type": "Like", "actor": OWN, "object": "http://good.example/5"},
            written("http://good.example/7", OWN, "seven"),
            {"id": "http://good.example/made", "type": "Create", "actor": OWN,
             "object": {"id": "http://good.example/6", "type": "Note"}},
        ],
    });
    world.remote.activity(OUTBOX, &page);
    let part = list_part(&world.fed, OWN, OUTBOX).await.unwrap();
    let items: Vec<&str> = part.items.iter().map(|item| item.id().as_str()).collect();
    let expected = ["http://good.example/1", "http://good.example/6"];
    assert_eq!(items, expected);
    assert_eq!(part.next, None, "it leads elsewhere");
    let elsewhere = list_part(&world.fed, OWN, "http://evil.example/more").await;
    assert!(matches!(elsewhere, Err(ResolveError::Refused(_))));
    assert_eq!(world.remote.asked("http://evil.example/more"), 0);
}

/// Checklist 40. A page that is its own next, and one with more than anybody reads.
#[db_test]
async fn a_page_ends(db: TestDb) {
    let world = World::on(db).await;
    let many = (0..5_000).map(|n| announce(OWN, &format!("http://good.example/n/{n}")));
    let many: Vec<_> = many.collect();
    let page = json!({"id": OUTBOX, "type": "OrderedCollectionPage", "next": OUTBOX, "orderedItems": many});
    world.remote.activity(OUTBOX, &page);
    let part = list_part(&world.fed, OWN, OUTBOX).await.unwrap();
    assert!(part.items.len() <= 100);
    assert_eq!(part.next, None, "it is its own next");
}

/// What is announced and not there is nothing, and is asked for once.
#[db_test]
async fn what_is_not_there_is_nothing(db: TestDb) {
    let world = World::on(db).await;
    let id = "http://good.example/nothing";
    let item = Item::Named(Iri::parse(id).unwrap());
    assert_eq!(bring(&world.fed, item).await.unwrap(), None);
    assert_eq!(world.remote.asked(id), 1);
}

const RECORDS: &str = "http://good.example/team/records";

fn written(id: &str, author: &str, text: &str) -> serde_json::Value {
    json!({
        "id": id,
        "type": "Note",
        "attributedTo": author,
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "content": format!("<p>{text}</p>"),
        "published": "2026-08-01T00:00:00Z",
    })
}

/// Checklist 1, 7, 40. Catalogue 19, 20. What an instance shows in full is as good as fetched, where it is of the origin
/// that shows it and of its author; that of others has to be asked for where they are.
#[db_test]
async fn what_is_written_out_is_believed_of_its_own_origin_alone(db: TestDb) {
    let world = World::on(db).await;
    let ada = world.remote.person("good.example", "ada", &key());
    let eve = world.remote.person("evil.example", "eve", &key());
    let good = "http://good.example/notes/1";
    let page = json!({
        "id": RECORDS,
        "type": "CollectionPage",
        "items": [
            written(good, &ada, "one"),
            written("http://other.example/notes/2", &ada, "two"),
            written("http://localhost:8080/ap/objects/1", &ada, "three"),
            written("http://good.example/notes/4", &eve, "four"),
            {"id": "http://good.example/notes/5", "type": "Tombstone"},
            {"type": "Note", "attributedTo": ada, "content": "six"},
            {"id": ada, "type": "Person", "name": "not Ada"},
        ],
    });
    world.remote.activity(RECORDS, &page);
    let part = list_part(&world.fed, OWN, RECORDS).await.unwrap();
    let ids: Vec<&str> = part.items.iter().map(|item| item.id().as_str()).collect();
    let expected = [
        good,
        "http://good.example/notes/4",
        "http://good.example/notes/5",
    ];
    assert_eq!(ids, expected);
    let mut brought = Vec::new();
    for item in part.items {
        brought.push(bring(&world.fed, item).await.unwrap());
    }
    assert!(
        matches!(brought[..], [Some(Brought::New(_)), None, None]),
        "{brought:?}"
    );
    assert_eq!(world.remote.asked(good), 0, "it was shown");
    assert_eq!(world.remote.asked(&ada), 1, "its author was not");
    let row = actor(&world.fed, &ada, Freshness::Known).await.unwrap();
    assert_eq!(row.display_name, "ada");

    // What is here is not changed by a list, and a second look asks nobody.
    let page = json!({
        "id": RECORDS,
        "type": "CollectionPage",
        "items": [written(good, &ada, "otherwise")],
    });
    world.remote.activity(RECORDS, &page);
    let mut part = list_part(&world.fed, OWN, RECORDS).await.unwrap();
    let again = bring(&world.fed, part.items.remove(0)).await.unwrap();
    let Some(Brought::Known(id)) = again else {
        panic!("{again:?}");
    };
    let read = &world.fed.ctx().db;
    let row: Result<_, staffroom_db::DbError> = read
        .read(move |conn| staffroom_db::statuses::find(conn, id))
        .await;
    assert_eq!(row.unwrap().unwrap().content, "<p>one</p>");
}

/// Checklist 40. An actor may have its list of records on its own origin alone; who has none is read by its outbox.
#[db_test]
async fn a_list_of_records_is_of_the_origin_of_its_actor(db: TestDb) {
    let world = World::on(db).await;
    for (name, records, expected) in [
        (
            "own",
            json!("http://good.example/r"),
            "http://good.example/r",
        ),
        (
            "abroad",
            json!("http://evil.example/r"),
            "http://good.example/users/abroad/outbox",
        ),
        (
            "without",
            json!(null),
            "http://good.example/users/without/outbox",
        ),
        ("odd", json!([7]), "http://good.example/users/odd/outbox"),
    ] {
        let key = key();
        world.remote.person("good.example", name, &key);
        let (id, mut document) = person("good.example", name, &key);
        document["records"] = records;
        world.remote.activity(&id, &document);
        let row = actor(&world.fed, &id, Freshness::Known).await.unwrap();
        let lists = lists_of(&world.fed, row.id).await.unwrap();
        assert_eq!(lists[0], expected);
        assert!(lists.last().unwrap().ends_with("/outbox"), "{lists:?}");
    }
}

/// Checklist 40. Whoever shows things does not make a hub ask for more than it would otherwise, neither them nor others.
#[db_test]
async fn what_makes_us_ask_counts_also_where_it_is_shown(db: TestDb) {
    let world = World::on(db).await;
    let ada = world.remote.person("good.example", "ada", &key());
    let eve = world.remote.person("evil.example", "eve", &key());
    let new = world.remote.person("good.example", "new", &key());
    for known in [&ada, &eve] {
        actor(&world.fed, known, Freshness::Known).await.unwrap();
    }
    while may_ask(&world.fed, "good.example").await {}
    let by_two = {
        let mut note = written("http://good.example/notes/2", &new, "two");
        note["attributedTo"] = json!([eve, new]);
        note
    };
    let mut answer = written("http://good.example/notes/3", &ada, "three");
    answer["inReplyTo"] = json!("http://other.example/notes/9");
    let page = json!({
        "id": RECORDS,
        "type": "CollectionPage",
        "items": [written("http://good.example/notes/1", &ada, "one"), by_two, answer],
    });
    world.remote.activity(RECORDS, &page);
    let part = list_part(&world.fed, OWN, RECORDS).await.unwrap();
    let mut items = part.items.into_iter();
    let first = bring(&world.fed, items.next().unwrap()).await.unwrap();
    assert!(matches!(first, Some(Brought::New(_))));
    for item in items {
        let refused = bring(&world.fed, item).await;
        assert!(
            matches!(refused, Err(ResolveError::AskedEnough)),
            "{refused:?}"
        );
    }
    assert_eq!(world.remote.asked(&new), 0);
    assert_eq!(world.remote.asked("http://other.example/notes/9"), 0);
}
