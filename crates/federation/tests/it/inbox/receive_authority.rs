//! Who may change, delete, take back and answer what (lines 24 to 28 and 30 of the security checklist).

use serde_json::json;
use staffroom_db::{favourites, follows, reports};
use staffroom_domain::Event;
use staffroom_service::statuses::NewStatus;

use super::instance::{Instance, activity, assert_applied, assert_ignored, assert_refused, note};

fn hello() -> NewStatus {
    NewStatus {
        text: "Hello".to_owned(),
        ..NewStatus::default()
    }
}

/// Checklist 24.
#[tokio::test]
async fn nobody_changes_or_deletes_what_somebody_else_posted() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    here.follows(&anna, &author).await;
    let note_1 = note(&author, 1);
    assert_applied(
        &here
            .receive(&author, activity(&author, 1, "Create", note_1.clone()))
            .await,
    );
    let neighbour = here.remote("eve", "b.example").await;
    let stranger = here.remote("eve", "evil.example").await;
    for (n, attacker) in [(10, &neighbour), (20, &stranger)] {
        let mut changed = note_1.clone();
        changed["content"] = "<p>Changed</p>".into();
        let update = activity(attacker, n, "Update", changed.clone());
        assert_refused(&here.receive(attacker, update).await);
        changed["attributedTo"] = attacker.uri.clone().into();
        let update = activity(attacker, n + 1, "Update", changed);
        assert_refused(&here.receive(attacker, update).await);
        let delete = activity(attacker, n + 2, "Delete", note_1["id"].clone());
        assert_refused(&here.receive(attacker, delete).await);
    }
    let kept = here.status(note_1["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(kept.content, "<p>Hello</p>");
}

/// Checklist 24.
#[tokio::test]
async fn nobody_deletes_another_actor() {
    let here = Instance::new();
    let victim = here.remote("bo", "b.example").await;
    let neighbour = here.remote("eve", "b.example").await;
    let delete = activity(&neighbour, 1, "Delete", victim.uri.clone().unwrap());
    assert_ignored(&here.receive(&neighbour, delete).await);
    assert!(here.account(victim.id).await.is_active());
    let own = activity(&victim, 2, "Delete", victim.uri.clone().unwrap());
    assert_applied(&here.receive(&victim, own).await);
    assert!(!here.account(victim.id).await.is_active());
}

/// Checklist 25.
#[tokio::test]
async fn nobody_takes_back_what_somebody_else_did() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let status = here.post(&anna, hello()).await;
    let fan = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "b.example").await;
    let like = activity(&fan, 1, "Like", here.object(status));
    let follow = activity(&fan, 2, "Follow", here.uri(&anna));
    let boost = activity(&fan, 3, "Announce", here.object(status));
    for done in [&like, &follow, &boost] {
        assert_applied(&here.receive(&fan, done.clone()).await);
    }
    for (n, done) in [(10, &like), (11, &follow), (12, &boost)] {
        assert_refused(
            &here
                .receive(&eve, activity(&eve, n, "Undo", done.clone()))
                .await,
        );
        // Said to be one's own, it takes back nothing: there is nothing.
        let mut claimed = done.clone();
        claimed["actor"] = eve.uri.clone().into();
        assert_ignored(
            &here
                .receive(&eve, activity(&eve, n + 10, "Undo", claimed))
                .await,
        );
        let named = activity(&eve, n + 20, "Undo", done["id"].clone());
        assert_ignored(&here.receive(&eve, named).await);
    }
    let (fan_id, anna_id) = (fan.id, anna.id);
    let (liked, followed) = here
        .read(move |conn| {
            let liked = favourites::find(conn, fan_id, status)?.is_some();
            Ok((liked, follows::find(conn, fan_id, anna_id)?.is_some()))
        })
        .await;
    assert!(liked && followed);
    for (n, done) in [(40, &like), (41, &follow), (42, &boost)] {
        assert_applied(
            &here
                .receive(&fan, activity(&fan, n, "Undo", done.clone()))
                .await,
        );
    }
    let gone = here
        .read(move |conn| {
            let liked = favourites::find(conn, fan_id, status)?.is_some();
            Ok(!liked && follows::find(conn, fan_id, anna_id)?.is_none())
        })
        .await;
    assert!(gone);
}

