//! Announcing events, taking part in them, and what is said there.

use std::time::Duration;

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{Api, event, event_with, practice, practice_with};
use crate::app::{Client, Json, TestApp};

async fn announced(api: &Api, by: &Client<'_>, changes: &Value) -> String {
    let answer = api.post(by, "/events", "", event_with(changes)).await;
    answer.made().id()
}

#[actix_web::test]
async fn an_event_is_announced_changed_called_off_and_deleted() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let answer = api.post(&amira, "/events", "", event()).await;
    let made = answer.made();
    let id = made.id();
    let address = format!("https://school.example/api/staffroom/v1/events/{id}");
    assert_eq!(answer.header("location"), address);
    insta::assert_json_snapshot!("event", made);
    let seen = api.get(&app.stranger(), "/events/{id}", &id).await.ok();
    assert!(seen.get("text").is_none() && seen["content"].is_string());
    assert_eq!(
        (&seen["record"], &seen["organises"]),
        (&made["record"], &json!(false))
    );
    // What was read can be sent again.
    app.advance(Duration::from_mins(1));
    let mut again = json!({});
    for name in [
        "title",
        "text",
        "language",
        "zone",
        "starts",
        "ends",
        "place",
        "onlineUrl",
        "visibility",
        "record",
    ] {
        again[name] = made[name].clone();
    }
    let same = api
        .put(&amira, "/events/{id}", &id, again.clone())
        .await
        .ok();
    assert_eq!(same["record"], made["record"]);
    again["visibility"] = json!("private");
    let refused = api
        .put(&amira, "/events/{id}", &id, again.clone())
        .await
        .problems();
    assert_eq!(
        refused,
        [("visibility".to_owned(), "cannot-change".to_owned())]
    );
    again["visibility"] = json!("public");
    again["starts"] = json!("2027-02-04T18:00");
    again["ends"] = json!(null);
    let moved = api.put(&amira, "/events/{id}", &id, again).await.ok();
    assert_eq!(moved["startsAt"], "2027-02-04T18:00:00.000Z");
    assert!(moved.get("endsAt").is_none());
    let off = api
        .call(&amira, ("POST", "/events/{id}/cancel"), &id, None)
        .await
        .ok();
    assert_eq!(off["state"], "cancelled");
    assert!(off["summary"].as_str().unwrap().starts_with("Cancelled."));
    let gone = api
        .call(&amira, ("DELETE", "/events/{id}"), &id, None)
        .await;
    assert_eq!(gone.status, 204);
    assert_eq!(api.get(&amira, "/events/{id}", &id).await.status, 404);
}

/// What was sent again after a lost answer is announced once.
#[actix_web::test]
async fn the_same_key_announces_once() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri("/api/staffroom/v1/events")
            .insert_header(("idempotency-key", "once"))
            .set_json(event());
        ids.push(amira.send(request).await.made().id());
    }
    assert_eq!(ids[0], ids[1]);
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(&format!("/api/staffroom/v1/events/{}/notes", ids[0]))
            .insert_header(("idempotency-key", "a note"))
            .set_json(json!({"record": {"text": "Soup ran out at six."}}));
        ids.push(amira.send(request).await.made().id());
    }
    assert_eq!(ids[2], ids[3]);
    // And nothing else.
    for (key, path) in [
        ("a note", "events".to_owned()),
        ("once", format!("events/{}/notes", ids[0])),
    ] {
        let request = TestRequest::post()
            .uri(&format!("/api/staffroom/v1/{path}"))
            .insert_header(("idempotency-key", key))
            .set_json(if path == "events" {
                event()
            } else {
                json!({"record": {"text": "Another."}})
            });
        let refused = amira.send(request).await.problems();
        assert_eq!(refused, [(String::new(), "key-used".to_owned())]);
    }
}

