//! Whose key signed.

use std::time::Duration;

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service};
use serde_json::json;
use staffroom_db::DbError;
use staffroom_db::accounts::update;
use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_domain::InboxItemId;
use staffroom_federation::inbox::{InboxState, configure};
use staffroom_federation::verify::{VerifyError, fetcher, forget, sender};
use staffroom_service::policies::{SUSPEND, decision};

use super::remote::person;
use super::world::{HERE, World, key};

#[tokio::test]
async fn a_signed_request_is_its_signers_and_costs_one_lookup() {
    let world = World::new().await;
    let key = key();
    let id = world.remote.person("good.example", "ada", &key);
    let key_id = format!("{id}#main-key");
    for n in 0..3 {
        let signed = world
            .send(&key, &key_id, &format!("{{\"n\":{n}}}"))
            .await
            .unwrap();
        assert_eq!(
            (signed.actor_uri.as_str(), signed.host.as_str()),
            (&*id, "good.example")
        );
    }
    assert_eq!(
        world.remote.asked_of("good.example"),
        3,
        "the key, its owner, the handle"
    );
}

/// Catalogue 6.
#[tokio::test]
async fn the_same_request_counts_once_unless_it_was_not_accepted() {
    let world = World::new().await;
    let key = key();
    let id = world.remote.person("good.example", "ada", &key);
    let request = world.signed(&key, &format!("{id}#main-key"), "{}");
    let signed = sender(&world.fed, &request, b"{}").await.unwrap();
    let again = sender(&world.fed, &request, b"{}").await.unwrap_err();
    assert!(matches!(again, VerifyError::Replayed), "{again}");
    assert_eq!(again.status(), 202);
    forget(&world.fed, &signed).await;
    sender(&world.fed, &request, b"{}").await.unwrap();
}

#[tokio::test]
async fn requests_without_a_signature_are_nobodys() {
    let world = World::new().await;
    let request = TestRequest::get()
        .insert_header(("host", "localhost:8080"))
        .to_http_request();
    assert!(fetcher(&world.fed, &request).await.unwrap().is_none());
    let refused = sender(&world.fed, &request, b"").await.unwrap_err();
    assert!(matches!(refused, VerifyError::Unsigned), "{refused}");
}

/// Checklist 12, 13. Catalogue 9.
#[tokio::test]
async fn a_key_that_its_claimed_owner_does_not_list_is_refused() {
    let world = World::new().await;
    let (own, evil) = (key(), key());
    let victim = world.remote.person("good.example", "ada", &own);
    let key_id = "http://evil.example/key";
    let claim = json!({"id": key_id, "owner": victim, "publicKeyPem": evil.public().to_pem()});
    world.remote.activity(key_id, &claim);
    let refused = world.send(&evil, key_id, "{}").await.unwrap_err();
    assert_eq!(refused.status(), 401, "{refused}");
}

/// Checklist 13.
#[tokio::test]
async fn a_key_on_another_host_counts_where_both_name_each_other() {
    let world = World::new().await;
    let key = key();
    let (id, mut document) = person("good.example", "ada", &key);
    let key_id = "http://other.example/key";
    document["publicKey"]["id"] = json!(key_id);
    world.remote.person("good.example", "ada", &key);
    world.remote.activity(&id, &document);
    let refused = world.send(&key, key_id, "{}").await.unwrap_err();
    assert_eq!(refused.status(), 401, "only the actor says so: {refused}");
    let world = World::new().await;
    world.remote.person("good.example", "ada", &key);
    world.remote.activity(&id, &document);
    let bare = json!({"id": key_id, "owner": id, "publicKeyPem": key.public().to_pem()});
    world.remote.activity(key_id, &bare);
    assert_eq!(world.send(&key, key_id, "{}").await.unwrap().actor_uri, id);
}

