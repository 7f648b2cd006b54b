//! What events become.

use staffroom_db::deliveries::DeliveryRow;
use staffroom_domain::calendar::{EventRecord, Mode};
use staffroom_domain::{AccountId, ActorKind, Event, StatusKind, Visibility};
use staffroom_service::calendar::{self, Joined, Joining, NewEvent};
use staffroom_service::statuses::{self, Draft, NewStatus};
use staffroom_service::{accounts, follows};

use super::world::World;

/// What waits for the two servers, and what they are to be sent.
async fn told(world: &World) -> (Vec<DeliveryRow>, Vec<serde_json::Value>) {
    world.work().await;
    let rows = world.waiting(&["a.example", "b.example"]).await;
    let activities = world.activities(&rows).await;
    let activities = activities
        .iter()
        .map(|row| serde_json::from_str(&row.body).unwrap())
        .collect();
    (rows, activities)
}

fn inboxes(rows: &[DeliveryRow]) -> Vec<&str> {
    rows.iter().map(|row| row.inbox.as_str()).collect()
}

async fn post(world: &World, visibility: Visibility, to: Vec<AccountId>) -> statuses::StatusRow {
    let mut draft = Draft::note(world.author.clone(), world.ctx().now());
    draft.kind = StatusKind::Note;
    draft.visibility = visibility;
    "<p>Hello</p>".clone_into(&mut draft.content);
    draft.mentions = to.into_iter().map(|id| (id, false)).collect();
    world
        .ctx()
        .transact(move |tx| statuses::store(tx, draft))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_public_post_goes_once_to_each_server_with_a_proof() {
    let world = World::reaching(&[]).await;
    for (name, host) in [("x", "a.example"), ("y", "a.example"), ("z", "b.example")] {
        world.follower(name, host).await;
    }
    post(&world, Visibility::Public, Vec::new()).await;
    let (rows, activities) = told(&world).await;
    assert_eq!(
        inboxes(&rows),
        ["http://a.example/inbox", "http://b.example/inbox"]
    );
    assert!(rows.iter().all(|row| row.sync_followers));
    let create = &activities[0];
    assert_eq!(create["type"], "Create");
    assert_eq!(create["object"]["type"], "Note");
    assert_eq!(create["to"], create["object"]["to"]);
    let method = create["proof"]["verificationMethod"].as_str().unwrap();
    assert!(method.ends_with("#ed25519-key"), "{method}");
}

/// Checklist 54.
#[tokio::test]
async fn a_direct_post_goes_to_the_inbox_of_whom_it_names_alone() {
    let world = World::reaching(&[]).await;
    let named = world.follower("x", "a.example").await;
    world.follower("z", "b.example").await;
    post(&world, Visibility::Direct, vec![named.id]).await;
    let (rows, activities) = told(&world).await;
    assert_eq!(inboxes(&rows), ["http://a.example/x/inbox"]);
    assert!(!rows[0].sync_followers);
    assert_eq!(activities[0]["to"][0], "http://a.example/x");
}

#[tokio::test]
async fn of_what_was_deleted_at_once_only_the_delete_is_told() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let row = post(&world, Visibility::Public, Vec::new()).await;
    statuses::delete(world.ctx(), world.author(), row.id)
        .await
        .unwrap();
    let (_, activities) = told(&world).await;
    assert_eq!(activities.len(), 1);
    assert_eq!(activities[0]["type"], "Delete");
    assert_eq!(activities[0]["object"]["type"], "Tombstone");
}

#[tokio::test]
async fn a_follow_and_its_undo_name_the_same_follow() {
    let world = World::reaching(&[]).await;
    let target = world.remote("x", "a.example").await;
    let (by, wishes) = (world.author(), follows::Wishes::default());
    follows::follow(world.ctx(), by, target.id, wishes)
        .await
        .unwrap();
    world.work().await;
    follows::unfollow(world.ctx(), by, target.id).await.unwrap();
    let (rows, activities) = told(&world).await;
    assert_eq!(rows[0].thread_key, rows[1].thread_key);
    assert_eq!(inboxes(&rows), ["http://a.example/x/inbox"; 2]);
    let (follow, undo) = (&activities[0], &activities[1]);
    assert_eq!(
        (&follow["type"], &undo["type"]),
        (&"Follow".into(), &"Undo".into())
    );
    assert_eq!(undo["object"]["id"], follow["id"]);
    assert_eq!(follow["object"], "http://a.example/x");
}

