//! What can be posted and changed, and what is said where it cannot.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::app::{Json, TestApp};

#[actix_web::test]
async fn what_cannot_be_posted_is_said_as_mastodon_says_it() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let options = |n: usize| {
        let all: Vec<String> = (0..n).map(|n| format!("choice {n}")).collect();
        json!({"status": "?", "poll": {"options": all, "expires_in": 300}})
    };
    let poll = |options: Value, expires: Value| json!({"status": "?", "poll": {"options": options, "expires_in": expires}});
    let two = json!(["a", "b"]);
    for (body, said) in [
        (json!({}), "Text can't be blank"),
        (json!({"status": " \n "}), "Text can't be blank"),
        (
            json!({"status": "a".repeat(5001)}),
            "Text character limit of 5000 exceeded",
        ),
        (
            json!({"status": "a".repeat(2500), "spoiler_text": "b".repeat(2501)}),
            "Text character limit of 5000 exceeded",
        ),
        (options(1), "Options must have more than one item"),
        (options(13), "Options can't contain more than 12 items"),
        (options(100), "Options can't contain more than 12 items"),
        (
            poll(json!(["a", "a"]), json!(300)),
            "Options contain duplicate items",
        ),
        (
            poll(json!(["a", " "]), json!(300)),
            "Options can't be blank",
        ),
        (
            poll(json!(["a", "b".repeat(101)]), json!(300)),
            "Options can't be longer than 100 characters each",
        ),
        (poll(two.clone(), json!(299)), "Expires at is too soon"),
        (
            poll(two.clone(), json!(2_629_747)),
            "Expires at is too far into the future",
        ),
        (poll(two.clone(), json!(null)), "Expires at can't be blank"),
        (poll(two.clone(), json!(-5)), "Expires at can't be blank"),
        (
            json!({"status": "x", "visibility": "secret"}),
            "Visibility is not included in the list",
        ),
    ] {
        let error = amira
            .post("/api/v1/statuses", body.clone())
            .await
            .error(422);
        assert_eq!(error, format!("Validation failed: {said}"), "{body}");
    }
    amira
        .post("/api/v1/statuses", poll(two, json!(2_629_746)))
        .await
        .ok();
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    assert_eq!(amira.get(&own).await.ok().ids().len(), 1);
}

#[actix_web::test]
async fn links_and_domains_do_not_count_in_full() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let link = format!("https://a.example/{}", "b".repeat(1_500));
    let text = format!("{} {link} {link}", "a".repeat(4_952));
    let posted = amira
        .post("/api/v1/statuses", json!({"status": text}))
        .await;
    posted.ok();
    let text = format!("{} {link} {link}", "a".repeat(4_953));
    amira
        .post("/api/v1/statuses", json!({"status": text}))
        .await
        .error(422);
    let text = format!("{} @ben@{}.example", "a".repeat(4_995), "b".repeat(60));
    amira
        .post("/api/v1/statuses", json!({"status": text}))
        .await
        .ok();
}

#[actix_web::test]
async fn an_answer_needs_something_to_answer() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let body = json!({"status": "mine", "visibility": "private"});
    let private = amira.post("/api/v1/statuses", body).await.ok().id();
    for id in ["1", private.as_str()] {
        let body = json!({"status": "yes", "in_reply_to_id": id});
        let error = ben.post("/api/v1/statuses", body).await.error(404);
        assert_eq!(
            error,
            "The post you are trying to reply to does not appear to exist."
        );
    }
}

