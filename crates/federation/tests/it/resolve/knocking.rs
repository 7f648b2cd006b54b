//! By which signatures we fetch.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::peers;
use staffroom_domain::AccountId;
use staffroom_federation::resolve::{Freshness, ResolveError, actor};
use staffroom_signatures::{Hosts, Presented, PublicKey, RequestHead, RequestText, Scheme};

use super::remote::{ok, person};
use super::world::{World, key};

/// The keys of the instance: RSA, Ed25519.
async fn our_keys(world: &World) -> [PublicKey; 2] {
    let keys = world.fed.keys_of(AccountId::INSTANCE).await.unwrap();
    [keys.rsa.public().clone(), keys.ed25519.public().clone()]
}

/// Which scheme a request is signed by, with which of those keys; none where it is not valid.
fn valid(world: &World, keys: &[PublicKey], head: &str, host: &str) -> Option<(Scheme, usize)> {
    let text = RequestText::parse(head.as_bytes())?;
    let hosts = Hosts::new([host]);
    let presented = Presented::parse(&head_of(&text, host), None, &hosts, world.now()).ok()?;
    let at = keys.iter().position(|key| presented.verify(key).is_ok())?;
    Some((presented.scheme(), at))
}

fn head_of<'a>(text: &'a RequestText<'a>, host: &'a str) -> RequestHead<'a> {
    RequestHead {
        scheme: "http",
        ..text.head(host)
    }
}

fn is_rfc9421(head: &str) -> bool {
    head.to_ascii_lowercase().contains("\r\nsignature-input: ")
}

fn schemes(heads: &[String]) -> Vec<bool> {
    heads.iter().map(|head| is_rfc9421(head)).collect()
}

/// A person whose server says what it reads.
fn advertising(host: &str, name: &str, hrefs: &[&str]) -> (String, Value) {
    let (id, mut document) = person(host, name, &key());
    let implements: Vec<Value> = hrefs.iter().map(|href| json!({"href": href})).collect();
    document["generator"] = json!({"type": "Application", "implements": implements});
    (id, document)
}

const RFC: &str = "https://datatracker.ietf.org/doc/html/rfc9421";
const ED: &str = "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25";

#[tokio::test]
async fn who_does_not_believe_the_older_scheme_is_asked_by_the_newer_for_a_month() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    for status in [401, 400, 403] {
        world.remote.gate("good.example", move |head| {
            (!is_rfc9421(head) && !head.contains("webfinger")).then_some(status)
        });
        world.advance(Duration::from_hours(24 * 31));
        actor(&world.fed, &id, Freshness::Now).await.unwrap();
        let heads = world.remote.heads("good.example");
        assert_eq!(schemes(&heads)[..2], [false, true], "{status}");
        actor(&world.fed, &id, Freshness::Now).await.unwrap();
        let heads = world.remote.heads("good.example");
        assert_eq!(schemes(&heads), [true], "remembered after {status}");
    }
    let keys = our_keys(&world).await;
    actor(&world.fed, &id, Freshness::Now).await.unwrap();
    let heads = world.remote.heads("good.example");
    let seen = valid(&world, &keys, &heads[0], "good.example");
    assert_eq!(seen, Some((Scheme::Rfc9421, 0)));
}

#[tokio::test]
async fn who_refuses_both_is_asked_twice_and_no_more() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    for (status, asked) in [(401, 2), (403, 2), (404, 1), (500, 1)] {
        world.remote.gate("good.example", move |_| Some(status));
        actor(&world.fed, &id, Freshness::Known).await.unwrap_err();
        assert_eq!(world.remote.heads("good.example").len(), asked, "{status}");
    }
    let peer = world
        .fed
        .ctx()
        .db
        .read(|conn| peers::find(conn, "good.example"))
        .await;
    assert_eq!(peer.unwrap(), None, "nothing was taken");
}

