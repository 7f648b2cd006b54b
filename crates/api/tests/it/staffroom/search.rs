//! Finding practices by words and facets.

use serde_json::json;
use staffroom_domain::job::ScheduledTask;
use staffroom_service::jobs::run_scheduled;

use super::{Api, practice, practice_with};
use crate::app::TestApp;

async fn index(app: &TestApp) {
    run_scheduled(&app.ctx, ScheduledTask::IndexPosts)
        .await
        .unwrap();
}

#[actix_web::test]
async fn practices_are_found_by_words_and_facets_and_counted() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let for_all = practice_with(&json!({"index": "all"}));
    let maths = practice_with(&json!({"index": "all", "subject": ["su/mathematics"]}));
    let english = api.publish(&amira, for_all).await;
    let maths = api.publish(&amira, maths).await;
    let closed = api
        .publish(&amira, practice_with(&json!({"index": "none"})))
        .await;
    index(&app).await;
    let find = async |query: &str| {
        let found = api.get(&app.stranger(), "/practices/search", query).await;
        found.ok()
    };
    let both = find("?q=voice+notes&limit=1").await;
    assert_eq!(both["items"][0]["id"], maths);
    assert_eq!(both["isComplete"], true);
    let english_iri = "https://w3id.org/staffroom/v/su/english";
    let count = json!({"value": english_iri, "practices": 1});
    assert!(
        both["counts"]["subject"]
            .as_array()
            .unwrap()
            .contains(&count),
        "{both}"
    );
    assert_eq!(
        both["counts"]["region"][0],
        json!({"value": "GB", "practices": 2})
    );
    let next = both["next"].as_str().unwrap();
    let rest = find(&format!("?{}", next.split_once('?').unwrap().1)).await;
    assert_eq!(rest["items"][0]["id"], english);
    assert!(rest.get("counts").is_none(), "{rest}");
    let one = find("?q=%22voice+notes%22&subject=su/english&phase=ph/lower-secondary-ks3").await;
    assert_eq!(one["items"].as_array().unwrap().len(), 1);
    assert_eq!(one["items"][0]["id"], english);
    let own = api.get(&amira, "/practices/search", "?q=voice").await.ok();
    assert_eq!(own["items"][0]["id"], closed);
}

#[actix_web::test]
async fn what_is_no_facet_is_told() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    api.publish(&amira, practice()).await;
    let asked = "?q=voice&by=1&phase=su/english";
    let told = api.get(&amira, "/practices/search", asked).await.problems();
    let problem = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        told,
        [
            problem("by", "unknown-facet"),
            problem("phase", "wrong-scheme")
        ]
    );
}
