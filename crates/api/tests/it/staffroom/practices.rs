//! Publishing, changing and finding practices.

use serde_json::{Value, json};

use super::{Api, outcome, practice, practice_with};
use crate::app::{Json, TestApp};

#[actix_web::test]
async fn a_practice_is_published_with_its_authors_own_result() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let answer = api.post(&amira, "/practices", "", practice()).await;
    let made = answer.made();
    let address = format!(
        "https://school.example/api/staffroom/v1/practices/{}",
        made.id()
    );
    assert_eq!(answer.header("location"), address);
    insta::assert_json_snapshot!("practice", made);
    let seen = api
        .get(&app.stranger(), "/practices/{id}", &made.id())
        .await
        .ok();
    assert!(seen.get("text").is_none(), "{seen}");
    assert_eq!(seen["record"], made["record"]);
    let results = api
        .get(&amira, "/practices/{id}/outcomes", &made.id())
        .await
        .ok();
    assert_eq!(
        results["items"][0]["record"]["outcome"],
        made["record"]["outcome"]
    );
}

#[actix_web::test]
async fn what_is_read_can_be_sent_again_and_another_core_is_another_version() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let made = api.post(&amira, "/practices", "", practice()).await.made();
    let again = json!({"title": made["title"], "text": made["text"], "record": made["record"]});
    let same = api
        .put(&amira, "/practices/{id}", &made.id(), again.clone())
        .await
        .ok();
    assert_eq!(
        (&same["record"], &same["version"]),
        (&made["record"], &json!(1))
    );
    let mut other = again;
    other["record"]["steps"] = json!(["Record one minute."]);
    other["title"] = json!("Audio feedback, shorter");
    app.advance(std::time::Duration::from_hours(1));
    let changed = api
        .put(&amira, "/practices/{id}", &made.id(), other)
        .await
        .ok();
    assert_eq!(changed["version"], 2);
    let versions = api
        .get(&app.stranger(), "/practices/{id}/versions", &made.id())
        .await
        .ok();
    let titles: Vec<&Value> = versions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["title"])
        .collect();
    assert_eq!(
        titles,
        ["Audio feedback, shorter", "Audio feedback in Year 8"]
    );
    insta::assert_json_snapshot!("practice_version", versions["items"][1]);
}

/// Whoever sends everything that was read again changes nothing of it.
#[actix_web::test]
async fn for_whom_a_practice_is_may_be_repeated_and_not_changed() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let mut body = practice();
    body["visibility"] = json!("unlisted");
    let id = api.publish(&amira, body.clone()).await;
    api.put(&amira, "/practices/{id}", &id, body.clone())
        .await
        .ok();
    body["visibility"] = json!("public");
    body["title"] = json!("Audio feedback for everybody");
    let refused = api.put(&amira, "/practices/{id}", &id, body).await;
    let told = [("visibility".to_owned(), "cannot-change".to_owned())];
    assert_eq!(refused.problems(), told);
    let still = api.get(&amira, "/practices/{id}", &id).await.ok();
    assert_eq!(still["title"], practice()["title"]);
}

#[actix_web::test]
async fn a_practice_is_withdrawn_reinstated_and_deleted() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let id = api.publish(&amira, practice()).await;
    let withdrawn = api
        .call(&amira, ("POST", "/practices/{id}/withdraw"), &id, None)
        .await
        .ok();
    assert_eq!(withdrawn["state"], "withdrawn");
    assert_eq!(withdrawn["ledger"]["flags"], json!(["withdrawn"]));
    let list = api.get(&app.stranger(), "/practices", "").await.ok();
    assert!(list["items"].ids().is_empty(), "{list}");
    let own = api
        .get(&amira, "/practices", &format!("?by={}", amira.id))
        .await
        .ok();
    assert_eq!(own["items"].ids(), std::slice::from_ref(&id));
    // Sent again as it was read, it is still withdrawn: that is another endpoint's.
    let again = json!({
        "title": withdrawn["title"], "text": withdrawn["text"], "record": withdrawn["record"],
    });
    let still = api.put(&amira, "/practices/{id}", &id, again).await.ok();
    assert_eq!(still["state"], "withdrawn");
    let back = api
        .call(&amira, ("POST", "/practices/{id}/reinstate"), &id, None)
        .await
        .ok();
    assert_eq!(back["state"], "published");
    let gone = api
        .call(&amira, ("DELETE", "/practices/{id}"), &id, None)
        .await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    let gone = api.get(&amira, "/practices/{id}", &id).await;
    assert_eq!(gone.status, 404);
}

