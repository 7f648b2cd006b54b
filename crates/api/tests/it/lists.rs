//! Lists: who keeps them, who is in them, and what stands in their timelines.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::app::{Client, Json, TestApp};

async fn follow(by: &Client<'_>, whom: &Client<'_>) {
    let path = format!("/api/v1/accounts/{}/follow", whom.id);
    by.post(&path, json!({})).await.ok();
}

async fn list(of: &Client<'_>, body: Value) -> String {
    of.post("/api/v1/lists", body).await.ok().id()
}

async fn put_in(of: &Client<'_>, list: &str, whom: &Client<'_>) {
    let path = format!("/api/v1/lists/{list}/accounts");
    let body = json!({"account_ids": [whom.id.to_string()]});
    assert_eq!(of.post(&path, body).await.ok(), json!({}));
}

async fn shown(by: &Client<'_>, timeline: &str) -> Vec<String> {
    let path = format!("/api/v1/timelines/{timeline}");
    by.get(&path).await.ok().ids()
}

#[actix_web::test]
async fn a_list_is_made_changed_and_removed() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let made = amira
        .post("/api/v1/lists", json!({"title": " Maths people "}))
        .await
        .ok();
    insta::assert_json_snapshot!("list", made);
    let path = format!("/api/v1/lists/{}", made.id());
    for change in [
        TestRequest::put().set_json(json!({"title": "A", "exclusive": "1"})),
        TestRequest::patch().set_form([("replies_policy", "none")]),
    ] {
        amira.send(change.uri(&path)).await.ok();
    }
    let expected = json!({
        "id": made.id(), "title": "A", "replies_policy": "none", "exclusive": true
    });
    assert_eq!(amira.get(&path).await.ok(), expected);
    assert_eq!(amira.get("/api/v1/lists").await.ok(), json!([expected]));
    for (body, told) in [
        (json!({}), "Validation failed: Title can't be blank"),
        (
            json!({"title": "  "}),
            "Validation failed: Title can't be blank",
        ),
        (
            json!({"title": "x".repeat(300)}),
            "Validation failed: Title is too long (maximum is 256 characters)",
        ),
        (
            json!({"title": "a", "replies_policy": "x"}),
            "Validation failed: Replies policy is not included in the list",
        ),
    ] {
        let answer = amira.post("/api/v1/lists", body).await;
        assert_eq!(answer.error(422), told);
    }
    assert_eq!(amira.delete(&path).await.ok(), json!({}));
    amira.get(&path).await.error(404);
    assert_eq!(amira.get("/api/v1/lists").await.ok(), json!([]));
}

/// Catalogue 55. A list is its owner's.
#[actix_web::test]
async fn a_list_is_there_for_its_owner_only() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let narrow = app
        .teacher_with("cleo", "read:statuses write:statuses")
        .await;
    follow(&amira, &ben).await;
    let id = list(&amira, json!({"title": "A"})).await;
    put_in(&amira, &id, &ben).await;
    for (method, path) in [
        ("GET", format!("/api/v1/lists/{id}")),
        ("PUT", format!("/api/v1/lists/{id}")),
        ("PATCH", format!("/api/v1/lists/{id}")),
        ("DELETE", format!("/api/v1/lists/{id}")),
        ("GET", format!("/api/v1/lists/{id}/accounts")),
        ("POST", format!("/api/v1/lists/{id}/accounts")),
        ("DELETE", format!("/api/v1/lists/{id}/accounts")),
        ("GET", format!("/api/v1/timelines/list/{id}")),
    ] {
        let request = |path: &str| {
            let request = match method {
                "GET" => TestRequest::get(),
                "PUT" => TestRequest::put(),
                "PATCH" => TestRequest::patch(),
                "DELETE" => TestRequest::delete(),
                _ => TestRequest::post(),
            };
            request
                .uri(path)
                .set_json(json!({"title": "Mine", "account_ids": []}))
        };
        let what = format!("{method} {path}");
        assert_eq!(ben.send(request(&path)).await.status, 404, "{what}");
        assert_eq!(narrow.send(request(&path)).await.status, 403, "{what}");
        assert_eq!(app.stranger().send(request(&path)).await.status, 401);
        let nothing = path.replace(&id, "x");
        assert_eq!(amira.send(request(&nothing)).await.status, 404, "{what}");
    }
    let there = amira.get(&format!("/api/v1/lists/{id}")).await.ok();
    assert_eq!(there["title"], "A");
    let of_ben = format!("/api/v1/accounts/{}/lists", ben.id);
    assert_eq!(ben.get(&of_ben).await.ok(), json!([]));
    assert_eq!(amira.get(&of_ben).await.ok().ids(), [id]);
    narrow.get(&of_ben).await.error(403);
    amira.get("/api/v1/accounts/1234/lists").await.error(404);
}

