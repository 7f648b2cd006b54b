//! What was deleted before it came, or after: by its author, and by nobody else.

use staffroom_federation::resolve::{FetchBudget, status};

use super::door::{Door, note};
use super::instance::{self, Instance, activity, assert_applied, assert_ignored};

/// Checklist 24, 28. Whoever lives on the same server does not keep away what somebody else posts.
#[tokio::test]
async fn a_neighbour_buries_nothing_of_others() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "b.example").await;
    here.follows(&anna, &author).await;
    let post = instance::note(&author, 1);
    let delete = activity(&eve, 1, "Delete", post["id"].clone());
    assert_ignored(&here.receive(&eve, delete).await);
    let create = activity(&author, 2, "Create", post.clone());
    assert_applied(&here.receive(&author, create).await);
    assert!(here.status(post["id"].as_str().unwrap()).await.is_some());
    // Its author does, also where the neighbour was first.
    let second = instance::note(&author, 2);
    for (n, by) in [(3, &eve), (4, &author)] {
        let delete = activity(by, n, "Delete", second["id"].clone());
        assert_ignored(&here.receive(by, delete).await);
    }
    let create = activity(&author, 5, "Create", second.clone());
    assert_ignored(&here.receive(&author, create).await);
    assert!(here.status(second["id"].as_str().unwrap()).await.is_none());
}

/// Checklist 24, 28. The same for what is fetched.
#[actix_web::test]
async fn a_neighbour_keeps_nothing_from_being_fetched() {
    let door = Door::new().await;
    let author = door.known("good.example", "bo").await;
    let eve = door.known("good.example", "eve").await;
    for n in [1, 2] {
        let mut post = note(&author, n);
        post["@context"] = "https://www.w3.org/ns/activitystreams".into();
        door.world
            .remote
            .activity(post["id"].as_str().unwrap(), &post);
    }
    let delete = |n| format!("{}/notes/{n}", author.id);
    assert_eq!(
        door.send(&eve, &eve.activity(1, "Delete", delete(1))).await,
        202
    );
    assert_eq!(
        door.send(&author, &author.activity(2, "Delete", delete(2)))
            .await,
        202
    );
    assert_eq!(door.apply().await, 2);
    let fetch = async |id: String| status(&door.world.fed, &id, &mut FetchBudget::default()).await;
    assert!(fetch(delete(1)).await.unwrap().is_some());
    assert!(fetch(delete(2)).await.is_err(), "its author has deleted it");
}
