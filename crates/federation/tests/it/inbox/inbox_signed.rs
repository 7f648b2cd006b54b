//! The table of signed requests to an inbox (`federation.md`, section C of the security checklist), row by
//! row, through the inbox itself: what is answered, and what is stored. What belongs to a signature alone
//! is tried in every variant in `staffroom-signatures`.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::Timestamp;

use super::door::{Door, HOST, Letter, Peer, note};

const COVERED: &str = "(request-target) host date digest";
const RSA: &str = "rsa-v1_5-sha256";

fn like(by: &Peer, n: u32) -> Value {
    by.activity(n, "Like", format!("http://{HOST}/ap/objects/1"))
}

/// What the instance has stored is this many activities.
async fn assert_stored(door: &Door, count: usize) {
    let waiting = door.waiting().await;
    assert_eq!(waiting.len(), count, "{waiting:?}");
}

async fn assert_accepted(door: &Door, letter: &Letter, count: usize) {
    assert_eq!(door.post(letter).await, 202, "{:?}", letter.headers);
    assert_stored(door, count).await;
}

#[track_caller]
fn is_refusal(status: u16) -> bool {
    matches!(status, 400 | 401)
}

/// The present as headers write it, so much later.
fn date(door: &Door, later: i64) -> String {
    let at = door.world.now().as_secs() + later;
    httpdate(Timestamp::from_secs(at))
}

fn httpdate(at: Timestamp) -> String {
    chrono::DateTime::from_timestamp(at.as_secs(), 0)
        .unwrap()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

/// Checklist 19, 20. Row 1: the older scheme in all its usual forms is accepted.
#[actix_web::test]
async fn row_1_the_older_scheme_is_accepted() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let now = door.world.now().as_secs();
    let letter = |n| door.letter(&like(&bo, n));
    assert_accepted(&door, &letter(1).cavage(&bo, "rsa-sha256", COVERED, ""), 1).await;
    let more = format!("{COVERED} content-type");
    assert_accepted(&door, &letter(2).cavage(&bo, "rsa-sha256", &more, ""), 2).await;
    assert_accepted(&door, &letter(3).cavage(&bo, "hs2019", COVERED, ""), 3).await;
    let times = format!("created={},expires={}", now - 5, now + 30);
    let more = format!("(created) (expires) {COVERED}");
    assert_accepted(&door, &letter(4).cavage(&bo, "hs2019", &more, &times), 4).await;
}

/// Row 1: a key id without a fragment, as GoToSocial has it.
#[actix_web::test]
async fn row_1_a_key_id_without_a_fragment_is_accepted() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let mut document = bo.document();
    document["publicKey"]["id"] = format!("{}/main-key", bo.id).into();
    door.world.remote.activity(&bo.id, &document);
    door.world
        .remote
        .activity(&format!("{}/main-key", bo.id), &document);
    let mut letter = door
        .letter(&like(&bo, 1))
        .cavage(&bo, "rsa-sha256", COVERED, "");
    let header = letter.get("signature").replace("#main-key", "/main-key");
    letter.set("Signature", &header);
    assert_accepted(&door, &letter, 1).await;
}

/// Row 2: RFC 9421 is accepted, with RSA and with an Ed25519 key that the actor lists.
#[actix_web::test]
async fn row_2_rfc_9421_is_accepted() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let now = door.world.now().as_secs();
    let key_id = bo.key_id();
    let rsa = (&bo.key, key_id.as_str());
    let letter = |n| door.letter(&like(&bo, n));
    let whole = ["@method", "@target-uri", "content-digest"];
    assert_accepted(&door, &letter(1).rfc9421(rsa, RSA, &whole, now), 1).await;
    let parts = ["@method", "@authority", "@path", "content-digest"];
    assert_accepted(&door, &letter(2).rfc9421(rsa, RSA, &parts, now), 2).await;
    let proof_id = bo.proof_id();
    let ed25519 = (&bo.proofs, proof_id.as_str());
    assert_accepted(
        &door,
        &letter(3).rfc9421(ed25519, "ed25519", &whole, now),
        3,
    )
    .await;
}

/// Row 3: what covers too little, or was signed for elsewhere.
#[actix_web::test]
async fn row_3_what_is_signed_too_little_or_for_elsewhere_is_refused() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let now = door.world.now().as_secs();
    let key_id = bo.key_id();
    let rsa = (&bo.key, key_id.as_str());
    let letter = || door.letter(&like(&bo, 1));
    let signed = |covered: &str| letter().cavage(&bo, "rsa-sha256", covered, "");
    let mut path = letter();
    path.target = "/ap/actors/7/inbox".to_owned();
    let mut path = path.cavage(&bo, "rsa-sha256", COVERED, "");
    path.target = "/ap/inbox".to_owned();
    let mut elsewhere = letter();
    elsewhere.set("Host", "other.example");
    let elsewhere = elsewhere.cavage(&bo, "rsa-sha256", COVERED, "");
    let mut captured = elsewhere.clone();
    captured.set("Host", HOST);
    let refused = [
        ("unsigned", letter()),
        ("only the date", signed("date")),
        ("no target", signed("host date digest")),
        ("no digest", signed("(request-target) host date")),
        (
            "no content-digest",
            letter().rfc9421(rsa, RSA, &["@method", "@target-uri"], now),
        ),
        ("another path", path),
        ("a host that is not ours", elsewhere),
        ("signed for another host", captured),
    ];
    for (what, letter) in &refused {
        assert_eq!(door.post(letter).await, 401, "{what}");
    }
    assert_stored(&door, 0).await;
}

