//! Documents as a whole.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::{ActorKind, ReplyPolicy, Visibility};
use staffroom_federation::documents;
use staffroom_protocol::PUBLIC;
use staffroom_protocol::outgoing::{Terms, document};
use staffroom_service::accounts::create_actor;
use staffroom_service::statuses::{NewPoll, NewStatus, boost};

use super::instance::Instance;

fn json<T: Serialize + Terms>(of: &T) -> Value {
    serde_json::from_str(&document(of).to_json().unwrap()).unwrap()
}

/// Ids and keys differ from run to run.
fn steady(value: &mut Value) {
    match value {
        Value::String(text) => *text = steady_text(text),
        Value::Array(items) => items.iter_mut().for_each(steady),
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "publicKeyPem" | "publicKeyMultibase" => *member = "[key]".into(),
                    _ => steady(member),
                }
            }
        }
        _ => {}
    }
}

/// Numbers of the length of an id.
fn steady_text(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        out.push_str(if digits.len() > 12 { "[id]" } else { &digits });
        digits.clear();
        out.push(c);
    }
    out.pop();
    out
}

fn snapshot<T: Serialize + Terms>(name: &str, of: &T) {
    let mut value = json(of);
    steady(&mut value);
    insta::assert_json_snapshot!(name, value);
}

#[actix_web::test]
async fn a_person_has_everything_that_others_ask_for() {
    let instance = Instance::new();
    let mut amira = instance.teacher("amira").await;
    amira.summary = "<p>Maths</p>".to_owned();
    amira.fields = r#"[{"name":"School","value":"Hilltop"}]"#.to_owned();
    amira.avatar_url = Some("/media/amira.png".to_owned());
    amira.also_known_as = r#"["https://old.example/users/amira"]"#.to_owned();
    amira.locked = true;
    let keys = instance.fed.keys_of(amira.id).await.unwrap();
    snapshot(
        "person",
        &documents::actor(&instance.fed, &amira, &keys).unwrap(),
    );
}

#[actix_web::test]
async fn a_group_and_the_instance_itself_are_actors() {
    let instance = Instance::new();
    let group = create_actor(&instance.ctx, ActorKind::Group, "maths", "Maths")
        .await
        .unwrap();
    let keys = instance.fed.keys_of(group.id).await.unwrap();
    snapshot(
        "group",
        &documents::actor(&instance.fed, &group, &keys).unwrap(),
    );
    let own = staffroom_service::accounts::ensure_instance_actor(&instance.ctx)
        .await
        .unwrap();
    snapshot(
        "application",
        &documents::actor(&instance.fed, &own, &keys).unwrap(),
    );
}

#[actix_web::test]
async fn a_note_names_people_and_tags() {
    let instance = Instance::new();
    let (amira, _) = (
        instance.teacher("amira").await,
        instance.stranger("bo").await,
    );
    let new = NewStatus {
        text: "Fractions for @bo@peer.example #Year8".to_owned(),
        spoiler: "sums".to_owned(),
        language: Some("en".to_owned()),
        reply_policy: ReplyPolicy::Nobody,
        ..NewStatus::default()
    };
    let id = instance.post(&amira, new).await;
    let view = instance.view(&amira, id).await;
    let addresses = instance.fed.addresses();
    snapshot("note", &documents::object(addresses, &view).unwrap());
    snapshot(
        "tombstone",
        &documents::tombstone(addresses, &view.status).unwrap(),
    );

    let boosted = boost(&instance.ctx, amira.id, id, None).await.unwrap();
    let view = instance.view(&amira, boosted).await;
    snapshot("announce", &documents::boost(addresses, &view).unwrap());
}

#[actix_web::test]
async fn a_poll_tells_its_answers_and_its_end() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let new = NewStatus {
        text: "Which day?".to_owned(),
        language: Some("en".to_owned()),
        poll: Some(NewPoll {
            options: vec!["Monday".to_owned(), "Friday".to_owned()],
            multiple: false,
            hides_totals: false,
            expires_in: Duration::from_hours(24),
        }),
        ..NewStatus::default()
    };
    let id = instance.post(&amira, new).await;
    let view = instance.view(&amira, id).await;
    snapshot(
        "question",
        &documents::object(instance.fed.addresses(), &view).unwrap(),
    );
}

#[actix_web::test]
async fn who_may_see_a_status_is_who_it_is_addressed_to() {
    let instance = Instance::new();
    let (amira, bo) = (
        instance.teacher("amira").await,
        instance.stranger("bo").await,
    );
    let bo = bo.uri.unwrap();
    let addresses = instance.fed.addresses();
    let followers = addresses.of_actor(amira.id, "followers");
    for (visibility, to, cc) in [
        (Visibility::Public, vec![PUBLIC], vec![&*followers, &*bo]),
        (Visibility::Unlisted, vec![&*followers], vec![PUBLIC, &*bo]),
        (Visibility::Private, vec![&*followers], vec![&*bo]),
        (Visibility::Direct, vec![&*bo], vec![]),
    ] {
        let new = NewStatus {
            text: "For @bo@peer.example".to_owned(),
            visibility: Some(visibility),
            ..NewStatus::default()
        };
        let id = instance.post(&amira, new).await;
        let view = instance.view(&amira, id).await;
        let post = json(&documents::object(addresses, &view).unwrap());
        assert_eq!(post["to"], serde_json::json!(to), "{visibility:?}");
        assert_eq!(post["cc"], serde_json::json!(cc), "{visibility:?}");
    }
}
