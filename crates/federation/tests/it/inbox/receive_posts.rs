//! Posts, boosts and groups (lines 6, 7, 9, 31 and 32 of the security checklist).

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::{
    conversations, home, mentions, notifications, public_entries, statuses, tag_entries,
    tags as db_tags,
};
use staffroom_domain::{ActorKind, Event, ReplyPolicy, StatusId, Visibility};
use staffroom_service::statuses::{Draft, NewStatus, load_one, store};
use staffroom_service::streaming::{self, Audience};
use staffroom_service::tags;

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

/// A note for those people alone.
fn direct(here: &Instance, by: &AccountRow, n: u32, to: &[&AccountRow]) -> Value {
    let mut made = note(by, n);
    let people: Vec<String> = to.iter().map(|row| here.uri(row)).collect();
    made["to"] = json!(people);
    made["cc"] = json!([]);
    made["tag"] = people
        .iter()
        .map(|uri| json!({"type": "Mention", "href": uri, "name": "@somebody"}))
        .collect();
    made
}

async fn told(here: &Instance, who: &AccountRow) -> usize {
    let who = who.id;
    let page = statuses::Page {
        limit: 40,
        ..statuses::Page::default()
    };
    here.read(move |conn| notifications::page(conn, who, page))
        .await
        .len()
}

/// Checklist 49.
#[tokio::test]
async fn where_there_are_no_direct_messages_none_comes_in() {
    let here = Instance::without_direct_messages();
    let (anna, ben) = (here.local("anna").await, here.local("ben").await);
    let bo = here.remote("bo", "b.example").await;
    here.follows(&anna, &bo).await;
    let made = direct(&here, &bo, 1, &[&anna]);
    let uri = made["id"].as_str().unwrap().to_owned();
    assert_ignored(
        &here
            .receive(&bo, activity(&bo, 1, "Create", made.clone()))
            .await,
    );
    // Not by a change of what is not here, either.
    let mut unknown = made.clone();
    unknown["published"] = json!("2026-09-01T08:00:00Z");
    assert_ignored(&here.receive(&bo, activity(&bo, 2, "Update", unknown)).await);
    assert!(here.status(&uri).await.is_none());
    assert_eq!(told(&here, &anna).await, 0);
    // For followers it may be, and then become narrower; but no message of that.
    let mut private = note(&bo, 2);
    private["to"] = json!([format!("{}/followers", bo.uri.as_deref().unwrap())]);
    private["cc"] = json!([]);
    let uri = private["id"].as_str().unwrap().to_owned();
    assert_applied(&here.receive(&bo, activity(&bo, 3, "Create", private)).await);
    assert!(here.status(&uri).await.is_some());
    let narrowed = direct(&here, &bo, 2, &[&ben]);
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 4, "Update", narrowed))
            .await,
    );
    assert!(here.status(&uri).await.is_none());
    assert_eq!(told(&here, &ben).await, 0);
}

/// Checklist 49.
#[tokio::test]
async fn a_direct_message_of_before_is_sent_to_nobody_else() {
    let here = Instance::without_direct_messages();
    let (anna, ben) = (here.local("anna").await, here.local("ben").await);
    let bo = here.remote("bo", "b.example").await;
    let made = direct(&here, &bo, 1, &[&anna]);
    let uri = made["id"].as_str().unwrap().to_owned();
    let draft = Draft {
        uri: Some(uri.clone()),
        visibility: Visibility::Direct,
        mentions: vec![(anna.id, false)],
        content: "<p>Hello</p>".to_owned(),
        ..Draft::note(bo.clone(), here.ctx().now())
    };
    here.ctx()
        .transact(move |tx| store(tx, draft))
        .await
        .unwrap();
    let more = direct(&here, &bo, 1, &[&anna, &ben]);
    assert_ignored(&here.receive(&bo, activity(&bo, 1, "Update", more)).await);
    assert_eq!(told(&here, &ben).await, 0);
    let mut same = made;
    same["content"] = json!("<p>Goodbye</p>");
    assert_applied(&here.receive(&bo, activity(&bo, 2, "Update", same)).await);
    assert_eq!(here.status(&uri).await.unwrap().content, "<p>Goodbye</p>");
}

