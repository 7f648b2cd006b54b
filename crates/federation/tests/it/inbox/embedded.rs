//! What is inside of an activity, and what stands around it.

use serde_json::json;
use staffroom_db::DbError;
use staffroom_db::follows::FollowRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_service::follows::{Wishes, accept_in, follow};

use super::door::{Door, Peer, note};

async fn followed(door: &Door, peer: &Peer) {
    let (by, target) = (door.local("anna").await, door.account(&peer.id).await);
    let ctx = door.world.fed.ctx();
    let row: FollowRow = follow(ctx, by.id, target.id, Wishes::default())
        .await
        .unwrap();
    ctx.transact(move |tx| accept_in(tx, &by, &target, &row))
        .await
        .unwrap();
}

async fn status(door: &Door, uri: &str) -> Option<StatusRow> {
    let uri = uri.to_owned();
    let db = &door.world.fed.ctx().db;
    let found: Result<_, DbError> = db.read(move |conn| statuses::find_by_uri(conn, &uri)).await;
    found.unwrap()
}

/// Checklist 6. Catalogue 14, 24. What one sends of another's is what that one's server says of it.
#[actix_web::test]
async fn a_copy_of_another_origin_is_not_what_is_kept() {
    let door = Door::new().await;
    let author = door.known("other.example", "ada").await;
    let mallory = door.known("evil.example", "mallory").await;
    followed(&door, &mallory).await;
    let mut genuine = note(&author, 1);
    genuine["@context"] = "https://www.w3.org/ns/activitystreams".into();
    let id = genuine["id"].as_str().unwrap();
    door.world.remote.activity(id, &genuine);
    let mut copy = genuine.clone();
    copy["content"] = "<p>Buy now</p>".into();
    let create = mallory.activity(1, "Create", copy);
    assert_eq!(door.send(&mallory, &create).await, 202);
    door.apply().await;
    let kept = status(&door, id).await.unwrap();
    assert_eq!(kept.content, "<p>Hello</p>");
    assert_eq!(kept.account_id, door.account(&author.id).await.id);
}

/// Catalogue 31, 35. Contexts are fetched from nowhere, and mean nothing.
#[actix_web::test]
async fn contexts_are_neither_fetched_nor_believed() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    followed(&door, &bo).await;
    let mut create = bo.activity(1, "Create", note(&bo, 1));
    let hostile = json!([
        "https://www.w3.org/ns/activitystreams",
        "http://evil.example/context",
        {"@import": "http://evil.example/import", "content": "as:summary"},
    ]);
    create["@context"] = hostile.clone();
    create["object"]["@context"] = hostile;
    assert_eq!(door.send(&bo, &create).await, 202);
    door.apply().await;
    let kept = status(&door, note(&bo, 1)["id"].as_str().unwrap()).await;
    assert_eq!(kept.unwrap().content, "<p>Hello</p>");
    assert_eq!(door.world.remote.asked_of("evil.example"), 0);
}
