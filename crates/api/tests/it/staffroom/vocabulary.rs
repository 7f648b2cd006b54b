//! Concepts for what is typed, and for hashtags.

use serde_json::Value;

use super::described::Described;
use crate::app::TestApp;

async fn ask(app: &TestApp, path: &str) -> Value {
    let described = Described::by(app).await;
    let answer = app
        .stranger()
        .get(&format!("/api/staffroom/v1{path}"))
        .await;
    let end = path.find('?').unwrap();
    described.assert_covers("GET", &path[..end], &answer);
    answer.ok()
}

fn paths(items: &Value) -> Vec<&str> {
    let items = items.as_array().unwrap().iter();
    items.map(|it| it["path"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn what_is_typed_is_completed_in_a_scheme_and_a_language() {
    let app = TestApp::new();
    let found = ask(&app, "/vocabulary?q=art&limit=2").await;
    assert_eq!(paths(&found["items"]), ["tech/ai", "su/art-design"]);
    let found = ask(&app, "/vocabulary?q=art&scheme=subject&lang=cy").await;
    assert_eq!(paths(&found["items"])[0], "su/art-design");
    insta::assert_json_snapshot!("concept", found["items"][0]);
    let same = ask(&app, "/vocabulary?q=art&scheme=su&lang=cy-GB").await;
    assert_eq!(same, found);
    let all = ask(&app, "/vocabulary?scheme=ev").await;
    assert_eq!(paths(&all["items"])[..2], ["ev/idea", "ev/reasoned"]);
    let none = ask(&app, "/vocabulary?q=zzzz").await;
    assert!(paths(&none["items"]).is_empty());
    let long = format!("/vocabulary?scheme=ev&q={}", "x".repeat(5_000));
    ask(&app, &long).await;
}

#[actix_web::test]
async fn a_scheme_that_there_is_not_is_told() {
    let app = TestApp::new();
    let answer = app
        .stranger()
        .get("/api/staffroom/v1/vocabulary?q=a&scheme=tombola")
        .await;
    assert_eq!(answer.status, 422);
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    insta::assert_json_snapshot!("problem", told);
}

/// Hashtags only suggest: every answer is a list from which somebody chooses.
#[actix_web::test]
async fn hashtags_suggest_concepts() {
    let app = TestApp::new();
    let found = ask(
        &app,
        "/suggestions?tags=%23SmartBoard,KS3,%20,tombola&lang=en",
    )
    .await;
    let items = found["items"].as_array().unwrap();
    let tags: Vec<&str> = items.iter().map(|it| it["tag"].as_str().unwrap()).collect();
    assert_eq!(tags, ["SmartBoard", "KS3", "tombola"]);
    assert_eq!(paths(&items[0]["concepts"]), ["tech/interactive-display"]);
    assert_eq!(paths(&items[1]["concepts"]), ["ph/lower-secondary-ks3"]);
    assert!(paths(&items[2]["concepts"]).is_empty());
    let several = ask(&app, "/suggestions?tags[]=ks3&tags[]=maths").await;
    assert_eq!(several["items"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn hashtags_are_bounded() {
    let app = TestApp::new();
    let many = vec!["a"; 31].join(",");
    for (tags, status) in [("", 400), (",,#", 400), (many.as_str(), 422)] {
        let path = format!(
            "/api/staffroom/v1/suggestions?tags={}",
            tags.replace('#', "%23")
        );
        assert_eq!(app.stranger().get(&path).await.status, status, "{tags}");
    }
    let long = format!("/suggestions?tags={}", "x".repeat(300));
    let found = ask(&app, &long).await;
    assert_eq!(found["items"][0]["tag"].as_str().unwrap().len(), 200);
}