#[actix_web::test]
async fn events_are_found_by_what_they_are_about_part_by_part() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (api, stranger) = (Api::of(&app).await, app.stranger());
    let mut ids = Vec::new();
    for (starts, phase, mode) in [
        ("2026-10-01T18:00", "ph/primary-ks1", "hybrid"),
        ("2026-11-01T18:00", "ph/primary-ks2", "online"),
        ("2026-12-01T18:00", "ph/primary-ks2", "hybrid"),
    ] {
        let mut changes = json!({
            "starts": starts, "ends": null, "record": {"phase": [phase], "mode": mode},
        });
        if mode == "online" {
            changes["place"] = json!(null);
            changes["record"]["capacities"] = json!({});
            changes["record"]["series"] = json!("TeachMeet Cymru");
            changes["record"]["technologyType"] = json!(["tech/genai-staff"]);
        }
        ids.push(announced(&api, &amira, &changes).await);
    }
    let found = async |query: &str| {
        let list = api
            .get(&stranger, "/events", &format!("?{query}"))
            .await
            .ok();
        let ids = list["items"].ids();
        (ids, list["next"].as_str().map(str::to_owned))
    };
    let all = ids.clone();
    let at = |wanted: &[usize]| wanted.iter().map(|n| all[*n].clone()).collect::<Vec<_>>();
    for (query, wanted) in [
        ("", &[0, 1, 2][..]),
        ("here=true", &[0, 1, 2]),
        ("phase=ph/primary-ks2", &[1, 2]),
        ("phase=ph/primary-ks2&phase=ph/primary-ks1", &[0, 1, 2]),
        ("phase=ph/primary-ks2&mode=hybrid", &[2]),
        ("concept=ph/primary-ks2&concept=tech/ai", &[1, 2]),
        ("series=teachmeet%20CYMRU", &[1]),
        ("series=TeachMeet%20Leeds", &[0, 2]),
        ("kind=teachmeet", &[0, 1, 2]),
        ("kind=fail-faire", &[]),
        ("concept=tech/genai-staff", &[1]),
        ("subject=su/english", &[]),
        ("by=1", &[]),
    ] {
        assert_eq!(found(query).await.0, at(wanted), "{query}");
    }
    let (first, next) = found("limit=2&kind=teachmeet").await;
    assert_eq!(first, at(&[0, 1]));
    let next = next.unwrap();
    let rest = stranger
        .get(next.strip_prefix("https://school.example").unwrap())
        .await;
    assert_eq!(rest.ok()["items"].ids(), at(&[2]));
    assert!(rest.header("link").is_empty());
    // What is over is found only where it is asked for.
    app.advance(Duration::from_hours(24 * 45));
    assert_eq!(found("").await.0, at(&[1, 2]));
    assert_eq!(found("since=2026-09-01").await.0, at(&[0, 1, 2]));
    let over = found("since=2026-10-01T17:00:00%2B01:00&limit=1").await;
    assert_eq!(over.0, at(&[0]));
    // One's own.
    let path = "/events/{id}/rsvp";
    api.post(&ben, path, &ids[2], json!({"place": "remote"}))
        .await
        .ok();
    let own = api.get(&ben, "/events/upcoming", "").await.ok();
    assert_eq!(own["items"].ids(), at(&[2]));
    assert_eq!(
        own["items"][0]["mine"],
        json!({"kind": "remote", "state": "going"})
    );
    let held = api.get(&amira, "/events/upcoming", "?limit=1").await.ok();
    assert_eq!(held["items"].ids(), at(&[1]));
    assert!(held["next"].is_string());
    api.call(&ben, ("DELETE", path), &ids[2], None).await.ok();
    let own = api.get(&ben, "/events/upcoming", "").await.ok();
    assert!(own["items"].ids().is_empty(), "{own}");
}

/// A page of events costs as many questions as one event.
#[actix_web::test]
async fn lists_ask_a_fixed_number_of_questions() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let mut asked = Vec::new();
    let mut last = String::new();
    for count in [1, 7] {
        for n in 0..count {
            let starts = json!({"starts": format!("2027-01-{:02}T18:00", 10 + n), "ends": null});
            last = announced(&api, &amira, &starts).await;
            let body = json!({"record": {"text": format!("Note {n}")}});
            api.post(&ben, "/events/{id}/notes", &last, body)
                .await
                .made();
        }
        api.get(&ben, "/events", "?concept=tech/ai").await.ok();
        let before = app.queries.get();
        let list = api.get(&ben, "/events", "?concept=tech/ai").await.ok();
        assert!(list["items"].ids().len() >= count);
        asked.push(app.queries.get() - before);
    }
    assert_eq!(asked[0], asked[1]);
    for n in 0..7 {
        let body = json!({"record": {"text": format!("Again {n}")}});
        api.post(&ben, "/events/{id}/notes", &last, body)
            .await
            .made();
    }
    let mut asked = Vec::new();
    for limit in [1, 8] {
        let before = app.queries.get();
        let query = format!("{last}?limit={limit}");
        let list = api.get(&ben, "/events/{id}/notes", &query).await.ok();
        assert_eq!(list["items"].ids().len(), limit);
        asked.push(app.queries.get() - before);
    }
    assert_eq!(asked[0], asked[1]);
}