/// Checklist 13.
#[tokio::test]
async fn nobody_takes_the_id_of_anothers_key() {
    let world = World::new().await;
    let (own, evil) = (key(), key());
    let (mallory, mut document) = person("evil.example", "mallory", &evil);
    world.remote.person("evil.example", "mallory", &evil);
    let victims = "http://good.example/users/ada#main-key";
    document["publicKey"] = json!([
        document["publicKey"],
        {"id": victims, "owner": mallory, "publicKeyPem": evil.public().to_pem()},
    ]);
    world.remote.activity(&mallory, &document);
    world
        .send(&evil, &format!("{mallory}#main-key"), "{}")
        .await
        .unwrap();
    let id = world.remote.person("good.example", "ada", &own);
    assert!(world.send(&evil, victims, "{}").await.is_err());
    world.advance(Duration::from_mins(1));
    assert_eq!(world.send(&own, victims, "{}").await.unwrap().actor_uri, id);
}

/// Checklist 14. Catalogue 15.
#[tokio::test]
async fn a_new_key_is_found_by_one_fetch() {
    let world = World::new().await;
    let (old, new) = (key(), key());
    let id = world.remote.person("good.example", "ada", &old);
    let key_id = format!("{id}#main-key");
    world.send(&old, &key_id, "{}").await.unwrap();
    world.advance(Duration::from_mins(1));
    world.remote.person("good.example", "ada", &new);
    world.send(&new, &key_id, "{}").await.unwrap();
    assert!(world.send(&old, &key_id, "{}").await.is_err());
}

/// Catalogue 15.
#[tokio::test]
async fn bad_signatures_cause_one_fetch_in_all() {
    let world = World::new().await;
    let (own, evil) = (key(), key());
    let id = world.remote.person("good.example", "ada", &own);
    let key_id = format!("{id}#main-key");
    world.send(&own, &key_id, "{}").await.unwrap();
    world.advance(Duration::from_mins(1));
    let before = world.remote.asked_of("good.example");
    for n in 0..50 {
        let refused = world.send(&evil, &key_id, &format!("{{\"n\":{n}}}")).await;
        assert_eq!(refused.unwrap_err().status(), 401);
    }
    assert!(world.remote.asked_of("good.example") - before <= 2);
}

/// Catalogue 15.
#[tokio::test]
async fn keys_that_cannot_be_had_are_not_asked_for_again_at_once() {
    let world = World::new().await;
    let key = key();
    for n in 0..5 {
        let body = format!("{{\"n\":{n}}}");
        let refused = world
            .send(&key, "http://good.example/users/no#main-key", &body)
            .await;
        assert_eq!(refused.unwrap_err().status(), 401);
    }
    assert_eq!(world.remote.asked_of("good.example"), 1);
}

#[tokio::test]
async fn a_key_without_a_fragment_leads_to_its_actor() {
    let world = World::new().await;
    let key = key();
    let (id, mut document) = person("good.example", "ada", &key);
    world.remote.person("good.example", "ada", &key);
    let key_id = format!("{id}/main-key");
    document["publicKey"]["id"] = json!(key_id);
    world.remote.activity(&id, &document);
    // As GoToSocial answers: a stub of the actor.
    world.remote.activity(&key_id, &document);
    assert_eq!(world.send(&key, &key_id, "{}").await.unwrap().actor_uri, id);
}

/// Catalogue 16.
#[tokio::test]
async fn the_owner_that_is_gone_is_told_from_one_that_never_was() {
    let world = World::new().await;
    let gone = "http://good.example/users/gone";
    world.remote.status(gone, 410);
    let error = world
        .send(&key(), &format!("{gone}#main-key"), "{}")
        .await
        .unwrap_err();
    assert!(matches!(error, VerifyError::KeyGone), "{error}");
    let ill = "http://good.example/users/ill";
    world.remote.status(ill, 503);
    let error = world
        .send(&key(), &format!("{ill}#main-key"), "{}")
        .await
        .unwrap_err();
    assert!(matches!(error, VerifyError::Unavailable(_)), "{error}");
}

