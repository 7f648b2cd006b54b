//! Deletes of actors that nobody could sign, since their key is gone.

use std::time::Duration;

use serde_json::{Value, json};

use super::door::{Door, Peer, note};

/// A Delete of an actor, signed with a key of that id.
async fn delete(door: &Door, of: &Peer, key_id: &str, change: impl FnOnce(&mut Value)) -> u16 {
    let mut delete = of.activity(99, "Delete", of.id.clone());
    change(&mut delete);
    let letter = door.letter(&delete).cavage(of, "rsa-sha256", COVERED, "");
    let mut letter = letter;
    let header = letter.get("signature").replace(&of.key_id(), key_id);
    letter.set("Signature", &header);
    door.post(&letter).await
}

const COVERED: &str = "(request-target) host date digest";

/// Catalogue 16, 44, 49. That a key of somebody else is gone says nothing about the victim.
#[actix_web::test]
async fn a_key_of_somebody_else_that_is_gone_deletes_nobody() {
    let door = Door::new().await;
    let victim = door.known("good.example", "bo").await;
    for gone in [
        "http://evil.example/users/gone",
        "http://good.example/users/gone",
    ] {
        door.world.remote.status(gone, 410);
        let before = door.world.remote.asked(&victim.id);
        for n in 0..3 {
            let key_id = format!("{gone}#main-key");
            let status = delete(&door, &victim, &key_id, |it| it["n"] = json!(n)).await;
            assert_eq!(status, 401, "{gone}");
        }
        assert_eq!(door.waiting().await, [], "{gone}");
        assert_eq!(door.world.remote.asked(&victim.id), before);
    }
}

/// Catalogue 16, 44, 49. However many come, one waits, and it stands in nobody's way.
#[actix_web::test]
async fn a_storm_of_departures_is_one_and_delays_nothing_of_the_actor() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let anna = door.local("anna").await;
    door.world.advance(Duration::from_mins(10));
    door.world.remote.status(&bo.id, 410);
    let mallory = door.peer("evil.example", "mallory");
    let forged = Peer {
        id: bo.id.clone(),
        host: bo.host,
        key: mallory.key,
        proofs: mallory.proofs,
    };
    for n in 0..20 {
        // Keys that are not known are looked for anew.
        let status = delete(&door, &forged, &format!("{}#key-{n}", bo.id), |it| {
            it["n"] = json!(n);
            it["id"] = format!("{}#delete-{n}", bo.id).into();
        })
        .await;
        assert_eq!(status, 202);
    }
    let waiting = door.waiting().await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_ne!(waiting[0].thread_key, bo.id);
    assert_ne!(waiting[0].host, bo.host, "it counts for a quota of its own");
    // It was a mistake of its server, which is well again: the actor's own activities go on meanwhile.
    door.world.remote.activity(&bo.id, &bo.document());
    let follow = bo.activity(1, "Follow", door.uri(&anna));
    assert_eq!(door.send(&bo, &follow).await, 202);
    door.apply().await;
    let there = door.account(&bo.id).await;
    assert!(there.is_active(), "its server says that it is there");
    let anna = door.account_by_id(anna.id).await;
    assert_eq!(anna.followers_count, 1);
}

/// Catalogue 16.
#[actix_web::test]
async fn an_actor_whose_own_document_is_gone_is_deleted() {
    for suffix in ["#main-key", "/main-key"] {
        let door = Door::new().await;
        let bo = door.known("good.example", "bo").await;
        door.world.advance(Duration::from_mins(10));
        door.world.remote.status(&bo.id, 410);
        door.world
            .remote
            .status(&format!("{}/main-key", bo.id), 410);
        let other = door.peer("other.example", "x");
        let forged = Peer {
            id: bo.id.clone(),
            host: bo.host,
            key: other.key,
            proofs: other.proofs,
        };
        let key_id = format!("{}{suffix}", bo.id);
        assert_eq!(delete(&door, &forged, &key_id, |_| {}).await, 202);
        assert_eq!(door.apply().await, 1);
        assert!(!door.account(&bo.id).await.is_active(), "{suffix}");
        // And again: there is nothing left to do.
        assert_eq!(delete(&door, &forged, &key_id, |_| {}).await, 202);
        assert_eq!(door.waiting().await, []);
    }
}

/// Catalogue 49. Nothing is stored and nobody is asked for actors that were never known.
#[actix_web::test]
async fn departures_of_strangers_leave_no_row_and_ask_nobody() {
    let door = Door::new().await;
    let stranger = door.peer("good.example", "stranger");
    for n in 0..50 {
        let status = delete(&door, &stranger, &stranger.key_id(), |it| {
            it["n"] = json!(n);
            it["actor"] = format!("http://good.example/users/{n}").into();
            it["object"] = it["actor"].clone();
        })
        .await;
        assert_eq!(status, 202);
    }
    assert_eq!(door.waiting().await, []);
    assert_eq!(door.world.remote.asked_of("good.example"), 0);
}

/// Checklist 16. Catalogue 16. A gone key opens no other door.
#[actix_web::test]
async fn only_a_departure_may_come_by_a_key_that_is_gone() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    door.world.advance(Duration::from_mins(10));
    door.world.remote.status(&bo.id, 410);
    let other = door.peer("other.example", "x");
    let forged = Peer {
        id: bo.id.clone(),
        host: bo.host,
        key: other.key,
        proofs: other.proofs,
    };
    let create = bo.activity(2, "Create", note(&bo, 2));
    assert_eq!(door.send(&forged, &create).await, 401);
    let foreign = bo.activity(3, "Delete", format!("{}/notes/1", bo.id));
    assert_eq!(door.send(&forged, &foreign).await, 401);
    assert_eq!(door.waiting().await, []);
}
