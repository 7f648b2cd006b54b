//! What a Mastodon, a GoToSocial-like and a Mobilizon-like server would show of each object, held against what was written by
//! hand (`tests/data/peers`).

use serde_json::{Value, json};

use super::three::created;
use super::{EVENTS, PRACTICES, World, audio_feedback, evening, text};

/// What stands in the file of an object.
fn expected(object: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/peers");
    let file = std::fs::read_to_string(format!("{folder}/{object}.json")).unwrap();
    serde_json::from_str(&file).unwrap()
}

/// Whether parts stand in a text, in their order.
fn stands_in(parts: &[String], text: &str) -> bool {
    let mut rest = text;
    parts.iter().all(|part| {
        let found = rest.find(part.as_str());
        rest = found
            .and_then(|at| rest.get(at + part.len()..))
            .unwrap_or_default();
        found.is_some()
    })
}

/// Compares what each reader shows with what was written by hand.
async fn is_shown_as_written(world: &World, object: &str, sent: &Value, about: &Value) {
    let received = created(world, &sent["uri"]).await;
    for (like, wanted) in expected(object).as_object().unwrap() {
        let shown = world.shown(&received, like).await;
        let here = |value: &Value| {
            let text = value.to_string();
            let text = text.replace("{page}", super::text(&sent["url"]));
            let text = text.replace("{about}", super::text(about));
            serde_json::from_str::<Value>(&text).unwrap()
        };
        let Some(members) = wanted.as_object() else {
            assert_eq!(shown, Value::Null, "{object} like {like}");
            continue;
        };
        for (name, value) in members {
            let value = here(value);
            let parts = || -> Vec<String> {
                let list = value.as_array().unwrap().iter();
                list.map(|part| text(part).to_owned()).collect()
            };
            let is_so = match name.as_str() {
                "first" => text(&shown["text"]).starts_with(text(&value)),
                "says" => stands_in(&parts(), text(&shown["text"])),
                "warningSays" => stands_in(&parts(), text(&shown["warning"])),
                _ => shown[name] == value,
            };
            assert!(
                is_so,
                "{object} like {like}: {name} is not {value}: {shown}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_object_is_shown_as_was_written_by_hand() {
    let world = World::start().await;
    let practice = world.school.user.post(PRACTICES, audio_feedback()).await;
    is_shown_as_written(&world, "practice", &practice, &practice["uri"]).await;

    // The peer follows Amira, and is sent what she writes of somebody else's.
    let theirs = world.meet.user.post(PRACTICES, audio_feedback()).await;
    let found = format!(
        "/api/v2/search?resolve=true&type=statuses&q={}",
        text(&theirs["uri"]).replace(':', "%3A").replace('/', "%2F")
    );
    world
        .school
        .user
        .until("the other practice", &found, |found| {
            found["statuses"][0]["id"].is_string()
        })
        .await;
    let here = format!("{PRACTICES}/{}", world.school.id_of(&theirs).await);
    let adoption = json!({
        "record": {
            "status": "running", "decideBy": "2027-02-12", "expectation": "Less marking in the evening.",
        },
        "text": "From Monday on.",
        "language": "en",
    });
    let adoption = world
        .school
        .user
        .post(&format!("{here}/adoptions"), adoption)
        .await;
    is_shown_as_written(&world, "adoption", &adoption, &theirs["uri"]).await;

    let outcome = json!({
        "record": {
            "outcome": "oc/harmful", "evidenceLevel": "ev/tried", "subject": ["su/mathematics"],
            "phase": ["ph/lower-secondary-ks3"], "learners": "gs/10-35", "duration": "four weeks",
            "independence": "in/independent-practitioner", "nextTime": "Not with this class.",
        },
        "text": "They stopped writing <altogether>.",
        "language": "en",
    });
    let outcome = world
        .school
        .user
        .post(&format!("{here}/outcomes"), outcome)
        .await;
    is_shown_as_written(&world, "outcome", &outcome, &theirs["uri"]).await;

    let event = world.school.user.post(EVENTS, evening(8)).await;
    is_shown_as_written(&world, "event", &event, &event["uri"]).await;
    let note = json!({
        "record": { "text": "Test on paper after two weeks.", "licence": "CC-BY-4.0" },
        "language": "en",
    });
    let path = format!("{EVENTS}/{}/notes", text(&event["id"]));
    let note = world.school.user.post(&path, note).await;
    is_shown_as_written(&world, "event-note", &note, &event["uri"]).await;
}