/// Checklist 26.
#[tokio::test]
async fn only_whoever_was_asked_answers_a_follow() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let target = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "b.example").await;
    let wishes = staffroom_service::follows::Wishes::default();
    let row = staffroom_service::follows::follow(here.ctx(), anna.id, target.id, wishes)
        .await
        .unwrap();
    let follow = here.fed.addresses().follow(row.id);
    assert_refused(
        &here
            .receive(&eve, activity(&eve, 1, "Accept", follow.clone()))
            .await,
    );
    assert_refused(
        &here
            .receive(&eve, activity(&eve, 2, "Reject", follow.clone()))
            .await,
    );
    let accept = activity(&target, 3, "Accept", follow.clone());
    assert_applied(&here.receive(&target, accept).await);
    let (anna_id, target_id) = (anna.id, target.id);
    let is_accepted =
        move |conn: &mut staffroom_db::Conn| follows::is_accepted(conn, anna_id, target_id);
    assert!(here.read(is_accepted).await);
    // Taken back, asked again: the old answer says nothing about the new question.
    let ctx = here.ctx();
    let wishes = staffroom_service::follows::Wishes::default();
    staffroom_service::follows::unfollow(ctx, anna.id, target.id)
        .await
        .unwrap();
    staffroom_service::follows::follow(ctx, anna.id, target.id, wishes)
        .await
        .unwrap();
    assert_ignored(
        &here
            .receive(&target, activity(&target, 4, "Accept", follow))
            .await,
    );
    assert!(!here.read(is_accepted).await);
}

/// Checklist 26.
#[tokio::test]
async fn the_acceptance_of_a_follow_that_was_never_sent_makes_none() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let target = here.remote("bo", "b.example").await;
    let follow = json!({
        "id": "https://school.example/ap/follows/1234567890",
        "type": "Follow",
        "actor": here.uri(&anna),
        "object": target.uri.clone(),
    });
    assert_ignored(
        &here
            .receive(&target, activity(&target, 1, "Accept", follow.clone()))
            .await,
    );
    let mut nameless = follow;
    nameless["id"] = "https://b.example/x".into();
    assert_ignored(
        &here
            .receive(&target, activity(&target, 2, "Accept", nameless))
            .await,
    );
    let ids = (anna.id, target.id);
    assert!(
        here.read(move |conn| follows::find(conn, ids.0, ids.1))
            .await
            .is_none()
    );
}

/// Checklist 27.
#[tokio::test]
async fn nobody_features_anything_for_somebody_else() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "b.example").await;
    here.follows(&anna, &author).await;
    let post = note(&author, 1);
    assert_applied(
        &here
            .receive(&author, activity(&author, 1, "Create", post.clone()))
            .await,
    );
    let featured = |of: &str| format!("https://b.example/users/{of}/featured");
    let mut add = activity(&eve, 2, "Add", post["id"].clone());
    add["target"] = featured("bo").into();
    assert_refused(&here.receive(&eve, add.clone()).await);
    add["id"] = "https://b.example/users/eve/activities/3".into();
    add["target"] = featured("eve").into();
    assert_refused(&here.receive(&eve, add).await);
    let mut own = activity(&author, 4, "Add", post["id"].clone());
    own["target"] = featured("bo").into();
    assert_applied(&here.receive(&author, own).await);
}

