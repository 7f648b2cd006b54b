//! Posts, boosts and groups (lines 6, 7, 9, 31 and 32 of the security checklist).

use serde_json::json;
use staffroom_db::{mentions, statuses};
use staffroom_domain::{ActorKind, Event, ReplyPolicy, Visibility};
use staffroom_service::statuses::NewStatus;

use super::instance::{
    Instance, PUBLIC, activity, assert_applied, assert_ignored, assert_refused, note,
};

fn said(text: &str) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        ..NewStatus::default()
    }
}

#[tokio::test]
async fn a_post_is_kept_for_followers_and_for_whoever_is_named() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    let unwanted = activity(&author, 1, "Create", note(&author, 1));
    assert_ignored(&here.receive(&author, unwanted).await);
    let mut naming = note(&author, 2);
    naming["tag"] = json!([{"type": "Mention", "href": here.uri(&anna), "name": "@anna"}]);
    naming["cc"] = json!([here.uri(&anna)]);
    assert_applied(
        &here
            .receive(&author, activity(&author, 2, "Create", naming))
            .await,
    );
    here.follows(&anna, &author).await;
    let wanted = activity(&author, 3, "Create", note(&author, 3));
    assert_applied(&here.receive(&author, wanted).await);
    let again = activity(&author, 4, "Create", note(&author, 3));
    assert_ignored(&here.receive(&author, again).await);
}

/// Checklist 6, 7, 9.
#[tokio::test]
async fn nobody_writes_in_the_name_of_another() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "evil.example").await;
    let forged = note(&author, 1);
    let uri = forged["id"].as_str().unwrap().to_owned();
    assert_ignored(
        &here
            .receive(&eve, activity(&eve, 1, "Create", forged))
            .await,
    );
    let mut ours = note(&eve, 2);
    ours["id"] = "https://school.example/ap/objects/77".into();
    assert_refused(&here.receive(&eve, activity(&eve, 2, "Create", ours)).await);
    here.follows(&anna, &eve).await;
    let mut attributed = note(&eve, 3);
    attributed["attributedTo"] = here.uri(&anna).into();
    let result = here
        .receive(&eve, activity(&eve, 3, "Create", attributed))
        .await;
    assert!(result.is_err(), "{result:?}");
    assert!(here.status(&uri).await.is_none());
    assert!(
        here.status("https://evil.example/users/eve/notes/3")
            .await
            .is_none()
    );
}

#[tokio::test]
async fn nobody_answers_where_nobody_may() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let new = NewStatus {
        text: "For the record".to_owned(),
        reply_policy: ReplyPolicy::Nobody,
        ..NewStatus::default()
    };
    let status = here.post(&anna, new).await;
    let author = here.remote("bo", "b.example").await;
    let mut reply = note(&author, 1);
    reply["inReplyTo"] = here.object(status).into();
    assert_ignored(
        &here
            .receive(&author, activity(&author, 1, "Create", reply))
            .await,
    );
}

/// Checklist 4. However an id of ours is written, it names the same.
#[tokio::test]
async fn ids_of_ours_count_however_they_are_written() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let open = here.post(&anna, said("Ask me")).await;
    let closed = NewStatus {
        reply_policy: ReplyPolicy::Nobody,
        ..said("For the record")
    };
    let closed = here.post(&anna, closed).await;
    let author = here.remote("bo", "b.example").await;
    let spellings = ["https://school.example:443", "https://SCHOOL.example"];
    for (n, spelling) in (1..).zip(spellings) {
        let other = |id: String| id.replace("https://school.example", spelling);
        let mut reply = note(&author, n);
        reply["inReplyTo"] = other(here.object(open)).into();
        reply["cc"] = json!([other(here.uri(&anna))]);
        reply["tag"] =
            json!([{"type": "Mention", "href": other(here.uri(&anna)), "name": "@anna"}]);
        let id = reply["id"].as_str().unwrap().to_owned();
        assert_applied(
            &here
                .receive(&author, activity(&author, n, "Create", reply))
                .await,
        );
        let kept = here.status(&id).await.unwrap();
        assert_eq!(kept.in_reply_to_id, Some(open.get()));
        let kept = kept.id;
        let named = here
            .read(move |conn| mentions::of_statuses(conn, &[kept]))
            .await;
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].account_id, anna.id);

        let n = n + 10;
        let mut reply = note(&author, n);
        reply["inReplyTo"] = other(here.object(closed)).into();
        assert_ignored(
            &here
                .receive(&author, activity(&author, n, "Create", reply))
                .await,
        );
    }
}