#[tokio::test]
async fn who_advertises_the_newer_scheme_is_asked_by_it_first() {
    let world = World::new().await;
    let keys = our_keys(&world).await;
    for (host, hrefs, key) in [
        ("good.example", vec![RFC], 0),
        ("other.example", vec![RFC, ED], 1),
    ] {
        let (id, document) = advertising(host, "ada", &hrefs);
        world.remote.activity(&id, &document);
        let handle = format!("ada@{host}");
        world.remote.handle(&handle, &handle, &id);
        actor(&world.fed, &id, Freshness::Known).await.unwrap();
        let heads = world.remote.heads(host);
        assert_eq!(schemes(&heads), [false, false], "not known yet");
        actor(&world.fed, &id, Freshness::Now).await.unwrap();
        let heads = world.remote.heads(host);
        let seen = valid(&world, &keys, &heads[0], host);
        assert_eq!(seen, Some((Scheme::Rfc9421, key)), "{host}");
        // What is advertised and does not work costs one request, once.
        world
            .remote
            .gate(host, |head| is_rfc9421(head).then_some(401));
        for expected in [&[true, false][..], &[false]] {
            actor(&world.fed, &id, Freshness::Now).await.unwrap();
            assert_eq!(schemes(&world.remote.heads(host)), expected, "{host}");
        }
    }
}

#[tokio::test]
async fn a_server_that_leaves_out_the_query_is_asked_so() {
    let world = World::new().await;
    let keys = our_keys(&world).await;
    let (_, document) = person("good.example", "ada", &key());
    let id = "http://good.example/users/ada?version=2";
    let mut document = document;
    document["id"] = json!(id);
    world.remote.activity(id, &document);
    world
        .remote
        .handle("ada@good.example", "ada@good.example", id);
    let now = world.now();
    world.remote.gate("good.example", move |head| {
        if head.contains("webfinger") {
            return None;
        }
        let without = head.replacen("?version=2", "", 1);
        let text = RequestText::parse(without.as_bytes()).unwrap();
        let hosts = Hosts::new(["good.example"]);
        let head = head_of(&text, "good.example");
        let presented = Presented::parse(&head, None, &hosts, now).unwrap();
        let is_valid = presented.scheme() == Scheme::Cavage && presented.verify(&keys[0]).is_ok();
        (!is_valid).then_some(401)
    });
    actor(&world.fed, id, Freshness::Known).await.unwrap();
    let heads = world.remote.heads("good.example");
    assert_eq!(schemes(&heads)[..3], [false, true, false]);
}

#[tokio::test]
async fn each_hop_is_signed_for_itself() {
    let world = World::new().await;
    let keys = our_keys(&world).await;
    let (id, document) = person("good.example", "ada", &key());
    world.remote.redirect(&id, "http://good.example/second");
    world.remote.redirect("good.example/second", "/third?x=1");
    world.remote.activity("good.example/third?x=1", &document);
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(matches!(refused, Err(ResolveError::Refused(_))));
    let heads = world.remote.heads("good.example");
    assert_eq!(heads.len(), 6, "asked again by the name that it has there");
    for head in heads {
        let seen = valid(&world, &keys, &head, "good.example");
        assert_eq!(seen, Some((Scheme::Cavage, 0)), "{head}");
    }
}

/// Checklist 38, 52: nobody leads us to a server that is shut out, nor back to ourselves.
#[tokio::test]
async fn a_redirect_to_a_suspended_server_or_to_ourselves_is_not_followed() {
    use staffroom_service::policies::{self, decision};
    let world = World::new().await;
    let (id, document) = person("good.example", "ada", &key());
    let row = decision("evil.example", policies::SUSPEND, world.now());
    world.fed.policies().set(vec![row]).await.unwrap();
    for target in ["http://evil.example/x", "http://localhost:8080/ap/actors/1"] {
        world.remote.redirect(&id, target);
        let refused = actor(&world.fed, &id, Freshness::Known).await;
        assert!(
            matches!(&refused, Err(ResolveError::Refused(reason)) if reason.starts_with("not called")),
            "{refused:?}"
        );
        assert_eq!(world.remote.asked_of("evil.example"), 0);
    }
    // A handle that leads there is not asked for either.
    world.remote.put(
        &id,
        ok("application/activity+json", &{
            let mut elsewhere = document;
            elsewhere["webfinger"] = json!("ada@evil.example");
            elsewhere.to_string()
        }),
    );
    actor(&world.fed, &id, Freshness::Known).await.unwrap_err();
    assert_eq!(world.remote.asked_of("evil.example"), 0);
}
