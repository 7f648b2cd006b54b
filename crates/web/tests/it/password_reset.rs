//! Forgotten passwords.

use std::time::Duration;

use staffroom_domain::Role;
use staffroom_service::password_resets;

use crate::app::{PASSWORD, TestApp, path_of};

const NEW: &str = "seven quiet whiteboards";

#[actix_web::test]
async fn without_mail_the_page_says_whom_to_ask() {
    let app = TestApp::new();
    let browser = app.browser();
    browser
        .get("/password-reset")
        .await
        .assert_ok()
        .assert_has("sends no mail")
        .assert_has("The office")
        .assert_lacks("<form");
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, "/password-reset", &[("name", "amira")])
        .await;
    answer.assert_status(422).assert_has("sends no mail");
}

#[actix_web::test]
async fn with_mail_the_answer_is_the_same_whoever_it_is() {
    let app = TestApp::with_mail();
    app.user("amira", &[Role::Teacher]).await;
    for name in ["amira", "nobody_here"] {
        let browser = app.browser();
        let page = browser.get("/password-reset").await;
        let answer = browser
            .submit(&page, "/password-reset", &[("name", name)])
            .await;
        assert_eq!(answer.location(), "/sign-in");
        browser
            .get("/sign-in")
            .await
            .assert_has("If there is such a login");
    }
    let browser = app.browser();
    let page = browser.get("/password-reset").await;
    let answer = browser
        .submit(&page, "/password-reset", &[("name", "")])
        .await;
    answer.assert_status(422).assert_has("Enter your username");
}

#[actix_web::test]
async fn a_link_sets_a_password_once() {
    let app = TestApp::new();
    let user = app.user_named("amira", "Amira <i>", &[Role::Teacher]).await;
    let elsewhere = app.signed_in("amira").await;
    let new = password_resets::create_link(&app.ctx, user.user.id)
        .await
        .unwrap();
    let path = path_of(&new.link);
    let browser = app.browser();
    let page = browser.get(&path).await;
    page.assert_ok().assert_has("Amira &#60;i&#62;");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let answer = browser
        .submit(&page, &path, &[("password", "short-pw1")])
        .await;
    answer
        .assert_status(422)
        .assert_has("at least 10 characters")
        .assert_lacks("short-pw1");
    let answer = browser.submit(&page, &path, &[("password", NEW)]).await;
    assert_eq!(answer.location(), "/sign-in");
    let page = browser.get("/sign-in").await;
    page.assert_has("Your password was set.");
    assert!(
        elsewhere
            .get("/settings/sessions")
            .await
            .location()
            .starts_with("/sign-in")
    );
    let fields = |password| [("username", "amira"), ("password", password)];
    browser
        .submit(&page, "/sign-in", &fields(PASSWORD))
        .await
        .assert_status(422);
    browser
        .submit(&page, "/sign-in", &fields(NEW))
        .await
        .assert_status(303);
    browser
        .get(&path)
        .await
        .assert_status(404)
        .assert_has("This link does not work");
}

#[actix_web::test]
async fn a_link_ends() {
    let app = TestApp::new();
    let user = app.user("amira", &[Role::Teacher]).await;
    let new = password_resets::create_link(&app.ctx, user.user.id)
        .await
        .unwrap();
    let path = path_of(&new.link);
    let browser = app.browser();
    let page = browser.get(&path).await;
    app.advance(Duration::from_hours(24));
    browser
        .submit(&page, &path, &[("password", NEW)])
        .await
        .assert_status(404);
    browser.get(&path).await.assert_status(404);
}
