//! Accepting an invitation.

use std::time::Duration;

use staffroom_service::invitations;

use crate::app::{PASSWORD, TestApp};

#[actix_web::test]
async fn a_guest_joins_and_is_signed_in() {
    let app = TestApp::new();
    let path = app.invitation(2, "Maths department").await;
    let browser = app.browser();
    let page = browser.get(&path).await;
    page.assert_ok()
        .assert_has("Maths department")
        .assert_has("You will be: Teacher")
        .assert_has("<time datetime=\"2026-09-15T08:05:00Z\">15 September 2026, 08:05 UTC</time>");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    let fields = [
        ("username", "amira_k"),
        ("display_name", "Amira <b>Khan</b> \"&'"),
        ("email", "amira@school.example"),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.submit(&page, &path, &fields).await.location(), "/");
    browser
        .get("/")
        .await
        .assert_has("Welcome!")
        .assert_has("Amira &#60;b&#62;Khan&#60;/b&#62; &#34;&#38;&#39;")
        .assert_lacks("<b>");
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_field_and_the_rest_is_kept() {
    let app = TestApp::new();
    app.user("amira", &[]).await;
    let path = app.invitation(1, "").await;
    let browser = app.browser();
    let page = browser.get(&path).await;
    for (username, email, password, field, text) in [
        ("", "", PASSWORD, "username", "A username is needed."),
        (
            "a b",
            "",
            PASSWORD,
            "username",
            "A username has only letters",
        ),
        ("admin", "", PASSWORD, "username", "reserved"),
        ("AMIRA", "", PASSWORD, "username", "is taken"),
        (
            "bilal",
            "bilal",
            PASSWORD,
            "email",
            "is not an e-mail address",
        ),
        (
            "bilal",
            "Amira@School.example",
            PASSWORD,
            "email",
            "belongs to another user",
        ),
        (
            "bilal",
            "",
            "short-pw1",
            "password",
            "at least 10 characters",
        ),
        ("bilal", "", "password123", "password", "among the first"),
    ] {
        let fields = [
            ("username", username),
            ("display_name", "\"><script>"),
            ("email", email),
            ("password", password),
        ];
        let answer = browser.submit(&page, &path, &fields).await;
        answer
            .assert_status(422)
            .assert_has(text)
            .assert_has(&format!("href=\"#{field}\""))
            .assert_has(&format!("{field}-problem\""))
            .assert_has("value=\"&#34;&#62;&#60;script&#62;\"")
            .assert_lacks(password)
            .assert_lacks("<script");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let fields = [("username", "bilal"), ("password", PASSWORD)];
    browser
        .submit(&page, &path, &fields)
        .await
        .assert_status(303);
}

#[actix_web::test]
async fn the_last_place_is_given_once() {
    let app = TestApp::new();
    let path = app.invitation(1, "").await;
    let (first, second) = (app.browser(), app.browser());
    let (page, late) = (first.get(&path).await, second.get(&path).await);
    let fields = |name| [("username", name), ("password", PASSWORD)];
    first
        .submit(&page, &path, &fields("amira"))
        .await
        .assert_status(303);
    second
        .submit(&late, &path, &fields("bilal"))
        .await
        .assert_status(404)
        .assert_has("used up");
    let page = second.get(&path).await;
    page.assert_status(404)
        .assert_has("This link does not work");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
}

#[actix_web::test]
async fn ended_revoked_and_invented_links_look_alike() {
    let app = TestApp::new();
    let revoked = app.invitation(1, "secret note").await;
    let id = invitations::list(&app.ctx, None, 1).await.unwrap()[0].id;
    assert!(invitations::revoke(&app.ctx, id).await.unwrap());
    let ended = app.invitation(1, "secret note").await;
    let browser = app.browser();
    let form = browser.get(&ended).await;
    app.advance(Duration::from_hours(24 * 14));
    let mut texts = Vec::new();
    for path in [
        revoked.as_str(),
        &ended,
        "/invitation/abc",
        "/invitation/%3Cscript%3E",
    ] {
        let page = browser.get(path).await;
        page.assert_status(404)
            .assert_lacks("secret note")
            .assert_lacks("<script");
        texts.push(page.normalised());
    }
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]));
    let fields = [("username", "amira"), ("password", PASSWORD)];
    browser
        .submit(&form, &ended, &fields)
        .await
        .assert_status(404);
}

#[actix_web::test]
async fn guessing_links_is_slow() {
    let app = TestApp::new();
    let browser = app.browser();
    for _ in 0..30 {
        browser.get("/invitation/abc").await.assert_status(404);
        browser.get("/password-reset/abc").await.assert_status(404);
    }
    let answer = browser.get("/invitation/abc").await;
    answer.assert_status(429).assert_has("Please wait a little");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    browser.get("/password-reset/abc").await.assert_status(429);
}