/// Checklist 31.
#[tokio::test]
async fn a_boost_never_widens_an_audience() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let new = NewStatus {
        text: "Among us".to_owned(),
        visibility: Some(Visibility::Private),
        ..NewStatus::default()
    };
    let status = here.post(&anna, new).await;
    let fan = here.remote("bo", "b.example").await;
    let boost = activity(&fan, 1, "Announce", here.object(status));
    assert_refused(&here.receive(&fan, boost).await);
    let fan_id = fan.id;
    let there = here
        .read(move |conn| statuses::find_boost(conn, fan_id, status))
        .await;
    assert!(there.is_none());
    // What nobody here follows is not fetched either: that would be refused by the network.
    let unknown = activity(&fan, 2, "Announce", "https://c.example/notes/1");
    assert_ignored(&here.receive(&fan, unknown).await);
    let mut quiet = activity(&fan, 3, "Announce", "https://c.example/notes/1");
    quiet["to"] = json!(["https://b.example/users/bo/followers"]);
    here.follows(&anna, &fan).await;
    assert_ignored(&here.receive(&fan, quiet).await);
}

/// Checklist 32.
#[tokio::test]
async fn what_a_group_passes_on_is_not_believed() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let author = here.remote("bo", "b.example").await;
    let group = here
        .remote_with("maths", "c.example", |new| new.kind = ActorKind::Group)
        .await;
    here.follows(&anna, &author).await;
    here.follows(&anna, &group).await;
    let status = here
        .post(
            &anna,
            NewStatus {
                text: "Hello".to_owned(),
                ..NewStatus::default()
            },
        )
        .await;
    for (n, kind, object) in [
        (1, "Delete", json!(here.object(status))),
        (2, "Delete", json!(author.uri.clone())),
        (
            3,
            "Update",
            json!({"id": author.uri.clone(), "type": "Person", "name": "Eve"}),
        ),
        (4, "Like", json!("https://b.example/unknown")),
        (5, "Follow", json!(here.uri(&anna))),
    ] {
        let inner = activity(&author, n, kind, object);
        let mut passed = activity(&group, n, "Announce", inner);
        passed["to"] = json!([PUBLIC]);
        assert_ignored(&here.receive(&group, passed).await);
    }
    assert!(here.account(author.id).await.is_active());
    let kept = here
        .read(move |conn| statuses::find(conn, status))
        .await
        .unwrap();
    assert_eq!((kept.favourites_count, kept.deleted_at), (0, None));
    // Whoever is no group passes nothing on.
    let inner = activity(&author, 9, "Create", note(&author, 9));
    let passed = activity(&author, 10, "Announce", inner);
    assert_ignored(&here.receive(&author, passed).await);
}

#[tokio::test]
async fn a_group_here_passes_on_what_members_send_it() {
    let here = Instance::new();
    let group = here.local_of(ActorKind::Group, "maths").await;
    let member = here.remote("bo", "b.example").await;
    let stranger = here.remote("eve", "b.example").await;
    let join = activity(&member, 1, "Follow", here.uri(&group));
    assert_applied(&here.receive(&member, join).await);
    here.events().await;
    for (n, by) in [(2, &stranger), (3, &member)] {
        let mut post = note(by, n);
        post["cc"] = json!([here.uri(&group)]);
        let mut create = activity(by, n, "Create", post);
        create["cc"] = json!([here.uri(&group)]);
        assert_applied(&here.receive(by, create).await);
    }
    let events = here.events().await;
    let relayed: Vec<&String> = events
        .iter()
        .filter_map(|event| match event {
            Event::GroupRelayed { activity_uri, .. } => Some(activity_uri),
            _ => None,
        })
        .collect();
    assert_eq!(relayed, ["https://b.example/users/bo/activities/3"]);
}

#[tokio::test]
async fn a_reaction_is_an_emoji_and_nothing_else() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let status = here
        .post(
            &anna,
            NewStatus {
                text: "Hello".to_owned(),
                ..NewStatus::default()
            },
        )
        .await;
    let fan = here.remote("bo", "b.example").await;
    let mut reaction = activity(&fan, 1, "EmojiReact", here.object(status));
    reaction["content"] = "🎉".into();
    assert_applied(&here.receive(&fan, reaction.clone()).await);
    for (n, bad) in [(2, "buy now"), (3, ":nothing:"), (4, "<b>")] {
        reaction["id"] = format!("https://b.example/users/bo/activities/{n}").into();
        reaction["content"] = bad.into();
        assert_refused(&here.receive(&fan, reaction.clone()).await);
    }
}