#[actix_web::test]
async fn every_version_of_a_post_can_be_looked_at() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let body = json!({
        "status": "one", "spoiler_text": "first", "language": "en",
        "poll": {"options": ["a", "b"], "expires_in": 300},
    });
    let id = amira.post("/api/v1/statuses", body).await.ok().id();
    let path = format!("/api/v1/statuses/{id}");
    let history = format!("{path}/history");
    assert_eq!(ben.get(&history).await.ok().as_array().unwrap().len(), 1);
    let votes = format!("/api/v1/polls/{id}/votes");
    ben.post(&votes, json!({"choices": [1]})).await.ok();
    app.advance(std::time::Duration::from_mins(1));

    // The same choices keep their votes, and get a new end.
    let body = json!({"status": "two", "poll": {"options": ["a", "b"], "expires_in": 600}});
    let edited = amira.put(&path, body).await.ok();
    assert_eq!(edited["poll"]["votes_count"], 1);
    assert_eq!(edited["poll"]["expires_at"], "2026-09-01T08:16:00.000Z");
    // Other choices begin anew.
    let body = json!({"status": "two", "poll": {"options": ["a", "c"], "expires_in": 600}});
    let edited = amira.put(&path, body).await.ok();
    assert_eq!(edited["poll"]["votes_count"], 0);
    assert_eq!(edited["poll"]["options"][1]["title"], "c");
    // What is not given goes.
    app.advance(std::time::Duration::from_mins(1));
    let edited = amira.put(&path, json!({"status": "three"})).await.ok();
    assert_eq!(edited["poll"], Value::Null);
    // Nothing new is no new version.
    amira.put(&path, json!({"status": "three"})).await.ok();

    let versions = ben.get(&history).await.ok();
    let of = |name: &str| -> Vec<Value> {
        let all = versions.as_array().unwrap();
        all.iter().map(|version| version[name].clone()).collect()
    };
    assert_eq!(
        of("content"),
        ["<p>one</p>", "<p>two</p>", "<p>two</p>", "<p>three</p>"]
    );
    assert_eq!(of("spoiler_text"), ["first", "", "", ""]);
    insta::assert_json_snapshot!("status_edits", versions);
    ben.put(&path, json!({"status": "mine"})).await.error(404);
    amira.put(&path, json!({"status": " "})).await.error(422);
}

#[actix_web::test]
async fn counts_of_a_poll_can_be_kept_to_its_end() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let body = json!({
        "status": "?",
        "poll": {"options": ["a", "b"], "expires_in": 300, "hide_totals": true},
    });
    let id = amira.post("/api/v1/statuses", body).await.ok().id();
    let votes = format!("/api/v1/polls/{id}/votes");
    let voted = ben.post(&votes, json!({"choices": [1]})).await.ok();
    assert_eq!(voted["options"][1]["votes_count"], Value::Null);
    app.advance(std::time::Duration::from_mins(6));
    let over = ben.get(&format!("/api/v1/polls/{id}")).await.ok();
    assert_eq!(over["options"][1]["votes_count"], 1);
}

#[actix_web::test]
async fn where_there_are_no_direct_messages_none_is_written() {
    let app = TestApp::with("[posting]\ndirect_messages = false\n");
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let body = json!({"status": "@ben psst", "visibility": "direct"});
    let error = amira.post("/api/v1/statuses", body).await.error(422);
    assert_eq!(
        error,
        "Validation failed: Visibility cannot be direct: this instance has no direct messages"
    );
    assert!(ben.get("/api/v1/notifications").await.ok().ids().is_empty());
}

#[actix_web::test]
async fn only_what_can_be_pinned_says_whether_it_is() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    let path = format!("/api/v1/statuses/{id}");
    assert_eq!(amira.get(&path).await.ok()["pinned"], false);
    assert!(ben.get(&path).await.ok().get("pinned").is_none());
    let boost = amira.act(&id, "reblog").await.ok();
    assert!(boost.get("pinned").is_none());
    let stranger = app.stranger().get(&path).await.ok();
    for name in [
        "favourited",
        "reblogged",
        "muted",
        "bookmarked",
        "pinned",
        "filtered",
    ] {
        assert!(stranger.get(name).is_none(), "{name}");
    }
}

