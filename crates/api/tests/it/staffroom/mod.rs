//! Our own API, below `/api/staffroom/v1`.

mod bad_input;
mod carried;
mod described;
mod drafts;
mod entries;
mod event_bad_input;
mod event_idor;
mod events;
mod idor;
mod keys;
mod ledger;
mod openapi;
mod practices;
mod search;
mod vocabulary;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Json, TestApp};
use described::Described;

/// Who calls, with the document that every answer is held against.
struct Api {
    described: Described,
}

impl Api {
    async fn of(app: &TestApp) -> Self {
        let described = Described::by(app).await;
        Self { described }
    }

    /// Calls an endpoint by its path in the document; `id` is an id, perhaps with a query.
    async fn call(
        &self,
        by: &Client<'_>,
        (method, path): (&str, &str),
        id: &str,
        body: Option<Value>,
    ) -> Answer {
        let (id, query) = id.split_once('?').unwrap_or((id, ""));
        let filled = path.replace("{id}", id);
        let uri = format!("/api/staffroom/v1{filled}?{query}");
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = TestRequest::default().method(method.clone()).uri(&uri);
        if let Some(body) = body {
            request = request.set_json(body);
        }
        let answer = by.send(request).await;
        self.described.assert_covers(method.as_str(), path, &answer);
        answer
    }

    async fn get(&self, by: &Client<'_>, path: &str, id: &str) -> Answer {
        self.call(by, ("GET", path), id, None).await
    }

    async fn post(&self, by: &Client<'_>, path: &str, id: &str, body: Value) -> Answer {
        self.call(by, ("POST", path), id, Some(body)).await
    }

    async fn put(&self, by: &Client<'_>, path: &str, id: &str, body: Value) -> Answer {
        self.call(by, ("PUT", path), id, Some(body)).await
    }

    /// Publishes a practice; gives its id.
    async fn publish(&self, by: &Client<'_>, body: Value) -> String {
        self.post(by, "/practices", "", body).await.made().id()
    }
}

impl Answer {
    /// What was made.
    #[track_caller]
    fn made(&self) -> Value {
        assert_eq!(self.status, 201, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// The fields and codes of what cannot be.
    #[track_caller]
    fn problems(&self) -> Vec<(String, String)> {
        assert_eq!(self.status, 422, "{}", self.text);
        let told: Value = serde_json::from_str(&self.text).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let problems = told["problems"].as_array().unwrap().iter();
        problems
            .map(|it| (text(&it["field"]), text(&it["code"])))
            .collect()
    }
}

/// What somebody tried, and what partly worked.
fn practice() -> Value {
    json!({
        "title": "Audio feedback in Year 8",
        "text": "Two-minute voice notes **instead** of written marking. #MarkLess",
        "record": {
            "evidenceLevel": "ev/tried",
            "outcome": "oc/partly",
            "technologyType": ["tech/digital-feedback"],
            "problem": ["pr/workload"],
            "phase": ["ph/lower-secondary-ks3"],
            "subject": ["su/english"],
            "costBand": "co/very-low",
            "steps": ["Record two minutes."],
            "wouldWarnAbout": "They listen once and never again.",
            "region": "GB-ENG",
            "licence": "CC-BY-4.0",
        },
    })
}

/// The same, with other members of the record.
fn practice_with(changes: &Value) -> Value {
    let mut all = practice();
    for (name, value) in changes.as_object().unwrap() {
        all["record"][name] = value.clone();
    }
    all
}

fn outcome(result: &str) -> Value {
    json!({
        "record": {
            "outcome": result,
            "evidenceLevel": "ev/tried",
            "phase": ["ph/lower-secondary-ks3"],
            "independence": "in/independent-practitioner",
            "nextTime": "Shorter notes.",
            "wouldWarnAbout": "It needs headphones.",
        },
        "text": "We tried it in two classes.",
    })
}

/// An evening in Leeds.
fn event() -> Value {
    json!({
        "title": "TeachMeet Leeds Winter",
        "text": "An evening of **short** talks.",
        "language": "en",
        "zone": "Europe/London",
        "starts": "2027-01-28T18:00",
        "ends": "2027-01-28T20:30",
        "place": {"name": "Library", "address": "1 Example Road, Leeds"},
        "onlineUrl": "https://leeds.example/rooms/winter",
        "record": {
            "kind": "teachmeet",
            "mode": "hybrid",
            "capacities": {"speakers": 2, "attendees": 1, "remote": 60},
            "waitingList": true,
            "slotsOffered": [{"kind": "nano", "minutes": 2}],
            "series": "TeachMeet Leeds",
            "phase": ["ph/primary-ks2"],
            "technologyType": ["tech/ai"],
            "languages": ["en"],
            "rules": ["Two minutes are two minutes."],
            "licence": "CC-BY-4.0",
        },
    })
}

/// The same, with other members.
fn event_with(changes: &Value) -> Value {
    let mut all = event();
    for (name, value) in changes.as_object().unwrap() {
        match (name.as_str(), value) {
            ("record", Value::Object(members)) => {
                for (name, value) in members {
                    all["record"][name] = value.clone();
                }
            }
            _ => all[name] = value.clone(),
        }
    }
    all
}

fn adoption() -> Value {
    json!({
        "record": {
            "status": "planned",
            "decideBy": "2026-12-18",
            "expectation": "Less marking.",
            "phase": ["ph/lower-secondary-ks3"],
        },
        "text": "From Monday on.",
    })
}
