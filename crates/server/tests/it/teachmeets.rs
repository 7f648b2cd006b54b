//! The sample `TeachMeets`, entered through the client API of the real program, on both databases: announced, joined, filled
//! with talks, noted about.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use staffroom_server::demo::teachmeets::{SampleEvent, SampleTalk, events};
use staffroom_testkit::samples;
use staffroom_testkit::{ApiClient, TestApp, TestDb, db_test};

use crate::samples::{everybody, short};

type Clients = BTreeMap<String, ApiClient>;

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("{name}: {of}"))
}

fn is_accepted(talk: &SampleTalk) -> bool {
    talk.record["status"] == "accepted"
}

fn list(of: &Value) -> &Vec<Value> {
    of["items"].as_array().unwrap()
}

/// The ids everywhere of those practices that talks are about, once they are published.
async fn practices(clients: &Clients, of: &[SampleEvent]) -> BTreeMap<String, String> {
    let named: Vec<&String> = of
        .iter()
        .flat_map(|it| &it.talks)
        .filter_map(|talk| talk.practice.as_ref())
        .collect();
    let mut uris = BTreeMap::new();
    for sample in samples::practices() {
        if named.contains(&&sample.name) {
            let author = &clients[&sample.author];
            let base = "/api/staffroom/v1/practices";
            let made = author.post(base, sample.first()).await.made();
            uris.insert(sample.name, text(&made, "uri").to_owned());
        }
    }
    uris
}

/// Announces one, and lets everybody do what the file says of them; gives its path.
async fn hold(clients: &Clients, sample: &SampleEvent, uris: &BTreeMap<String, String>) -> String {
    let organiser = &clients[&sample.author];
    let base = "/api/staffroom/v1/events";
    let made = organiser.post(base, sample.body.clone()).await.made();
    let path = format!("{base}/{}", text(&made, "id"));
    for talk in &sample.talks {
        let speaker = &clients[&talk.speaker];
        let me = speaker
            .get("/api/v1/accounts/verify_credentials")
            .await
            .ok();
        let place = if is_accepted(talk) {
            let practice = talk.practice.as_ref().map(|name| uris[name].as_str());
            let mut entered = json!({"speaker": text(&me, "id"), "practice": practice});
            for member in ["kind", "minutes", "title"] {
                entered[member] = talk.record[member].clone();
            }
            organiser
                .post(&format!("{path}/talks"), entered)
                .await
                .made();
            json!({"place": "speaker"})
        } else {
            json!({"talk": {"kind": talk.record["kind"], "title": talk.record["title"]}})
        };
        let joined = speaker.post(&format!("{path}/rsvp"), place).await.ok();
        assert_eq!(joined["mine"]["state"], "going", "{}", talk.record["title"]);
    }
    for note in &sample.notes {
        let author = &clients[&note.author];
        let path = format!("{path}/notes");
        let body = json!({"record": note.record, "language": note.language});
        author.post(&path, body).await.made();
    }
    path
}

async fn check(clients: &Clients, sample: &SampleEvent, path: &str) {
    let name = &sample.title;
    let organiser = &clients[&sample.author];
    let anybody = &clients["journal_club"];
    let there = anybody.get(path).await.ok();
    let record = short(&there["record"]);
    for (member, value) in sample.body["record"].as_object().unwrap() {
        assert_eq!(&record[member], value, "{name}: {member}");
    }
    let accepted = sample.talks.iter().filter(|talk| is_accepted(talk));
    let titles: Vec<&str> = accepted
        .map(|talk| talk.record["title"].as_str().unwrap())
        .collect();
    let told = record["slots"].as_array().unwrap().iter();
    let told: Vec<&str> = told.map(|slot| text(slot, "title")).collect();
    assert_eq!(told, titles, "{name}");
    let speakers = &there["places"][0];
    assert_eq!(
        (&speakers["kind"], &speakers["going"]),
        (&"speaker".into(), &sample.talks.len().into())
    );
    let programme = organiser.get(&format!("{path}/programme")).await.ok();
    assert_eq!(list(&programme).len(), sample.talks.len(), "{name}");
    let attendees = organiser.get(&format!("{path}/attendees")).await.ok();
    assert_eq!(list(&attendees).len(), sample.talks.len(), "{name}");
    let notes = anybody.get(&format!("{path}/notes")).await.ok();
    assert_eq!(list(&notes).len(), sample.notes.len(), "{name}");
    // Every talk of which something is noted begins a practice with it.
    for note in sample.notes.iter().filter(|it| it.record["slot"].is_u64()) {
        let number = &note.record["slot"];
        let all = list(&programme);
        let talk = all.iter().find(|talk| talk["number"] == *number).unwrap();
        let path = format!("/api/staffroom/v1/talks/{}/draft", text(talk, "id"));
        let draft = organiser.post(&path, Value::Null).await.ok();
        assert_eq!(draft["title"], talk["title"]);
        let said = text(&note.record, "text").trim();
        assert!(text(&draft, "text").contains(said), "{draft}");
    }
    let status = anybody
        .get(&path.replace("staffroom/v1/events", "v1/statuses"))
        .await
        .ok();
    assert_eq!(status["staffroom"]["record"], there["record"], "{name}");
}

#[db_test]
async fn every_sample_teachmeet_is_held(db: TestDb) {
    let app = TestApp::start(db).await;
    let clients = everybody(&app).await;
    let all = events().unwrap();
    let uris = practices(&clients, &all).await;
    for sample in &all {
        let path = hold(&clients, sample, &uris).await;
        check(&clients, sample, &path).await;
    }
    let found = async |query: &str| {
        let path = format!("/api/staffroom/v1/events?{query}");
        let answer = clients["journal_club"].get(&path).await.ok();
        list(&answer).len()
    };
    assert_eq!(found("").await, 3);
    assert_eq!(found("subject=su/languages").await, 1);
    assert_eq!(found("phase=ph/primary-ks2&mode=hybrid").await, 2);
    assert_eq!(found("series=TeachMeet%20Cymru").await, 1);
    app.drain().await;
}