#[actix_web::test]
async fn organisers_decide_who_has_a_place() {
    let app = TestApp::new();
    let api = Api::of(&app).await;
    let amira = app.teacher("amira").await;
    let id = announced(&api, &amira, &json!({})).await;
    let path = "/events/{id}/rsvp";
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat", "dan"] {
        let who = app.teacher(name).await;
        api.post(&who, path, &id, json!({"place": "attendee"}))
            .await
            .ok();
        people.push(who);
    }
    let list = api.get(&amira, "/events/{id}/attendees", &id).await.ok();
    insta::assert_json_snapshot!("attendees", list);
    let ids = list["items"].ids();
    let state = async |n: usize| {
        let event = api.get(&people[n], "/events/{id}", &id).await.ok();
        let mine = &event["mine"];
        (
            mine["state"].as_str().unwrap().to_owned(),
            mine["number"].as_i64(),
        )
    };
    let waits = |number| ("waiting".to_owned(), Some(number));
    let going = ("going".to_owned(), None);
    assert_eq!(state(3).await, waits(3));
    let decide = async |n: usize, what: &str| {
        let path = format!("/attendees/{{id}}/{what}");
        api.call(&amira, ("POST", path.as_str()), &ids[n], None)
            .await
    };
    decide(3, "move-up").await.ok();
    assert_eq!(
        (state(3).await, state(1).await, state(2).await),
        (waits(1), waits(2), waits(3))
    );
    // Past those before them, and past the number of places.
    decide(2, "accept").await.ok();
    assert_eq!((state(2).await, state(3).await), (going.clone(), waits(1)));
    // Two have a place where there is one: nobody comes up.
    let declined = decide(0, "decline").await.ok();
    assert_eq!(declined, json!({"kind": "attendee", "state": "declined"}));
    assert_eq!(state(3).await, waits(1));
    let again = api.post(&people[0], path, &id, json!({})).await;
    assert_eq!(
        again.problems(),
        [("place".to_owned(), "declined".to_owned())]
    );
    decide(2, "decline").await.ok();
    assert_eq!(state(3).await, going);
    // They were told: that there is news of the event, and in words.
    for (n, words) in [(3, "You have a place"), (0, "cannot give you a place")] {
        let told = people[n].get("/api/v1/notifications").await.ok();
        assert_eq!(told[0]["type"], "update", "{told}");
        assert_eq!(told[0]["status"]["id"], id);
        let told = people[n].get("/api/v1/conversations").await.ok();
        assert!(told.to_string().contains(words), "{told}");
    }
    decide(0, "accept").await.ok();
    assert_eq!(state(0).await, going);
    let answer = decide(0, "move-up").await;
    assert_eq!(
        answer.problems(),
        [(String::new(), "not-waiting".to_owned())]
    );
    api.call(&amira, ("POST", "/events/{id}/cancel"), &id, None)
        .await
        .ok();
    let answer = decide(1, "accept").await;
    assert_eq!(
        answer.problems(),
        [(String::new(), "not-taking-place".to_owned())]
    );
}