#[actix_web::test]
async fn practices_are_found_by_facets_and_paged() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let of_everybody = |mut more: Value| {
        more["index"] = "all".into();
        practice_with(&more)
    };
    let first = api.publish(&amira, of_everybody(json!({}))).await;
    let second = of_everybody(json!({"subject": ["su/mathematics"], "region": "GB-WLS"}));
    let second = api.publish(&amira, second).await;
    let theirs = "https://elsewhere.example/v/homework";
    let third = of_everybody(json!({"technologyType": ["tech/tablets", theirs]}));
    let third = api.publish(&amira, third).await;
    for (query, found) in [
        ("", vec![&third, &second, &first]),
        (
            "evidenceLevel=ev/tried&subject=su/mathematics",
            vec![&second],
        ),
        ("subject=mathematics", vec![&second]),
        (
            "subject[]=su/english&subject[]=su/mathematics",
            vec![&third, &second, &first],
        ),
        (
            "subject=https://w3id.org/staffroom/v/su/mathematics",
            vec![&second],
        ),
        ("technologyType=tech/assessment", vec![&second, &first]),
        (
            "technologyType=https://elsewhere.example/v/homework",
            vec![&third],
        ),
        ("region=GB-WLS", vec![&second]),
        ("region=GB&outcome=oc/partly", vec![&third, &second, &first]),
        ("outcome=oc/worked", vec![]),
        ("by=5", vec![]),
    ] {
        let list = api
            .get(&app.stranger(), "/practices", &format!("?{query}"))
            .await
            .ok();
        let found: Vec<String> = found.into_iter().cloned().collect();
        assert_eq!(list["items"].ids(), found, "{query}");
    }
    let page = api
        .get(
            &app.stranger(),
            "/practices",
            "?limit=2&region=GB&access_token=",
        )
        .await;
    let list = page.ok();
    assert_eq!(list["items"].ids(), [third, second.clone()]);
    let next = format!(
        "https://school.example/api/staffroom/v1/practices?limit=2&region=GB&max_id={second}"
    );
    assert_eq!(list["next"], next);
    assert!(
        page.header("link")
            .contains(&format!("<{next}>; rel=\"next\""))
    );
    let rest = api
        .get(
            &app.stranger(),
            "/practices",
            next.split_once("practices").unwrap().1,
        )
        .await
        .ok();
    assert_eq!(rest["items"].ids(), [first]);
}

/// One page asks the database as often as another.
#[actix_web::test]
async fn a_list_costs_the_same_however_many_are_on_it() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let mut counts = Vec::new();
    for _ in 0..4 {
        let id = api.publish(&amira, practice()).await;
        api.post(
            &amira,
            "/practices/{id}/outcomes",
            &id,
            outcome("oc/partly"),
        )
        .await;
        let before = app.queries.get();
        api.get(&amira, "/practices", "").await.ok();
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[1], counts[3], "{counts:?}");
}

#[actix_web::test]
async fn only_curators_assure() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let ben = app.teacher("ben").await;
    let id = api.publish(&amira, practice()).await;
    let level = |it: &str| json!({"evidenceLevel": it});
    for by in [&amira, &ben] {
        let answer = api
            .post(by, "/practices/{id}/assure", &id, level("ev/replicated"))
            .await;
        assert_eq!(answer.status, 403, "{}", answer.text);
    }
    for wrong in ["", "ev/tombola", "su/english"] {
        let answer = api
            .post(&ben, "/practices/{id}/assure", &id, level(wrong))
            .await;
        assert_eq!(answer.problems()[0].0, "evidenceLevel", "{wrong}");
    }
}
