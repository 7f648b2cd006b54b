//! Events and places as they cannot be.

use serde_json::{Value, json};

use super::{Api, event, event_with};
use crate::app::{Json, TestApp};

fn told(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

/// Bad input: an event that ends before it starts, or in a local time that does not exist.
#[actix_web::test]
async fn an_event_that_cannot_be_is_told_what_is_wrong() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let many: Vec<Value> = (0..300)
        .map(|n| json!({"kind": "nano", "minutes": 2, "title": format!("Talk {n}"), "status": "accepted"}))
        .collect();
    let concepts: Vec<String> = (0..10_000)
        .map(|n| format!("https://v.example/{n}"))
        .collect();
    for (changes, field, code) in [
        (json!({"ends": "2027-01-28T17:59"}), "ends", "before-start"),
        (json!({"ends": "2029-01-28T17:59"}), "ends", "too-long"),
        // Clocks in Britain go forward on 28 March 2027.
        (
            json!({"starts": "2027-03-28T01:30", "ends": "2027-03-28T03:00"}),
            "starts",
            "skipped-time",
        ),
        (
            json!({"starts": "2027-03-28T00:30", "ends": "2027-03-28T01:00"}),
            "ends",
            "skipped-time",
        ),
        (json!({"starts": "tomorrow"}), "starts", "not-a-time"),
        (json!({"zone": "Europe/Leeds"}), "zone", "unknown-zone"),
        (json!({"zone": "+01:00"}), "zone", "unknown-zone"),
        (
            json!({"record": {"capacities": {"attendees": -1}}}),
            "capacities",
            "wrong-form",
        ),
        (
            json!({"record": {"capacities": {"attendees": 1.5}}}),
            "capacities",
            "wrong-form",
        ),
        (
            json!({"record": {"capacities": {"attendees": 4_000_000_000_u64}}}),
            "capacities.attendees",
            "too-many",
        ),
        (
            json!({"record": {"capacities": {"attendees": u64::MAX}}}),
            "capacities",
            "wrong-form",
        ),
        (json!({"record": {"phase": concepts}}), "phase", "too-many"),
        (json!({"record": {"slots": many}}), "slots", "too-many"),
        (json!({"record": {"tombola": 1}}), "tombola", "unknown"),
        (json!({"place": null}), "place", "missing"),
        (json!({"place": "Leeds"}), "place", "wrong-form"),
        (json!({"colour": "red"}), "colour", "unknown-member"),
        (json!({"state": "maybe"}), "state", "unknown"),
        (json!({"visibility": "direct"}), "visibility", "not-direct"),
        (json!({"group": "x"}), "group", "wrong-form"),
    ] {
        let answer = api.post(&amira, "/events", "", event_with(&changes)).await;
        let problems = answer.problems();
        assert!(
            problems.contains(&(field.to_owned(), code.to_owned())),
            "{problems:?}"
        );
    }
    // Everything at once.
    let answer = api.post(&amira, "/events", "", json!({"record": {}})).await;
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    insta::assert_json_snapshot!("event_problems", told["problems"]);
}

/// Bad input: a local time that comes twice.
#[actix_web::test]
async fn a_time_that_comes_twice_is_the_first_and_that_is_said() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let twice = event_with(&json!({"starts": "2026-10-25T01:30", "ends": null}));
    let made = api.post(&amira, "/events", "", twice).await.made();
    assert_eq!(made["startsAt"], "2026-10-25T00:30:00.000Z");
    let notice = made["notices"][0].as_str().unwrap();
    assert!(notice.contains("the first is meant (+01:00)"), "{notice}");
    assert!(made.get("ends").is_none(), "{made}");
}

/// Bad input: a Join after capacity, after the end, twice, for another person; to one that was called off.
#[actix_web::test]
async fn a_place_that_cannot_be_had_is_told_why() {
    let app = TestApp::new();
    let api = Api::of(&app).await;
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    let made = api.post(&amira, "/events", "", event()).await.made();
    let id = made.id();
    let path = "/events/{id}/rsvp";
    let listen = json!({"place": "attendee"});
    let first = api.post(&ben, path, &id, listen.clone()).await.ok();
    assert_eq!(first["mine"], json!({"kind": "attendee", "state": "going"}));
    for _ in 0..2 {
        // After capacity; and twice is once.
        let second = api.post(&cleo, path, &id, listen.clone()).await.ok();
        assert_eq!(
            second["mine"],
            json!({"kind": "attendee", "state": "waiting", "number": 1})
        );
    }
    let third = api.post(&dan, path, &id, listen.clone()).await.ok();
    assert_eq!(third["mine"]["number"], 2);
    assert_eq!(
        third["places"][1],
        json!({"kind": "attendee", "most": 1, "going": 1, "waiting": 2})
    );
    // For another person.
    let other = json!({"place": "attendee", "account": cleo.id.to_string()});
    let answer = api.post(&ben, path, &id, other).await;
    assert_eq!(answer.problems(), told("account", "unknown-member"));
    for (body, field, code) in [
        (json!({"place": "stage"}), "place", "wrong-form"),
        (json!({"talk": {}}), "talk.title", "missing"),
        (
            json!({"talk": {"title": "x", "kind": "lecture"}}),
            "talk.kind",
            "wrong-form",
        ),
        (
            json!({"place": "remote", "talk": {"title": "x"}}),
            "talk",
            "not-a-speaker",
        ),
    ] {
        let answer = api.post(&ben, path, &id, body).await;
        assert_eq!(answer.problems(), told(field, code));
    }
    let full = event_with(&json!({"record": {"waitingList": false}}));
    let full = api.post(&amira, "/events", "", full).await.made().id();
    api.post(&ben, path, &full, listen.clone()).await.ok();
    let answer = api.post(&cleo, path, &full, listen.clone()).await;
    assert_eq!(answer.problems(), told("place", "full"));
    api.call(&amira, ("POST", "/events/{id}/cancel"), &full, None)
        .await
        .ok();
    let answer = api.post(&dan, path, &full, listen.clone()).await;
    assert_eq!(answer.problems(), told("place", "cancelled"));
    // After the end.
    app.advance(std::time::Duration::from_hours(24 * 200));
    let answer = api.post(&dan, path, &id, json!({"place": "remote"})).await;
    assert_eq!(answer.problems(), told("place", "over"));
}

#[actix_web::test]
async fn what_events_are_not_found_by_is_told() {
    let app = TestApp::new();
    let (stranger, api) = (app.stranger(), Api::of(&app).await);
    for (query, field, code) in [
        ("colour=red", "colour", "unknown-facet"),
        ("evidenceLevel=ev/tried", "evidenceLevel", "unknown-facet"),
        ("phase=tech/ai", "phase", "wrong-scheme"),
        ("phase=ph/tombola", "phase", "unknown-concept"),
        ("concept=tombola", "concept", "unknown-concept"),
        ("since=yesterday", "since", "not-a-time"),
        ("kind=tombola", "kind", "unknown"),
        ("mode=nowhere", "mode", "unknown"),
    ] {
        let answer = api.get(&stranger, "/events", &format!("?{query}")).await;
        assert_eq!(answer.problems(), told(field, code), "{query}");
    }
    let many = "concept=tech/ai&".repeat(21);
    let answer = api.get(&stranger, "/events", &format!("?{many}")).await;
    assert_eq!(answer.problems(), told("", "too-many"));
}