/// Checklist 20. Row 4: swapped bodies, and headers that come twice.
#[actix_web::test]
async fn row_4_another_body_and_doubled_headers_are_refused() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let good = door
        .letter(&like(&bo, 1))
        .cavage(&bo, "rsa-sha256", COVERED, "");
    let other = door.letter(&like(&bo, 2));
    let mut swapped = good.clone();
    swapped.body = other.body.clone();
    let mut digested = swapped.clone();
    digested.set("Digest", other.get("digest"));
    let mut unsigned_digest =
        door.letter(&like(&bo, 1))
            .cavage(&bo, "rsa-sha256", "(request-target) host date", "");
    unsigned_digest.body = other.body.clone();
    unsigned_digest.set("Digest", other.get("digest"));
    let mut algorithm = door.letter(&like(&bo, 1));
    algorithm.set("Digest", "SHA-512=AAAA");
    let algorithm = algorithm.cavage(&bo, "rsa-sha256", COVERED, "");
    for (what, letter) in [
        ("swapped", swapped),
        ("swapped with its digest", digested),
        ("a digest that is not signed", unsigned_digest),
        ("another algorithm", algorithm),
    ] {
        assert!(is_refusal(door.post(&letter).await), "{what}");
    }
    for name in ["Digest", "Signature", "Host", "Date"] {
        let mut twice = good.clone();
        let value = twice.get(name).to_owned();
        twice.add(name, &value);
        assert!(is_refusal(door.post(&twice).await), "two {name}");
    }
    assert_stored(&door, 0).await;
    assert_accepted(&door, &good, 1).await;
}

/// Checklist 57. Row 5: times that are too far off.
#[actix_web::test]
async fn row_5_a_date_that_is_far_off_missing_or_garbage_is_refused() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let dated = |value: &str| {
        let mut letter = door.letter(&like(&bo, 1));
        letter.set("Date", value);
        letter.cavage(&bo, "rsa-sha256", COVERED, "")
    };
    let mut missing = dated(&date(&door, 0));
    missing
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("date"));
    for letter in [
        dated(&date(&door, -48 * 3600)),
        dated(&date(&door, 25 * 3600)),
        dated("yesterday"),
        missing,
    ] {
        assert_eq!(door.post(&letter).await, 401);
    }
    assert_stored(&door, 0).await;
    // Clocks differ.
    for (n, off) in [(1, -300), (2, 300)] {
        let mut letter = door.letter(&like(&bo, n));
        letter.set("Date", &date(&door, off));
        let letter = letter.cavage(&bo, "rsa-sha256", COVERED, "");
        assert_eq!(door.post(&letter).await, 202, "{off}");
    }
}

/// Checklist 11. Catalogue 8, 12. Row 6: whoever signs, of the same server or another, has not done it,
/// and nothing comes of it.
#[actix_web::test]
async fn row_6_an_actor_that_did_not_sign_did_not_do_it() {
    let door = Door::new().await;
    let victim = door.known("good.example", "bo").await;
    let neighbour = door.known("good.example", "eve").await;
    let stranger = door.known("evil.example", "mallory").await;
    let anna = door.local("anna").await;
    for (n, signer) in [(1, &neighbour), (2, &stranger)] {
        for (kind, object) in [
            ("Follow", Value::from(door.uri(&anna))),
            ("Create", note(&victim, n)),
            ("Delete", Value::from(victim.id.clone())),
            ("Update", victim.document()),
        ] {
            let forged = victim.activity(n, kind, object);
            assert_eq!(
                door.send(signer, &forged).await,
                401,
                "{kind} by {}",
                signer.id
            );
        }
    }
    assert_stored(&door, 0).await;
    assert_eq!(door.apply().await, 0);
    assert!(door.account(&victim.id).await.is_active());
    assert_eq!(door.account_by_id(anna.id).await.followers_count, 0);
}

/// Checklist 2, 11. Catalogue 10. Row 6: an id that leads to another's.
#[actix_web::test]
async fn row_6_an_actor_that_leads_to_another_is_refused() {
    let door = Door::new().await;
    let victim = door.known("good.example", "bo").await;
    let mallory = door.peer("evil.example", "mallory");
    let alias = "http://evil.example/users/alias";
    door.world.remote.redirect(alias, &victim.id);
    let mut forged = like(&victim, 1);
    forged["actor"] = alias.into();
    forged["id"] = "http://evil.example/1".into();
    assert_eq!(door.send(&mallory, &forged).await, 401);
    let mut letter = door
        .letter(&forged)
        .cavage(&mallory, "rsa-sha256", COVERED, "");
    let header = letter.get("signature").replace("/mallory#", "/alias#");
    letter.set("Signature", &header);
    assert_eq!(door.post(&letter).await, 401);
    assert_stored(&door, 0).await;
}

