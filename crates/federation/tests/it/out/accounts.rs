//! What is told of actors here: their profile, their keys, that they moved, that they are gone.

use std::time::Duration;

use serde_json::Value;
use staffroom_db::accounts as rows;
use staffroom_db::accounts::AccountRow;
use staffroom_db::deliveries::DeliveryRow;
use staffroom_db::remote_actors;
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::reports::{self, NewReport};
use staffroom_service::statuses::{self, Draft};
use staffroom_service::{departures, follows, keys};

use super::world::World;

async fn told(world: &World) -> (Vec<DeliveryRow>, Vec<Value>) {
    world.work().await;
    let hosts = ["a.example", "b.example", "c.example"];
    let rows = world.waiting(&hosts).await;
    let activities = world.activities(&rows).await;
    let read = |row: &staffroom_db::activities::ActivityRow| serde_json::from_str(&row.body);
    let activities = activities.iter().map(read).map(Result::unwrap).collect();
    (rows, activities)
}

fn inboxes(rows: &[DeliveryRow]) -> Vec<&str> {
    let mut all: Vec<&str> = rows.iter().map(|row| row.inbox.as_str()).collect();
    all.sort_unstable();
    all
}

/// Takes the shared inbox of a remote actor's server away.
async fn without_shared_inbox(world: &World, actor: &AccountRow) {
    let id = actor.id;
    world
        .write(move |conn| {
            let mut row = remote_actors::find(conn, id)?.unwrap();
            row.shared_inbox = None;
            remote_actors::upsert(conn, row)
        })
        .await;
}

/// A post of a remote actor, as it is known here.
async fn post_of(world: &World, author: &AccountRow) -> StatusId {
    let mut draft = Draft::note(author.clone(), world.ctx().now());
    draft.uri = author.uri.as_ref().map(|uri| format!("{uri}/1"));
    let post = world.ctx().transact(|tx| statuses::store(tx, draft));
    post.await.unwrap().id
}

#[tokio::test]
async fn a_changed_profile_is_an_update_to_the_followers() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let edit = ProfileEdit {
        display_name: Some("Amira K".to_owned()),
        summary: Some("#Maths".to_owned()),
        fields: Some(vec![(
            "Site".to_owned(),
            "https://amira.example".to_owned(),
        )]),
        indexable: Some(false),
        ..ProfileEdit::default()
    };
    profiles::edit(world.ctx(), world.author(), edit)
        .await
        .unwrap();
    let (rows, activities) = told(&world).await;
    assert_eq!(inboxes(&rows), ["http://a.example/inbox"]);
    let [update] = &activities[..] else {
        panic!("{activities:?}");
    };
    let actor = &update["object"];
    assert_eq!(
        (&update["type"], &actor["type"]),
        (&"Update".into(), &"Person".into())
    );
    assert_eq!(actor["name"], "Amira K");
    assert_eq!(actor["source"]["content"], "#Maths");
    assert_eq!(actor["indexable"], false);
    let value = actor["attachment"][0]["value"].as_str().unwrap();
    assert!(
        value.starts_with("<a href=\"https://amira.example"),
        "{value}"
    );
}

#[tokio::test]
async fn new_keys_are_told_in_an_update_that_they_sign() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let before = world.fed.keys_of(world.author()).await.unwrap();
    assert!(keys::rotate(world.ctx(), world.author()).await.unwrap());
    let (_, activities) = told(&world).await;
    let after = world.fed.keys_of(world.author()).await.unwrap();
    assert_ne!(before.rsa.public().to_pem(), after.rsa.public().to_pem());
    let actor = &activities[0]["object"];
    assert_eq!(
        actor["publicKey"]["publicKeyPem"],
        after.rsa.public().to_pem()
    );
    let multibase = &actor["assertionMethod"][0]["publicKeyMultibase"];
    assert_eq!(*multibase, after.ed25519.public().to_multibase());
    let proof = staffroom_signatures::Proof::of(&activities[0]).unwrap();
    let now = world.ctx().now();
    assert!(proof.verify(after.ed25519.public(), now).is_ok());
    assert!(proof.verify(before.ed25519.public(), now).is_err());
}

