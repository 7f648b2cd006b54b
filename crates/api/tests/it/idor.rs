//! Ids of what is somebody else's: a second user tries every endpoint that takes an id, by every verb.

use std::collections::BTreeSet;

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Json, TestApp};

/// Where an id stands in a path, and how such a path is called. Everything that `routes.rs` has.
const OF_STATUSES: [(&str, &str); 28] = [
    ("GET", "/v1/statuses/{id}"),
    ("PUT", "/v1/statuses/{id}"),
    ("PATCH", "/v1/statuses/{id}"),
    ("DELETE", "/v1/statuses/{id}"),
    ("GET", "/v1/statuses/{id}/context"),
    ("GET", "/v1/statuses/{id}/source"),
    ("POST", "/v1/statuses/{id}/favourite"),
    ("POST", "/v1/statuses/{id}/unfavourite"),
    ("POST", "/v1/statuses/{id}/reblog"),
    ("POST", "/v1/statuses/{id}/unreblog"),
    ("POST", "/v1/statuses/{id}/pin"),
    ("POST", "/v1/statuses/{id}/unpin"),
    ("POST", "/v1/statuses/{id}/bookmark"),
    ("POST", "/v1/statuses/{id}/unbookmark"),
    ("POST", "/v1/statuses/{id}/mute"),
    ("POST", "/v1/statuses/{id}/unmute"),
    ("GET", "/v1/statuses/{id}/favourited_by"),
    ("GET", "/v1/statuses/{id}/reblogged_by"),
    ("GET", "/v1/statuses/{id}/history"),
    ("POST", "/v1/statuses/{id}/translate"),
    ("GET", "/v1/statuses/{id}/quotes"),
    ("POST", "/v1/statuses/{id}/quotes/{quote}/revoke"),
    ("PUT", "/v1/statuses/{id}/interaction_policy"),
    ("GET", "/v1/pleroma/statuses/{id}/reactions"),
    ("PUT", "/v1/pleroma/statuses/{id}/reactions/{emoji}"),
    ("DELETE", "/v1/pleroma/statuses/{id}/reactions/{emoji}"),
    ("GET", "/v1/polls/{id}"),
    ("POST", "/v1/polls/{id}/votes"),
];
/// What only the author may do, also where everybody may look.
const OF_AUTHORS: [(&str, &str); 8] = [
    ("PUT", "/v1/statuses/{id}"),
    ("PATCH", "/v1/statuses/{id}"),
    ("DELETE", "/v1/statuses/{id}"),
    ("GET", "/v1/statuses/{id}/source"),
    ("POST", "/v1/statuses/{id}/pin"),
    ("POST", "/v1/statuses/{id}/unpin"),
    ("POST", "/v1/statuses/{id}/quotes/{quote}/revoke"),
    ("PUT", "/v1/statuses/{id}/interaction_policy"),
];
/// What is its owner's alone, whoever knows its id.
const OF_OWNERS: [(&str, &str); 22] = [
    ("GET", "/v2/filters/{id}"),
    ("PUT", "/v2/filters/{id}"),
    ("PATCH", "/v2/filters/{id}"),
    ("GET", "/v2/filters/{id}/keywords"),
    ("POST", "/v2/filters/{id}/keywords"),
    ("GET", "/v2/filters/{id}/statuses"),
    ("POST", "/v2/filters/{id}/statuses"),
    ("DELETE", "/v2/filters/{id}"),
    ("GET", "/v2/filters/keywords/{id}"),
    ("PUT", "/v2/filters/keywords/{id}"),
    ("PATCH", "/v2/filters/keywords/{id}"),
    ("DELETE", "/v2/filters/keywords/{id}"),
    ("GET", "/v2/filters/statuses/{id}"),
    ("DELETE", "/v2/filters/statuses/{id}"),
    ("GET", "/v1/filters/{id}"),
    ("PUT", "/v1/filters/{id}"),
    ("PATCH", "/v1/filters/{id}"),
    ("DELETE", "/v1/filters/{id}"),
    ("GET", "/v1/scheduled_statuses/{id}"),
    ("PUT", "/v1/scheduled_statuses/{id}"),
    ("PATCH", "/v1/scheduled_statuses/{id}"),
    ("DELETE", "/v1/scheduled_statuses/{id}"),
];
const OF_REQUESTS: [&str; 2] = [
    "/v1/follow_requests/{id}/authorize",
    "/v1/follow_requests/{id}/reject",
];
/// Accounts are there for everybody; what is done to one is done by oneself.
const OF_ACCOUNTS: [&str; 17] = [
    "/v1/accounts/{id}",
    "/v1/accounts/{id}/statuses",
    "/v1/accounts/{id}/follow",
    "/v1/accounts/{id}/unfollow",
    "/v1/accounts/{id}/block",
    "/v1/accounts/{id}/unblock",
    "/v1/accounts/{id}/mute",
    "/v1/accounts/{id}/unmute",
    "/v1/accounts/{id}/note",
    "/v1/accounts/{id}/followers",
    "/v1/accounts/{id}/following",
    "/v1/accounts/{id}/featured_tags",
    "/v1/accounts/{id}/endorsements",
    "/v1/accounts/{id}/identity_proofs",
    "/v1/accounts/{id}/remove_from_followers",
    "/v1/accounts/{id}/pin",
    "/v1/accounts/{id}/unpin",
];
/// What belongs to whoever calls; that nobody reaches somebody else's is tried beside what they do.
const OF_ONESELF: [&str; 2] = ["/v1/featured_tags/{id}", "/v1/suggestions/{id}"];