#[actix_web::test]
async fn members_are_whom_one_follows() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let id = list(&amira, json!({"title": "A"})).await;
    let path = format!("/api/v1/lists/{id}/accounts");
    let both = json!({"account_ids": [ben.id.to_string(), cleo.id.to_string()]});
    follow(&amira, &ben).await;
    amira.post(&path, both.clone()).await.error(404);
    assert_eq!(amira.get(&path).await.ok(), json!([]));
    follow(&amira, &cleo).await;
    amira.post(&path, both).await.ok();
    let again = json!({"account_ids": [ben.id.to_string()]});
    assert_eq!(
        amira.post(&path, again).await.error(422),
        "Validation failed: Account has already been taken"
    );
    amira
        .post(&path, json!({"account_ids": ["x"]}))
        .await
        .error(404);
    let all = [cleo.id.to_string(), ben.id.to_string()];
    assert_eq!(amira.get(&path).await.ok().ids(), all);
    let every = amira.get(&format!("{path}?limit=0")).await;
    assert_eq!(every.ok().ids(), all);
    assert_eq!(every.header("link"), "");
    let first = amira.get(&format!("{path}?limit=1")).await;
    assert_eq!(first.ok().ids(), all[..1]);
    assert!(
        first
            .header("link")
            .contains(&format!("max_id={}", cleo.id))
    );
    let query = format!("{path}?account_ids[]={}", cleo.id);
    amira.delete(&query).await.ok();
    assert_eq!(amira.get(&path).await.ok().ids(), all[1..]);
    let form = TestRequest::delete()
        .uri(&path)
        .set_form([("account_ids[]", ben.id.to_string())]);
    amira.send(form).await.ok();
    assert_eq!(amira.get(&path).await.ok(), json!([]));
}

#[actix_web::test]
async fn a_list_shows_what_its_members_post() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    follow(&amira, &ben).await;
    follow(&amira, &cleo).await;
    let before = ben.publish("before").await;
    let of_cleo = cleo.publish("hello").await;
    let answer = json!({"status": "@cleo hi", "in_reply_to_id": of_cleo});
    let answer = ben.post("/api/v1/statuses", answer).await.ok().id();
    let id = list(&amira, json!({"title": "A", "replies_policy": "followed"})).await;
    let timeline = format!("list/{id}");
    put_in(&amira, &id, &ben).await;
    assert_eq!(shown(&amira, &timeline).await, [&*answer, &*before]);
    let path = format!("/api/v1/lists/{id}");
    for (policy, more) in [("list", false), ("none", false), ("followed", true)] {
        amira
            .put(&path, json!({"replies_policy": policy}))
            .await
            .ok();
        let there = shown(&amira, &timeline).await;
        assert_eq!(there.contains(&answer), more, "{policy}");
        assert!(there.contains(&before), "{policy}");
    }
    let after = ben.publish("after").await;
    let boost = ben.act(&of_cleo, "reblog").await.ok().id();
    cleo.publish("not in it").await;
    assert_eq!(
        shown(&amira, &timeline).await,
        [&*boost, &*after, &*answer, &*before]
    );
    ben.act(&of_cleo, "unreblog").await.ok();
    ben.delete(&format!("/api/v1/statuses/{before}")).await.ok();
    assert_eq!(shown(&amira, &timeline).await, [&*after, &*answer]);
    let unfollow = format!("/api/v1/accounts/{}/unfollow", ben.id);
    amira.post(&unfollow, json!({})).await.ok();
    assert!(shown(&amira, &timeline).await.is_empty());
    let members = amira.get(&format!("{path}/accounts")).await.ok();
    assert_eq!(members, json!([]));
}

#[actix_web::test]
async fn an_exclusive_list_takes_its_members_out_of_home() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    follow(&amira, &ben).await;
    let first = ben.publish("first").await;
    let id = list(&amira, json!({"title": "A", "exclusive": true})).await;
    assert_eq!(shown(&amira, "home").await, std::slice::from_ref(&first));
    put_in(&amira, &id, &ben).await;
    let second = ben.publish("second").await;
    assert!(shown(&amira, "home").await.is_empty());
    let both = [second, first];
    assert_eq!(shown(&amira, &format!("list/{id}")).await, both);
    let path = format!("/api/v1/lists/{id}");
    amira.put(&path, json!({"exclusive": false})).await.ok();
    assert_eq!(shown(&amira, "home").await, both);
    amira.put(&path, json!({"exclusive": true})).await.ok();
    assert!(shown(&amira, "home").await.is_empty());
    amira.delete(&path).await.ok();
    assert_eq!(shown(&amira, "home").await, both);
}