/// Line 58 of the checklist.
#[tokio::test]
async fn line_58_the_end_of_an_account_is_told_to_every_known_server() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let alone = world.follower("y", "b.example").await;
    without_shared_inbox(&world, &alone).await;
    // Nobody there follows; they may have a post all the same.
    world.remote("z", "c.example").await;
    let id = world.author();
    departures::delete_actor(world.ctx(), "amira")
        .await
        .unwrap();
    // Also where everything was cleared away before the activity was made.
    departures::clear(world.ctx(), id).await.unwrap();
    let gone = follows_of(&world, id).await;
    assert_eq!(gone, 0);
    let (rows, activities) = told(&world).await;
    assert_eq!(
        inboxes(&rows),
        [
            "http://a.example/inbox",
            "http://b.example/y/inbox",
            "http://c.example/inbox"
        ]
    );
    assert!(rows.iter().all(|row| !row.sync_followers));
    let [delete] = &activities[..] else {
        panic!("{activities:?}");
    };
    assert_eq!(delete["type"], "Delete");
    assert_eq!(delete["object"], delete["actor"]);
    assert!(delete["proof"].is_object(), "its keys are still there");
    // Clearing again leaves what waits to be delivered.
    departures::clear(world.ctx(), id).await.unwrap();
    assert_eq!(world.activities(&rows).await.len(), 1);
}

async fn follows_of(world: &World, id: AccountId) -> usize {
    world
        .write(move |conn| staffroom_db::follows::followers(conn, id, 1, None, 10))
        .await
        .len()
}

#[tokio::test]
async fn a_move_follows_the_update_that_says_where_to() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let (id, now) = (world.author(), world.ctx().now());
    let target = "https://b.example/amira";
    let moved = world.ctx().transact(move |tx| {
        let row = rows::find(tx.conn, id)?.unwrap();
        let row = AccountRow {
            moved_to_uri: Some(target.to_owned()),
            moved_at: Some(now.as_micros()),
            ..row
        };
        rows::update(tx.conn, row)?;
        tx.emit(&staffroom_domain::Event::ProfileChanged { account: id })?;
        tx.emit(&staffroom_domain::Event::AccountMoved {
            account: id,
            target: target.to_owned(),
        })
    });
    moved.await.unwrap();
    let (rows, activities) = told(&world).await;
    assert_eq!(
        rows[0].thread_key, rows[1].thread_key,
        "one after the other"
    );
    assert_eq!(activities[0]["object"]["movedTo"], target);
    assert_eq!(activities[1]["type"], "Move");
    assert_eq!(activities[1]["target"], target);
    assert_eq!(activities[1]["object"], activities[1]["actor"]);
}

#[tokio::test]
async fn a_reaction_and_its_undo_go_to_the_author() {
    let world = World::reaching(&[]).await;
    let author = world.remote("x", "a.example").await;
    world.follower("y", "b.example").await;
    let status = post_of(&world, &author).await;
    let by = world.author();
    statuses::react(world.ctx(), by, status, "🎉")
        .await
        .unwrap();
    statuses::unreact(world.ctx(), by, status, "🎉")
        .await
        .unwrap();
    let (rows, activities) = told(&world).await;
    assert_eq!(inboxes(&rows), ["http://a.example/x/inbox"; 2]);
    let (react, undo) = (&activities[0], &activities[1]);
    assert_eq!(react["type"], "EmojiReact");
    assert_eq!(react["content"], "🎉");
    assert_eq!(react["object"], "http://a.example/x/1");
    assert_eq!(undo["type"], "Undo");
    assert_eq!(undo["object"]["id"], react["id"]);
    assert_eq!(undo["object"]["content"], "🎉");
}

#[tokio::test]
async fn a_report_is_a_flag_of_the_instance_that_names_nobody_here() {
    let world = World::reaching(&[]).await;
    let target = world.remote("x", "a.example").await;
    let status = post_of(&world, &target).await;
    let new = NewReport {
        statuses: vec![status],
        comment: "rude".to_owned(),
        forward: true,
        ..NewReport::default()
    };
    reports::report(world.ctx(), world.author(), target.id, new)
        .await
        .unwrap();
    let (rows, activities) = told(&world).await;
    assert_eq!(inboxes(&rows), ["http://a.example/x/inbox"]);
    let flag = &activities[0];
    assert_eq!(flag["type"], "Flag");
    assert_eq!(flag["actor"], "https://school.example/ap/actors/instance");
    assert_eq!(flag["content"], "rude");
    let named: Vec<&str> = flag["object"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(named, ["http://a.example/x", "http://a.example/x/1"]);
    let own = world.ctx().addresses.actor(world.author());
    assert!(!flag.to_string().contains(&own));
}

#[tokio::test]
async fn a_follow_of_whoever_is_gone_is_not_answered() {
    let world = World::reaching(&[]).await;
    let by = world.remote("x", "a.example").await;
    departures::delete_actor(world.ctx(), "amira")
        .await
        .unwrap();
    world.advance(Duration::from_secs(1));
    let follow = follows::follow(
        world.ctx(),
        by.id,
        world.author(),
        follows::Wishes::default(),
    );
    assert!(matches!(follow.await, Err(follows::FollowError::NotFound)));
}