/// Checklist 28.
#[tokio::test]
async fn what_was_deleted_before_it_came_never_comes() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    here.follows(&anna, &author).await;
    let post = note(&author, 1);
    let delete = activity(&author, 1, "Delete", post["id"].clone());
    assert_ignored(&here.receive(&author, delete).await);
    let create = activity(&author, 2, "Create", post.clone());
    assert_ignored(&here.receive(&author, create).await);
    assert!(here.status(post["id"].as_str().unwrap()).await.is_none());
    // Nor does it come back after it was here.
    let second = note(&author, 2);
    assert_applied(
        &here
            .receive(&author, activity(&author, 3, "Create", second.clone()))
            .await,
    );
    let delete = activity(
        &author,
        4,
        "Delete",
        json!({"id": second["id"], "type": "Tombstone"}),
    );
    assert_applied(&here.receive(&author, delete).await);
    assert_ignored(
        &here
            .receive(&author, activity(&author, 5, "Create", second.clone()))
            .await,
    );
    assert!(here.status(second["id"].as_str().unwrap()).await.is_none());
}

/// Checklist 30.
#[tokio::test]
async fn a_report_is_about_somebody_here_and_of_bounded_size() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let reporter = here.remote("actor", "b.example").await;
    let elsewhere = activity(&reporter, 1, "Flag", json!(["https://c.example/users/x"]));
    assert_ignored(&here.receive(&reporter, elsewhere).await);
    let mut flag = activity(&reporter, 2, "Flag", json!([here.uri(&anna)]));
    flag["content"] = "<b>x</b>".repeat(5_000).into();
    assert_applied(&here.receive(&reporter, flag).await);
    let reports = here.read(|conn| reports::list(conn, None, 10)).await;
    let [report] = &reports[..] else {
        panic!("{} reports", reports.len());
    };
    assert_eq!(report.target_id, anna.id);
    assert!(report.comment.chars().count() <= 1_000);
    assert!(!report.comment.contains('<'));
}

#[tokio::test]
async fn a_follow_is_accepted_and_the_answer_repeated() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let fan = here.remote("bo", "b.example").await;
    here.events().await;
    for n in [1, 2] {
        let follow = activity(&fan, n, "Follow", here.uri(&anna));
        assert_applied(&here.receive(&fan, follow.clone()).await);
        let answered = Event::FollowAnswered {
            account: anna.id,
            follower: fan.id,
            follow_uri: follow["id"].as_str().unwrap().to_owned(),
            accepted: true,
        };
        assert!(here.events().await.contains(&answered));
    }
    assert_eq!(here.account(anna.id).await.followers_count, 1);
}

#[tokio::test]
async fn whoever_is_blocked_is_told_no() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let fan = here.remote("bo", "b.example").await;
    staffroom_service::follows::block(here.ctx(), anna.id, fan.id)
        .await
        .unwrap();
    here.events().await;
    let follow = activity(&fan, 1, "Follow", here.uri(&anna));
    assert_applied(&here.receive(&fan, follow).await);
    let events = here.events().await;
    assert!(
        matches!(
            &events[..],
            [Event::FollowAnswered {
                accepted: false,
                ..
            }]
        ),
        "{events:?}"
    );
    let status = here.post(&anna, hello()).await;
    assert_ignored(
        &here
            .receive(&fan, activity(&fan, 2, "Like", here.object(status)))
            .await,
    );
}

/// Checklist 25. Catalogue 27.
#[tokio::test]
async fn nobody_lifts_the_block_of_somebody_else() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "b.example").await;
    let block = activity(&bo, 1, "Block", here.uri(&anna));
    assert_applied(&here.receive(&bo, block.clone()).await);
    assert_refused(
        &here
            .receive(&eve, activity(&eve, 2, "Undo", block.clone()))
            .await,
    );
    let mut claimed = block.clone();
    claimed["actor"] = eve.uri.clone().into();
    assert_ignored(&here.receive(&eve, activity(&eve, 3, "Undo", claimed)).await);
    let named = activity(&eve, 4, "Undo", block["id"].clone());
    assert_ignored(&here.receive(&eve, named).await);
    let ids = (bo.id, anna.id);
    let is_blocked = move |conn: &mut staffroom_db::Conn| {
        Ok(staffroom_db::blocks::find(conn, ids.0, ids.1)?.is_some())
    };
    assert!(here.read(is_blocked).await);
    assert_applied(&here.receive(&bo, activity(&bo, 5, "Undo", block)).await);
    assert!(!here.read(is_blocked).await);
}