#[tokio::test]
async fn what_was_taken_back_at_once_is_not_told_any_more() {
    let world = World::reaching(&[]).await;
    let target = world.remote("x", "a.example").await;
    let (ctx, by) = (world.ctx(), world.author());
    follows::follow(ctx, by, target.id, follows::Wishes::default())
        .await
        .unwrap();
    follows::unfollow(ctx, by, target.id).await.unwrap();
    follows::block(ctx, by, target.id).await.unwrap();
    follows::unblock(ctx, by, target.id).await.unwrap();
    let (_, activities) = told(&world).await;
    // Whichever order the jobs are done in, the end is the same.
    let kinds: Vec<&str> = activities
        .iter()
        .map(|activity| activity["type"].as_str().unwrap())
        .collect();
    assert!(kinds.iter().all(|kind| *kind == "Undo"), "{kinds:?}");
    assert!(!kinds.is_empty());
}

#[tokio::test]
async fn what_a_group_passes_on_stays_as_it_was_written() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let inner =
        r#"{"z":1.50,"type":"Like","id":"http://b.example/1","object":"http://b.example/2"}"#;
    let event = Event::GroupRelayed {
        group: world.author(),
        activity: inner.to_owned(),
        activity_uri: "http://b.example/1".to_owned(),
    };
    world
        .ctx()
        .transact(move |tx| tx.emit(&event))
        .await
        .unwrap();
    world.work().await;
    let rows = world.waiting(&["a.example"]).await;
    let body = &world.activities(&rows).await[0].body;
    assert!(body.contains(inner), "{body}");
}

#[tokio::test]
async fn an_answer_carries_what_it_answers_as_it_was_given() {
    let world = World::reaching(&[]).await;
    let to = world.remote("x", "a.example").await;
    for object in [
        r#"{"id":"http://a.example/j","type":"Join"}"#,
        "\"http://a.example/j\"",
        "http://a.example/j",
    ] {
        let event = Event::Answered {
            account: world.author(),
            verb: "Ignore".to_owned(),
            object: object.to_owned(),
            to: to.id,
            place: None,
        };
        world
            .ctx()
            .transact(move |tx| tx.emit(&event))
            .await
            .unwrap();
    }
    let (_, activities) = told(&world).await;
    assert_eq!(activities.len(), 3);
    assert!(
        activities
            .iter()
            .all(|activity| activity["type"] == "Ignore")
    );
    assert_eq!(activities[0]["object"]["type"], "Join");
    assert_eq!(activities[1]["object"], activities[2]["object"]);
}

#[tokio::test]
async fn a_server_that_is_shut_out_is_told_nothing() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    world.follower("y", "b.example").await;
    let now = world.ctx().now();
    let row = staffroom_service::policies::decision("a.example", "suspend", now);
    world.fed.policies().set(vec![row]).await.unwrap();
    post(&world, Visibility::Private, Vec::new()).await;
    let (rows, _) = told(&world).await;
    assert_eq!(inboxes(&rows), ["http://b.example/inbox"]);
}

#[tokio::test]
async fn a_group_here_boosts_and_passes_on_what_a_member_here_does() {
    let world = World::reaching(&[]).await;
    let group = accounts::create_actor(world.ctx(), ActorKind::Group, "maths", "Maths");
    let group = group.await.unwrap();
    let fan = world.remote("x", "a.example").await;
    for by in [fan.id, world.author()] {
        let (by, target) = (by, group.id);
        world
            .ctx()
            .transact(move |tx| {
                let by = staffroom_db::accounts::find(tx.conn, by)?.unwrap();
                let target = staffroom_db::accounts::find(tx.conn, target)?.unwrap();
                follows::begin_in(tx, &by, &target, None).map(drop)
            })
            .await
            .unwrap();
    }
    world.work().await;
    let new = NewStatus {
        text: "@maths Fractions".to_owned(),
        ..NewStatus::default()
    };
    let status = statuses::publish(world.ctx(), world.author(), new).await;
    let status = status.unwrap();
    statuses::favourite(world.ctx(), world.author(), status)
        .await
        .unwrap();
    statuses::delete(world.ctx(), world.author(), status)
        .await
        .unwrap();
    let (_, activities) = told(&world).await;
    let group = world.fed.addresses().actor(group.id);
    let by_group: Vec<_> = activities
        .iter()
        .filter(|activity| activity["actor"] == group.as_str())
        .collect();
    assert!(
        by_group
            .iter()
            .all(|activity| activity["proof"].is_object())
    );
    let deleted = by_group
        .iter()
        .find(|activity| activity["object"]["type"] == "Delete")
        .unwrap();
    assert_eq!(deleted["type"], "Announce");
    assert_eq!(deleted["object"]["audience"], group.as_str());
    // The proof of whoever did it goes along, so that nobody has to ask.
    assert!(deleted["object"]["proof"].is_object(), "{deleted}");
}

