//! What every request passes through, on the real program.

use std::time::{Duration, Instant};

use staffroom_server::http::doctor_signature;
use staffroom_service::DbError;
use staffroom_testkit::{PASSWORD, TestApp, TestDb, db_test, http_client};

#[db_test]
async fn every_answer_carries_the_security_headers_and_an_id(db: TestDb) {
    let app = TestApp::start(db).await;
    for path in [
        "/",
        "/health",
        "/vocab/ev",
        "/nothing/here",
        "/assets/none",
        "/invitation/x",
    ] {
        let answer = http_client()
            .get(format!("{}{path}", app.url()))
            .send()
            .await
            .unwrap();
        let header = |name: &str| {
            let value = answer
                .headers()
                .get(name)
                .map(|v| v.to_str().unwrap().to_owned());
            value.unwrap_or_else(|| panic!("{path} has no {name}"))
        };
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert!(!header("referrer-policy").is_empty(), "{path}");
        assert_eq!(header("x-request-id").len(), 16, "{path}");
        assert!(
            answer.headers().get("strict-transport-security").is_none(),
            "plain http: {path}"
        );
    }
}

/// How a request looked to the server.
async fn seen(app: &TestApp, forwarded_for: &str, signature: &str) -> serde_json::Value {
    let answer = http_client()
        .get(format!("{}/health", app.url()))
        .header("x-forwarded-for", forwarded_for)
        .header("staffroom-doctor", signature)
        .send()
        .await
        .unwrap();
    let text = answer.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text))
}

#[db_test]
async fn the_clients_address_comes_only_from_trusted_proxies(db: TestDb) {
    let app = TestApp::start(db).await;
    let signature = doctor_signature(&app.ctx().key, app.ctx().now().as_secs() / 60);
    let without_trust = seen(&app, "203.0.113.9", &signature).await;
    assert_eq!(without_trust["seen"]["client"], "127.0.0.1");
    assert_eq!(without_trust["seen"]["forwarded_for"], "203.0.113.9");
}

#[db_test]
async fn a_trusted_proxy_is_believed_about_the_last_hop_only(db: TestDb) {
    let app = TestApp::with_settings(db, &[("server.trusted_proxies", "loopback")]).await;
    let signature = doctor_signature(&app.ctx().key, app.ctx().now().as_secs() / 60);
    let believed = seen(&app, "10.9.8.7, 203.0.113.9", &signature).await;
    assert_eq!(
        believed["seen"]["client"], "203.0.113.9",
        "what the client wrote is not"
    );
}

#[db_test]
async fn how_a_request_looked_is_told_only_to_the_holder_of_the_key(db: TestDb) {
    let app = TestApp::start(db).await;
    let minute = app.ctx().now().as_secs() / 60;
    let old = doctor_signature(&app.ctx().key, minute - 5);
    for signature in ["", "00", "zz", old.as_str()] {
        let answer = seen(&app, "203.0.113.9", signature).await;
        assert_eq!(answer, "OK", "{signature}");
    }
}

#[db_test]
async fn a_body_beyond_the_limit_is_refused(db: TestDb) {
    let app = TestApp::start(db).await;
    let answer = http_client()
        .post(format!("{}/sign-in", app.url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(vec![b'a'; 3 * 1_024 * 1_024])
        .send()
        .await;
    // The server may hang up before everything is sent.
    if let Ok(answer) = answer {
        assert_eq!(answer.status().as_u16(), 413);
    }
    assert!(
        app.browser().open("/").await.status.is_success(),
        "and it goes on"
    );
}

#[db_test]
async fn measurements_are_not_on_the_public_address(db: TestDb) {
    let app = TestApp::start(db).await;
    let answer = http_client()
        .get(format!("{}/metrics", app.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_takes_too_long_is_given_up() {
    let measurements = staffroom_server::telemetry::start_metrics();
    let db = TestDb::new(staffroom_testkit::Backend::Sqlite);
    let app = TestApp::with_settings(db, &[("server.request_timeout", "1s")]).await;
    app.user("amira").teacher().build().await;
    let page = http_client()
        .get(format!("{}/sign-in", app.url()))
        .send()
        .await
        .unwrap();
    let cookie = page.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let html = page.text().await.unwrap();
    let token = html.split("name=\"csrf\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    // The one writer is held for longer than a request may take.
    let ctx = app.ctx().clone();
    let (held, is_held) = std::sync::mpsc::channel();
    let holder = tokio::spawn(async move {
        let work = move |_: &mut _| {
            held.send(()).unwrap();
            std::thread::sleep(Duration::from_secs(3));
            Ok::<_, DbError>(())
        };
        ctx.db.write(work).await.unwrap();
    });
    tokio::task::spawn_blocking(move || is_held.recv().unwrap())
        .await
        .unwrap();
    let started = Instant::now();
    let answer = http_client()
        .post(format!("{}/sign-in", app.url()))
        .header("origin", app.url())
        .header("cookie", cookie)
        .form(&[
            ("username", "amira"),
            ("password", PASSWORD),
            ("csrf", token),
        ])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    assert_eq!(answer.headers()["x-request-id"].len(), 16);
    assert!(answer.headers().contains_key("content-security-policy"));
    // Where all tests share one process, another one may have the measurements.
    if let Some(measurements) = measurements {
        let text = measurements.render();
        let counted = text.lines().any(|line| {
            line.starts_with("staffroom_http_requests_total")
                && line.contains("status=\"503\"")
                && line.contains("route=\"/sign-in\"")
        });
        assert!(counted, "{text}");
    }
    assert!(
        started.elapsed() < Duration::from_secs(3),
        "given up before the writer was free"
    );
    holder.await.unwrap();
    assert!(
        app.browser().open("/").await.status.is_success(),
        "and it goes on"
    );
}