/// Checklist 27. Catalogue 27.
#[tokio::test]
async fn nobody_takes_anything_from_somebody_elses_collection() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    here.follows(&anna, &author).await;
    let post = note(&author, 1);
    assert_applied(
        &here
            .receive(&author, activity(&author, 1, "Create", post.clone()))
            .await,
    );
    let featured = "https://b.example/users/bo/featured";
    let mut add = activity(&author, 2, "Add", post["id"].clone());
    add["target"] = featured.into();
    assert_applied(&here.receive(&author, add).await);
    for (n, host, collection) in [
        (3, "b.example", featured),
        (4, "c.example", featured),
        (5, "b.example", "https://b.example/users/eve/featured"),
    ] {
        let eve = here.remote("eve", host).await;
        let mut remove = activity(&eve, n, "Remove", post["id"].clone());
        remove["target"] = collection.into();
        assert_refused(&here.receive(&eve, remove).await);
    }
    // It was still there.
    let mut remove = activity(&author, 6, "Remove", post["id"].clone());
    remove["target"] = featured.into();
    assert_applied(&here.receive(&author, remove).await);
}

/// Checklist 9. Catalogue 23. What is ours is ours however it is written.
#[tokio::test]
async fn nothing_of_ours_is_created_changed_or_deleted_under_another_spelling() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let status = here.post(&anna, hello()).await;
    let eve = here.remote("eve", "evil.example").await;
    here.follows(&anna, &eve).await;
    let mut n = 1;
    for host in [
        "https://school.example",
        "https://SCHOOL.example",
        "https://school.example:443",
        "https://school.example.",
        "https://eve@school.example",
        "https://%73chool.example",
        "http://school.example",
        "https://ｓｃｈｏｏｌ.example",
    ] {
        let id = format!("{host}/ap/objects/{status}");
        let mut object = note(&eve, 1);
        object["id"] = id.clone().into();
        for (kind, object) in [
            ("Create", object.clone()),
            ("Update", object),
            ("Delete", json!(id)),
        ] {
            n += 1;
            let result = here.receive(&eve, activity(&eve, n, kind, object)).await;
            let nothing = matches!(
                result,
                Err(staffroom_federation::receive::ReceiveError::Refused(_))
                    | Ok(staffroom_federation::receive::Outcome::Ignored(_))
            );
            assert!(nothing, "{kind} {id}: {result:?}");
        }
        assert!(here.status(&id).await.is_none(), "{id}");
    }
    let row = here
        .read(move |conn| staffroom_db::statuses::find(conn, status))
        .await;
    assert_eq!(row.unwrap().deleted_at, None);
}

/// Catalogue 25. Ids that are like another's delete nothing of it.
#[tokio::test]
async fn a_delete_of_a_similar_id_deletes_nothing() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    here.follows(&anna, &author).await;
    let post = note(&author, 10);
    assert_applied(
        &here
            .receive(&author, activity(&author, 1, "Create", post.clone()))
            .await,
    );
    let id = post["id"].as_str().unwrap();
    for (n, similar) in [
        id.trim_end_matches('0').to_owned(),
        format!("{id}0"),
        format!("{id}/"),
        format!("{id}?x"),
        format!("{id}#x"),
        id.replace("notes", "NOTES"),
        id.replace("notes", "%6eotes"),
    ]
    .into_iter()
    .enumerate()
    {
        let n = u32::try_from(n).unwrap() + 2;
        let delete = activity(&author, n, "Delete", similar.clone());
        assert_ignored(&here.receive(&author, delete).await);
        assert!(here.status(id).await.is_some(), "{similar}");
    }
}
