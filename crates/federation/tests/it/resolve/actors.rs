//! Whom to believe that it is whom it says.

use std::time::Duration;

use serde_json::json;
use staffroom_db::jobs::{self, Claim};
use staffroom_db::pins;
use staffroom_domain::job::{ClaimedJob, JobPayload, Queue};
use staffroom_federation::resolve::{Freshness, RemoteDirectory, ResolveError, actor, handlers};
use staffroom_service::ports::Directory as _;

use super::remote::{ok, person};
use super::world::{HERE, World, key};

#[tokio::test]
async fn a_correct_actor_is_kept_with_the_handle_that_webfinger_confirms() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    let row = actor(&world.fed, &id, Freshness::Known).await.unwrap();
    assert_eq!(
        (row.acct().as_str(), row.uri.as_deref()),
        ("ada@good.example", Some(&*id))
    );
    actor(&world.fed, &id, Freshness::Fresh).await.unwrap();
    assert_eq!(
        world.remote.asked(&id),
        1,
        "what is fresh is not asked for again"
    );
    actor(&world.fed, &id, Freshness::Now).await.unwrap();
    assert_eq!(world.remote.asked(&id), 2);
}

/// Checklist 1.
#[tokio::test]
async fn an_id_of_the_same_origin_is_asked_for_once_more_and_one_of_another_is_refused() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    let (_, document) = person("good.example", "ada", &key());
    world.remote.activity("good.example/@ada", &document);
    let row = actor(&world.fed, "http://good.example/@ada", Freshness::Known).await;
    assert_eq!(row.unwrap().uri.as_deref(), Some(&*id));
    world.remote.activity("evil.example/users/ada", &document);
    let refused = actor(
        &world.fed,
        "http://evil.example/users/ada",
        Freshness::Known,
    )
    .await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
}

/// Checklist 2. Catalogue 10.
#[tokio::test]
async fn a_redirect_to_another_origin_is_refused() {
    let world = World::new().await;
    let (id, document) = person("good.example", "ada", &key());
    world.remote.redirect(&id, "http://evil.example/users/ada");
    world.remote.activity("evil.example/users/ada", &document);
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
    assert!(!world.knows(&id).await);
}

/// Checklist 3. Catalogue 45.
#[tokio::test]
async fn what_does_not_say_that_it_is_activitystreams_is_not_read_as_it() {
    let world = World::new().await;
    let (id, document) = person("good.example", "ada", &key());
    for kind in [
        "text/html",
        "application/json",
        "application/octet-stream",
        "application/ld+json",
    ] {
        world.remote.put(&id, ok(kind, &document.to_string()));
        let refused = actor(&world.fed, &id, Freshness::Known).await;
        assert!(
            matches!(refused, Err(ResolveError::Invalid(_))),
            "{kind}: {refused:?}"
        );
    }
}

/// Checklist 4, 9. Catalogue 23.
#[tokio::test]
async fn ids_of_ours_are_never_fetched_however_they_are_written() {
    let world = World::new().await;
    for id in [
        format!("{HERE}/ap/actors/1"),
        "http://LOCALHOST:8080/ap/actors/1".to_owned(),
        "https://localhost:8080/ap/actors/1".to_owned(),
    ] {
        let refused = actor(&world.fed, &id, Freshness::Now).await;
        assert!(
            matches!(refused, Err(ResolveError::NotFound)),
            "{id}: {refused:?}"
        );
    }
    let ours = format!("{HERE}/ap/actors/instance");
    assert!(
        actor(&world.fed, &ours, Freshness::Now)
            .await
            .unwrap()
            .is_local()
    );
}

/// Catalogue 29.
#[tokio::test]
async fn a_handle_that_leads_to_somebody_else_is_refused() {
    let world = World::new().await;
    let (id, document) = person("evil.example", "ada", &key());
    world.remote.activity(&id, &document);
    let other = "http://other.example/users/ada";
    world
        .remote
        .handle("ada@evil.example", "ada@evil.example", other);
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
    assert!(!world.knows(&id).await);
}

