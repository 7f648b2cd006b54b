//! Passkeys, on pages.

use std::time::Duration;

use serde_json::Value;
use staffroom_domain::Role;
use staffroom_service::oauth::{self, NewApplication, OUT_OF_BAND};
use staffroom_testkit::{Device, one_time_code};

use crate::app::{Answer, Browser, PASSWORD, PLAIN, TestApp};

const HERE: &str = "/settings/passkeys";
const ALONE: &str = "/sign-in/passkey";
const BESIDE: &str = "/sign-in/code/passkey";
const ORIGIN: &str = "https://school.example";

/// What our script is answered.
fn answered(answer: &Answer) -> Value {
    answer.assert_ok();
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_str(&answer.text).unwrap()
}

/// What the browser is asked for by a form of that page, as our script learns it.
async fn asked(browser: &Browser<'_>, page: &Answer, action: &str) -> Value {
    let answer = browser.submit(page, action, &[("do", "begin")]).await;
    answered(&answer).get("asked").unwrap().clone()
}

async fn finish(
    browser: &Browser<'_>,
    page: &Answer,
    action: &str,
    credential: &str,
    return_to: &str,
) -> Answer {
    let fields = [
        ("do", "finish"),
        ("credential", credential),
        ("return_to", return_to),
    ];
    browser.submit(page, action, &fields).await
}

/// Adds the one of a device, in a browser where somebody is signed in.
async fn add(browser: &Browser<'_>, name: &str) -> Device {
    let mut device = Device::at(ORIGIN, name);
    let page = browser.get(HERE).await;
    let fields = [("do", "begin"), ("name", name), ("current", PASSWORD)];
    let begun = answered(&browser.submit(&page, HERE, &fields).await);
    let made = device.creates(begun.get("asked").unwrap());
    let fields = [("do", "finish"), ("name", name), ("credential", &made)];
    let answer = browser.submit(&page, HERE, &fields).await;
    assert_eq!(answer.location(), HERE);
    browser.get(HERE).await.assert_has("The passkey is added");
    device
}

#[actix_web::test]
async fn somebody_adds_one_and_signs_in_with_it() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let mut device = add(&app.signed_in("amira").await, "Phone").await;
    let browser = app.browser();
    let page = browser.get("/sign-in?return_to=/settings/passkeys").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'"), "{policy}");
    page.assert_has("/assets/passkey.js?v=")
        .assert_has("data-passkey=\"show\"");
    let shown = device.shows(&asked(&browser, &page, ALONE).await);
    let answer = finish(&browser, &page, ALONE, &shown, HERE).await;
    assert_eq!(answer.location(), HERE);
    browser
        .get(HERE)
        .await
        .assert_has("Signed in as")
        .assert_has("Phone");
    // The same again is nothing, and leads to the form with what is wrong.
    let other = app.browser();
    let page = other.get("/sign-in").await;
    finish(&other, &page, ALONE, &shown, "//evil.example")
        .await
        .assert_status(422)
        .assert_has("href=\"#passkey\"")
        .assert_lacks("evil.example");
    assert_eq!(other.cookie("__Host-staffroom"), None);
}

#[actix_web::test]
async fn what_was_asked_in_one_browser_is_not_answered_in_another() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let mut device = add(&app.signed_in("amira").await, "Phone").await;
    let (mine, yours) = (app.browser(), app.browser());
    let (my_page, your_page) = (mine.get("/sign-in").await, yours.get("/sign-in").await);
    let shown = device.shows(&asked(&mine, &my_page, ALONE).await);
    finish(&yours, &your_page, ALONE, &shown, "")
        .await
        .assert_status(422);
    let answer = finish(&mine, &my_page, ALONE, &shown, "").await;
    assert_eq!(answer.location(), "/");
}

