//! Ids of events that are somebody else's, of who takes part, and of talks.

use serde_json::{Value, json};

use super::{Api, event};
use crate::app::{Client, Json, TestApp};

/// What an id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Event,
    Attendee,
    Talk,
}

/// Every endpoint that takes an id; whether only organisers, or whose talk it is, may call it.
pub(super) const ENDPOINTS: [(&str, &str, Of, bool); 19] = [
    ("GET", "/events/{id}", Of::Event, false),
    ("PUT", "/events/{id}", Of::Event, true),
    ("DELETE", "/events/{id}", Of::Event, true),
    ("POST", "/events/{id}/cancel", Of::Event, true),
    ("POST", "/events/{id}/clone", Of::Event, true),
    ("POST", "/events/{id}/rsvp", Of::Event, false),
    ("DELETE", "/events/{id}/rsvp", Of::Event, false),
    ("GET", "/events/{id}/attendees", Of::Event, false),
    ("GET", "/events/{id}/programme", Of::Event, false),
    ("GET", "/events/{id}/notes", Of::Event, false),
    ("POST", "/events/{id}/notes", Of::Event, false),
    ("POST", "/events/{id}/talks", Of::Event, true),
    ("POST", "/attendees/{id}/accept", Of::Attendee, true),
    ("POST", "/attendees/{id}/decline", Of::Attendee, true),
    ("POST", "/attendees/{id}/move-up", Of::Attendee, true),
    ("POST", "/talks/{id}/accept", Of::Talk, true),
    ("POST", "/talks/{id}/decline", Of::Talk, true),
    ("POST", "/talks/{id}/withdraw", Of::Talk, true),
    ("POST", "/talks/{id}/draft", Of::Talk, true),
];

fn body(method: &str, path: &str) -> Option<Value> {
    Some(match (method, path) {
        ("GET" | "DELETE", _) => return None,
        (_, "/events/{id}") => event(),
        (_, path) if path.ends_with("clone") => json!({"starts": "2027-02-25T18:00"}),
        (_, path) if path.ends_with("rsvp") => json!({"place": "remote"}),
        (_, path) if path.ends_with("notes") => json!({"record": {"text": "Soup ran out."}}),
        (_, path) if path.ends_with("talks") => json!({"title": "Mine"}),
        _ => json!({}),
    })
}

/// An event of somebody's, with a talk that somebody offers.
struct Theirs {
    event: Value,
    attendee: String,
    talk: String,
}

impl Theirs {
    async fn of(api: &Api, holder: &Client<'_>, speaker: &Client<'_>, visibility: &str) -> Self {
        let mut body = event();
        body["visibility"] = json!(visibility);
        let event = api.post(holder, "/events", "", body).await.made();
        let id = event.id();
        let offer = json!({"talk": {"kind": "nano", "title": "Twenty minutes"}});
        api.post(speaker, "/events/{id}/rsvp", &id, offer)
            .await
            .ok();
        let attendees = api.get(holder, "/events/{id}/attendees", &id).await.ok();
        let talks = api.get(holder, "/events/{id}/programme", &id).await.ok();
        Self {
            attendee: attendees["items"][0].id(),
            talk: talks["items"][0].id(),
            event,
        }
    }

    fn id(&self, of: Of) -> String {
        match of {
            Of::Event => self.event.id(),
            Of::Attendee => self.attendee.clone(),
            Of::Talk => self.talk.clone(),
        }
    }

    /// Everything as it was.
    async fn assert_untouched(&self, api: &Api, holder: &Client<'_>) {
        let id = self.event.id();
        let now = api.get(holder, "/events/{id}", &id).await.ok();
        assert_eq!(now["record"], self.event["record"]);
        assert_eq!(now["state"], "scheduled");
        let attendees = api.get(holder, "/events/{id}/attendees", &id).await.ok();
        assert_eq!(
            attendees["items"].ids(),
            std::slice::from_ref(&self.attendee)
        );
        assert_eq!(attendees["items"][0]["state"], "going");
        let talks = api.get(holder, "/events/{id}/programme", &id).await.ok();
        assert_eq!(talks["items"].ids(), std::slice::from_ref(&self.talk));
        assert_eq!(talks["items"][0]["state"], "offered");
        let notes = api.get(holder, "/events/{id}/notes", &id).await.ok();
        assert!(notes["items"].ids().is_empty(), "{notes}");
    }
}

/// Catalogue 55. What somebody may not see is not there for them, whatever they call.
#[actix_web::test]
async fn nobody_reaches_an_event_that_they_may_not_see() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let theirs = Theirs::of(&api, &amira, &amira, "private").await;
    for (method, path, of, _) in ENDPOINTS {
        for who in [&ben, &app.stranger()] {
            let answer = api
                .call(who, (method, path), &theirs.id(of), body(method, path))
                .await;
            let is_hidden = answer.status == 404 || (who.token.is_none() && answer.status == 401);
            assert!(
                is_hidden,
                "{method} {path}: {} {}",
                answer.status, answer.text
            );
        }
    }
    for query in [
        "",
        "?concept=tech/ai",
        "?series=TeachMeet%20Leeds",
        "?here=true",
    ] {
        let list = api.get(&ben, "/events", query).await.ok();
        assert!(list["items"].ids().is_empty(), "{list}");
    }
    theirs.assert_untouched(&api, &amira).await;
}

/// Catalogue 55. What everybody may see is still its organisers', and a talk its speaker's.
#[actix_web::test]
async fn nobody_organises_an_event_of_somebody_elses() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let api = Api::of(&app).await;
    let theirs = Theirs::of(&api, &amira, &ben, "public").await;
    for (method, path, of, _) in ENDPOINTS.into_iter().filter(|(.., own)| *own) {
        for who in [&cleo, &app.stranger()] {
            let answer = api
                .call(who, (method, path), &theirs.id(of), body(method, path))
                .await;
            assert!(
                [401, 403, 404].contains(&answer.status),
                "{method} {path}: {} {}",
                answer.status,
                answer.text
            );
        }
    }
    // The speaker does not decide, and the organiser takes nobody's talk back in their name.
    for path in ["/talks/{id}/accept", "/talks/{id}/decline"] {
        let answer = api.call(&ben, ("POST", path), &theirs.talk, None).await;
        assert_eq!(answer.status, 403, "{path}");
    }
    let withdrawn = api
        .call(&amira, ("POST", "/talks/{id}/withdraw"), &theirs.talk, None)
        .await;
    assert_eq!(withdrawn.status, 404);
    let others = api
        .get(&cleo, "/events/{id}/attendees", &theirs.event.id())
        .await
        .ok();
    assert!(others.get("items").is_none(), "{others}");
    let talks = api
        .get(&cleo, "/events/{id}/programme", &theirs.event.id())
        .await
        .ok();
    assert!(talks["items"].ids().is_empty(), "{talks}");
    theirs.assert_untouched(&api, &amira).await;
}

/// Catalogue 55. A group's events are made by those who moderate it.
#[actix_web::test]
async fn nobody_announces_in_the_name_of_somebody_else() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let group = app.group("leeds").await;
    for holder in [group, amira.id] {
        let mut body = event();
        body["group"] = json!(holder.to_string());
        let answer = api.post(&ben, "/events", "", body).await;
        assert_eq!(answer.status, 403, "{}", answer.text);
    }
}
