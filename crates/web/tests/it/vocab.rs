//! The vocabulary for people and programs.

use actix_web::http::StatusCode;
use staffroom_vocabulary::{Document, ExternalScheme, Scheme, context_json};

use crate::app::{PLAIN, TestApp};

const TRIED: &str = "/vocab/ev/tried";

#[actix_web::test]
async fn the_header_decides_the_format() {
    let app = TestApp::new();
    let browser = app.browser();
    let firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (accept, content_type) in [
        (firefox, "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        (
            "text/turtle;q=0.3, application/ld+json;q=0.8",
            "application/ld+json",
        ),
    ] {
        for path in ["/vocab", "/vocab/", "/vocab/ev", "/vocab/ev/", TRIED] {
            let page = browser.get_with(path, &[("accept", accept)]).await;
            page.assert_ok();
            assert_eq!(page.header("content-type"), content_type, "{path} {accept}");
            assert!(page.header("vary").starts_with("Accept"), "{path}");
            assert!(page.header("etag").starts_with('"'), "{path}");
        }
    }
    let csv = browser
        .get_with("/vocab/ev/", &[("accept", "text/csv")])
        .await;
    csv.assert_ok().assert_has("iri,slug,");
    assert!(csv.header("content-type").starts_with("text/csv"));
}

#[actix_web::test]
async fn the_address_decides_for_people_who_click() {
    let app = TestApp::new();
    let browser = app.browser();
    let html = [("accept", "text/html")];
    for (path, content_type) in [
        ("/vocab/ev/?format=csv", "text/csv"),
        ("/vocab/ev?format=turtle", "text/turtle"),
        ("/vocab/ev/tried?format=jsonld", "application/ld+json"),
        ("/vocab/?format=jsonld", "application/ld+json"),
    ] {
        let page = browser.get_with(path, &html).await;
        page.assert_ok();
        assert!(
            page.header("content-type").starts_with(content_type),
            "{path}"
        );
    }
    let page = browser
        .get_with("/vocab/ev/?format=html", &[("accept", "text/csv")])
        .await;
    page.assert_ok().assert_has("<h1>Evidence level</h1>");
}

#[actix_web::test]
async fn what_cannot_be_had_lists_what_can() {
    let app = TestApp::new();
    let browser = app.browser();
    let page = browser
        .get_with(TRIED, &[("accept", "application/rdf+xml")])
        .await;
    page.assert_status(406)
        .assert_has("/vocab/ev/tried?format=turtle")
        .assert_has("application/ld+json");
    browser
        .get("/vocab/ev/tried?format=csv")
        .await
        .assert_status(406);
    browser
        .get("/vocab/ev/tried?format=%3Cscript")
        .await
        .assert_status(406)
        .assert_lacks("<script");
}

#[actix_web::test]
async fn what_is_known_is_not_sent_again() {
    let app = TestApp::new();
    let browser = app.browser();
    let mut tags = std::collections::BTreeSet::new();
    for path in [
        "/vocab/ev/tried",
        "/vocab/ev/tried?format=jsonld",
        "/vocab/ev/tried?format=turtle",
        "/vocab/ev/?format=csv",
        "/vocab/ev/?format=turtle",
        "/vocab/?format=turtle",
        "/vocab/context.jsonld",
    ] {
        let first = browser.get(path).await;
        let tag = first.assert_ok().header("etag").to_owned();
        assert!(tags.insert(tag.clone()), "{tag} twice");
        for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let again = browser.get_with(path, &[("if-none-match", &known)]).await;
            again.assert_status(304);
            assert!(again.text.is_empty());
            assert_eq!(again.header("etag"), tag);
            assert_eq!(again.header("cache-control"), first.header("cache-control"));
        }
        let other = browser
            .get_with(path, &[("if-none-match", "\"other\"")])
            .await;
        assert_eq!(other.assert_ok().text, first.text);
    }
}

#[actix_web::test]
async fn data_are_the_same_bytes_everywhere_and_readable_from_everywhere() {
    let scheme = Scheme::from_slug("ev").unwrap();
    let elsewhere = PLAIN
        .replace("school.example", "other.example")
        .replace("Hilltop", "Valley");
    for app in [TestApp::new(), TestApp::with(&elsewhere, false)] {
        let browser = app.browser();
        for (path, text) in [
            (
                "/vocab/ev/?format=jsonld",
                Document::of_scheme(scheme).to_json_ld(),
            ),
            (
                "/vocab/ev/?format=turtle",
                Document::of_scheme(scheme).to_turtle(),
            ),
            ("/vocab/ev/?format=csv", scheme.to_csv()),
            (
                "/vocab/?format=turtle",
                Document::of_vocabulary().to_turtle(),
            ),
            ("/vocab/context.jsonld", context_json().to_owned()),
        ] {
            let answer = browser.get(path).await;
            assert_eq!(answer.assert_ok().text, text, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert_eq!(answer.header("cache-control"), "public, max-age=3600");
            assert!(answer.headers.get("set-cookie").is_none());
        }
    }
}

#[actix_web::test]
async fn a_page_with_somebodys_name_is_not_kept() {
    let app = TestApp::new();
    app.user("amira", &[]).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(TRIED).await;
    page.assert_ok().assert_has("Signed in as");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("etag"), "");
    let data = browser.get("/vocab/ev/tried?format=turtle").await;
    assert_eq!(data.header("cache-control"), "public, max-age=3600");
}