/// Tried in `lists.rs` and `conversations.rs`, each by every method that it has.
const OF_LISTS: [&str; 7] = [
    "/v1/lists/{id}",
    "/v1/lists/{id}/accounts",
    "/v1/accounts/{id}/lists",
    "/v1/timelines/list/{id}",
    "/v1/conversations/{id}",
    "/v1/conversations/{id}/read",
    "/v1/conversations/{id}/unread",
];
/// Tried in `notifications`.
const OF_NOTIFICATIONS: [&str; 8] = [
    "/v1/notifications/{id}",
    "/v1/notifications/{id}/dismiss",
    "/v1/notifications/requests/{id}",
    "/v1/notifications/requests/{id}/accept",
    "/v1/notifications/requests/{id}/dismiss",
    "/v2/notifications/{group_key}",
    "/v2/notifications/{group_key}/accounts",
    "/v2/notifications/{group_key}/dismiss",
];
/// What everybody here is told is there for everybody; how they answer is tried where the rest of it is.
const OF_ANNOUNCEMENTS: [&str; 2] = [
    "/v1/announcements/{id}/dismiss",
    "/v1/announcements/{id}/reactions/{name}",
];

async fn call(by: &Client<'_>, method: &str, path: &str, id: &str) -> Answer {
    let path = format!(
        "/api{}",
        path.replace("{id}", id)
            .replace("{quote}", "1")
            .replace("{emoji}", "%F0%9F%8E%89")
    );
    let request = match method {
        "GET" => TestRequest::get(),
        "PUT" => TestRequest::put(),
        "PATCH" => TestRequest::patch(),
        "DELETE" => TestRequest::delete(),
        _ => TestRequest::post(),
    };
    let body = match method {
        "GET" | "DELETE" => None,
        _ => Some(json!({
            "status": "Mine now", "choices": [0], "title": "Mine", "context": ["home"], "keyword": "mine",
            "phrase": "mine", "status_id": "1", "scheduled_at": "2027-01-01T00:00:00Z",
        })),
    };
    let mut request = request.uri(&path);
    if let Some(body) = body {
        request = request.set_json(body);
    }
    by.send(request).await
}

/// It is not there, or only for those who sign in; an endpoint that is not there says something else.
#[track_caller]
fn assert_hidden(who: &Client<'_>, answer: &Answer, what: &str) {
    if who.token.is_some() || answer.status != 401 {
        assert_eq!(answer.error(404), "Record not found", "{what}");
    }
}

async fn post(by: &Client<'_>, visibility: &str) -> Value {
    let body = json!({
        "status": "Tea or coffee?",
        "visibility": visibility,
        "poll": {"options": ["Tea", "Coffee"], "expires_in": 3600},
    });
    by.post("/api/v1/statuses", body).await.ok()
}

/// Catalogue 55. None is forgotten here.
#[test]
fn every_path_with_an_id_is_tried() {
    let routes = include_str!("../../src/routes.rs");
    let tried: BTreeSet<&str> = OF_STATUSES
        .iter()
        .map(|(_, path)| *path)
        .chain(OF_OWNERS.iter().map(|(_, path)| *path))
        .chain(OF_REQUESTS)
        .chain(OF_ACCOUNTS)
        .chain(OF_ONESELF)
        .chain(OF_LISTS)
        // Tried in `media`.
        .chain(["/v1/media/{id}"])
        .chain(OF_ANNOUNCEMENTS)
        .chain(OF_NOTIFICATIONS)
        .collect();
    let names = ["{id}", "{group_key}"];
    let paths = routes
        .split('"')
        .filter(|text| names.iter().any(|name| text.contains(name)));
    assert_eq!(paths.collect::<BTreeSet<&str>>(), tried);
}