/// Catalogue 16.
#[tokio::test]
async fn whoever_is_shut_out_is_dropped() {
    let world = World::new().await;
    let key = key();
    let id = world.remote.person("good.example", "ada", &key);
    let key_id = format!("{id}#main-key");
    let mut row = world.send(&key, &key_id, "{}").await.unwrap().account;
    row.suspended_at = Some(1);
    let account = row.id;
    let ctx = world.fed.ctx();
    ctx.transact(move |tx| update(tx.conn, row)).await.unwrap();
    world.fed.memory().forget_account(account).await;
    let refused = world.send(&key, &key_id, "{\"n\":1}").await.unwrap_err();
    assert!(matches!(refused, VerifyError::Suspended), "{refused}");
}

#[tokio::test]
async fn nobody_elsewhere_signs_as_us_and_other_ids_are_no_keys() {
    let world = World::new().await;
    for key_id in [
        format!("{HERE}/ap/actors/instance#main-key"),
        "acct:ada@good.example".to_owned(),
        "ftp://good.example/key".to_owned(),
    ] {
        let refused = world.send(&key(), &key_id, "{}").await.unwrap_err();
        assert_eq!(refused.status(), 401, "{key_id}");
    }
    assert_eq!(world.remote.asked_of("good.example"), 0);
}

/// Checklist 44.
#[tokio::test]
async fn unsigned_requests_cause_no_fetch() {
    let world = World::new().await;
    for _ in 0..10_000 {
        let request = TestRequest::post()
            .uri("/ap/inbox")
            .insert_header(("host", "localhost:8080"))
            .to_http_request();
        let refused = sender(&world.fed, &request, b"{}").await.unwrap_err();
        assert!(matches!(refused, VerifyError::Unsigned), "{refused}");
    }
    assert_eq!(world.remote.asked_in_all(), 0);
}

/// Checklist 44.
#[tokio::test]
async fn invented_keys_cause_a_bounded_number_of_fetches_whatever_the_names() {
    let world = World::new().await;
    let key = key();
    for (host, most) in [("good.example", 300), ("evil.example", 300)] {
        for n in 0..1_000 {
            // All on one host, and then each on a host of its own.
            let host = match host {
                "good.example" => host.to_owned(),
                _ => format!("s{n}.evil.example"),
            };
            let key_id = format!("http://{host}/users/u{n}#main-key");
            world.send(&key, &key_id, "{}").await.unwrap_err();
        }
        assert!(world.remote.asked_below(host) <= most, "{host}");
    }
    assert!(world.remote.asked_in_all() > 0);
}

/// Checklist 44: nor does it help to have many domains.
#[tokio::test]
async fn invented_keys_from_one_address_cause_a_bounded_number_of_fetches() {
    let world = World::new().await;
    let key = key();
    for n in 0_u16..1_000 {
        let from = format!("[2001:db8:1:2::{n:x}]:443").parse().unwrap();
        let key_id = format!("http://d{n}.example/users/u#main-key");
        let request = world.signed_from(&key, &key_id, "{}", Some(from));
        sender(&world.fed, &request, b"{}").await.unwrap_err();
    }
    assert_eq!(world.remote.asked_in_all(), 300);
    // Who comes from elsewhere is not held up by it.
    let id = world.remote.person("good.example", "ada", &key);
    let from = "[2001:db8:1:3::1]:443".parse().unwrap();
    let request = world.signed_from(&key, &format!("{id}#main-key"), "{}", Some(from));
    sender(&world.fed, &request, b"{}").await.unwrap();
}

/// Checklist 44: a key leads to few requests, however long the way.
#[tokio::test]
async fn one_key_costs_at_most_ten_requests() {
    let world = World::new().await;
    let key = key();
    let (id, document) = person("good.example", "ada", &key);
    for n in 0..20 {
        let next = format!("http://good.example/r{}", n + 1);
        world.remote.redirect(&format!("good.example/r{n}"), &next);
    }
    world.remote.redirect(&id, "http://good.example/r0");
    world.remote.activity("good.example/r3", &document);
    world
        .send(&key, &format!("{id}#main-key"), "{}")
        .await
        .unwrap_err();
    assert!(world.remote.asked_in_all() <= 10);
}