#[actix_web::test]
async fn talks_are_offered_decided_about_noted_and_become_drafts() {
    let app = TestApp::new();
    let api = Api::of(&app).await;
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let id = announced(&api, &amira, &json!({})).await;
    let path = "/events/{id}/rsvp";
    let offer = |title: &str| json!({"talk": {"kind": "micro", "title": title}});
    api.post(&ben, path, &id, offer("Five weeks with a chatbot"))
        .await
        .ok();
    api.post(&cleo, path, &id, offer("Paper")).await.ok();
    let programme = async |by: &Client<'_>| api.get(by, "/events/{id}/programme", &id).await.ok();
    assert_eq!(programme(&amira).await["items"].ids().len(), 2);
    let own = programme(&ben).await;
    let talk = own["items"][0].id();
    assert_eq!(own["items"].ids().len(), 1);
    let act = async |by: &Client<'_>, what: &str, talk: &str| {
        let path = format!("/talks/{{id}}/{what}");
        api.call(by, ("POST", path.as_str()), talk, None).await
    };
    let accepted = act(&amira, "accept", &talk).await.ok();
    insta::assert_json_snapshot!("talk", accepted);
    let event = api.get(&cleo, "/events/{id}", &id).await.ok();
    assert_eq!(
        event["record"]["slots"][0]["title"],
        "Five weeks with a chatbot"
    );
    let entered = json!({
        "kind": "round-table", "minutes": 20, "title": "What next?", "speakerName": "Uma",
    });
    let entered = api
        .post(&amira, "/events/{id}/talks", &id, entered)
        .await
        .made();
    assert_eq!(
        (&entered["number"], &entered["state"]),
        (&json!(3), &json!("accepted"))
    );
    for (body, field, code) in [
        (json!({}), "title", "missing"),
        (
            json!({"title": "x", "kind": "lecture"}),
            "kind",
            "wrong-form",
        ),
        (
            json!({"title": "x", "minutes": -1}),
            "minutes",
            "wrong-form",
        ),
        (
            json!({"title": "x", "practice": "javascript:alert(1)"}),
            "practice",
            "not-an-address",
        ),
        (
            json!({"title": "x", "speakerName": "y".repeat(1_000)}),
            "speakerName",
            "too-long",
        ),
        (
            json!({"title": "x", "speaker": "999"}),
            "speaker",
            "unknown",
        ),
    ] {
        let answer = api.post(&amira, "/events/{id}/talks", &id, body).await;
        assert_eq!(answer.problems(), [(field.to_owned(), code.to_owned())]);
    }
    let note = json!({"language": "en", "record": {
        "slot": 1, "text": "Marks went up, the test went down.",
        "links": ["https://doi.org/10.1073/pnas.2422633122"], "licence": "CC-BY-4.0",
    }});
    let note = api
        .post(&cleo, "/events/{id}/notes", &id, note)
        .await
        .made();
    insta::assert_json_snapshot!("event_note", note);
    let whole = json!({"record": {"text": "Soup ran out at six."}});
    api.post(&ben, "/events/{id}/notes", &id, whole)
        .await
        .made();
    let notes = api
        .get(&app.stranger(), "/events/{id}/notes", &id)
        .await
        .ok();
    assert_eq!(notes["items"].ids().len(), 2);
    for (record, field, code) in [
        (json!({}), "text", "missing"),
        (
            json!({"text": "x", "links": ["ftp://x"]}),
            "links[0]",
            "not-an-address",
        ),
        (json!({"text": "x", "slot": 0}), "slot", "out-of-range"),
        (json!({"text": "x", "colour": 1}), "colour", "unknown"),
    ] {
        let answer = api
            .post(&ben, "/events/{id}/notes", &id, json!({"record": record}))
            .await;
        assert_eq!(answer.problems(), [(field.to_owned(), code.to_owned())]);
    }
    let draft = act(&ben, "draft", &talk).await.ok();
    insta::assert_json_snapshot!("draft_of_talk", draft);
    assert_eq!(act(&cleo, "draft", &talk).await.status, 404);
    let practices = api.get(&amira, "/practices", "").await.ok();
    assert!(practices["items"].ids().is_empty(), "nothing is published");
    let back = act(&ben, "withdraw", &talk).await.ok();
    assert_eq!(back["state"], "withdrawn");
    let event = api.get(&ben, "/events/{id}", &id).await.ok();
    assert_eq!(event["record"]["slots"][0]["title"], "What next?");
    assert_eq!(event["mine"]["state"], "going");
}

