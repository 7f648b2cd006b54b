//! A code beside the password, on pages.

use std::time::Duration;

use staffroom_domain::Role;
use staffroom_service::oauth::{self, NewApplication, OUT_OF_BAND};
use staffroom_testkit::one_time_code;

use crate::app::{Answer, Browser, PASSWORD, PLAIN, TestApp};

const HERE: &str = "/settings/two-factor";

/// Turns it on; gives the key, and the page with the codes to be written down.
async fn turn_on(app: &TestApp, browser: &Browser<'_>) -> (String, Answer) {
    let page = browser.get(HERE).await;
    let fields = [("do", "begin"), ("current", PASSWORD)];
    assert_eq!(browser.submit(&page, HERE, &fields).await.location(), HERE);
    let page = browser.get(HERE).await;
    let secret = secret_on(&page);
    let code = one_time_code(&secret, app.ctx.now());
    let fields = [("do", "confirm"), ("code", code.as_str())];
    let done = browser.submit(&page, HERE, &fields).await;
    done.assert_ok().assert_has("not shown again");
    (secret, done)
}

fn secret_on(page: &Answer) -> String {
    page.between("aria-describedby=\"secret-hint\">", "</textarea>")
}

/// Shows the password, in a browser where nobody is signed in.
async fn show_password(browser: &Browser<'_>, return_to: &str) -> Answer {
    let page = browser.get("/sign-in").await;
    let fields = [
        ("username", "amira"),
        ("password", PASSWORD),
        ("return_to", return_to),
    ];
    browser.submit(&page, "/sign-in", &fields).await
}

/// Catalogue 56.
#[actix_web::test]
async fn nobody_is_signed_in_before_the_code() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let (secret, _) = turn_on(&app, &app.signed_in("amira").await).await;
    app.advance(Duration::from_mins(2));
    let browser = app.browser();
    let answer = show_password(&browser, "/settings/password").await;
    let there = answer.location().to_owned();
    assert_eq!(there, "/sign-in/code?return_to=/settings/password");
    assert_eq!(browser.cookie("__Host-staffroom"), None);
    let page = browser.get(&there).await;
    page.assert_ok().assert_lacks("Signed in as");
    for path in ["/settings/password", "/home", HERE] {
        let sent_away = browser.get(path).await;
        assert!(sent_away.location().starts_with("/sign-in"), "{path}");
    }
    let fields = [("code", "000000"), ("return_to", "/settings/password")];
    browser
        .submit(&page, "/sign-in/code", &fields)
        .await
        .assert_status(422)
        .assert_has("href=\"#code\"")
        .assert_lacks("000000");
    let code = one_time_code(&secret, app.ctx.now());
    let fields = [("code", code.as_str()), ("return_to", "/settings/password")];
    let answer = browser.submit(&page, "/sign-in/code", &fields).await;
    assert_eq!(answer.location(), "/settings/password");
    browser.get("/settings/password").await.assert_ok();
    assert_eq!(browser.cookie("__Host-staffroom-code"), None);
}

#[actix_web::test]
async fn a_code_without_a_password_leads_to_the_password() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let (_, codes) = turn_on(&app, &app.signed_in("amira").await).await;
    let code = codes.between("<code>", "</code>");
    let browser = app.browser();
    assert_eq!(browser.get("/sign-in/code").await.location(), "/sign-in");
    let page = browser.get("/sign-in").await;
    let fields = [("code", code.as_str()), ("return_to", "//evil.example")];
    let answer = browser.submit(&page, "/sign-in/code", &fields).await;
    assert_eq!(answer.location(), "/sign-in");
    browser.set_cookie("__Host-staffroom-code", "1.9999999999999999.AAAA");
    let answer = browser.submit(&page, "/sign-in/code", &fields).await;
    assert_eq!(answer.location(), "/sign-in");
    // The password was shown in this browser, and not in that one.
    show_password(&browser, "").await;
    let other = app.browser();
    let page = other.get("/sign-in").await;
    let answer = other.submit(&page, "/sign-in/code", &fields).await;
    assert_eq!(answer.location(), "/sign-in");
}