#[actix_web::test]
async fn what_is_no_passkey_is_wrong_whatever_it_is() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    add(&app.signed_in("amira").await, "Phone").await;
    let browser = app.browser();
    let page = browser.get("/sign-in").await;
    let unknown = Device::at(ORIGIN, "nobody's").shows(&asked(&browser, &page, ALONE).await);
    let mut texts = Vec::new();
    for credential in ["", "null", "{", &unknown] {
        let answer = finish(&browser, &page, ALONE, credential, "").await;
        answer.assert_status(422);
        texts.push(answer.between("class=\"problems\"", "</ul>"));
    }
    texts.dedup();
    assert_eq!(texts.len(), 1, "nobody learns what was wrong: {texts:?}");
    // Ten megabytes of it are not read.
    let long = "x".repeat(10_000_000);
    finish(&browser, &page, ALONE, &long, "")
        .await
        .assert_status(413);
    let fields = [("do", "dance")];
    browser
        .submit(&page, ALONE, &fields)
        .await
        .assert_status(400);
}

#[actix_web::test]
async fn it_is_shown_in_place_of_the_code() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let signed_in = app.signed_in("amira").await;
    turn_on(&app, &signed_in).await;
    let (browser, there) = with_password(&app).await;
    browser.get(&there).await.assert_lacks("passkey");
    let mut device = add(&signed_in, "Phone").await;
    let page = browser.get(&there).await;
    page.assert_ok()
        .assert_has("/assets/passkey.js?v=")
        .assert_has("Sign in with a passkey");
    finish(&browser, &page, BESIDE, "{}", "/home")
        .await
        .assert_status(422)
        .assert_has("href=\"#passkey\"");
    let shown = device.shows(&asked(&browser, &page, BESIDE).await);
    let answer = finish(&browser, &page, BESIDE, &shown, "/home").await;
    assert_eq!(answer.location(), "/home");
    assert_eq!(browser.cookie("__Host-staffroom-code"), None);
    browser.get("/home").await.assert_ok();
    // Without the password nobody is asked for one.
    let stranger = app.browser();
    let page = stranger.get("/sign-in").await;
    let refused = stranger.submit(&page, BESIDE, &[("do", "begin")]).await;
    assert_eq!(answered(&refused)["problem"], "failed");
    let answer = finish(&stranger, &page, BESIDE, &shown, "").await;
    assert_eq!(answer.location(), "/sign-in");
}

/// Turns two-factor sign-in on.
async fn turn_on(app: &TestApp, browser: &Browser<'_>) {
    let there = "/settings/two-factor";
    let page = browser.get(there).await;
    let fields = [("do", "begin"), ("current", PASSWORD)];
    browser.submit(&page, there, &fields).await;
    let page = browser.get(there).await;
    let secret = page.between("aria-describedby=\"secret-hint\">", "</textarea>");
    let code = one_time_code(&secret, app.ctx.now());
    let fields = [("do", "confirm"), ("code", code.as_str())];
    browser.submit(&page, there, &fields).await.assert_ok();
}

/// A browser in which Amira has shown her password, and where it was led.
async fn with_password(app: &TestApp) -> (Browser<'_>, String) {
    let browser = app.browser();
    let page = browser.get("/sign-in").await;
    let fields = [("username", "amira"), ("password", PASSWORD)];
    let answer = browser.submit(&page, "/sign-in", &fields).await;
    let there = answer.location().to_owned();
    assert_eq!(there, "/sign-in/code");
    (browser, there)
}

/// Catalogue 58.
#[actix_web::test]
async fn programs_are_let_in_by_passkey() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let mut device = add(&app.signed_in("amira").await, "Phone").await;
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
    let shown = device.shows(&asked(&browser, &page, ALONE).await);
    let answer = finish(&browser, &page, ALONE, &shown, &asking).await;
    // The window may be one that a program has opened, and waits for.
    assert_eq!(answer.header("cross-origin-opener-policy"), "unsafe-none");
    assert_eq!(answer.location(), asking);
    browser.get(&asking).await.assert_ok().assert_has("Ivory");
}