/// Nobody pays for what a post is not: neither practices nor events are asked for.
#[actix_web::test]
async fn a_plain_post_is_read_changed_and_deleted_with_few_queries() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut counts = Vec::new();
    for n in 0..2 {
        let id = amira.publish(&format!("{n}: a text")).await;
        let one = format!("/api/v1/statuses/{id}");
        let answer = json!({"status": "an answer", "in_reply_to_id": id});
        amira.post("/api/v1/statuses", answer).await.ok();
        let before = app.queries.get();
        amira.get("/api/v1/timelines/home").await.ok();
        let read = app.queries.get();
        amira
            .put(&one, json!({"status": "another text"}))
            .await
            .ok();
        let changed = app.queries.get();
        amira.delete(&one).await.ok();
        counts.push([read - before, changed - read, app.queries.get() - changed]);
    }
    let [read, changed, deleted] = counts[1];
    assert!(read <= 19 && changed <= 41 && deleted <= 51, "{counts:?}");
}

/// Whoever may not read an answer is not told that there is one.
#[actix_web::test]
async fn answers_that_not_everybody_may_read_are_not_counted() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("Who has tried it?").await;
    let one = format!("/api/v1/statuses/{id}");
    let mut answers = Vec::new();
    for (visibility, counted) in [("private", 0), ("unlisted", 1), ("public", 2)] {
        let answer = json!({"status": "I have.", "in_reply_to_id": id, "visibility": visibility});
        let answer = ben.post("/api/v1/statuses", answer).await.ok();
        answers.push(answer["id"].as_str().unwrap().to_owned());
        let shown = app.stranger().get(&one).await.ok();
        assert_eq!(shown["replies_count"], counted, "{visibility}");
    }
    for (answer, counted) in answers.iter().zip([2, 1, 0]) {
        ben.delete(&format!("/api/v1/statuses/{answer}")).await.ok();
        let shown = app.stranger().get(&one).await.ok();
        assert_eq!(shown["replies_count"], counted);
    }
}

/// A statement that is prepared anew takes longer to read than to run.
#[actix_web::test]
async fn what_people_do_all_day_is_prepared_once() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let ben = app.teacher("ben").await;
    let target = ben.id;
    amira
        .post(&format!("/api/v1/accounts/{target}/follow"), json!({}))
        .await
        .ok();
    for n in 0..2 {
        // The first time it is not as on all days: the hashtag is new.
        app.queries.prepared_anew();
        let id = ben.publish(&format!("{n}: a text #Retrieval")).await;
        let one = format!("/api/v1/statuses/{id}");
        amira.get("/api/v1/timelines/home").await.ok();
        amira.get("/api/v1/timelines/public").await.ok();
        amira.get("/api/v1/notifications").await.ok();
        amira.get(&one).await.ok();
        amira.get(&format!("{one}/context")).await.ok();
        amira
            .post(&format!("{one}/favourite"), json!({}))
            .await
            .ok();
        amira.post(&format!("{one}/reblog"), json!({})).await.ok();
        let answer = json!({"status": "an answer", "in_reply_to_id": id});
        amira.post("/api/v1/statuses", answer).await.ok();
    }
    let mut anew = app.queries.prepared_anew();
    // Each number of readers has its own text.
    anew.retain(|text| !text.starts_with("INSERT INTO `home_entry`"));
    assert!(anew.is_empty(), "{anew:#?}");
}

#[actix_web::test]
async fn posting_costs_the_same_few_queries_however_much_is_there() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut counts = Vec::new();
    for n in 0..30 {
        let before = app.queries.get();
        let request = TestRequest::post()
            .uri("/api/v1/statuses")
            .insert_header(("Idempotency-Key", n.to_string()))
            .set_json(json!({"status": format!("{n}: a text #Retrieval")}));
        amira.send(request).await.ok();
        counts.push(app.queries.get() - before);
    }
    // The first makes the hashtag.
    assert!(counts[1] <= 20, "{counts:?}");
    assert!(
        counts[1..].iter().all(|count| *count == counts[1]),
        "{counts:?}"
    );
}
