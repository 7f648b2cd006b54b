//! Signing in and out.

use std::time::Duration;

use staffroom_domain::Role;

use crate::app::{PASSWORD, TestApp};

#[actix_web::test]
async fn name_or_address_and_password_open_the_door() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    for name in ["amira", "@AMIRA", " amira@school.example "] {
        let browser = app.browser();
        let page = browser.get("/sign-in").await;
        let answer = browser
            .submit(
                &page,
                "/sign-in",
                &[("username", name), ("password", PASSWORD)],
            )
            .await;
        assert_eq!(answer.location(), "/");
        let cookie = answer
            .headers
            .get_all("set-cookie")
            .map(|line| line.to_str().unwrap())
            .find(|line| line.starts_with("__Host-staffroom="))
            .unwrap();
        for attribute in [
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
            "Max-Age=2592000",
        ] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
        let page = browser.get("/").await;
        page.assert_has("You are signed in.")
            .assert_has("Signed in as <bdi>amira</bdi>");
        assert_eq!(page.header("cache-control"), "no-store");
        browser.get("/").await.assert_lacks("role=\"status\"");
    }
}

#[actix_web::test]
async fn on_plain_http_the_cookie_has_its_plain_name() {
    let app = TestApp::with("", true);
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    assert!(browser.cookie("staffroom").is_some());
    assert!(browser.cookie("__Host-staffroom").is_none());
}

#[actix_web::test]
async fn a_wrong_password_says_nothing_about_the_name() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.browser();
    let page = browser.get("/sign-in").await;
    let mut texts = Vec::new();
    for name in ["amira", "bilal"] {
        let fields = [("username", name), ("password", "wrong-secret")];
        let answer = browser.submit(&page, "/sign-in", &fields).await;
        answer
            .assert_status(422)
            .assert_has("The name or the password is not right.")
            .assert_has(&format!("value=\"{name}\""))
            .assert_has("aria-invalid=\"true\"")
            .assert_has("href=\"#username\"")
            .assert_has("<title>Problem: Sign in")
            .assert_lacks("wrong-secret");
        texts.push(answer.normalised().replace(name, "NAME"));
    }
    assert_eq!(texts[0], texts[1]);
    let answer = browser
        .submit(&page, "/sign-in", &[("username", " "), ("password", "x")])
        .await;
    answer.assert_status(422).assert_has("Enter your username");
}

#[actix_web::test]
async fn too_many_attempts_have_to_wait() {
    let app = TestApp::new();
    let browser = app.browser();
    let page = browser.get("/sign-in").await;
    let fields = [("username", "amira"), ("password", "wrong")];
    for _ in 0..10 {
        browser
            .submit(&page, "/sign-in", &fields)
            .await
            .assert_status(422);
    }
    let answer = browser.submit(&page, "/sign-in", &fields).await;
    answer.assert_status(429).assert_has("Try again in");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[actix_web::test]
async fn one_comes_back_to_where_one_wanted_to_go() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.browser();
    let answer = browser.get("/settings/sessions?a=b").await;
    assert_eq!(
        answer.location(),
        "/sign-in?return_to=/settings/sessions%3Fa%3Db"
    );
    let page = browser.get(answer.location()).await;
    page.assert_has("name=\"return_to\" value=\"/settings/sessions?a=b\"");
    let answer = browser
        .submit(
            &page,
            "/sign-in",
            &[
                ("username", "amira"),
                ("password", PASSWORD),
                ("return_to", "/settings/sessions?a=b"),
            ],
        )
        .await;
    assert_eq!(answer.location(), "/settings/sessions?a=b");
    let answer = browser.get("/sign-in?return_to=/about").await;
    assert_eq!(answer.location(), "/about");
}

#[actix_web::test]
async fn one_never_goes_to_another_site() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    for there in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
    ] {
        let browser = app.browser();
        let page = browser
            .get(&format!("/sign-in?return_to={}", url_encoded(there)))
            .await;
        page.assert_ok().assert_lacks("evil.example");
        let fields = [
            ("username", "amira"),
            ("password", PASSWORD),
            ("return_to", there),
        ];
        let answer = browser.submit(&page, "/sign-in", &fields).await;
        assert_eq!(answer.location(), "/");
    }
}

fn url_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[actix_web::test]
async fn signing_out_ends_the_session() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    let stolen = browser.cookie("__Host-staffroom").unwrap();
    let page = browser.get("/about").await;
    let answer = browser.submit(&page, "/sign-out", &[]).await;
    assert_eq!(answer.location(), "/");
    assert!(browser.cookie("__Host-staffroom").is_none());
    browser.get("/").await.assert_has("You are signed out.");
    let thief = app.browser();
    thief.set_cookie("__Host-staffroom", &stolen);
    assert!(
        thief
            .get("/settings/sessions")
            .await
            .location()
            .starts_with("/sign-in")
    );
}

#[actix_web::test]
async fn signing_in_again_ends_the_session_before() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    app.user("bilal", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    let before = browser.cookie("__Host-staffroom").unwrap();
    let page = browser.get("/about").await;
    let fields = [("username", "bilal"), ("password", PASSWORD)];
    browser.submit(&page, "/sign-in", &fields).await.location();
    browser
        .get("/about")
        .await
        .assert_has("Signed in as <bdi>bilal</bdi>");
    let other = app.browser();
    other.set_cookie("__Host-staffroom", &before);
    other.get("/about").await.assert_lacks("Signed in as");
}

#[actix_web::test]
async fn a_session_in_use_gives_its_cookie_more_time() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    let before = browser.get("/settings/sessions").await;
    assert_eq!(before.header("set-cookie"), "", "not with every page");
    app.advance(Duration::from_hours(1));
    let after = browser.get("/settings/sessions").await;
    let cookie = after.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-staffroom=") && cookie.contains("Max-Age=2592000"),
        "{cookie}"
    );
}
