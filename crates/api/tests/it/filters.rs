//! Filters: how they are made and changed, and what they say about statuses.

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::{Client, Json, TestApp};

async fn filter(by: &Client<'_>, body: Value) -> Value {
    by.post("/api/v2/filters", body).await.ok()
}

/// The titles of the filters that a status meets.
fn titles(status: &Value) -> Vec<String> {
    let met = status["filtered"].as_array().expect("a list");
    met.iter()
        .map(|found| found["filter"]["title"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn a_filter_is_made_changed_and_removed() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let made = filter(
        &amira,
        json!({
            "title": "Quiet", "context": ["home", "account"], "filter_action": "hide", "expires_in": 3600,
            "keywords_attributes": [{"keyword": "exam", "whole_word": false}, {"keyword": "marking"}],
        }),
    )
    .await;
    insta::assert_json_snapshot!("filter", made);
    let path = format!("/api/v2/filters/{}", made.id());
    let first = made["keywords"][0].id();
    let body = json!({
        "title": "Louder", "filter_action": "blur",
        "keywords_attributes": [
            {"id": first, "_destroy": true}, {"id": made["keywords"][1].id(), "keyword": "marks"},
            {"keyword": "tests"},
        ],
    });
    let changed = amira.put(&path, body).await.ok();
    assert_eq!(
        (&changed["title"], &changed["filter_action"]),
        (&json!("Louder"), &json!("blur"))
    );
    assert_eq!(changed["context"], made["context"]);
    assert_eq!(changed["expires_at"], made["expires_at"]);
    let words = |filter: &Value| -> Vec<String> {
        let all = filter["keywords"].as_array().unwrap();
        all.iter()
            .map(|it| it["keyword"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(words(&changed), ["marks", "tests"]);
    let forever = amira.put(&path, json!({"expires_in": ""})).await.ok();
    assert_eq!(forever["expires_at"], Value::Null);
    assert_eq!(amira.get(&path).await.ok(), forever);
    assert_eq!(amira.get("/api/v2/filters").await.ok(), json!([forever]));
    assert_eq!(amira.delete(&path).await.ok(), json!({}));
    amira.get(&path).await.error(404);
    assert_eq!(amira.get("/api/v2/filters").await.ok(), json!([]));
}

#[actix_web::test]
async fn what_cannot_be_a_filter_is_said() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for (body, said) in [
        (json!({"context": ["home"]}), "Title can't be blank"),
        (
            json!({"title": "x"}),
            "Context None or invalid context supplied",
        ),
        (
            json!({"title": "x", "context": ["kitchen"]}),
            "Context None or invalid context supplied",
        ),
        (
            json!({"title": "x", "context": ["home"], "filter_action": "burn"}),
            "Filter action is not included in the list",
        ),
        (
            json!({"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": " "}]}),
            "Keyword can't be blank",
        ),
        (
            json!({"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "x".repeat(513)}]}),
            "Keyword is too long (maximum is 512 characters)",
        ),
        (
            json!({"title": "x", "context": ["home"], "expires_in": "soon"}),
            "Expires in is invalid",
        ),
    ] {
        let error = amira.post("/api/v2/filters", body.clone()).await.error(422);
        assert_eq!(error, format!("Validation failed: {said}"), "{body}");
    }
    assert_eq!(
        amira.get("/api/v2/filters").await.ok(),
        json!([]),
        "nothing is left of them"
    );
    amira
        .post("/api/v1/filters", json!({"context": ["home"]}))
        .await
        .error(422);
    let reader = app.teacher_with("ben", "read").await;
    let body = json!({"title": "x", "context": ["home"]});
    reader
        .post("/api/v2/filters", body.clone())
        .await
        .error(403);
    reader
        .post("/api/v1/filters", body.clone())
        .await
        .error(403);
    let writer = app.teacher_with("cleo", "write").await;
    writer.get("/api/v2/filters").await.error(403);
    writer.get("/api/v1/filters").await.error(403);
    app.stranger().get("/api/v2/filters").await.error(401);
    for _ in 0..100 {
        filter(&writer, body.clone()).await;
    }
    writer.post("/api/v2/filters", body).await.error(422);
}

#[actix_web::test]
async fn keywords_and_statuses_of_a_filter_have_ids_of_their_own() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let made = filter(&amira, json!({"title": "x", "context": ["home"]})).await;
    let path = format!("/api/v2/filters/{}", made.id());
    let keywords = format!("{path}/keywords");
    let word = amira.post(&keywords, json!({"keyword": "exam"})).await.ok();
    assert_eq!(
        word,
        json!({"id": word.id(), "keyword": "exam", "whole_word": true})
    );
    assert_eq!(amira.get(&keywords).await.ok(), json!([word]));
    let of_word = format!("/api/v2/filters/keywords/{}", word.id());
    let changed = amira.put(&of_word, json!({"whole_word": "0"})).await.ok();
    assert_eq!(changed["whole_word"], false);
    assert_eq!(amira.get(&of_word).await.ok(), changed);
    amira.put(&of_word, json!({"keyword": ""})).await.error(422);
    assert_eq!(amira.delete(&of_word).await.ok(), json!({}));
    amira.get(&of_word).await.error(404);

    let statuses = format!("{path}/statuses");
    let id = ben.publish("hello").await;
    let single = amira.post(&statuses, json!({"status_id": id})).await.ok();
    assert_eq!(single, json!({"id": single.id(), "status_id": id}));
    amira
        .post(&statuses, json!({"status_id": id}))
        .await
        .error(422);
    let body = json!({"status": "mine", "visibility": "private"});
    let private = ben.post("/api/v1/statuses", body).await.ok().id();
    for id in [json!(private), json!("1"), json!(null)] {
        amira
            .post(&statuses, json!({"status_id": id}))
            .await
            .error(422);
    }
    assert_eq!(amira.get(&statuses).await.ok(), json!([single]));
    let of_single = format!("/api/v2/filters/statuses/{}", single.id());
    assert_eq!(amira.get(&of_single).await.ok(), single);
    assert_eq!(amira.delete(&of_single).await.ok(), json!({}));
    amira.delete(&of_single).await.error(404);
}

#[actix_web::test]
async fn the_old_filters_are_keywords() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let body = json!({"phrase": "exam", "context": ["home", "thread"], "irreversible": true, "whole_word": false});
    let old = amira.post("/api/v1/filters", body).await.ok();
    insta::assert_json_snapshot!("v1_filter", old);
    let new = amira.get("/api/v2/filters").await.ok();
    assert_eq!(new[0]["keywords"][0].id(), old.id());
    assert_eq!(
        (&new[0]["title"], &new[0]["filter_action"]),
        (&json!("exam"), &json!("hide"))
    );
    let path = format!("/api/v1/filters/{}", old.id());
    let body = json!({"phrase": "exams", "context": ["public"], "irreversible": "false"});
    let changed = amira.put(&path, body).await.ok();
    assert_eq!(
        (&changed["phrase"], &changed["context"]),
        (&json!("exams"), &json!(["public"]))
    );
    assert_eq!(amira.get(&path).await.ok(), changed);
    // Once there are several words, only the word can be changed here.
    let keywords = format!("/api/v2/filters/{}/keywords", new[0].id());
    amira
        .post(&keywords, json!({"keyword": "marking"}))
        .await
        .ok();
    assert_eq!(amira.get("/api/v1/filters").await.ok().ids().len(), 2);
    amira
        .put(&path, json!({"phrase": "x", "context": ["home"]}))
        .await
        .error(422);
    amira.put(&path, json!({"phrase": "x"})).await.ok();
    for id in amira.get("/api/v1/filters").await.ok().ids() {
        let path = format!("/api/v1/filters/{id}");
        assert_eq!(amira.delete(&path).await.ok(), json!({}));
    }
    assert_eq!(amira.get("/api/v2/filters").await.ok(), json!([]));
}

#[actix_web::test]
async fn every_part_of_a_status_is_looked_at_in_every_list() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    amira
        .post(&format!("/api/v1/accounts/{}/follow", ben.id), json!({}))
        .await
        .ok();
    for (title, word) in [
        ("text", "exam"),
        ("warning", "spoiled"),
        ("choice", "cocoa"),
        ("none", "absent"),
    ] {
        let words = json!([{"keyword": word}]);
        filter(
            &amira,
            json!({"title": title, "context": ["home"], "keywords_attributes": words}),
        )
        .await;
    }
    let body = json!({
        "status": "The **Exam** @amira", "content_type": "text/markdown", "spoiler_text": "spoiled!",
        "poll": {"options": ["Cocoa", "tea"], "expires_in": 300},
    });
    let posted = ben.post("/api/v1/statuses", body).await.ok();
    let id = posted.id();
    assert!(titles(&posted).is_empty(), "nobody else's filters");
    amira.act(&id, "bookmark").await.ok();
    amira.act(&id, "favourite").await.ok();
    let of_ben = format!("/api/v1/accounts/{}/statuses", ben.id);
    for path in [
        "/api/v1/timelines/home",
        "/api/v1/bookmarks",
        "/api/v1/favourites",
        of_ben.as_str(),
        &format!("/api/v1/statuses?id[]={id}"),
    ] {
        let list = amira.get(path).await.ok();
        assert_eq!(titles(&list[0]), ["text", "warning", "choice"], "{path}");
    }
    let told = amira.get("/api/v1/notifications").await.ok();
    let mention = told
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["type"] == "mention")
        .unwrap();
    assert_eq!(titles(&mention["status"]).len(), 3);
    let shown = amira.get(&format!("/api/v1/statuses/{id}")).await.ok();
    insta::assert_json_snapshot!("filtered", shown["filtered"]);
    let stranger = app
        .stranger()
        .get(&format!("/api/v1/statuses/{id}"))
        .await
        .ok();
    assert!(stranger.get("filtered").is_none());
}