/// Checklist 52.
#[tokio::test]
async fn whoever_is_of_a_suspended_domain_is_answered_with_403() {
    let world = World::new().await;
    let key = key();
    let id = world.remote.person("good.example", "ada", &key);
    let key_id = format!("{id}#main-key");
    world.send(&key, &key_id, "{}").await.unwrap();
    let asked = world.remote.asked_in_all();
    for (n, domain) in ["good.example", "example"].into_iter().enumerate() {
        let row = decision(domain, SUSPEND, world.now());
        world.fed.policies().set(vec![row]).await.unwrap();
        world.fed.memory().forget_everybody();
        let body = format!("{{\"n\":{n}}}");
        let refused = world.send(&key, &key_id, &body).await.unwrap_err();
        assert_eq!(refused.status(), 403, "{domain}");
        let unknown = "http://sub.good.example/users/bo#main-key";
        let refused = world.send(&key, unknown, &body).await.unwrap_err();
        assert_eq!(refused.status(), 403, "{domain}: {refused}");
        assert!(world.fed.policies().remove(domain).await.unwrap());
        world.fed.memory().forget_everybody();
        let body = format!("{{\"again\":{n}}}");
        world.send(&key, &key_id, &body).await.unwrap();
    }
    assert_eq!(world.remote.asked_in_all(), asked, "nobody was asked");
}

/// Checklist 44.
#[actix_web::test]
async fn a_server_of_which_much_waits_is_told_when_to_come_again() {
    let world = World::new().await;
    let key = key();
    let id = world.remote.person("good.example", "ada", &key);
    let (now, first) = (world.now(), world.fed.ctx().new_id::<InboxItemId>().get());
    let ctx = world.fed.ctx();
    ctx.db
        .write(move |conn| {
            for n in 0..10_000 {
                let item = InboxItemRow {
                    id: InboxItemId::from(first + n),
                    activity_uri: format!("http://good.example/{n}"),
                    kind: "Like".to_owned(),
                    host: "good.example".to_owned(),
                    account_id: None,
                    thread_key: String::new(),
                    actor_uri: String::new(),
                    body: String::new(),
                    received_at: now,
                    run_at: now,
                    attempts: 0,
                    last_error: None,
                    done_at: None,
                };
                inbox::accept(conn, item)?;
            }
            Ok::<(), DbError>(())
        })
        .await
        .unwrap();
    let inboxes = configure(world.fed.clone(), InboxState::new(false));
    let app = init_service(App::new().configure(inboxes)).await;
    let body = json!({"id": "http://good.example/1", "type": "Like", "actor": id,
        "object": format!("{HERE}/ap/objects/1")})
    .to_string();
    for _ in 0..2 {
        // The same request each time: what was refused may come again.
        let mut request = TestRequest::post().uri("/ap/inbox");
        let signed = world.signed(&key, &format!("{id}#main-key"), &body);
        for header in signed.headers() {
            request = request.insert_header(header);
        }
        let request = request
            .insert_header(("content-type", "application/activity+json"))
            .set_payload(body.clone())
            .to_request();
        let answer = call_service(&app, request).await;
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers().get("retry-after").unwrap(), "60");
    }
}

