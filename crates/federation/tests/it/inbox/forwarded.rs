//! Forwarded activities: whoever sends them did not do it, and a proof says who did (FEP-8b32).

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::Timestamp;
use staffroom_signatures::proof;

use super::door::{Door, Peer, note};

async fn both(door: &Door) -> (Peer, Peer) {
    let author = door.known("good.example", "bo").await;
    let carrier = door.known("other.example", "carrier").await;
    (author, carrier)
}

fn proven_at(by: &Peer, mut activity: Value, at: Timestamp) -> Value {
    proof::attach(&mut activity, &by.proofs, &by.proof_id(), at).unwrap();
    activity
}

/// Checklist 17.
#[actix_web::test]
async fn what_its_actor_has_proven_may_be_brought_by_anybody() {
    let door = Door::new().await;
    let (author, carrier) = both(&door).await;
    let create = door.proven(&author, author.activity(1, "Create", note(&author, 1)));
    assert_eq!(door.send(&carrier, &create).await, 202);
    let waiting = door.waiting().await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].actor_uri, author.id);
    assert_eq!(
        waiting[0].host, carrier.host,
        "whoever brings it answers for how much it is"
    );
}

/// Checklist 17. Another's key, one that signs no proofs, a changed body, a proof inside.
#[actix_web::test]
async fn other_proofs_do_not_speak_for_the_actor() {
    let door = Door::new().await;
    let (author, carrier) = both(&door).await;
    let create = || author.activity(1, "Create", note(&author, 1));
    let good = door.proven(&author, create());
    let mut others: Vec<(&str, Value)> = Vec::new();
    others.push(("none", create()));
    others.push(("the carrier's", door.proven(&carrier, create())));
    let mut renamed = door.proven(&carrier, create());
    renamed["proof"]["verificationMethod"] = author.proof_id().into();
    others.push(("the carrier's under the author's name", renamed));
    let mut rsa = good.clone();
    rsa["proof"]["verificationMethod"] = author.key_id().into();
    others.push(("by the name of an RSA key", rsa));
    let mut changed = good.clone();
    changed["object"]["content"] = "<p>Buy now</p>".into();
    others.push(("a changed body", changed));
    let mut inside = create();
    inside["object"] = door.proven(&author, note(&author, 1));
    others.push(("a proof inside", inside));
    let mut context = good.clone();
    context["@context"] = json!([
        "https://evil.example/ns",
        "https://www.w3.org/ns/activitystreams"
    ]);
    others.push(("another context", context));
    let mut purpose = good.clone();
    purpose["proof"]["proofPurpose"] = "authentication".into();
    others.push(("another purpose", purpose));
    for (what, activity) in &others {
        assert_eq!(door.send(&carrier, activity).await, 401, "{what}");
    }
    assert_eq!(door.waiting().await, []);
    let mut with_lds = good;
    with_lds["signature"] = json!({"type": "RsaSignature2017", "signatureValue": "x"});
    assert_eq!(
        door.send(&carrier, &with_lds).await,
        202,
        "a linked-data signature is not read"
    );
}

/// Checklist 17, 19. Catalogue 6. What was applied is forgotten after two weeks; what is older than one
/// is not taken from others, and neither is what has no id to remember.
#[actix_web::test]
async fn an_old_proof_is_not_brought_again() {
    let door = Door::new().await;
    let (author, carrier) = both(&door).await;
    let now = door.world.now();
    let add = || author.activity(1, "Add", format!("{}/notes/1", author.id));
    let old = proven_at(&author, add(), now.minus(Duration::from_hours(24 * 7 + 1)));
    assert_eq!(door.send(&carrier, &old).await, 401);
    let future = proven_at(&author, add(), now.plus(Duration::from_hours(2)));
    assert_eq!(door.send(&carrier, &future).await, 401);
    let mut nameless = add();
    nameless.as_object_mut().unwrap().remove("id");
    let nameless = proven_at(&author, nameless, now);
    assert_eq!(door.send(&carrier, &nameless).await, 401);
    assert_eq!(door.waiting().await, []);
    let recent = proven_at(&author, add(), now.minus(Duration::from_hours(24 * 6)));
    assert_eq!(door.send(&carrier, &recent).await, 202);
}