#[actix_web::test]
async fn a_boost_meets_the_filters_of_what_it_boosts() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = ben.publish("hello").await;
    let single = filter(&amira, json!({"title": "this", "context": ["home"]})).await;
    let path = format!("/api/v2/filters/{}/statuses", single.id());
    amira.post(&path, json!({"status_id": id})).await.ok();
    let boost = amira.act(&id, "reblog").await.ok();
    let met = &boost["filtered"][0];
    assert_eq!(
        (&met["status_matches"], &met["keyword_matches"]),
        (&json!([id]), &Value::Null)
    );
    assert_eq!(boost["reblog"]["filtered"], boost["filtered"]);
}

#[actix_web::test]
async fn what_changed_counts_at_once_and_what_expired_no_more() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("an exam").await;
    let path = format!("/api/v1/statuses/{id}");
    let words = json!([{"keyword": "exam"}]);
    let made = filter(
        &amira,
        json!({"title": "x", "context": ["home"], "expires_in": 60, "keywords_attributes": words}),
    )
    .await;
    assert_eq!(titles(&amira.get(&path).await.ok()), ["x"]);
    let word = format!("/api/v2/filters/keywords/{}", made["keywords"][0].id());
    amira.put(&word, json!({"keyword": "test"})).await.ok();
    assert!(titles(&amira.get(&path).await.ok()).is_empty());
    amira.put(&word, json!({"keyword": "EXAM"})).await.ok();
    assert_eq!(titles(&amira.get(&path).await.ok()), ["x"]);
    // What one writes oneself meets them too.
    let own = amira
        .post("/api/v1/statuses", json!({"status": "exam!"}))
        .await
        .ok();
    assert_eq!(titles(&own), ["x"]);
    app.advance(Duration::from_secs(61));
    assert!(titles(&amira.get(&path).await.ok()).is_empty());
}

#[actix_web::test]
async fn filters_cost_three_queries_however_many_statuses_there_are() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for n in 0..12 {
        amira.publish(&format!("exam {n}")).await;
    }
    let mut counts = Vec::new();
    for with in [false, true] {
        if with {
            for n in 0..3 {
                let words = json!([{"keyword": "exam"}, {"keyword": n.to_string()}]);
                let body = json!({"title": "x", "context": ["home"], "keywords_attributes": words});
                filter(&amira, body).await;
            }
        }
        for limit in [2, 12] {
            let before = app.queries.get();
            amira
                .get(&format!("/api/v1/timelines/home?limit={limit}"))
                .await
                .ok();
            counts.push(app.queries.get() - before);
        }
    }
    assert_eq!((counts[0], counts[2]), (counts[1], counts[3]));
    assert_eq!(counts[2], counts[0] + 2);
}