/// Checklist 16. A key counts until it expires or is revoked, also after it was fetched.
#[tokio::test]
async fn a_key_that_has_expired_or_is_revoked_is_refused() {
    for (member, value, is_good) in [
        ("expires", json!("2026-09-01T09:00:00Z"), true),
        ("expires", json!("2026-09-01T07:00:00Z"), false),
        ("revoked", json!("2026-08-01T00:00:00Z"), false),
        ("revoked", json!("yes"), false),
        ("revoked", json!(null), true),
    ] {
        let world = World::new().await;
        let key = key();
        let (id, mut document) = person("good.example", "ada", &key);
        world.remote.person("good.example", "ada", &key);
        let key_id = format!("{id}#key-2");
        let mut multikey = json!({
            "id": key_id,
            "type": "Multikey",
            "controller": id,
            "publicKeyMultibase": key.public().to_multibase(),
        });
        multikey[member] = value.clone();
        document["assertionMethod"] = json!([multikey]);
        world.remote.activity(&id, &document);
        let sent = world.send(&key, &key_id, "{}").await;
        assert_eq!(sent.is_ok(), is_good, "{member} {value}: {sent:?}");
        if let Err(refused) = sent {
            assert_eq!(refused.status(), 401, "{refused}");
        }
        let later = Duration::from_hours(2);
        world.advance(later);
        let sent = world.send(&key, &key_id, "{\"n\":1}").await;
        let is_good = is_good && member == "revoked";
        assert_eq!(sent.is_ok(), is_good, "{member} {value}, later: {sent:?}");
    }
}

/// Checklist 15. The first ten keys of an actor count, and no more.
#[tokio::test]
async fn of_many_keys_the_first_ten_count() {
    let world = World::new().await;
    let key = key();
    let (id, mut document) = person("good.example", "ada", &key);
    world.remote.person("good.example", "ada", &key);
    let pem = key.public().to_pem();
    document["publicKey"] = (0..12)
        .map(|n| json!({"id": format!("{id}#key-{n}"), "owner": id, "publicKeyPem": pem}))
        .collect();
    world.remote.activity(&id, &document);
    for (n, is_good) in [(0, true), (9, true), (10, false), (11, false)] {
        let sent = world
            .send(&key, &format!("{id}#key-{n}"), &format!("{{\"n\":{n}}}"))
            .await;
        assert_eq!(sent.is_ok(), is_good, "{n}: {sent:?}");
    }
}

/// Checklist 18. Catalogue 17. An actor with keys of all kinds that cannot be used has the others.
#[tokio::test]
async fn keys_that_cannot_be_used_are_passed_over() {
    let world = World::new().await;
    let key = key();
    let (id, mut document) = person("good.example", "ada", &key);
    world.remote.person("good.example", "ada", &key);
    let good = document["publicKey"].clone();
    let bad = |n: u32, pem: &str| json!({"id": format!("{id}#bad-{n}"), "owner": id, "publicKeyPem": pem});
    document["publicKey"] = json!([
        bad(
            1,
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
        ),
        bad(2, "no key"),
        bad(3, &"A".repeat(15_000)),
        good,
    ]);
    world.remote.activity(&id, &document);
    assert!(
        world
            .send(&key, &format!("{id}#main-key"), "{}")
            .await
            .is_ok()
    );
    for n in 1..=3 {
        let refused = world
            .send(&key, &format!("{id}#bad-{n}"), "{\"n\":1}")
            .await;
        assert_eq!(refused.unwrap_err().status(), 401);
    }
}

/// Catalogue 11. A key that calls itself otherwise than it was asked for is kept under neither name.
#[tokio::test]
async fn a_key_under_another_id_is_not_kept() {
    let world = World::new().await;
    let (own, evil) = (key(), key());
    let victim = world.remote.person("good.example", "ada", &own);
    let asked = "http://evil.example/key";
    let victims = format!("{victim}#main-key");
    let document = json!({
        "id": victims, "owner": victim, "publicKeyPem": evil.public().to_pem(),
    });
    world.remote.activity(asked, &document);
    assert!(world.send(&evil, asked, "{}").await.is_err());
    assert!(world.send(&evil, &victims, "{}").await.is_err());
    world.advance(Duration::from_mins(1));
    let sent = world.send(&own, &victims, "{\"n\":1}").await;
    assert_eq!(sent.unwrap().actor_uri, victim);
}