/// Checklist 49, 50.
#[tokio::test]
async fn a_post_whose_audience_becomes_narrower_is_for_fewer() {
    let here = Instance::new();
    let (anna, ben) = (here.local("anna").await, here.local("ben").await);
    let bo = here.remote("bo", "b.example").await;
    here.follows(&anna, &bo).await;
    tags::follow(here.ctx(), ben.id, "maths").await.unwrap();
    let mut made = note(&bo, 1);
    made["tag"] = json!([{"type": "Hashtag", "name": "#maths"}]);
    let uri = made["id"].as_str().unwrap().to_owned();
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 1, "Create", made.clone()))
            .await,
    );
    let id = here.status(&uri).await.unwrap().id;
    let page = statuses::Page {
        limit: 40,
        ..statuses::Page::default()
    };
    let stands = async || {
        let (anna, ben) = (anna.id, ben.id);
        here.read(move |conn| {
            let homes = [anna, ben].map(|who| home::page(conn, who, page).unwrap().len());
            let kinds = public_entries::Kinds::default();
            let public = public_entries::page(conn, kinds, page)?.len();
            let tag = db_tags::find(conn, "maths")?.unwrap().id;
            Ok((
                homes,
                public,
                tag_entries::page(conn, tag, kinds, page)?.len(),
            ))
        })
        .await
    };
    assert_eq!(stands().await, ([1, 1], 1, 1));
    assert!(sees(&here, None, id).await);
    made["to"] = made["cc"].clone();
    made["cc"] = json!([]);
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 2, "Update", made.clone()))
            .await,
    );
    let row = here.status(&uri).await.unwrap();
    assert_eq!(row.visibility(), Visibility::Private);
    assert_eq!(stands().await, ([1, 0], 0, 0));
    assert!(!sees(&here, None, id).await && !sees(&here, Some(&ben), id).await);
    assert!(sees(&here, Some(&anna), id).await);
    // It does not become wider again.
    made["to"] = json!([PUBLIC]);
    assert_applied(&here.receive(&bo, activity(&bo, 3, "Update", made)).await);
    let row = here.status(&uri).await.unwrap();
    assert_eq!(row.visibility(), Visibility::Private);
    assert_eq!(stands().await, ([1, 0], 0, 0));
    // Nor for more than those who are named, when it is for them alone.
    let narrowest = direct(&here, &bo, 1, &[&ben]);
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 4, "Update", narrowest))
            .await,
    );
    assert!(!sees(&here, Some(&anna), id).await);
    assert!(sees(&here, Some(&ben), id).await);
    assert_eq!(stands().await, ([0, 0], 0, 0));
}

async fn sees(here: &Instance, who: Option<&AccountRow>, id: StatusId) -> bool {
    let viewer = who.map(|row| row.id);
    here.read(move |conn| load_one(conn, viewer, id))
        .await
        .is_some()
}

#[tokio::test]
async fn answers_to_what_nobody_knows_are_streamed_to_nobody_but_followers() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    here.follows(&anna, &bo).await;
    for (n, answers, in_public) in [(1, Some("https://c.example/1"), false), (2, None, true)] {
        let mut made = note(&bo, n);
        if let Some(parent) = answers {
            made["inReplyTo"] = json!(parent);
        }
        let uri = made["id"].as_str().unwrap().to_owned();
        assert_applied(&here.receive(&bo, activity(&bo, n, "Create", made)).await);
        let id = here.status(&uri).await.unwrap().id;
        let reached = streaming::reach(here.ctx(), vec![id], Audience::default());
        let reached = reached.await.unwrap();
        assert!(reached[&id].in_tags);
        assert_eq!(reached[&id].in_public, in_public);
    }
}

#[tokio::test]
async fn whoever_used_a_hashtag_today_counts_for_yesterday_too() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let (bo, cy) = (
        here.remote("bo", "b.example").await,
        here.remote("cy", "c.example").await,
    );
    for who in [&bo, &cy] {
        here.follows(&anna, who).await;
    }
    let yesterday = "2026-08-31T10:00:00Z";
    for (n, by, published) in [
        (1, &cy, yesterday),
        (2, &bo, "2026-09-01T08:00:00Z"),
        (3, &bo, yesterday),
    ] {
        let mut made = note(by, n);
        made["tag"] = json!([{"type": "Hashtag", "name": "#maths"}]);
        made["published"] = json!(published);
        assert_applied(&here.receive(by, activity(by, n, "Create", made)).await);
    }
    let tag = tags::show(here.ctx(), None, "maths").await.unwrap();
    let days = tag.history.iter().map(|day| (day.statuses, day.accounts));
    let days: Vec<_> = days.collect();
    assert_eq!(days.get(..2).unwrap(), [(1, 1), (2, 2)]);
}

#[tokio::test]
async fn an_answer_that_comes_first_is_in_the_conversation_of_what_it_answers() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    here.follows(&anna, &bo).await;
    let first = direct(&here, &bo, 1, &[&anna]);
    let mut answer = direct(&here, &bo, 2, &[&anna]);
    answer["inReplyTo"] = first["id"].clone();
    let uri = answer["id"].as_str().unwrap().to_owned();
    for (n, made) in [(2, answer), (1, first)] {
        assert_applied(&here.receive(&bo, activity(&bo, n, "Create", made)).await);
    }
    let answer = here.status(&uri).await.unwrap();
    let anna = anna.id;
    let page = statuses::Page {
        limit: 40,
        ..statuses::Page::default()
    };
    let (all, of_answer) = here
        .read(move |conn| {
            let all = conversations::page(conn, anna, page)?;
            Ok((all, conversations::with_status(conn, answer.id)?))
        })
        .await;
    let threads: Vec<StatusId> = all.iter().map(|row| row.thread_id).collect();
    assert_eq!(threads, [answer.thread_id]);
    assert_eq!(all, of_answer);
}