/// Checklist 17. Catalogue 6.
#[actix_web::test]
async fn a_proof_says_when_it_was_made() {
    let door = Door::new().await;
    let (author, carrier) = both(&door).await;
    let mut undated = author.activity(1, "View", "http://good.example/1");
    let timed = door.proven(&author, undated.clone());
    let mut options = timed["proof"].clone();
    for name in ["created", "proofValue"] {
        options.as_object_mut().unwrap().remove(name);
    }
    undated["proof"] = super::proofs::signed(&author, options, &undated);
    assert_eq!(door.send(&carrier, &undated).await, 401);
    assert_eq!(door.waiting().await, []);
}

/// Checklist 17. Where both are there the proof counts: one that does not hold is not mended by a good
/// signature of the request.
#[actix_web::test]
async fn a_proof_that_does_not_hold_is_refused_though_the_request_is_signed() {
    let door = Door::new().await;
    let (author, carrier) = both(&door).await;
    let create = || author.activity(1, "Create", note(&author, 1));
    let good = door.proven(&author, create());
    let mut changed = good.clone();
    changed["object"]["content"] = "<p>Buy now</p>".into();
    assert_eq!(door.send(&author, &changed).await, 401);
    let foreign = door.proven(&carrier, create());
    assert_eq!(
        door.send(&author, &foreign).await,
        401,
        "a proof by somebody else"
    );
    let now = door.world.now();
    let future = proven_at(&author, create(), now.plus(Duration::from_hours(2)));
    assert_eq!(door.send(&author, &future).await, 401);
    let mut malformed = good.clone();
    malformed["proof"]["proofValue"] = "zzz".into();
    assert_eq!(door.send(&author, &malformed).await, 401);
    assert_eq!(door.waiting().await, []);
    assert_eq!(door.send(&author, &good).await, 202);
}

/// Checklist 17. Kinds of proofs that we do not read, and keys that the actor has made since we asked,
/// leave the request's signature as it was without.
#[actix_web::test]
async fn a_proof_that_cannot_be_checked_neither_helps_nor_harms() {
    let door = Door::new().await;
    let (author, carrier) = both(&door).await;
    let mut unknown_kind = door.proven(&author, author.activity(1, "Create", note(&author, 1)));
    unknown_kind["proof"]["cryptosuite"] = "mldsa44-jcs-2024".into();
    let mut new_key = door.proven(&author, author.activity(2, "Create", note(&author, 2)));
    new_key["proof"]["verificationMethod"] = format!("{}#new-key", author.id).into();
    for activity in [&unknown_kind, &new_key] {
        assert_eq!(door.send(&carrier, activity).await, 401);
        assert_eq!(door.send(&author, activity).await, 202);
    }
}

/// Checklist 14, 17. Keys for proofs are replaced like others, under the id that they had.
#[actix_web::test]
async fn a_replaced_key_for_proofs_is_looked_up() {
    let door = Door::new().await;
    let (old, carrier) = both(&door).await;
    let first = door.proven(&old, old.activity(1, "View", "http://good.example/1"));
    assert_eq!(door.send(&carrier, &first).await, 202);
    door.world.advance(Duration::from_mins(1));
    let new = door.peer("good.example", "bo");
    let create = |n| door.proven(&new, new.activity(n, "Create", note(&new, n)));
    // The proof is looked at before anything else has led to its actor.
    assert_eq!(door.send(&carrier, &create(2)).await, 202);
    assert_eq!(door.send(&new, &create(3)).await, 202);
    let late = door.proven(&old, new.activity(4, "View", "http://good.example/1"));
    assert_eq!(door.send(&carrier, &late).await, 401);
}

/// Checklist 14, 17. The key for proofs that came with that for signatures is the one that counts.
#[actix_web::test]
async fn keys_that_are_replaced_together_are_found_together() {
    let door = Door::new().await;
    let old = door.known("good.example", "bo").await;
    let first = door.proven(&old, old.activity(1, "View", "http://good.example/1"));
    assert_eq!(door.send(&old, &first).await, 202);
    door.world.advance(Duration::from_mins(1));
    let new = door.peer("good.example", "bo");
    let create = door.proven(&new, new.activity(2, "Create", note(&new, 2)));
    assert_eq!(door.send(&new, &create).await, 202);
    assert_eq!(
        door.world.remote.asked(&new.id),
        4,
        "the actor twice each time"
    );
}
