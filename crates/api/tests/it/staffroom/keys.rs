//! What is sent again after a lost answer, by its `Idempotency-Key`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::test::TestRequest;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use staffroom_domain::AccountId;
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};

use super::{Api, adoption, outcome, practice};
use crate::app::{Answer, Client, Json, TestApp};

async fn send(by: &Client<'_>, key: &str, path: &str, body: Value) -> Answer {
    let request = TestRequest::post()
        .uri(&format!("/api/staffroom/v1{path}"))
        .insert_header(("idempotency-key", key))
        .set_json(body);
    by.send(request).await
}

#[actix_web::test]
async fn the_same_key_makes_once() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = send(&amira, "once", "/practices", practice()).await.made();
    let again = send(&amira, "once", "/practices", practice()).await.made();
    assert_eq!(first.id(), again.id());
    // Keys are somebody's own.
    let theirs = send(&ben, "once", "/practices", practice()).await.made();
    assert_ne!(first.id(), theirs.id());
    for (what, body) in [
        ("adoptions", adoption()),
        ("outcomes", outcome("oc/partly")),
    ] {
        let path = format!("/practices/{}/{what}", first.id());
        let first = send(&ben, what, &path, body.clone()).await.made();
        let again = send(&ben, what, &path, body).await.made();
        assert_eq!(first.id(), again.id());
    }
}

/// Nobody is told that their outcome is there when it is something else that is there.
#[actix_web::test]
async fn a_key_makes_nothing_but_what_it_was_used_for() {
    let app = TestApp::new();
    let (amira, ben, api) = (
        app.teacher("amira").await,
        app.teacher("ben").await,
        Api::of(&app).await,
    );
    let one = api.publish(&amira, practice()).await;
    let other = api.publish(&amira, practice()).await;
    let outcomes = |id: &str| format!("/practices/{id}/outcomes");
    send(&ben, "result", &outcomes(&one), outcome("oc/partly"))
        .await
        .made();
    send(&ben, "idea", "/practices", practice()).await.made();
    let post = TestRequest::post()
        .uri("/api/v1/statuses")
        .insert_header(("idempotency-key", "post"))
        .set_json(json!({"status": "hello"}));
    ben.send(post).await.ok();
    let adoptions = format!("/practices/{one}/adoptions");
    for (key, path, body) in [
        ("result", outcomes(&other), outcome("oc/partly")),
        ("result", adoptions.clone(), adoption()),
        ("result", "/practices".to_owned(), practice()),
        ("idea", outcomes(&one), outcome("oc/partly")),
        ("post", adoptions, adoption()),
        ("post", "/practices".to_owned(), practice()),
    ] {
        let refused = send(&ben, key, &path, body).await;
        let told = [(String::new(), "key-used".to_owned())];
        assert_eq!(refused.problems(), told, "{key} {path}");
    }
}

/// Counts how often somebody is looked for elsewhere.
#[derive(Default)]
struct Asked(AtomicUsize);

impl Directory for Asked {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(None) })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }
}

#[actix_web::test]
async fn nobody_is_looked_up_once_more_for_what_is_there() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let asked: Arc<Asked> = Arc::default();
    assert!(app.ctx.directory.set(asked.clone()).is_ok());
    let thanks = |mut body: Value| {
        body["text"] = json!("Thanks to @zoe@there.example");
        body
    };
    let mut made = Vec::new();
    for _ in 0..2 {
        let practice = send(&amira, "once", "/practices", thanks(practice()));
        let id = practice.await.made().id();
        for (what, body) in [
            ("adoptions", adoption()),
            ("outcomes", outcome("oc/partly")),
        ] {
            let path = format!("/practices/{id}/{what}");
            made.push(send(&ben, what, &path, thanks(body)).await.made().id());
        }
    }
    assert_eq!(made[..2], made[2..]);
    assert_eq!(asked.0.load(Ordering::Relaxed), 3);
}
