//! Applying what was accepted.

use staffroom_db::inbox;
use staffroom_federation::inbox::drain;

use super::instance::{Instance, activity, note};

#[tokio::test]
async fn what_was_accepted_is_applied_in_order_and_once() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    here.follows(&anna, &author).await;
    let post = note(&author, 1);
    here.accept(&author, &activity(&author, 1, "Create", post.clone()))
        .await;
    let mut changed = post.clone();
    changed["content"] = "<p>Changed</p>".into();
    changed["updated"] = "2026-09-01T07:30:00Z".into();
    here.accept(&author, &activity(&author, 2, "Update", changed))
        .await;
    here.accept(
        &author,
        &activity(&author, 3, "View", "https://b.example/x"),
    )
    .await;
    assert_eq!(drain(&here.fed).await, 3);
    assert_eq!(drain(&here.fed).await, 0);
    assert_eq!(here.read(inbox::backlog).await, 0);
    let row = here.status(post["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(row.content, "<p>Changed</p>");
    assert!(row.edited_at.is_some());
}

#[tokio::test]
async fn what_is_refused_holds_up_nothing() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    here.follows(&anna, &author).await;
    here.accept(&author, &activity(&author, 1, "Delete", here.uri(&anna)))
        .await;
    let post = note(&author, 1);
    here.accept(&author, &activity(&author, 2, "Create", post.clone()))
        .await;
    assert_eq!(drain(&here.fed).await, 2);
    assert!(here.status(post["id"].as_str().unwrap()).await.is_some());
    assert!(here.account(anna.id).await.is_active());
}
