//! Forms that were not made by our pages.

use actix_web::test::TestRequest;
use staffroom_domain::Role;

use crate::app::{PASSWORD, TestApp};

#[actix_web::test]
async fn a_form_without_its_token_does_nothing() {
    let app = TestApp::new();
    app.user("amira", &[Role::Owner]).await;
    let browser = app.signed_in("amira").await;
    for path in [
        "/sign-in",
        "/sign-out",
        "/language",
        "/events/1",
        "/events/new",
        "/events/1/edit",
        "/events/1/cancel",
        "/events/1/people",
        "/events/1/people/1/decline",
        "/events/1/notes",
        "/talks/1/draft",
        "/settings/sessions/1/revoke",
        "/settings/sessions/revoke-others",
        "/settings/password",
        "/settings/two-factor",
        "/settings/passkeys",
        "/settings/passkeys/1",
        "/settings/data/archive",
        "/settings/privacy",
        "/settings/account",
        "/settings/account/delete",
        "/settings/posting",
        "/settings/notifications",
        "/settings/filters/new",
        "/settings/filters/1",
        "/settings/filters/1/delete",
        "/settings/blocks/servers",
        "/sign-in/code",
        "/sign-in/code/passkey",
        "/sign-in/passkey",
        "/settings/applications/1/revoke",
        "/oauth/authorize",
        "/admin/invitations",
        "/admin/invitations/mail",
        "/admin/invitations/1/revoke",
        "/admin/users/1/roles",
        "/admin/users/1/password-reset",
        "/admin/reports/1",
        "/admin/reports/1/take",
        "/admin/accounts/1",
        "/admin/servers",
        "/admin/servers/import",
        "/admin/servers/bad.example/remove",
        "/admin/jobs/1/retry",
        "/admin/announcements",
        "/admin/announcements/1",
        "/admin/announcements/1/remove",
        "/admin/emojis/owl/remove",
        "/announcements/1/dismiss",
        "/password-reset",
        "/password-reset/x",
        "/invitation/x",
    ] {
        for token in [None, Some("AAAA")] {
            let fields: Vec<_> = token.map(|token| ("csrf", token)).into_iter().collect();
            let answer = browser.post(path, &fields, &[]).await;
            answer
                .assert_status(403)
                .assert_has("This form is out of date")
                .assert_has("reload");
        }
    }
    browser.get("/about").await.assert_has("Signed in as");
}

#[actix_web::test]
async fn a_token_is_good_in_one_browser_only() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let (mine, yours) = (app.browser(), app.browser());
    let page = mine.get("/sign-in").await;
    yours.get("/sign-in").await;
    let fields = [("username", "amira"), ("password", PASSWORD)];
    yours
        .submit(&page, "/sign-in", &fields)
        .await
        .assert_status(403);
    mine.submit(&page, "/sign-in", &fields)
        .await
        .assert_status(303);
    // A form from before signing in is out of date after it.
    mine.submit(&page, "/sign-out", &[])
        .await
        .assert_status(403);
    let other = app.signed_in("amira").await;
    let page = other.get("/about").await;
    mine.submit(&page, "/sign-out", &[])
        .await
        .assert_status(403);
}

#[actix_web::test]
async fn what_the_browser_says_about_another_site_counts() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    let token = browser.get("/about").await.form_token();
    let fields = [("csrf", token.as_str())];
    for headers in [
        [("origin", "https://evil.example")],
        [("origin", "http://school.example")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
    ] {
        browser
            .post("/sign-out", &fields, &headers)
            .await
            .assert_status(403);
    }
    let own = [
        ("origin", "https://school.example"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser
        .post("/sign-out", &fields, &own)
        .await
        .assert_status(303);
}

#[actix_web::test]
async fn a_page_without_referrer_sends_a_null_origin_and_works() {
    let app = TestApp::new();
    let path = app.invitation(1, "").await;
    let browser = app.browser();
    let token = browser.get(&path).await.form_token();
    let fields = [
        ("csrf", token.as_str()),
        ("username", "amira"),
        ("password", PASSWORD),
    ];
    let headers = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    assert_eq!(browser.post(&path, &fields, &headers).await.location(), "/");
}

#[actix_web::test]
async fn forms_are_bounded_and_of_one_kind() {
    let app = TestApp::new();
    let browser = app.browser();
    let page = browser.get("/sign-in").await;
    let long = "x".repeat(200_000);
    browser
        .submit(&page, "/sign-in", &[("username", long.as_str())])
        .await
        .assert_status(413)
        .assert_has("too much at once");
    let json = TestRequest::post()
        .uri("/sign-in")
        .insert_header(("content-type", "application/json"))
        .set_payload("{}");
    browser
        .send(json)
        .await
        .assert_status(400)
        .assert_has("cannot be read");
}
