//! The home timeline: its pages, and what it costs.

use serde_json::json;

use crate::app::{Json, TestApp};

#[actix_web::test]
async fn the_links_lead_through_the_whole_timeline() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut all = Vec::new();
    for n in 0..5 {
        all.insert(0, amira.publish(&format!("post {n}")).await);
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/timelines/home?limit=2".to_owned();
    loop {
        let answer = amira.get(&path).await;
        let page = answer.ok().ids();
        if page.is_empty() {
            assert_eq!(answer.header("link"), "");
            break;
        }
        seen.extend(page);
        let link = answer.header("link");
        let (next, _) = link.split_once(">; rel=\"next\"").unwrap();
        path = next
            .strip_prefix("<https://school.example")
            .unwrap()
            .to_owned();
    }
    assert_eq!(seen, all);
    let newer = format!("/api/v1/timelines/home?limit=2&min_id={}", all[4]);
    assert_eq!(
        amira.get(&newer).await.ok().ids(),
        [all[2].clone(), all[3].clone()]
    );
    let since = format!("/api/v1/timelines/home?limit=2&since_id={}", all[4]);
    assert_eq!(
        amira.get(&since).await.ok().ids(),
        [all[0].clone(), all[1].clone()]
    );
    assert_eq!(
        amira
            .get("/api/v1/timelines/home?limit=1000")
            .await
            .ok()
            .ids()
            .len(),
        5
    );
}

#[actix_web::test]
async fn the_number_of_queries_does_not_grow_with_the_page() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    amira
        .post(&format!("/api/v1/accounts/{}/follow", ben.id), json!({}))
        .await
        .ok();
    for n in 0..10 {
        let text = format!("@amira #tag{n} https://school.example/{n}");
        let body = json!({"status": text, "poll": {"options": ["a", "b"], "expires_in": 300}});
        let boosted = cleo.post("/api/v1/statuses", body.clone()).await.ok().id();
        ben.act(&boosted, "reblog").await.ok();
        let id = ben.post("/api/v1/statuses", body).await.ok().id();
        let body = json!({"status": "an answer", "in_reply_to_id": id});
        amira.post("/api/v1/statuses", body).await.ok();
    }
    let mut counts = Vec::new();
    for limit in [3, 30] {
        let before = app.queries.get();
        let page = amira
            .get(&format!("/api/v1/timelines/home?limit={limit}"))
            .await
            .ok();
        assert_eq!(page.ids().len(), limit);
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

#[actix_web::test]
async fn notifications_are_told_by_kind() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    ben.act(&id, "favourite").await.ok();
    ben.act(&id, "reblog").await.ok();
    ben.publish("@amira look").await;
    let kinds = |query: &str| {
        let path = format!("/api/v1/notifications{query}");
        let amira = &amira;
        async move {
            let told = amira.get(&path).await.ok();
            let list = told.as_array().unwrap().clone();
            list.iter()
                .map(|one| one["type"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(kinds("").await, ["mention", "reblog", "favourite"]);
    assert_eq!(kinds("?types[]=mention&types[]=quote").await, ["mention"]);
    assert_eq!(kinds("?exclude_types[]=mention&limit=1").await, ["reblog"]);
    assert_eq!(kinds("?limit=2").await, ["mention", "reblog"]);
    amira.delete(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(kinds("").await, ["mention"]);
}
