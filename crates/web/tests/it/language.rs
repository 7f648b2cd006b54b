//! In which language the pages are, and how somebody chooses another.

use staffroom_domain::Role;

use crate::app::{PLAIN, TestApp};

const WELSH: &str = "<html lang=\"cy\"";
const ENGLISH: &str = "<html lang=\"en\"";
const COOKIE: &str = "__Host-staffroom-language";

#[actix_web::test]
async fn a_browser_says_which_language_it_wants() {
    let app = TestApp::new();
    let browser = app.browser();
    let long = format!("{}cy;q=0.1", "x-y;q=0.5,".repeat(1_000));
    for (header, code) in [
        ("cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("cy-GB", "cy"),
        ("en-GB,en;q=0.9,cy;q=0.1", "en"),
        ("de,fr;q=0.5", "en"),
        ("cy;q=0", "en"),
        (";;q=,,*;q=x", "en"),
        (&long, "cy"),
    ] {
        for path in ["/", "/sign-in", "/events", "/vocab/", "/nothing"] {
            let page = browser.get_with(path, &[("accept-language", header)]).await;
            let html = format!("<html lang=\"{code}\" dir=\"ltr\">");
            page.assert_has(&html);
            assert_eq!(page.header("content-language"), code, "{path} {header}");
            assert!(page.header("vary").contains("Accept-Language"), "{path}");
            assert!(page.header("vary").contains("Cookie"), "{path}");
            let is_beta = page.text.contains("fersiwn beta");
            assert_eq!(is_beta, code == "cy", "{path}");
        }
    }
    let style = browser.get("/assets/staffroom.css").await;
    assert_eq!(style.header("content-language"), "");
}

#[actix_web::test]
async fn the_instance_has_a_language_for_whoever_wants_none() {
    let settings = PLAIN.replace("provider =", "language = \"cy\"\nprovider =");
    let app = TestApp::with(&settings, false);
    let browser = app.browser();
    browser.get("/").await.assert_has(WELSH);
    let german = [("accept-language", "de")];
    browser.get_with("/", &german).await.assert_has(WELSH);
    let english = [("accept-language", "en")];
    browser.get_with("/", &english).await.assert_has(ENGLISH);
    browser.get("/?lang=en").await.assert_has(ENGLISH);
}

#[actix_web::test]
async fn a_stranger_chooses_on_a_page_and_comes_back() {
    let app = TestApp::new();
    let browser = app.browser();
    let events = browser.get("/events?series=a%26b&lang=en").await;
    // Nothing is kept of whoever only looks.
    assert!(events.headers.get("set-cookie").is_none());
    let link = events.between("<p><a href=\"/language", "\"");
    let page = browser.get(&format!("/language{link}")).await;
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let return_to = page.between("name=\"return_to\" value=\"", "\"");
    assert_eq!(return_to, "/events?series=a%26b");
    let fields = [("return_to", return_to.as_str()), ("language", "cy")];
    let answer = browser.submit(&page, "/language", &fields).await;
    assert_eq!(answer.location(), "/events?series=a%26b");
    assert_eq!(browser.cookie(COOKIE).as_deref(), Some("cy"));
    browser.get(answer.location()).await.assert_has(WELSH);
    // The choice is stronger than the address and the header.
    browser.get("/?lang=en").await.assert_has(WELSH);
    let english = [("accept-language", "en")];
    browser.get_with("/", &english).await.assert_has(WELSH);
    let page = browser.get("/language").await;
    for bad in ["", "de", "<script>"] {
        let fields = [("language", bad)];
        let answer = browser.submit(&page, "/language", &fields).await;
        answer.assert_status(400);
    }
}

#[actix_web::test]
async fn the_way_back_is_ours() {
    let app = TestApp::new();
    let browser = app.browser();
    let elsewhere = "/language?return_to=https%3A%2F%2Fevil.example%2F";
    let page = browser.get(elsewhere).await;
    assert_eq!(page.between("name=\"return_to\" value=\"", "\""), "/");
    for there in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let fields = [("return_to", there), ("language", "cy")];
        let answer = browser.submit(&page, "/language", &fields).await;
        assert_eq!(answer.location(), "/");
    }
}

#[actix_web::test]
async fn a_person_keeps_their_choice_in_every_browser() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/settings/sessions").await;
    page.assert_has(ENGLISH)
        .assert_has("<button name=\"language\" value=\"cy\" lang=\"cy\"");
    let fields = [("return_to", "/settings/sessions"), ("language", "cy")];
    let answer = browser.submit(&page, "/language", &fields).await;
    assert_eq!(answer.location(), "/settings/sessions");
    browser
        .get("/settings/sessions")
        .await
        .assert_has(WELSH)
        .assert_has("Porwyr wedi mewngofnodi");
    let other = app.signed_in("amira").await;
    other.get("/").await.assert_has(WELSH);
    // Stronger than what the browser had before.
    other.set_cookie(COOKIE, "en");
    other.get("/?lang=en").await.assert_has(WELSH);
    // Nobody chooses for somebody else.
    let form = [("language", "en"), ("csrf", "AAAA")];
    other.post("/language", &form, &[]).await.assert_status(403);
    other.get("/").await.assert_has(WELSH);
}

#[actix_web::test]
async fn names_stay_text_in_both_languages() {
    let app = TestApp::new();
    let name = "<img src=x onerror=alert(1)> { $x } \"&";
    app.user_named("amira", name, &[Role::Owner]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/admin/users").await;
    let id = page.between("/admin/users/", "\"");
    let reset = format!("/admin/users/{id}/password-reset");
    for headers in [[("accept-language", "en")], [("accept-language", "cy")]] {
        for path in ["/", "/@amira", "/admin/users"] {
            browser
                .get_with(path, &headers)
                .await
                .assert_has("&#60;img src=x onerror=alert(1)&#62; { $x } &#34;&#38;")
                .assert_lacks("<img");
        }
        let token = page.form_token();
        browser
            .post(&reset, &[("csrf", &token)], &headers)
            .await
            .assert_has("<bdi>&#60;img src=x onerror=alert(1)&#62;")
            .assert_lacks("<img");
    }
}