/// Two talks about practices with the same technology or problem.
#[actix_web::test]
async fn talks_about_the_same_are_told() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let id = announced(&api, &amira, &json!({})).await;
    let other = json!({"technologyType": ["tech/tablets"], "problem": ["pr/workload"]});
    let third = json!({"technologyType": ["tech/tablets"], "problem": ["pr/behaviour"]});
    let mut hidden = practice();
    hidden["visibility"] = json!("private");
    let mut talks = Vec::new();
    for body in [
        practice(),
        practice_with(&other),
        practice_with(&third),
        hidden,
    ] {
        let made = api.post(&amira, "/practices", "", body).await;
        let uri = if made.status == 201 {
            made.made()["uri"].clone()
        } else {
            panic!("{}", made.text)
        };
        let talk = json!({"title": format!("Talk {}", talks.len()), "practice": uri});
        let talk = api
            .post(&amira, "/events/{id}/talks", &id, talk)
            .await
            .made();
        talks.push(talk.id());
    }
    let none = json!({"title": "About none", "practice": "https://elsewhere.example/x"});
    api.post(&amira, "/events/{id}/talks", &id, none)
        .await
        .made();
    let programme = api
        .get(&app.stranger(), "/events/{id}/programme", &id)
        .await
        .ok();
    let clashes: Vec<(&str, Vec<&str>)> = programme["clashes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let concept = it["concept"]
                .as_str()
                .unwrap()
                .rsplit("/v/")
                .next()
                .unwrap();
            let of = it["talks"].as_array().unwrap().iter();
            (concept, of.map(|it| it.as_str().unwrap()).collect())
        })
        .collect();
    assert_eq!(
        clashes,
        [
            ("pr/workload", vec![talks[0].as_str(), &talks[1]]),
            ("tech/tablets", vec![&talks[1], &talks[2]]),
        ]
    );
}

#[actix_web::test]
async fn the_next_of_a_series_is_like_the_last() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = announced(&api, &amira, &json!({})).await;
    let talk = json!({"title": "Mine"});
    api.post(&amira, "/events/{id}/talks", &id, talk)
        .await
        .made();
    api.post(&ben, "/events/{id}/rsvp", &id, json!({}))
        .await
        .ok();
    let path = "/events/{id}/clone";
    // Over the change of the clocks: it lasts for as long on them.
    let next = json!({"starts": "2027-07-01T19:00", "title": "TeachMeet Leeds Summer"});
    let made = api.post(&amira, path, &id, next).await.made();
    let before = api.get(&amira, "/events/{id}", &id).await.ok();
    assert_eq!(made["ends"], "2027-07-01T21:30:00");
    assert_eq!(made["startsAt"], "2027-07-01T18:00:00.000Z");
    assert_eq!(made["title"], "TeachMeet Leeds Summer");
    let mut record = before["record"].clone();
    record.as_object_mut().unwrap().remove("slots").unwrap();
    assert_eq!(made["record"], record);
    for name in [
        "text",
        "place",
        "onlineUrl",
        "zone",
        "language",
        "visibility",
    ] {
        assert_eq!(made[name], before[name], "{name}");
    }
    assert!(made.get("mine").is_none());
    let refused = api
        .post(&amira, path, &id, json!({"starts": "2020-01-01T18:00"}))
        .await;
    assert_eq!(
        refused.problems(),
        [("starts".to_owned(), "past".to_owned())]
    );
    let refused = api.post(&amira, path, &id, json!({})).await;
    assert_eq!(
        refused.problems(),
        [("starts".to_owned(), "not-a-time".to_owned())]
    );
}

/// Whoever moderates a group announces its events, and organises them.
#[actix_web::test]
async fn a_group_holds_events() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let api = Api::of(&app).await;
    let group = app.group("teachmeet_leeds").await;
    for who in [&amira, &ben] {
        app.moderates(group, who.id).await;
    }
    let body = event_with(&json!({"group": group.to_string()}));
    let made = api.post(&amira, "/events", "", body).await.made();
    let id = made.id();
    assert_eq!(made["author"]["username"], "teachmeet_leeds");
    assert_eq!(made["organises"], true);
    // The other one organises it too; others do not.
    let mut change = event();
    change["title"] = json!("TeachMeet Leeds Winter, new title");
    let changed = api.put(&ben, "/events/{id}", &id, change).await.ok();
    assert_eq!(changed["title"], "TeachMeet Leeds Winter, new title");
    api.post(&cleo, "/events/{id}/rsvp", &id, json!({}))
        .await
        .ok();
    let list = api.get(&ben, "/events/{id}/attendees", &id).await.ok();
    assert_eq!(list["items"][0]["person"]["username"], "cleo");
    assert_eq!(
        api.call(&cleo, ("POST", "/events/{id}/cancel"), &id, None)
            .await
            .status,
        403
    );
    let held = api.get(&amira, "/events/upcoming", "").await.ok();
    assert_eq!(held["items"].ids(), std::slice::from_ref(&id));
    let next = api
        .post(
            &ben,
            "/events/{id}/clone",
            &id,
            json!({"starts": "2027-03-18T18:00"}),
        )
        .await
        .made();
    assert_eq!(next["author"]["username"], "teachmeet_leeds");
    // It is the group's in every client.
    let status = cleo.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(status["account"]["username"], "teachmeet_leeds");
}

