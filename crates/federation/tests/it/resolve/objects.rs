//! What is believed of objects.

use serde_json::{Value, json};
use staffroom_domain::Visibility;
use staffroom_federation::resolve::{
    FetchBudget, Freshness, ResolveError, actor, draft_of, status,
};
use staffroom_protocol::incoming;

use super::world::{HERE, World, key};

fn note(host: &str, name: &str, number: u32) -> (String, Value) {
    let id = format!("http://{host}/notes/{number}");
    let document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Note",
        "attributedTo": format!("http://{host}/users/{name}"),
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "content": format!("<p>{number}<script>x</script></p>"),
        "published": "2026-08-01T00:00:00Z",
    });
    (id, document)
}

async fn fetch(world: &World, id: &str) -> Result<Option<i64>, ResolveError> {
    let row = status(&world.fed, id, &mut FetchBudget::default()).await?;
    Ok(row.map(|row| row.id.get()))
}

#[tokio::test]
async fn a_note_is_fetched_with_its_author_and_what_it_answers() {
    let world = World::new().await;
    world.remote.person("good.example", "ada", &key());
    let (parent, document) = note("good.example", "ada", 1);
    world.remote.activity(&parent, &document);
    let (id, mut document) = note("good.example", "ada", 2);
    document["inReplyTo"] = json!(parent);
    world.remote.activity(&id, &document);
    let mut budget = FetchBudget::default();
    let row = status(&world.fed, &id, &mut budget).await.unwrap().unwrap();
    assert!(row.in_reply_to_id.is_some());
    assert_eq!(row.content, "<p>2</p>");
    assert_eq!(fetch(&world, &id).await.unwrap(), Some(row.id.get()));
    assert_eq!(world.remote.asked(&id), 1);
}

/// Checklist 6, 7, 10. Catalogue 20, 22.
#[tokio::test]
async fn an_object_of_another_origin_than_its_author_is_refused() {
    let world = World::new().await;
    world.remote.person("good.example", "ada", &key());
    world.remote.person("evil.example", "ada", &key());
    for author in [
        json!("http://good.example/users/ada"),
        json!([
            "http://evil.example/users/ada",
            "http://good.example/users/ada"
        ]),
        json!([]),
        json!(null),
        json!(7),
        json!({"type": "Person"}),
        json!(format!("{HERE}/ap/actors/1")),
    ] {
        let (id, mut document) = note("evil.example", "ada", 1);
        document["attributedTo"] = author.clone();
        world.remote.activity(&id, &document);
        let refused = fetch(&world, &id).await;
        assert!(
            matches!(refused, Err(ResolveError::Refused(_))),
            "{author}: {refused:?}"
        );
    }
}

/// Checklist 1. Catalogue 19.
#[tokio::test]
async fn an_object_under_another_id_is_refused() {
    let world = World::new().await;
    world.remote.person("good.example", "ada", &key());
    let (_, document) = note("good.example", "ada", 1);
    world.remote.activity("evil.example/notes/1", &document);
    let refused = fetch(&world, "http://evil.example/notes/1").await;
    assert!(
        matches!(refused, Err(ResolveError::Refused(_))),
        "{refused:?}"
    );
}

/// Checklist 8.
#[tokio::test]
async fn an_embedded_actor_changes_nobody() {
    let world = World::new().await;
    let ada = world.remote.person("good.example", "ada", &key());
    actor(&world.fed, &ada, Freshness::Known).await.unwrap();
    let (id, mut document) = note("good.example", "ada", 1);
    document["attributedTo"] = json!({"id": ada, "type": "Person", "name": "not Ada"});
    world.remote.activity(&id, &document);
    fetch(&world, &id).await.unwrap();
    let row = actor(&world.fed, &ada, Freshness::Known).await.unwrap();
    assert_eq!(row.display_name, "ada");
}

/// Checklist 28.
#[tokio::test]
async fn tombstones_and_answers_of_410_are_gone() {
    let world = World::new().await;
    world.remote.status("good.example/notes/1", 410);
    let gone = fetch(&world, "http://good.example/notes/1").await;
    assert!(matches!(gone, Err(ResolveError::Gone)), "{gone:?}");
    let id = "http://good.example/notes/2";
    world
        .remote
        .activity(id, &json!({"id": id, "type": "Tombstone"}));
    assert!(matches!(fetch(&world, id).await, Err(ResolveError::Gone)));
    let ours = fetch(&world, &format!("{HERE}/ap/objects/7")).await;
    assert!(matches!(ours, Err(ResolveError::NotFound)), "{ours:?}");
}

#[tokio::test]
async fn audiences_are_never_wider_than_what_is_addressed() {
    let world = World::new().await;
    let ada = world.remote.person("good.example", "ada", &key());
    let row = actor(&world.fed, &ada, Freshness::Known).await.unwrap();
    let followers = format!("{ada}/followers");
    for (to, cc, wanted) in [
        (json!("as:Public"), json!(null), Visibility::Public),
        (json!([followers]), json!(["Public"]), Visibility::Unlisted),
        (json!(followers), json!([]), Visibility::Private),
        (
            json!(["http://other.example/groups/1"]),
            json!([]),
            Visibility::Direct,
        ),
        (json!(null), json!(null), Visibility::Direct),
        (
            json!("http://evil.example/users/x/followers"),
            json!([]),
            Visibility::Direct,
        ),
    ] {
        let (_, mut document) = note("good.example", "ada", 1);
        document["to"] = to.clone();
        document["cc"] = cc;
        let raw = document.to_string();
        let object = incoming::parse(raw.as_bytes()).unwrap().object().unwrap();
        let prepared = draft_of(&world.fed, row.clone(), &object, &raw)
            .await
            .unwrap();
        assert_eq!(prepared.draft.visibility, wanted, "{to}");
    }
}

/// Checklist 41. Catalogue 43.
#[tokio::test]
async fn an_endless_thread_ends() {
    let world = World::new().await;
    world.remote.person("good.example", "ada", &key());
    for number in 1..60 {
        let (id, mut document) = note("good.example", "ada", number);
        document["inReplyTo"] = json!(format!("http://good.example/notes/{}", number + 1));
        world.remote.activity(&id, &document);
    }
    fetch(&world, "http://good.example/notes/1").await.unwrap();
    assert_eq!(
        world.remote.asked("good.example/notes/3"),
        0,
        "that is for later"
    );
}