/// Checklist 54.
#[tokio::test]
async fn who_takes_part_is_told_what_becomes_of_it_and_named_to_nobody() {
    let world = World::reaching(&[]).await;
    let (x, z) = (
        world.remote("x", "a.example").await,
        world.remote("z", "b.example").await,
    );
    let new = NewEvent {
        title: "TeachMeet Leeds".to_owned(),
        zone: "Europe/London".to_owned(),
        starts: "2027-01-28T18:00".to_owned(),
        online_url: Some("https://leeds.example/rooms/1".to_owned()),
        record: EventRecord {
            mode: Mode::Online,
            ..EventRecord::default()
        },
        ..NewEvent::default()
    };
    let by = world.author();
    let made = calendar::create(world.ctx(), by, new.clone()).await;
    let id = made.unwrap().id;
    for who in [&x, &z] {
        let joined = calendar::join(world.ctx(), who.id, id, Joining::default());
        assert_eq!(joined.await.unwrap(), Joined::Going);
    }
    calendar::leave(world.ctx(), z.id, id).await.unwrap();
    assert_eq!(inboxes(&told(&world).await.0), [""; 0], "nobody follows");
    let moved = NewEvent {
        starts: "2027-01-29T18:00".to_owned(),
        ..new
    };
    calendar::edit(world.ctx(), by, id, moved).await.unwrap();
    world.work().await;
    calendar::cancel(world.ctx(), by, id).await.unwrap();
    world.work().await;
    calendar::delete(world.ctx(), by, id).await.unwrap();
    let (rows, activities) = told(&world).await;
    assert_eq!(inboxes(&rows), ["http://a.example/inbox"; 3]);
    let kinds: Vec<&str> = activities
        .iter()
        .map(|activity| activity["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Update", "Update", "Delete"]);
    for activity in &activities {
        let text = activity.to_string();
        assert!(!text.contains("a.example/x"), "{text}");
    }
}

/// An event that a group holds is the group's: it announces it to those who follow it, and nobody else does.
#[tokio::test]
async fn a_group_announces_its_event_to_its_followers() {
    let world = World::reaching(&[]).await;
    let kind = ActorKind::Group;
    let group = accounts::create_actor(world.ctx(), kind, "teachmeet", "TeachMeet").await;
    let group = group.unwrap();
    let follower = world.remote("x", "a.example").await;
    let (by, of) = (follower.clone(), group.clone());
    world
        .ctx()
        .transact(move |tx| follows::begin_in(tx, &by, &of, None).map(drop))
        .await
        .unwrap();
    let steward = world.author();
    staffroom_service::groups::set_moderator(world.ctx(), group.id, steward, true)
        .await
        .unwrap();
    told(&world).await;
    let new = NewEvent {
        title: "TeachMeet Leeds".to_owned(),
        zone: "Europe/London".to_owned(),
        starts: "2027-01-28T18:00".to_owned(),
        online_url: Some("https://leeds.example/rooms/1".to_owned()),
        record: EventRecord {
            mode: Mode::Online,
            ..EventRecord::default()
        },
        group: Some(group.id),
        ..NewEvent::default()
    };
    let made = calendar::create(world.ctx(), steward, new).await.unwrap();
    let (rows, activities) = told(&world).await;
    let by_group = world.fed.addresses().actor(group.id);
    let about: Vec<_> = rows
        .iter()
        .zip(&activities)
        .filter(|(_, activity)| activity.to_string().contains("TeachMeet Leeds"))
        .collect();
    let [(row, create)] = about.as_slice() else {
        panic!("{activities:?}");
    };
    assert_eq!(row.inbox, "http://a.example/inbox");
    assert_eq!(create["type"], "Create");
    assert_eq!(create["actor"], by_group.as_str());
    assert_eq!(create["object"]["attributedTo"], by_group.as_str());
    let id = world.fed.addresses().object(made.id);
    assert_eq!(create["object"]["id"], id.as_str());
    assert!(create["proof"].is_object(), "{create}");
}