/// What clients that know no events are shown, and what stands beside it for those that do.
#[actix_web::test]
async fn events_and_notes_read_well_in_any_client() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = announced(&api, &amira, &json!({})).await;
    api.post(&ben, "/events/{id}/rsvp", &id, json!({"place": "attendee"}))
        .await
        .ok();
    let status = ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(status["spoiler_text"], "");
    insta::assert_json_snapshot!("carried_event", status["staffroom"]);
    insta::assert_snapshot!("content_of_event", status["content"].as_str().unwrap());
    let record = json!({"text": "Soup ran out at six.", "links": ["https://soup.example/"]});
    let note = api
        .post(&ben, "/events/{id}/notes", &id, json!({"record": record}))
        .await
        .made();
    let status = amira
        .get(&format!("/api/v1/statuses/{}", note.id()))
        .await
        .ok();
    assert_eq!(
        status["staffroom"],
        json!({"kind": "eventNote", "record": note["record"]})
    );
    assert_eq!(status["in_reply_to_id"], id);
    insta::assert_snapshot!("content_of_event_note", status["content"].as_str().unwrap());
}

/// Whoever deletes the answer by which they took part takes part no more.
#[actix_web::test]
async fn a_deleted_answer_leaves_the_event() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let api = Api::of(&app).await;
    let id = announced(&api, &amira, &json!({})).await;
    let answer = |text: &str| json!({"status": text, "in_reply_to_id": id});
    let lurk = ben.post("/api/v1/statuses", answer("lurk")).await.ok().id();
    let chat = ben
        .post("/api/v1/statuses", answer("Looking forward to it"))
        .await
        .ok()
        .id();
    let speak = answer("speak nano: Twenty minutes");
    let speak = cleo.post("/api/v1/statuses", speak).await.ok().id();
    let mine = async |who: &Client<'_>| {
        let event = api.get(who, "/events/{id}", &id).await.ok();
        event.get("mine").cloned()
    };
    assert_eq!(mine(&ben).await.unwrap()["state"], "going");
    assert_eq!(mine(&cleo).await.unwrap()["kind"], "speaker");
    ben.delete(&format!("/api/v1/statuses/{chat}")).await.ok();
    assert_eq!(mine(&ben).await.unwrap()["state"], "going");
    ben.delete(&format!("/api/v1/statuses/{lurk}")).await.ok();
    assert_eq!(mine(&ben).await, None);
    cleo.delete(&format!("/api/v1/statuses/{speak}")).await.ok();
    assert_eq!(mine(&cleo).await, None);
    let programme = api.get(&amira, "/events/{id}/programme", &id).await.ok();
    assert_eq!(programme["items"][0]["state"], "withdrawn");
}

#[actix_web::test]
async fn scopes_are_obeyed() {
    let app = TestApp::new();
    let api = Api::of(&app).await;
    let reader = app.teacher_with("reader", "read:events").await;
    let poster = app
        .teacher_with("poster", "write:practices read:practices")
        .await;
    let writer = app.teacher_with("writer", "write:events").await;
    let stranger = app.stranger();
    for (who, status) in [(&reader, 403), (&poster, 403), (&stranger, 401)] {
        let answer = api.post(who, "/events", "", event()).await;
        assert_eq!(answer.status, status);
    }
    let id = api.post(&writer, "/events", "", event()).await.made().id();
    for (who, status) in [
        (&writer, 403),
        (&poster, 403),
        (&reader, 200),
        (&stranger, 200),
    ] {
        for path in [
            "/events/{id}",
            "/events/{id}/attendees",
            "/events/{id}/programme",
            "/events/{id}/notes",
        ] {
            assert_eq!(api.get(who, path, &id).await.status, status, "{path}");
        }
    }
    assert_eq!(api.get(&stranger, "/events/upcoming", "").await.status, 401);
    assert_eq!(api.get(&poster, "/events/upcoming", "").await.status, 403);
}