/// Catalogue 29.
#[tokio::test]
async fn nobody_gives_another_domains_handle_to_its_actor() {
    let world = World::new().await;
    let (id, mut document) = person("evil.example", "mallory", &key());
    document["webfinger"] = json!("ada@good.example");
    world.remote.activity(&id, &document);
    world.remote.person("good.example", "ada", &key());
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
    document["webfinger"] = json!("instance@localhost:8080");
    world.remote.activity(&id, &document);
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn handles_may_be_of_another_domain_than_ids() {
    let world = World::new().await;
    let (id, document) = person("ids.example", "ada", &key());
    world.remote.activity(&id, &document);
    world
        .remote
        .handle("ada@ids.example", "ada@good.example", &id);
    world
        .remote
        .handle("ada@good.example", "ada@good.example", &id);
    let row = actor(&world.fed, &id, Freshness::Known).await.unwrap();
    assert_eq!(row.acct(), "ada@good.example");
}

/// Catalogue 29.
#[tokio::test]
async fn subjects_change_once_at_most() {
    let world = World::new().await;
    let (id, document) = person("ids.example", "ada", &key());
    world.remote.activity(&id, &document);
    world
        .remote
        .handle("ada@ids.example", "ada@good.example", &id);
    world
        .remote
        .handle("ada@good.example", "ada@other.example", &id);
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_inbox_is_on_the_actors_own_server() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    let (_, mut document) = person("good.example", "ada", &key());
    document["inbox"] = json!("http://other.example/inbox");
    world.remote.activity(&id, &document);
    let refused = actor(&world.fed, &id, Freshness::Known).await;
    assert!(
        matches!(refused, Err(ResolveError::Invalid(_))),
        "{refused:?}"
    );
}

/// Catalogue 29.
#[tokio::test]
async fn whoever_is_found_by_a_handle_says_the_same_of_itself() {
    let world = World::new().await;
    world.remote.person("good.example", "ada", &key());
    let victim = "http://good.example/users/ada";
    world
        .remote
        .handle("ada@evil.example", "ada@evil.example", victim);
    let directory = RemoteDirectory(world.fed.clone());
    assert_eq!(
        directory.find_account("ada", "evil.example").await.unwrap(),
        None
    );
    assert!(
        directory
            .find_account("ada", "good.example")
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        directory
            .find_account("nobody", "good.example")
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn pages_lead_to_what_they_show() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    let page = format!(r#"<link rel="alternate" type="application/activity+json" href="{id}">"#);
    world
        .remote
        .put("good.example/@ada", ok("text/html", &page));
    let directory = RemoteDirectory(world.fed.clone());
    let found = directory.find_at("http://good.example/@ada").await.unwrap();
    assert!(found.is_some());
}

#[tokio::test]
async fn many_who_ask_at_once_cause_one_fetch() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    let ask = || actor(&world.fed, &id, Freshness::Known);
    let (a, b, c) = tokio::join!(ask(), ask(), ask());
    assert_eq!(a.unwrap().id, b.unwrap().id);
    c.unwrap();
    assert_eq!(world.remote.asked(&id), 1);
}

#[tokio::test]
async fn another_origin_cannot_say_that_somebody_is_gone() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    actor(&world.fed, &id, Freshness::Known).await.unwrap();
    world.remote.redirect(&id, "http://evil.example/gone");
    for status in [404, 410] {
        world.remote.status("evil.example/gone", status);
        let refused = actor(&world.fed, &id, Freshness::Now).await;
        assert!(
            matches!(refused, Err(ResolveError::Refused(_))),
            "{status}: {refused:?}"
        );
    }
}

/// Takes the jobs that fetch.
async fn claimed(world: &World) -> Vec<ClaimedJob> {
    let now = world.now();
    let claim = Claim {
        queue: Queue::Fetch,
        now,
        lease_until: now.plus(Duration::from_mins(1)),
        token: 1,
        limit: 1_000,
    };
    let db = &world.fed.ctx().db;
    db.write(move |conn| jobs::claim(conn, claim))
        .await
        .unwrap()
}

#[tokio::test]
async fn the_pins_of_somebody_new_are_fetched_once_and_later() {
    let world = World::new().await;
    let (id, mut document) = person("good.example", "ada", &key());
    world.remote.person("good.example", "ada", &key());
    document["featured"] = json!(format!("{id}/featured"));
    world.remote.activity(&id, &document);
    let pinned = json!({"id": format!("{id}/notes/1"), "type": "Note", "attributedTo": id,
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "content": "<p>Hello</p>"});
    world.remote.activity(&format!("{id}/notes/1"), &pinned);
    let list = json!({"id": format!("{id}/featured"), "type": "OrderedCollection",
        "orderedItems": [format!("{id}/notes/1")]});
    world.remote.activity(&format!("{id}/featured"), &list);
    let row = actor(&world.fed, &id, Freshness::Known).await.unwrap();
    actor(&world.fed, &id, Freshness::Now).await.unwrap();
    assert_eq!(
        world.remote.asked(&format!("{id}/featured")),
        0,
        "nobody waits for it"
    );
    let jobs = claimed(&world).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    assert_eq!(
        jobs[0].payload,
        JobPayload::FetchFeatured { account: row.id }
    );
    let handlers = handlers(&world.fed);
    let kind = jobs[0].payload.kind();
    let handler = handlers.iter().find(|handler| handler.kind() == kind);
    handler.unwrap().run(&jobs[0]).await.unwrap();
    let pins = world
        .fed
        .ctx()
        .db
        .read(move |conn| pins::of_account(conn, row.id, 10))
        .await;
    assert_eq!(pins.unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_was_not_asked_for_a_day_is_asked_again_when_nobody_waits() {
    let world = World::new().await;
    let id = world.remote.person("good.example", "ada", &key());
    let row = actor(&world.fed, &id, Freshness::Known).await.unwrap();
    let directory = RemoteDirectory(world.fed.clone());
    let look_up = async || {
        directory.find_account("ada", "good.example").await.unwrap();
        directory.find_at(&id).await.unwrap();
        actor(&world.fed, &id, Freshness::Known).await.unwrap();
    };
    look_up().await;
    assert_eq!(claimed(&world).await, []);
    world.advance(Duration::from_hours(25));
    // That it was looked at an hour ago is remembered by the clock of the machine.
    let world = world.restarted();
    let directory = RemoteDirectory(world.fed.clone());
    let asked = world.remote.asked(&id);
    for _ in 0..3 {
        directory.find_account("ada", "good.example").await.unwrap();
        directory.find_at(&id).await.unwrap();
        actor(&world.fed, &id, Freshness::Known).await.unwrap();
    }
    assert_eq!(world.remote.asked(&id), asked, "nobody waits for it");
    let jobs = claimed(&world).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    assert_eq!(
        jobs[0].payload,
        JobPayload::RefreshAccount { account: row.id }
    );
    let handlers = handlers(&world.fed);
    let kind = jobs[0].payload.kind();
    let handler = handlers.iter().find(|handler| handler.kind() == kind);
    handler.unwrap().run(&jobs[0]).await.unwrap();
    assert_eq!(world.remote.asked(&id), asked + 1);
}

/// Checklist 42: whoever makes up actors does not fill the queue.
#[tokio::test]
async fn what_is_queued_for_the_actors_of_one_domain_is_bounded() {
    let world = World::new().await;
    let key = key();
    for n in 0..150 {
        let host = format!("s{n}.evil.example");
        let (id, mut document) = person(&host, "ada", &key);
        document["featured"] = json!(format!("{id}/featured"));
        world.remote.person(&host, "ada", &key);
        world.remote.activity(&id, &document);
        actor(&world.fed, &id, Freshness::Known).await.unwrap();
    }
    assert_eq!(claimed(&world).await.len(), 100);
}

/// Checklist 46. Names, bios and lines of a profile are clean before they are stored.
#[tokio::test]
async fn a_hostile_profile_is_kept_clean() {
    let world = World::new().await;
    let (id, mut document) = person("good.example", "ada", &key());
    let hostile = "<p onclick=\"x()\">Hi<script>alert(1)</script><svg><script>x</script></svg>\
                   <a href=\"javascript:alert(1)\">a</a> :owl:</p>";
    document["name"] = "Ada\u{202E}nimda <b>\u{200B}".into();
    document["summary"] = hostile.into();
    document["attachment"] = json!([
        {"type": "PropertyValue", "name": "<b>School</b>\u{202E}", "value": hostile},
    ]);
    document["icon"] = json!({"type": "Image", "url": "javascript:alert(1)"});
    document["tag"] = json!([
        {"type": "Emoji", "name": ":owl:", "icon": {"type": "Image", "url": "http://good.example/owl.png"}},
        {"type": "Emoji", "name": ":\"><script>:", "icon": {"type": "Image", "url": "http://good.example/x.png"}},
    ]);
    world.remote.activity(&id, &document);
    world
        .remote
        .handle("ada@good.example", "ada@good.example", &id);
    let row = actor(&world.fed, &id, Freshness::Fresh).await.unwrap();
    assert_eq!(row.display_name, "Adanimda <b>");
    assert_eq!(row.summary, "<p>Hia :owl:</p>");
    assert_eq!(row.avatar_url, None);
    let fields: serde_json::Value = serde_json::from_str(&row.fields).unwrap();
    assert_eq!(fields, json!([{"name": "School", "value": "Hia :owl:"}]));
    let emojis = world.fed.ctx().db.read(|conn| {
        let codes = ["owl".to_owned(), "\"><script>".to_owned()];
        staffroom_db::emojis::find_many(conn, "good.example", &codes)
    });
    let emojis = emojis.await.unwrap();
    assert_eq!(emojis.len(), 1);
    assert_eq!(emojis[0].image_url, "http://good.example/owl.png");
}

/// Catalogue 40. Pages that lead to pages that lead back end at once.
#[tokio::test]
async fn pages_that_lead_to_one_another_end() {
    let world = World::new().await;
    for (at, to) in [("a", "b"), ("b", "a"), ("self", "self")] {
        let page = format!(
            r#"<link rel="alternate" type="application/activity+json" href="http://good.example/{to}">"#
        );
        let url = format!("good.example/{at}");
        world.remote.put(&url, ok("text/html", &page));
    }
    let directory = RemoteDirectory(world.fed.clone());
    for at in ["a", "self"] {
        let found = directory
            .find_at(&format!("http://good.example/{at}"))
            .await;
        assert!(!matches!(found, Ok(Some(_))), "{at}");
    }
    assert!(world.remote.asked_of("good.example") <= 6);
}