/// Catalogue 55. What somebody may not see is not there for them, whatever they call.
#[actix_web::test]
async fn nobody_reaches_what_they_may_not_see() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    for visibility in ["private", "direct"] {
        let status = post(&amira, visibility).await;
        for (method, path) in OF_STATUSES {
            let id = if path.contains("polls") {
                status["poll"].id()
            } else {
                status.id()
            };
            for who in [&ben, &app.stranger()] {
                let answer = call(who, method, path, &id).await;
                assert_hidden(who, &answer, &format!("{method} {path} of {visibility}"));
            }
        }
        for who in [&ben, &app.stranger()] {
            let list = format!("/api/v1/accounts/{}/statuses", amira.id);
            let list = who.get(&list).await.ok();
            assert!(list.ids().is_empty(), "{list}");
        }
        let path = format!("/api/v1/statuses/{}", status.id());
        let there = amira.get(&path).await.ok();
        assert_eq!(there["content"], status["content"]);
        assert_eq!(there["favourites_count"], 0);
        assert_eq!(there["poll"]["votes_count"], 0);
    }
}

/// Catalogue 55. What everybody may see is still its author's.
#[actix_web::test]
async fn nobody_acts_as_the_author_of_somebody_elses_post() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let status = post(&amira, "public").await;
    for (method, path) in OF_AUTHORS {
        for who in [&ben, &app.stranger()] {
            let answer = call(who, method, path, &status.id()).await;
            assert_hidden(who, &answer, &format!("{method} {path}"));
        }
    }
    let path = format!("/api/v1/statuses/{}", status.id());
    let there = amira.get(&path).await.ok();
    assert_eq!(there["content"], status["content"]);
    assert!(there["edited_at"].is_null());
}

/// Catalogue 55. Whom somebody wants to follow, and nobody else, says yes or no.
#[actix_web::test]
async fn nobody_answers_a_request_to_somebody_else() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    app.lock(amira.id).await;
    let follow = format!("/api/v1/accounts/{}/follow", amira.id);
    let relation = cleo.post(&follow, json!({})).await.ok();
    assert_eq!(relation["requested"], true);
    for path in OF_REQUESTS {
        for who in [&ben, &cleo, &app.stranger()] {
            let answer = call(who, "POST", path, &cleo.id.to_string()).await;
            assert_hidden(who, &answer, path);
        }
    }
    let asked = amira.get("/api/v1/follow_requests").await.ok();
    assert_eq!(asked.ids(), [cleo.id.to_string()]);
}

/// Catalogue 55. Filters, and what waits for its time, are their owner's alone.
#[actix_web::test]
async fn nobody_reaches_what_somebody_else_keeps_for_themselves() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let status = amira.publish("hello").await;
    let filter = json!({
        "title": "quiet", "context": ["home"], "keywords_attributes": [{"keyword": "x"}],
    });
    let filter = amira.post("/api/v2/filters", filter).await.ok();
    let single = json!({"status_id": status});
    let path = format!("/api/v2/filters/{}/statuses", filter.id());
    let single = amira.post(&path, single).await.ok().id();
    let waits = json!({"status": "later", "scheduled_at": "2026-12-01T00:00:00Z"});
    let waits = amira.post("/api/v1/statuses", waits).await.ok().id();
    let before = amira.get("/api/v2/filters").await.ok();
    for (method, path) in OF_OWNERS {
        let id = match path {
            path if path.contains("scheduled") => waits.clone(),
            path if path.contains("filters/statuses") => single.clone(),
            path if path.contains("v1/filters") || path.contains("filters/keywords") => {
                filter["keywords"][0].id()
            }
            _ => filter.id(),
        };
        for who in [&ben, &app.stranger()] {
            let answer = call(who, method, path, &id).await;
            assert_hidden(who, &answer, &format!("{method} {path}"));
        }
    }
    assert_eq!(amira.get("/api/v2/filters").await.ok(), before);
    let left = amira.get("/api/v1/scheduled_statuses").await.ok();
    assert_eq!(left.ids(), [waits]);
    assert!(ben.get("/api/v2/filters").await.ok().ids().is_empty());
    assert!(ben.get("/api/v1/filters").await.ok().ids().is_empty());
    assert!(
        ben.get("/api/v1/scheduled_statuses")
            .await
            .ok()
            .ids()
            .is_empty()
    );
}