/// Checklist 12, 13. Catalogue 9. Row 6: a key that claims an owner who does not list it.
#[actix_web::test]
async fn row_6_a_key_that_its_claimed_owner_does_not_list_is_refused() {
    let door = Door::new().await;
    let victim = door.known("good.example", "bo").await;
    let mallory = door.peer("evil.example", "mallory");
    let key_id = "http://evil.example/key";
    let claim = json!({
        "id": key_id, "owner": victim.id, "publicKeyPem": mallory.key.public().to_pem(),
    });
    door.world.remote.activity(key_id, &claim);
    let mut letter = door
        .letter(&like(&victim, 1))
        .cavage(&mallory, "rsa-sha256", COVERED, "");
    let header = letter.get("signature").replace(&mallory.key_id(), key_id);
    letter.set("Signature", &header);
    assert_eq!(door.post(&letter).await, 401);
    assert_stored(&door, 0).await;
}

/// Checklist 5. Catalogue 13. Row 7: an id on a foreign host is refused, and does not stand in the way of
/// the genuine activity with it.
#[actix_web::test]
async fn row_7_a_foreign_id_is_refused_and_the_genuine_one_still_comes() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let mallory = door.known("evil.example", "mallory").await;
    let anna = door.local("anna").await;
    let genuine = bo.activity(1, "Follow", door.uri(&anna));
    let mut squatter = mallory.activity(1, "View", door.uri(&anna));
    squatter["id"] = genuine["id"].clone();
    assert!(is_refusal(door.send(&mallory, &squatter).await));
    assert_stored(&door, 0).await;
    assert_eq!(door.send(&bo, &genuine).await, 202);
    assert_eq!(door.apply().await, 1);
    assert_eq!(door.account_by_id(anna.id).await.followers_count, 1);
}

/// Checklist 45. Row 8.
#[actix_web::test]
async fn row_8_more_than_a_mebibyte_is_refused_though_it_is_signed() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let mut large = like(&bo, 1);
    large["content"] = "a".repeat(1024 * 1024).into();
    assert_eq!(door.send(&bo, &large).await, 413);
    assert_stored(&door, 0).await;
    assert_eq!(door.world.remote.asked_of("good.example"), 0);
}

/// Checklist 43. Row 9: what cannot be read, signed well.
#[actix_web::test]
async fn row_9_what_cannot_be_read_is_refused_though_it_is_signed() {
    let door = Door::new().await;
    let bo = door.known("good.example", "bo").await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let mut null = like(&bo, 1);
    null["type"] = Value::Null;
    let mut actorless = like(&bo, 1);
    actorless.as_object_mut().unwrap().remove("actor");
    for body in [
        "{",
        "",
        "[]",
        "null",
        &deep,
        &null.to_string(),
        &actorless.to_string(),
    ] {
        let mut letter = door.letter_of(body.to_owned());
        letter = letter.cavage(&bo, "rsa-sha256", COVERED, "");
        assert_eq!(door.post(&letter).await, 400, "{body:.60}");
    }
    assert_stored(&door, 0).await;
}

/// Checklist 19. Catalogue 6. The same request has one effect, and the same activity in another.
#[actix_web::test]
async fn the_same_request_or_activity_has_one_effect() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let letter = door
        .letter(&like(&bo, 1))
        .cavage(&bo, "rsa-sha256", COVERED, "");
    assert_accepted(&door, &letter, 1).await;
    assert_accepted(&door, &letter, 1).await;
    let again = door
        .letter(&like(&bo, 1))
        .cavage(&bo, "hs2019", COVERED, "");
    assert_accepted(&door, &again, 1).await;
    // Also after it was applied.
    door.apply().await;
    assert_accepted(&door, &again, 0).await;
}

/// Catalogue 6. Signed for one inbox, replayed at another.
#[actix_web::test]
async fn what_was_signed_for_one_inbox_is_refused_at_another() {
    let door = Door::new().await;
    let bo = door.peer("good.example", "bo");
    let anna = door.local("anna").await;
    let mut letter = door
        .letter(&like(&bo, 1))
        .cavage(&bo, "rsa-sha256", COVERED, "");
    letter.target = format!("/ap/actors/{}/inbox", anna.id);
    assert_eq!(door.post(&letter).await, 401);
    assert_stored(&door, 0).await;
}

/// Checklist 14. Catalogue 15. A new key without an Update is found, and the old one is not believed.
#[actix_web::test]
async fn a_replaced_key_is_looked_up_once() {
    let door = Door::new().await;
    let old = door.known("good.example", "bo").await;
    door.world.advance(Duration::from_mins(1));
    let new = door.peer("good.example", "bo");
    assert_eq!(door.send(&new, &like(&new, 1)).await, 202);
    assert_eq!(door.send(&old, &like(&old, 2)).await, 401);
    assert_stored(&door, 1).await;
}
