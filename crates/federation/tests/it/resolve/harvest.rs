//! What a hub asks of an instance that lies.

use serde_json::json;
use staffroom_federation::resolve::{ResolveError, bring, list_part};
use staffroom_testkit::{TestDb, db_test};

use super::world::World;

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
            {"id": "http://good.example/like", "type": "Like", "actor": OWN, "object": "http://good.example/5"},
            {"id": "http://good.example/made", "type": "Create", "actor": OWN,
             "object": {"id": "http://good.example/6", "type": "Note"}},
        ],
    });
    world.remote.activity(OUTBOX, &page);
    let part = list_part(&world.fed, OWN, OUTBOX).await.unwrap();
    assert_eq!(
        part.items,
        ["http://good.example/1", "http://good.example/6"]
    );
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
    assert_eq!(bring(&world.fed, id).await.unwrap(), None);
    assert_eq!(world.remote.asked(id), 1);
}
