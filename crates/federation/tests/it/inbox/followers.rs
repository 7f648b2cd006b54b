//! Whom of ours another server counts as followers (FEP-8fcf): who may have the lists compared, and
//! what comes of it.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest as sha256};
use data_encoding::HEXLOWER;
use serde_json::json;
use staffroom_db::accounts::AccountRow;
use staffroom_db::{follows, jobs};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{AccountId, Event, FollowId};
use staffroom_federation::resolve::handlers;
use staffroom_service::follows::{Wishes, accept_in, follow};

use super::door::{Door, Peer};

const HEADER: &str = "collection-synchronization";

/// The XOR of the digests of the ids.
fn digest<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = [0; 32];
    for id in ids {
        let one = sha256(&SHA256, id.as_bytes());
        for (byte, other) in all.iter_mut().zip(one.as_ref()) {
            *byte ^= other;
        }
    }
    HEXLOWER.encode(&all)
}

fn claim(collection: &str, url: &str, digest: &str) -> String {
    format!("collectionId=\"{collection}\", url=\"{url}\", digest=\"{digest}\"")
}

/// What an actor would send who counts nobody of ours.
fn nobody(of: &Peer) -> String {
    claim(
        &format!("{}/followers", of.id),
        &format!("{}/sync", of.id),
        &digest([]),
    )
}

async fn follows(door: &Door, by: &AccountRow, target: &Peer) -> AccountId {
    let target = door.account(&target.id).await;
    let ctx = door.world.fed.ctx();
    let row = follow(ctx, by.id, target.id, Wishes::default())
        .await
        .unwrap();
    let (by, to) = (by.clone(), target.clone());
    ctx.transact(move |tx| accept_in(tx, &by, &to, &row))
        .await
        .unwrap();
    target.id
}

async fn queued(door: &Door) -> i64 {
    let counts = door
        .world
        .fed
        .ctx()
        .db
        .read(|conn| jobs::counts(conn, JobKind::SyncFollowers.queue()));
    counts.await.unwrap().live
}

async fn followers(door: &Door, of: AccountId) -> usize {
    let rows = door
        .world
        .fed
        .ctx()
        .db
        .read(move |conn| follows::local_followers(conn, of, FollowId::from(0), 100));
    rows.await.unwrap().len()
}

/// Checklist 51.
#[actix_web::test]
async fn an_actor_has_its_own_list_compared() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let anna = door.local("anna").await;
    follows(&door, &anna, &bo).await;
    let same = claim(
        &format!("{}/followers", bo.id),
        &format!("{}/sync", bo.id),
        &digest([door.uri(&anna).as_str()]),
    );
    let view = |n| bo.activity(n, "View", "http://other.example/1");
    assert_eq!(
        door.send_with(&bo, &view(1), &[(HEADER, &same)], &[]).await,
        202
    );
    assert_eq!(queued(&door).await, 0, "both lists are the same");
    let door_two = Door::new().await;
    let bo = door_two.known("good.example", "bo").await;
    let anna = door_two.local("anna").await;
    follows(&door_two, &anna, &bo).await;
    let view = bo.activity(1, "View", "http://other.example/1");
    assert_eq!(
        door_two
            .send_with(&bo, &view, &[(HEADER, &nobody(&bo))], &[])
            .await,
        202
    );
    assert_eq!(queued(&door_two).await, 1);
}

/// Checklist 51. Whoever forwards an activity says nothing about its actor's followers, not even where
/// the list would be on the actor's own server.
#[actix_web::test]
async fn whoever_forwards_has_nobody_elses_list_compared() {
    let door = Door::new().await;
    let victim = door.known("good.example", "bo").await;
    let mallory = door.known("evil.example", "mallory").await;
    let anna = door.local("anna").await;
    follows(&door, &anna, &victim).await;
    let proven = door.proven(
        &victim,
        victim.activity(1, "View", "http://other.example/1"),
    );
    let header = nobody(&victim);
    assert_eq!(
        door.send_with(&mallory, &proven, &[(HEADER, &header)], &[])
            .await,
        202
    );
    assert_eq!(queued(&door).await, 0);
}

/// Checklist 51. What is not signed may be anybody's, another list is not the actor's followers, and
/// what came before says nothing new.
#[actix_web::test]
async fn other_claims_are_passed_over() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let eve = door.known("good.example", "eve").await;
    let anna = door.local("anna").await;
    follows(&door, &anna, &bo).await;
    let view = |n| bo.activity(n, "View", "http://other.example/1");
    let own = nobody(&bo);
    assert_eq!(
        door.send_with(&bo, &view(1), &[], &[(HEADER, &own)]).await,
        202
    );
    assert_eq!(queued(&door).await, 0, "it is not signed");
    let none = digest([]);
    for (n, header) in [
        claim(
            &format!("{}/followers", eve.id),
            &format!("{}/sync", bo.id),
            &none,
        ),
        claim("http://good.example/", &format!("{}/sync", bo.id), &none),
        claim(
            &format!("{}/followers", bo.id),
            "http://evil.example/sync",
            &none,
        ),
        format!("url=\"{}/sync\", digest=\"{none}\"", bo.id),
    ]
    .iter()
    .enumerate()
    {
        let view = view(u32::try_from(n).unwrap() + 10);
        assert_eq!(
            door.send_with(&bo, &view, &[(HEADER, header)], &[]).await,
            202
        );
        assert_eq!(queued(&door).await, 0, "{header}");
    }
    door.world.advance(Duration::from_secs(1));
    assert_eq!(
        door.send_with(&bo, &view(10), &[(HEADER, &own)], &[]).await,
        202
    );
    assert_eq!(queued(&door).await, 0, "it is a repetition");
    assert_eq!(
        door.send_with(&bo, &view(20), &[(HEADER, &own)], &[]).await,
        202
    );
    assert_eq!(
        queued(&door).await,
        1,
        "nothing before has used up its turn"
    );
}