#[actix_web::test]
async fn our_script_is_told_what_is_wrong_by_name() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(HERE).await;
    for (name, password, problem, field) in [
        ("", PASSWORD, "noName", "name"),
        ("Phone", "guess", "wrongPassword", "current"),
    ] {
        let fields = [("do", "begin"), ("name", name), ("current", password)];
        let answer = answered(&browser.submit(&page, HERE, &fields).await);
        assert_eq!(answer["problem"], problem);
        assert_eq!(answer["field"], field);
    }
    // Each of these is an attribute of the form.
    page.assert_has("data-no-name=\"Give the passkey a name.\"")
        .assert_has("data-wrong-password=")
        .assert_has("data-full=")
        .assert_has("data-known=");
    let fields = [("do", "finish"), ("name", "Phone"), ("credential", "{}")];
    browser
        .submit(&page, HERE, &fields)
        .await
        .assert_status(422)
        .assert_has("value=\"Phone\"")
        .assert_has("The passkey was not added");
    add(&browser, "Phone").await;
    let mut same = Device::at(ORIGIN, "Phone");
    let fields = [("do", "begin"), ("name", "Again"), ("current", PASSWORD)];
    let begun = answered(&browser.submit(&page, HERE, &fields).await);
    let made = same.creates(&begun["asked"]);
    let fields = [("do", "finish"), ("name", "Again"), ("credential", &made)];
    browser
        .submit(&page, HERE, &fields)
        .await
        .assert_status(422)
        .assert_has("That passkey is here already");
}

#[actix_web::test]
async fn one_is_renamed_and_removed_with_the_password() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    app.user("bilal", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    add(&browser, "Phone <b>").await;
    let list = browser.get(HERE).await;
    let id = list.between("<h2><a href=\"/settings/passkeys/", "\"");
    let there = format!("{HERE}/{id}");
    let page = browser.get(&there).await;
    page.assert_ok().assert_lacks("Phone <b>");
    let stranger = app.signed_in("bilal").await;
    stranger.get(&there).await.assert_status(404);
    let his = stranger.get(HERE).await;
    for act in ["rename", "remove"] {
        let fields = [("do", act), ("name", "Mine"), ("current", PASSWORD)];
        let answer = stranger.submit(&his, &there, &fields).await;
        answer.assert_status(404);
    }
    browser
        .submit(&page, &there, &[("do", "rename"), ("name", " ")])
        .await
        .assert_status(422)
        .assert_has("href=\"#name\"");
    let fields = [("do", "rename"), ("name", "Old phone")];
    assert_eq!(
        browser.submit(&page, &there, &fields).await.location(),
        HERE
    );
    browser.get(HERE).await.assert_has("Old phone");
    browser
        .submit(&page, &there, &[("do", "remove"), ("current", "guess")])
        .await
        .assert_status(422)
        .assert_has("href=\"#current\"");
    let fields = [("do", "remove"), ("current", PASSWORD)];
    assert_eq!(
        browser.submit(&page, &there, &fields).await.location(),
        HERE
    );
    browser
        .get(HERE)
        .await
        .assert_has("The passkey is removed")
        .assert_has("You have no passkeys");
    browser.get(&there).await.assert_status(404);
}

#[actix_web::test]
async fn at_a_number_there_are_none() {
    let settings = PLAIN.replace("https://school.example", "https://192.0.2.9");
    let app = TestApp::with(&settings, false);
    app.user("amira", &[Role::Teacher]).await;
    app.browser()
        .get("/sign-in")
        .await
        .assert_ok()
        .assert_lacks("passkey");
    let browser = app.signed_in("amira").await;
    let page = browser.get(HERE).await;
    page.assert_has("the address of this instance is a number")
        .assert_lacks("data-passkey");
}

#[actix_web::test]
async fn the_pages_in_both_languages() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    both(&browser, "passkeys_none", HERE).await;
    let mut device = add(&browser, "Phone").await;
    add(&browser, "Laptop at school").await;
    app.advance(Duration::from_mins(90));
    let other = app.browser();
    let page = other.get("/sign-in").await;
    let shown = device.shows(&asked(&other, &page, ALONE).await);
    finish(&other, &page, ALONE, &shown, "").await;
    both(&browser, "passkeys_two", HERE).await;
    let list = browser.get(HERE).await;
    let id = list.between("<h2><a href=\"/settings/passkeys/", "\"");
    both(&browser, "passkey_one", &format!("{HERE}/{id}")).await;
    both(&app.browser(), "passkey_sign_in", "/sign-in").await;
    turn_on(&app, &browser).await;
    let (browser, there) = with_password(&app).await;
    both(&browser, "passkey_sign_in_code", &there).await;
}

async fn both(browser: &Browser<'_>, name: &str, path: &str) {
    insta::assert_snapshot!(name, browser.get(path).await.normalised());
    let welsh = browser.get_welsh(path).await;
    insta::assert_snapshot!(format!("{name}_cy"), welsh.normalised());
}
