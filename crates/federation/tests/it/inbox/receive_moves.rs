//! Moving, and the departure of actors (line 29 of the security checklist).

use staffroom_db::jobs;
use staffroom_domain::job::JobKind;

use super::instance::{Instance, activity, assert_applied, assert_refused, note};

/// Checklist 29. Catalogue 27.
#[tokio::test]
async fn nobody_is_moved_to_an_actor_that_does_not_know_them() {
    let here = Instance::new();
    let target = here.local("anna").await;
    let old = here.remote("bo", "b.example").await;
    let mut go = activity(&old, 1, "Move", old.uri.clone().unwrap());
    go["target"] = here.uri(&target).into();
    assert_refused(&here.receive(&old, go.clone()).await);
    assert_eq!(here.account(old.id).await.moved_to_uri, None);
    // Nor by somebody else.
    let eve = here.remote("eve", "b.example").await;
    go["id"] = "https://b.example/users/eve/2".into();
    go["actor"] = eve.uri.clone().into();
    assert_refused(&here.receive(&eve, go).await);
}

/// Checklist 29.
#[tokio::test]
async fn a_move_is_believed_once_a_week() {
    let here = Instance::new();
    let old = here.remote("bo", "b.example").await;
    let mut target = here.local("anna").await;
    target.also_known_as = format!("[\"{}\"]", old.uri.clone().unwrap());
    let changed = target.clone();
    let write = here
        .ctx()
        .db
        .write(move |conn| staffroom_db::accounts::update(conn, changed));
    write.await.unwrap();
    let mut go = activity(&old, 1, "Move", old.uri.clone().unwrap());
    go["target"] = here.uri(&target).into();
    assert_applied(&here.receive(&old, go.clone()).await);
    let moved = here.account(old.id).await;
    assert_eq!(moved.moved_to_uri, Some(here.uri(&target)));
    let queued = here
        .read(|conn| jobs::counts(conn, JobKind::MoveFollowers.queue()))
        .await;
    assert_eq!(queued.live, 1);
    go["id"] = "https://b.example/users/bo/2".into();
    assert_refused(&here.receive(&old, go).await);
}

#[tokio::test]
async fn with_an_actor_everything_of_theirs_goes() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let gone = here.remote("bo", "b.example").await;
    here.follows(&anna, &gone).await;
    for n in 1..=3 {
        let create = activity(&gone, n, "Create", note(&gone, n));
        assert_applied(&here.receive(&gone, create).await);
    }
    let follow = activity(&gone, 4, "Follow", here.uri(&anna));
    assert_applied(&here.receive(&gone, follow).await);
    let delete = activity(&gone, 5, "Delete", gone.uri.clone().unwrap());
    assert_applied(&here.receive(&gone, delete).await);
    for n in 1..=3 {
        let uri = note(&gone, n)["id"].as_str().unwrap().to_owned();
        assert!(here.status(&uri).await.is_none());
    }
    let anna = here.account(anna.id).await;
    assert_eq!((anna.followers_count, anna.following_count), (0, 0));
    let like = activity(&gone, 6, "Like", "https://school.example/ap/objects/1");
    assert_refused(&here.receive(&gone, like).await);
}

/// Checklist 29. Neither to somebody who has moved on, nor to where one is: no chains and no circles.
#[tokio::test]
async fn moves_make_no_chains_and_no_circles() {
    let here = Instance::new();
    let old = here.remote("bo", "b.example").await;
    let old_uri = old.uri.clone().unwrap();
    let mut target = here.local("anna").await;
    target.also_known_as = format!("[\"{old_uri}\"]");
    target.moved_to_uri = Some(old_uri.clone());
    let changed = target.clone();
    let write = here
        .ctx()
        .db
        .write(move |conn| staffroom_db::accounts::update(conn, changed));
    write.await.unwrap();
    let mut go = activity(&old, 1, "Move", old_uri.clone());
    go["target"] = here.uri(&target).into();
    assert_refused(&here.receive(&old, go.clone()).await);
    go["id"] = format!("{old_uri}/2").into();
    go["target"] = old_uri.into();
    assert!(here.receive(&old, go).await.is_err());
    assert_eq!(here.account(old.id).await.moved_to_uri, None);
}
