//! Ids of what is somebody else's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Api, adoption, event_idor, outcome, practice};
use crate::app::{Client, Json, TestApp};

/// What an id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Practice,
    Adoption,
    Outcome,
    Draft,
}

/// Every endpoint that takes an id; whether only one person may call it, also where everybody may look.
const ENDPOINTS: [(&str, &str, Of, bool); 28] = [
    ("GET", "/practices/{id}", Of::Practice, false),
    ("PUT", "/practices/{id}", Of::Practice, true),
    ("DELETE", "/practices/{id}", Of::Practice, true),
    ("POST", "/practices/{id}/withdraw", Of::Practice, true),
    ("POST", "/practices/{id}/reinstate", Of::Practice, true),
    ("POST", "/practices/{id}/assure", Of::Practice, true),
    ("GET", "/practices/{id}/versions", Of::Practice, false),
    ("GET", "/practices/{id}/ledger", Of::Practice, false),
    (
        "GET",
        "/practices/{id}/ledger/like-mine",
        Of::Practice,
        false,
    ),
    (
        "GET",
        "/practices/{id}/ledger/rejected",
        Of::Practice,
        false,
    ),
    ("GET", "/practices/{id}/adoptions", Of::Practice, false),
    ("POST", "/practices/{id}/adoptions", Of::Practice, false),
    ("GET", "/practices/{id}/outcomes", Of::Practice, false),
    ("POST", "/practices/{id}/outcomes", Of::Practice, false),
    ("GET", "/hub/practices/{id}/ledgers", Of::Practice, false),
    ("GET", "/questions/{id}", Of::Practice, false),
    ("GET", "/adoptions/{id}", Of::Adoption, false),
    ("PUT", "/adoptions/{id}", Of::Adoption, true),
    ("GET", "/outcomes/{id}", Of::Outcome, false),
    ("PUT", "/outcomes/{id}", Of::Outcome, true),
    ("DELETE", "/outcomes/{id}", Of::Outcome, true),
    ("POST", "/entries/{id}/reject", Of::Outcome, true),
    ("POST", "/entries/{id}/accept", Of::Outcome, true),
    ("POST", "/entries/{id}/reject", Of::Adoption, true),
    ("GET", "/drafts/{id}", Of::Draft, true),
    ("PUT", "/drafts/{id}", Of::Draft, true),
    ("DELETE", "/drafts/{id}", Of::Draft, true),
    ("POST", "/drafts/{id}/publish", Of::Draft, true),
];

/// Catalogue 55. None is forgotten here.
#[test]
fn every_path_with_an_id_is_tried() {
    let routes = include_str!("../../../src/staffroom/routes.rs");
    let paths = routes.split('"').filter(|text| text.contains("{id}"));
    let paths: BTreeSet<&str> = paths
        .filter_map(|text| text.strip_prefix("/staffroom/v1"))
        .collect();
    let mut tried: BTreeSet<&str> = ENDPOINTS.iter().map(|(_, path, ..)| *path).collect();
    tried.extend(event_idor::ENDPOINTS.iter().map(|(_, path, ..)| *path));
    assert_eq!(paths, tried);
}

fn body(method: &str, path: &str) -> Option<Value> {
    Some(match (method, path) {
        ("GET" | "DELETE", _) => return None,
        (_, "/practices/{id}") => practice(),
        (_, path) if path.contains("drafts") => json!({"title": "Mine"}),
        (_, path) if path.contains("adoptions") => adoption(),
        (_, path) if path.contains("outcomes") => outcome("oc/worked"),
        (_, path) if path.ends_with("assure") => json!({"evidenceLevel": "ev/tried"}),
        _ => json!({"reason": "spam"}),
    })
}

/// A practice of somebody's, an adoption, an outcome and a draft.
struct Theirs {
    practice: Value,
    adoption: Value,
    outcome: Value,
    draft: Value,
}

impl Theirs {
    async fn of(api: &Api, author: &Client<'_>, adopter: &Client<'_>, visibility: &str) -> Self {
        let mut body = practice();
        body["visibility"] = json!(visibility);
        let practice = api.post(author, "/practices", "", body).await.made();
        let id = practice.id();
        let mut reported = outcome("oc/partly");
        if author.id == adopter.id {
            reported["record"]["independence"] = json!("in/originator");
        }
        let adoption = api
            .post(adopter, "/practices/{id}/adoptions", &id, adoption())
            .await
            .made();
        let outcome = api
            .post(adopter, "/practices/{id}/outcomes", &id, reported)
            .await
            .made();
        let draft = json!({"kind": "practice", "title": "Theirs"});
        let draft = api.post(adopter, "/drafts", "", draft).await.made();
        Self {
            practice,
            adoption,
            outcome,
            draft,
        }
    }

