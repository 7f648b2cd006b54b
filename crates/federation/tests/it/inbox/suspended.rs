//! What comes of people on servers with which nothing is exchanged, by whatever way.

use serde_json::json;
use staffroom_service::policies::{SUSPEND, decision};
use staffroom_service::statuses::NewStatus;

use super::door::{Door, note};
use super::instance::{self, Instance, activity, assert_applied, assert_ignored, assert_refused};

async fn suspend(door: &Door, domain: &str) {
    let row = decision(domain, SUSPEND, door.world.now());
    door.world.fed.policies().set(vec![row]).await.unwrap();
}

/// Checklist 52. Catalogue 28. Neither by its own hand nor by a server that is not shut out.
#[actix_web::test]
async fn nothing_comes_of_a_suspended_server_by_way_of_another() {
    let door = Door::new().await;
    let author = door.known("evil.example", "bo").await;
    let carrier = door.known("good.example", "carrier").await;
    suspend(&door, "evil.example").await;
    let create = door.proven(&author, author.activity(1, "Create", note(&author, 1)));
    assert_eq!(door.send(&carrier, &create).await, 403);
    assert_eq!(door.waiting().await, []);
}

/// Checklist 52. What was accepted before the decision, and waits, is not applied any more.
#[actix_web::test]
async fn what_waits_of_a_suspended_server_is_not_applied() {
    let door = Door::new().await;
    let bo = door.known("evil.example", "bo").await;
    let anna = door.local("anna").await;
    assert_eq!(
        door.send(&bo, &bo.activity(1, "Follow", door.uri(&anna)))
            .await,
        202
    );
    suspend(&door, "evil.example").await;
    assert_eq!(door.apply().await, 1);
    assert_eq!(door.account_by_id(anna.id).await.followers_count, 0);
}

/// Checklist 52. Catalogue 28. Posts that are here from before the decision are not boosted into
/// anybody's timeline.
#[tokio::test]
async fn nobody_boosts_what_is_of_a_suspended_server() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "evil.example").await;
    let fan = here.remote("fan", "b.example").await;
    here.follows(&anna, &author).await;
    here.follows(&anna, &fan).await;
    let post = instance::note(&author, 1);
    assert_applied(
        &here
            .receive(&author, activity(&author, 1, "Create", post.clone()))
            .await,
    );
    let first = activity(&fan, 2, "Announce", post["id"].clone());
    let row = decision("evil.example", SUSPEND, here.ctx().now());
    here.fed.policies().set(vec![row]).await.unwrap();
    assert_ignored(&here.receive(&fan, first).await);
    let group = here
        .remote_with("maths", "c.example", |new| {
            new.kind = staffroom_domain::ActorKind::Group;
        })
        .await;
    here.follows(&anna, &group).await;
    let inner = activity(&author, 3, "Create", post);
    assert_ignored(
        &here
            .receive(&group, activity(&group, 3, "Announce", inner))
            .await,
    );
    // Nor does it answer, like or report anything.
    let status = here
        .post(
            &anna,
            NewStatus {
                text: "Hello".to_owned(),
                ..NewStatus::default()
            },
        )
        .await;
    let like = activity(&author, 4, "Like", here.object(status));
    assert_refused(&here.receive(&author, like).await);
    let flag = activity(&author, 5, "Flag", json!([here.uri(&anna)]));
    assert_refused(&here.receive(&author, flag).await);
}