/// Catalogue 58.
#[actix_web::test]
async fn programs_are_let_in_after_the_code() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let (secret, _) = turn_on(&app, &app.signed_in("amira").await).await;
    app.advance(Duration::from_mins(2));
    let program = NewApplication {
        name: "Ivory".to_owned(),
        redirect_uris: vec![OUT_OF_BAND.to_owned()],
        scopes: Some("read".to_owned()),
        website: None,
    };
    let program = oauth::register(&app.ctx, program, [192, 0, 2, 7].into());
    let id = program.await.unwrap().row.client_id;
    let asking = format!(
        "/oauth/authorize?client_id={id}&redirect_uri=urn:ietf:wg:oauth:2.0:oob&response_type=code&scope=read"
    );
    let browser = app.browser();
    let sign_in = browser.get(&asking).await.location().to_owned();
    let page = browser.get(&sign_in).await;
    let return_to = page.between("name=\"return_to\" value=\"", "\"");
    let return_to = return_to.replace("&#38;", "&").replace("&amp;", "&");
    let answer = show_password(&browser, &return_to).await;
    assert!(
        answer
            .location()
            .starts_with("/sign-in/code?return_to=/oauth/authorize")
    );
    assert!(
        browser
            .get(&asking)
            .await
            .location()
            .starts_with("/sign-in?")
    );
    let page = browser.get(answer.location()).await;
    let code = one_time_code(&secret, app.ctx.now());
    let fields = [("code", code.as_str()), ("return_to", return_to.as_str())];
    let answer = browser.submit(&page, "/sign-in/code", &fields).await;
    assert_eq!(answer.location(), return_to);
    browser
        .get(&return_to)
        .await
        .assert_ok()
        .assert_has("Ivory");
}

#[actix_web::test]
async fn it_is_turned_off_with_the_password() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    turn_on(&app, &browser).await;
    let page = browser.get(HERE).await;
    page.assert_has("10 recovery codes are left");
    for act in ["off", "renew"] {
        browser
            .submit(&page, HERE, &[("do", act), ("current", "guess")])
            .await
            .assert_status(422)
            .assert_has("href=\"#current\"");
    }
    let fields = [("do", "off"), ("current", PASSWORD)];
    assert_eq!(browser.submit(&page, HERE, &fields).await.location(), HERE);
    assert_eq!(show_password(&app.browser(), "").await.location(), "/");
}

/// Catalogue 56.
#[actix_web::test]
async fn staff_set_it_up_before_anything_else_where_that_is_asked() {
    let app = TestApp::with(
        &format!("{PLAIN}\n[users]\nstaff_two_factor = true\n"),
        false,
    );
    app.user("amira", &[Role::Owner, Role::Teacher]).await;
    app.user("bilal", &[Role::Moderator]).await;
    app.user("carys", &[Role::Teacher]).await;
    for name in ["amira", "bilal"] {
        let browser = app.signed_in(name).await;
        browser.get("/home").await.assert_ok();
        assert_eq!(browser.get("/admin/invitations").await.location(), HERE);
        let page = browser.get(HERE).await;
        page.assert_has("Set up two-factor sign-in first");
        let fields = [("uses", "1"), ("role", "teacher")];
        let answer = browser.submit(&page, "/admin/invitations", &fields).await;
        assert_eq!(answer.location(), HERE);
        turn_on(&app, &browser).await;
        browser.get("/admin/invitations").await.assert_ok();
        browser.get(HERE).await.assert_lacks("first");
    }
    let browser = app.signed_in("carys").await;
    browser
        .get(HERE)
        .await
        .assert_lacks("Set up two-factor sign-in first");
    browser.get("/admin/users").await.assert_status(403);
}

#[actix_web::test]
async fn the_pages_in_both_languages() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    both(&browser, "two_factor_off", HERE).await;
    let page = browser.get(HERE).await;
    let fields = [("do", "begin"), ("current", PASSWORD)];
    browser.submit(&page, HERE, &fields).await;
    both(&browser, "two_factor_begun", HERE).await;
    let page = browser.get(HERE).await;
    let code = one_time_code(&secret_on(&page), app.ctx.now());
    let fields = [("do", "confirm"), ("code", code.as_str())];
    let codes = browser.submit(&page, HERE, &fields).await;
    insta::assert_snapshot!("two_factor_codes", codes.normalised());
    both(&browser, "two_factor_on", HERE).await;
    let browser = app.browser();
    let answer = show_password(&browser, "").await;
    both(&browser, "sign_in_code", answer.location()).await;
}

async fn both(browser: &Browser<'_>, name: &str, path: &str) {
    insta::assert_snapshot!(name, browser.get(path).await.normalised());
    let welsh = browser.get_welsh(path).await;
    insta::assert_snapshot!(format!("{name}_cy"), welsh.normalised());
}