async fn synchronise(door: &Door, account: AccountId, url: &str) {
    let handler = handlers(&door.world.fed)
        .into_iter()
        .find(|handler| handler.kind() == JobKind::SyncFollowers)
        .unwrap();
    let job = ClaimedJob {
        id: door.world.fed.ctx().new_id(),
        payload: JobPayload::SyncFollowers {
            account,
            url: url.to_owned(),
        },
        attempt: 1,
        max_attempts: 1,
        lease_token: 1,
        dedup_key: None,
    };
    handler.run(&job).await.unwrap();
}

/// Checklist 51. Who is not on the actor's list follows no more; but not by half a list, by one on
/// another server, or where the follow may still be on its way.
#[actix_web::test]
async fn a_follow_that_the_actors_server_does_not_know_ends() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let (anna, cleo) = (door.local("anna").await, door.local("cleo").await);
    follows(&door, &anna, &bo).await;
    let target = follows(&door, &cleo, &bo).await;
    let list = |url: &str, items: serde_json::Value| {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": url,
            "type": "OrderedCollection",
            "orderedItems": items,
        })
    };
    let url = format!("{}/sync", bo.id);
    door.world
        .remote
        .activity(&url, &list(&url, json!([door.uri(&anna)])));
    synchronise(&door, target, &url).await;
    assert_eq!(followers(&door, target).await, 2, "too young");
    door.world.advance(Duration::from_mins(11));
    let foreign = "http://evil.example/sync";
    door.world
        .remote
        .activity(foreign, &list(foreign, json!([])));
    synchronise(&door, target, foreign).await;
    assert_eq!(followers(&door, target).await, 2, "not its own list");
    assert_eq!(door.world.remote.asked(foreign), 0);
    let mut half = list(&url, json!([door.uri(&anna)]));
    half["next"] = format!("{}/gone", bo.id).into();
    half["type"] = "OrderedCollectionPage".into();
    door.world.remote.activity(&url, &half);
    synchronise(&door, target, &url).await;
    assert_eq!(followers(&door, target).await, 2, "half a list");
    door.world
        .remote
        .activity(&url, &list(&url, json!([door.uri(&anna)])));
    synchronise(&door, target, &url).await;
    assert_eq!(followers(&door, target).await, 1);
}

/// Checklist 51. Who is on the list and never followed is taken off it.
#[actix_web::test]
async fn whoever_does_not_follow_is_taken_off_the_list() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let anna = door.local("anna").await;
    let target = door.account(&bo.id).await.id;
    let url = format!("{}/sync", bo.id);
    let list = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": url,
        "type": "Collection",
        "items": [door.uri(&anna), "http://other.example/users/x"],
    });
    door.world.remote.activity(&url, &list);
    synchronise(&door, target, &url).await;
    assert_eq!(followers(&door, target).await, 0);
    let taken = door
        .world
        .fed
        .ctx()
        .db
        .read(|conn| staffroom_db::outbox::take(conn, 10));
    let events: Vec<Event> = taken
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.unwrap().event)
        .collect();
    let undone = events.iter().any(|event| {
        matches!(event, Event::FollowUndone { account, target: whom, .. } if *account == anna.id && *whom == target)
    });
    assert!(undone, "{events:?}");
}

/// Checklist 40. Catalogue 43. Lists that go in circles, or never end, are read for a bounded time; and
/// nobody is ended by them.
#[actix_web::test]
async fn lists_without_an_end_are_given_up() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let anna = door.local("anna").await;
    let target = follows(&door, &anna, &bo).await;
    door.world.advance(Duration::from_mins(11));
    let page = |url: &str, next: &str| {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": url,
            "type": "OrderedCollectionPage",
            "totalItems": -1,
            "orderedItems": ["http://evil.example/users/x"],
            "next": next,
        })
    };
    // To itself, in a circle of two, and to another server.
    let [first, second] = [1, 2].map(|n| format!("{}/circle/{n}", bo.id));
    for next in [&first, &second, &"http://evil.example/next".to_owned()] {
        door.world.remote.activity(&first, &page(&first, next));
        door.world.remote.activity(&second, &page(&second, &first));
        synchronise(&door, target, &first).await;
        assert_eq!(followers(&door, target).await, 1, "{next}");
    }
    assert_eq!(door.world.remote.asked_of("evil.example"), 0);
    // A new page each time.
    let at = |n: u32| format!("{}/pages/{n}", bo.id);
    for n in 0..300 {
        door.world
            .remote
            .activity(&at(n), &page(&at(n), &at(n + 1)));
    }
    let before = door.world.remote.asked_of("good.example");
    synchronise(&door, target, &at(0)).await;
    assert_eq!(followers(&door, target).await, 1);
    assert!(door.world.remote.asked_of("good.example") - before <= 110);
}