    fn id(&self, of: Of) -> String {
        match of {
            Of::Practice => self.practice.id(),
            Of::Adoption => self.adoption.id(),
            Of::Outcome => self.outcome.id(),
            Of::Draft => self.draft.id(),
        }
    }

    /// Everything as it was.
    async fn assert_untouched(&self, api: &Api, by: &Client<'_>) {
        for (of, path, before) in [
            (Of::Practice, "/practices/{id}", &self.practice),
            (Of::Adoption, "/adoptions/{id}", &self.adoption),
            (Of::Outcome, "/outcomes/{id}", &self.outcome),
        ] {
            let now = api.get(by, path, &self.id(of)).await.ok();
            assert_eq!(now["record"], before["record"]);
            assert!(now.get("editedAt").is_none() || of == Of::Practice, "{now}");
            assert_ne!(now["ledgerState"], "rejected");
        }
        let now = api.get(by, "/drafts/{id}", &self.draft.id()).await.ok();
        assert_eq!(now, self.draft);
    }
}

/// Catalogue 55. What somebody may not see is not there for them, whatever they call.
#[actix_web::test]
async fn nobody_reaches_what_they_may_not_see() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let theirs = Theirs::of(&api, &amira, &amira, "private").await;
    for (method, path, of, _) in ENDPOINTS {
        for who in [&ben, &app.stranger()] {
            let answer = api
                .call(who, (method, path), &theirs.id(of), body(method, path))
                .await;
            let is_hidden = answer.status == 404
                || (who.token.is_none() && answer.status == 401)
                // Who is no curator assures nothing, wherever it is.
                || (path.ends_with("assure") && answer.status == 403);
            assert!(
                is_hidden,
                "{method} {path}: {} {}",
                answer.status, answer.text
            );
        }
    }
    let list = api.get(&ben, "/practices", "").await.ok();
    assert!(list["items"].ids().is_empty(), "{list}");
    theirs.assert_untouched(&api, &amira).await;
}

/// Catalogue 55. What everybody may see is still its author's.
#[actix_web::test]
async fn nobody_acts_as_the_author_of_what_is_somebody_elses() {
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
    theirs.assert_untouched(&api, &ben).await;
}

/// Catalogue 55. The author of a practice does not change what came of it, and whoever tried it does not decide about it.
#[actix_web::test]
async fn an_outcome_is_not_the_practices_authors_and_the_ledger_is_not_the_reporters() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let theirs = Theirs::of(&api, &amira, &ben, "public").await;
    for (method, path, of) in [
        ("PUT", "/outcomes/{id}", Of::Outcome),
        ("DELETE", "/outcomes/{id}", Of::Outcome),
        ("PUT", "/adoptions/{id}", Of::Adoption),
    ] {
        let answer = api
            .call(&amira, (method, path), &theirs.id(of), body(method, path))
            .await;
        assert_eq!(answer.status, 404, "{method} {path}");
    }
    for path in ["/entries/{id}/reject", "/entries/{id}/accept"] {
        let answer = api
            .call(
                &ben,
                ("POST", path),
                &theirs.id(Of::Outcome),
                body("POST", path),
            )
            .await;
        assert_eq!(answer.status, 404, "{path}");
    }
    theirs.assert_untouched(&api, &ben).await;
}

/// Catalogue 55. What only some may see is counted, and neither named to others nor decided about by them, also where they
/// are the author of the practice.
#[actix_web::test]
async fn an_entry_for_a_few_is_named_to_nobody_else() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, api) = (app.teacher("cleo").await, Api::of(&app).await);
    let follow = format!("/api/v1/accounts/{}/follow", amira.id);
    for follower in [&ben, &cleo] {
        follower.post(&follow, json!({})).await.ok();
    }
    let mut hidden = practice();
    hidden["visibility"] = json!("private");
    let id = api.publish(&amira, hidden).await;
    let entry = api
        .post(
            &ben,
            "/practices/{id}/outcomes",
            &id,
            outcome("oc/no-effect"),
        )
        .await
        .made();
    assert_eq!(entry["ledgerState"], "counted");
    let like_mine = format!("{id}?phase=ph/lower-secondary-ks3");
    let path = "/practices/{id}/ledger/like-mine";
    for (who, is_named) in [(&ben, true), (&cleo, false), (&amira, false)] {
        let found = api.get(who, path, &like_mine).await.ok();
        let texts = found["texts"].as_array().unwrap();
        assert_eq!(texts.contains(&entry["uri"]), is_named, "{found}");
    }
    for path in ["/entries/{id}/reject", "/entries/{id}/accept"] {
        let answer = api
            .call(&amira, ("POST", path), &entry.id(), body("POST", path))
            .await;
        assert_eq!(answer.status, 404, "{path}");
        let still = api.get(&ben, "/outcomes/{id}", &entry.id()).await.ok();
        assert_eq!(still["ledgerState"], "counted");
    }
}