#[actix_web::test]
async fn names_come_in_the_language_that_was_asked_for() {
    let app = TestApp::new();
    let browser = app.browser();
    let welsh = "<h1>Wedi rhoi cynnig arno</h1>";
    browser
        .get(TRIED)
        .await
        .assert_has("<h1>Tried</h1>")
        .assert_has("Welsh draft, not yet reviewed by a speaker");
    browser
        .get("/vocab/ev/tried?lang=cy")
        .await
        .assert_has("<html lang=\"cy\"")
        .assert_has(welsh)
        .assert_has("<span lang=\"en\">Tried</span>");
    let headers = [("accept-language", "cy-GB,cy;q=0.9,en;q=0.5")];
    browser.get_with(TRIED, &headers).await.assert_has(welsh);
    browser
        .get_with("/vocab/ev/tried?lang=en", &headers)
        .await
        .assert_has("<h1>Tried</h1>");
    browser
        .get_with("/vocab/ev/", &headers)
        .await
        .assert_has("Drafftiau yw&#39;r enwau Cymraeg")
        .assert_has(">Wedi rhoi cynnig arno</a>");
    // The names in another language than somebody has chosen for the pages.
    browser.set_cookie("__Host-staffroom-language", "en");
    browser
        .get("/vocab/ev/tried?lang=cy")
        .await
        .assert_has("<html lang=\"en\"")
        .assert_has("<h1><span lang=\"cy\">Wedi rhoi cynnig arno</span></h1>");
    browser
        .get("/vocab/ev/?lang=cy")
        .await
        .assert_has("The Welsh names are drafts")
        .assert_has("<span lang=\"cy\">Wedi rhoi cynnig arno</span>");
    browser
        .get("/vocab/ev/?lang=de")
        .await
        .assert_has("<h1>Evidence level</h1>");
}

#[actix_web::test]
async fn what_is_mistyped_gets_the_nearest() {
    let app = TestApp::new();
    let browser = app.browser();
    for (path, suggestion) in [
        ("/vocab/ev/tryed", "/vocab/ev/tried"),
        ("/vocab/tech/smartboard", "/vocab/tech/interactive-display"),
        ("/vocab/evidence-level", "/vocab/ev/"),
        ("/vocab/evidenceLevel/tried", "/vocab/ev/"),
        ("/vocab/xyzzy", "/vocab/"),
        ("/vocab/ev/xyzzy", "/vocab/ev/"),
    ] {
        let page = browser.get(path).await;
        page.assert_status(404)
            .assert_has(&format!("<li><a href=\"{suggestion}\">"));
    }
    browser
        .get("/vocab/%3Cscript%3E/%22")
        .await
        .assert_status(404)
        .assert_lacks("<script");
}

#[actix_web::test]
async fn other_capitals_lead_to_the_one_address() {
    let app = TestApp::new();
    let browser = app.browser();
    for (path, there) in [
        (
            "/vocab/EV/Tried?format=turtle",
            "/vocab/ev/tried?format=turtle",
        ),
        ("/vocab/EV", "/vocab/ev/"),
    ] {
        let answer = browser.get(path).await;
        answer.assert_status(308);
        assert_eq!(answer.header("location"), there);
    }
}

#[actix_web::test]
async fn every_scheme_and_concept_has_its_page() {
    let app = TestApp::new();
    let browser = app.browser();
    for scheme in Scheme::all() {
        let page = browser.get(&format!("/vocab/{}/", scheme.slug())).await;
        page.assert_ok();
        for concept in scheme.concepts() {
            page.assert_has(&format!("href=\"/vocab/{}\"", concept.path()));
        }
        let concept = scheme.concepts().last().unwrap();
        let page = browser.get(&format!("/vocab/{}", concept.path())).await;
        page.assert_ok()
            .assert_has(concept.iri())
            .assert_has(concept.hashtag());
    }
}

#[actix_web::test]
async fn what_mappings_point_at_has_its_page_too() {
    let app = TestApp::new();
    let browser = app.browser();
    let mut with_ours = 0;
    for scheme in ExternalScheme::all() {
        let path = format!("/vocab/x/{}", scheme.slug());
        let page = browser.get(&path).await;
        if !scheme.has_our_iris() {
            assert_eq!(
                page.status,
                StatusCode::NOT_FOUND,
                "its owner has addresses: {path}"
            );
            continue;
        }
        with_ours += 1;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let turtle = browser.get(&format!("{path}?format=turtle")).await;
        for concept in scheme.concepts() {
            assert!(
                page.text.contains(&format!("id=\"{}\"", concept.slug())),
                "{path}"
            );
            assert!(turtle.text.contains(concept.iri()), "{path}");
            let one = browser.get(&format!("{path}/{}", concept.slug())).await;
            assert_eq!(one.status, StatusCode::SEE_OTHER);
        }
    }
    assert!(with_ours > 5);
    for path in ["/vocab/x/none", "/vocab/x/nesta/99"] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
