//! Adoptions and outcomes.

use serde_json::json;

use super::{Api, adoption, outcome, practice};
use crate::app::{Json, TestApp};

#[actix_web::test]
async fn somebody_tries_a_practice_and_reports_what_came_of_it() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let said = api
        .post(&ben, "/practices/{id}/adoptions", &id, adoption())
        .await
        .made();
    insta::assert_json_snapshot!("adoption", said);
    let due = api.get(&ben, "/adoptions/due", "").await.ok();
    assert_eq!(due["items"].ids(), [said.id()]);
    let mut running = adoption();
    running["record"]["status"] = json!("running");
    app.advance(std::time::Duration::from_hours(1));
    let running = api
        .put(&ben, "/adoptions/{id}", &said.id(), running)
        .await
        .ok();
    assert_eq!(running["record"]["status"], "running");
    let reported = api
        .post(
            &ben,
            "/practices/{id}/outcomes",
            &id,
            outcome("oc/no-effect"),
        )
        .await
        .made();
    assert_eq!(reported["record"]["adoption"], said["uri"]);
    insta::assert_json_snapshot!("outcome", reported);
    let due = api.get(&ben, "/adoptions/due", "").await.ok();
    assert!(due["items"].ids().is_empty(), "{due}");
    let mut changed = outcome("oc/partly");
    changed["text"] = json!("On second thoughts.");
    let changed = api
        .put(&ben, "/outcomes/{id}", &reported.id(), changed)
        .await
        .ok();
    assert_eq!(changed["text"], "On second thoughts.");
    assert_eq!(changed["record"]["adoption"], said["uri"]);
    let list = api
        .get(&app.stranger(), "/practices/{id}/outcomes", &id)
        .await
        .ok();
    assert_eq!(list["items"].ids()[0], reported.id());
    let list = api
        .get(&app.stranger(), "/practices/{id}/adoptions", &id)
        .await
        .ok();
    assert_eq!(list["items"].ids(), [said.id()]);
    let one = api
        .get(&app.stranger(), "/adoptions/{id}", &said.id())
        .await
        .ok();
    assert!(one.get("text").is_none(), "{one}");
    let gone = api
        .call(&ben, ("DELETE", "/outcomes/{id}"), &reported.id(), None)
        .await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    let gone = api.get(&ben, "/outcomes/{id}", &reported.id()).await;
    assert_eq!(gone.status, 404);
}

#[actix_web::test]
async fn what_is_due_is_paged_by_its_days() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let mut expected = Vec::new();
    for day in ["2026-12-03", "2026-12-01", "2026-12-01", "2026-12-02"] {
        let id = api.publish(&amira, practice()).await;
        let mut body = adoption();
        body["record"]["decideBy"] = json!(day);
        let said = api.post(&ben, "/practices/{id}/adoptions", &id, body).await;
        expected.push((day, said.made().id()));
    }
    expected.sort();
    let mut found = Vec::new();
    let mut place = "?limit=1".to_owned();
    for _ in 0..4 {
        let page = api.get(&ben, "/adoptions/due", &place).await.ok();
        found.extend(page["items"].ids());
        let next = page["next"].as_str().unwrap();
        place = next.split_once("due").unwrap().1.to_owned();
    }
    let expected: Vec<String> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(found, expected);
    let end = api.get(&ben, "/adoptions/due", &place).await.ok();
    assert!(end["items"].ids().is_empty() && end.get("next").is_none());
    for odd in ["?after=x", "?after=-", "?after=99999999999999999999-1"] {
        let page = api.get(&ben, "/adoptions/due", odd).await.ok();
        assert_eq!(page["items"].ids().len(), 4, "{odd}");
    }
}

/// A result is about the version that was tried: left out, it is the present one.
#[actix_web::test]
async fn an_entry_is_about_the_present_version_unless_it_says_another() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let made = api.post(&amira, "/practices", "", practice()).await.made();
    let mut other = json!({"title": made["title"], "text": made["text"], "record": made["record"]});
    other["record"]["steps"] = json!(["Record one minute."]);
    api.put(&amira, "/practices/{id}", &made.id(), other)
        .await
        .ok();
    let now = api
        .post(
            &ben,
            "/practices/{id}/outcomes",
            &made.id(),
            outcome("oc/partly"),
        )
        .await
        .made();
    assert_eq!(now["record"]["practiceVersion"], 2);
    let mut before = outcome("oc/worked");
    before["record"]["practiceVersion"] = json!(1);
    let before = api
        .put(&ben, "/outcomes/{id}", &now.id(), before)
        .await
        .ok();
    assert_eq!(before["record"]["practiceVersion"], 1);
    let kept = api
        .put(&ben, "/outcomes/{id}", &now.id(), outcome("oc/worked"))
        .await
        .ok();
    assert_eq!(kept["record"]["practiceVersion"], 1);
    let mut never = outcome("oc/worked");
    never["record"]["practiceVersion"] = json!(7);
    let never = api.put(&ben, "/outcomes/{id}", &now.id(), never).await;
    assert_eq!(
        never.problems(),
        [("practiceVersion".to_owned(), "unknown-version".to_owned())]
    );
}

/// Whoever sends everything that was read again changes nothing of it.
#[actix_web::test]
async fn for_whom_an_entry_is_and_its_language_may_be_repeated_and_not_changed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    for (made, one, mut body) in [
        ("/practices/{id}/adoptions", "/adoptions/{id}", adoption()),
        (
            "/practices/{id}/outcomes",
            "/outcomes/{id}",
            outcome("oc/partly"),
        ),
    ] {
        body["visibility"] = json!("private");
        body["language"] = json!("cy");
        let id = api.post(&ben, made, &id, body.clone()).await.made().id();
        let same = api.put(&ben, one, &id, body.clone()).await.ok();
        assert_eq!(same["text"], body["text"]);
        body["visibility"] = json!("public");
        body["language"] = json!("en");
        let refused = api.put(&ben, one, &id, body).await.problems();
        let told = |field: &str| (field.to_owned(), "cannot-change".to_owned());
        assert_eq!(refused, [told("visibility"), told("language")]);
    }
}
