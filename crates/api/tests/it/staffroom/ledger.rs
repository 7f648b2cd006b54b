//! Ledgers.

use serde_json::{Value, json};

use super::{Api, adoption, outcome, practice};
use crate::app::{Json, TestApp};

fn codes(counted: &Value) -> Vec<&str> {
    let sentences = counted["sentences"].as_array().unwrap().iter();
    sentences.map(|it| it["code"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_ledger_tells_counts_words_and_entries() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let empty = api
        .get(&app.stranger(), "/practices/{id}/ledger", &id)
        .await
        .ok();
    assert_eq!(codes(&empty)[0], "denominator");
    api.post(&ben, "/practices/{id}/adoptions", &id, adoption())
        .await
        .made();
    api.post(
        &ben,
        "/practices/{id}/outcomes",
        &id,
        outcome("oc/no-effect"),
    )
    .await
    .made();
    let ledger = api
        .get(&app.stranger(), "/practices/{id}/ledger", &id)
        .await
        .ok();
    assert_eq!(ledger["entryCount"], 3);
    assert_eq!(ledger["tooFewToSay"], true);
    assert!(codes(&ledger).contains(&"too-few-to-say"));
    insta::assert_json_snapshot!("ledger", ledger, {".items" => "entries, as elsewhere"});
    let page = api
        .get(
            &app.stranger(),
            "/practices/{id}/ledger",
            &format!("{id}?limit=2"),
        )
        .await
        .ok();
    assert_eq!(page["items"].ids(), ledger["items"].ids()[..2]);
    let next = page["next"]
        .as_str()
        .unwrap()
        .split_once("ledger")
        .unwrap()
        .1;
    let rest = api
        .get(
            &app.stranger(),
            "/practices/{id}/ledger",
            &format!("{id}{next}"),
        )
        .await
        .ok();
    assert_eq!(rest["items"].ids(), ledger["items"].ids()[2..]);
}

#[actix_web::test]
async fn an_entry_is_rejected_with_a_reason_that_is_listed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let entry = api
        .post(&ben, "/practices/{id}/outcomes", &id, outcome("oc/worked"))
        .await
        .made();
    for reason in ["displeasing", "", "deleted"] {
        let answer = api
            .post(
                &amira,
                "/entries/{id}/reject",
                &entry.id(),
                json!({"reason": reason}),
            )
            .await;
        assert_eq!(
            answer.problems(),
            [("reason".to_owned(), "reason".to_owned())]
        );
    }
    let rejected = api
        .post(
            &amira,
            "/entries/{id}/reject",
            &entry.id(),
            json!({"reason": "spam"}),
        )
        .await
        .ok();
    assert_eq!(rejected["ledgerState"], "rejected");
    assert_eq!(rejected["reason"], "spam");
    let list = api
        .get(&app.stranger(), "/practices/{id}/ledger/rejected", &id)
        .await
        .ok();
    insta::assert_json_snapshot!("rejected", list["items"]);
    let ledger = api.get(&amira, "/practices/{id}/ledger", &id).await.ok();
    assert_eq!(ledger["summary"]["rejected"], json!({"spam": 1}));
    assert!(codes(&ledger).contains(&"rejected"));
    let accepted = api
        .call(&amira, ("POST", "/entries/{id}/accept"), &entry.id(), None)
        .await
        .ok();
    assert_eq!(accepted["ledgerState"], "counted");
    assert!(accepted.get("reason").is_none());
}

/// What is not named to somebody does not hide what comes after it.
#[actix_web::test]
async fn what_was_rejected_is_paged_past_what_is_not_named() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, api) = (app.teacher("cleo").await, Api::of(&app).await);
    let follow = format!("/api/v1/accounts/{}/follow", ben.id);
    amira.post(&follow, json!({})).await.ok();
    let id = api.publish(&amira, practice()).await;
    let mut rejected = Vec::new();
    for (by, visibility) in [(&cleo, "public"), (&ben, "private")] {
        let mut body = outcome("oc/worked");
        body["visibility"] = json!(visibility);
        let made = api.post(by, "/practices/{id}/outcomes", &id, body).await;
        rejected.push(made.made().id());
        let reason = json!({"reason": "spam"});
        let path = "/entries/{id}/reject";
        api.post(&amira, path, rejected.last().unwrap(), reason)
            .await
            .ok();
    }
    let (path, stranger) = ("/practices/{id}/ledger/rejected", app.stranger());
    let first = api.get(&stranger, path, &format!("{id}?limit=1")).await;
    let first = first.ok();
    assert_eq!(first["items"], json!([]));
    let next = first["next"].as_str().expect("there is more");
    let next = next.split_once("rejected").unwrap().1;
    let rest = api.get(&stranger, path, &format!("{id}{next}")).await.ok();
    assert_eq!(rest["items"].ids(), rejected[..1]);
}

/// Catalogue 55. Nobody keeps an entry in a ledger by blocking whoever decides about it.
#[actix_web::test]
async fn an_entry_of_somebody_who_blocks_the_author_can_be_rejected() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let entry = api
        .post(&ben, "/practices/{id}/outcomes", &id, outcome("oc/worked"))
        .await
        .made();
    let block = format!("/api/v1/accounts/{}/block", amira.id);
    ben.post(&block, json!({})).await.ok();
    let path = "/entries/{id}/reject";
    let rejected = api
        .post(&amira, path, &entry.id(), json!({"reason": "spam"}))
        .await
        .ok();
    assert_eq!(rejected["ledgerState"], "rejected");
}

#[actix_web::test]
async fn few_settings_like_ones_own_are_named_and_not_counted() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let entry = api
        .post(&ben, "/practices/{id}/outcomes", &id, outcome("oc/harmful"))
        .await
        .made();
    let path = "/practices/{id}/ledger/like-mine";
    let like = |query: &str| format!("{id}?{query}");
    let found = api
        .get(
            &ben,
            path,
            &like("phase=ph/lower-secondary-ks3&phase=ph/primary-ks1"),
        )
        .await
        .ok();
    assert!(found.get("counted").is_none());
    assert!(found["texts"].as_array().unwrap().contains(&entry["uri"]));
    let found = api.get(&ben, path, &like("phase=primary-ks1")).await.ok();
    assert_eq!(found["texts"], json!([]));
    for (query, field, code) in [
        ("phase=su/english", "phase", "wrong-scheme"),
        ("country=Wales", "country", "country"),
        ("colour=red", "colour", "unknown-facet"),
    ] {
        let answer = api.get(&ben, path, &like(query)).await;
        assert_eq!(answer.problems(), [(field.to_owned(), code.to_owned())]);
    }
    let many = "country=GB&".repeat(21);
    assert_eq!(
        api.get(&ben, path, &like(&many)).await.problems()[0].1,
        "too-many"
    );
}
