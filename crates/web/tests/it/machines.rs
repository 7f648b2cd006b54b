//! The pages for programs: structured data, feeds, the sitemap, oEmbed, robots. What is not to be indexed is in none.

use serde_json::Value;
use staffroom_domain::{AccountId, Role, StatusId};
use staffroom_service::practices;
use staffroom_service::statuses::{self, NewStatus};

use crate::app::{Answer, TestApp};
use crate::events;
use crate::practices::{published, whole};

/// What schema.org has, as far as we use it: a type, its own properties and those that it inherits.
const TERMS: &[(&str, &[&str])] = &[
    (
        "LearningResource",
        &[
            "url",
            "name",
            "description",
            "inLanguage",
            "datePublished",
            "dateModified",
            "version",
            "author",
            "license",
            "learningResourceType",
            "audience",
            "educationalLevel",
            "about",
            "typicalAgeRange",
            "isBasedOn",
            "hasPart",
            "citation",
        ],
    ),
    (
        "EducationEvent",
        &[
            "url",
            "name",
            "inLanguage",
            "startDate",
            "endDate",
            "eventStatus",
            "eventAttendanceMode",
            "location",
            "organizer",
        ],
    ),
    ("Person", &["name", "url"]),
    ("Organization", &["name", "url"]),
    ("EducationalAudience", &["educationalRole"]),
    ("DefinedTerm", &["name", "inDefinedTermSet"]),
    ("CreativeWork", &["name", "datePublished", "url"]),
    ("Place", &["name", "address"]),
    ("VirtualLocation", &["url"]),
];

/// Every term is one of schema.org's, at every depth.
fn check(value: &Value) {
    match value {
        Value::Array(list) => list.iter().for_each(check),
        Value::Object(members) => {
            let sort = members["@type"].as_str().expect("a type");
            let (_, known) = TERMS.iter().find(|(name, _)| *name == sort).expect(sort);
            for (name, value) in members {
                let is_known = name.starts_with('@') || known.contains(&name.as_str());
                assert!(is_known, "{sort} has no {name}");
                assert!(!value.is_null(), "{sort}.{name}");
                check(value);
            }
        }
        _ => {}
    }
}

fn structured(page: &Answer) -> Value {
    let text = page.between("<script type=\"application/ld+json\">", "</script>");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        value.get("@context").and_then(Value::as_str),
        Some("https://schema.org")
    );
    check(&value);
    value
}

async fn amira(app: &TestApp) -> AccountId {
    app.user_named("amira", "Amira", &[Role::Teacher])
        .await
        .account
        .id
}

#[actix_web::test]
async fn practices_and_events_say_what_they_are_in_words_of_schema_org() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    let title = "</script><script>alert(1)</script>";
    let id = published(&app, amira, title, whole()).await;
    // Who does not let it be collected is in none of it.
    let page = app.browser().get(&format!("/practices/{id}")).await;
    page.assert_ok().assert_lacks("ld+json");
    app.index(amira).await;
    let page = app.browser().get(&format!("/practices/{id}")).await;
    let value = structured(&page);
    assert_eq!(value["@type"], "LearningResource");
    assert_eq!(value["name"], title);
    assert_eq!(value["author"]["name"], "Amira");
    assert_eq!(value["typicalAgeRange"], "12-13");
    assert_eq!(
        value["educationalLevel"][0]["name"],
        "Lower secondary, Key Stage 3"
    );
    assert_eq!(value["hasPart"][0]["learningResourceType"], "worksheet");
    assert_eq!(page.text.matches("<script").count(), 1);
    let event = events::made(&app, amira, title).await;
    let page = app.browser().get(&format!("/events/{event}")).await;
    let value = structured(&page);
    assert_eq!(value["@type"], "EducationEvent");
    assert_eq!(value["startDate"], "2027-07-01T17:00:00Z");
    assert_eq!(value["location"]["name"], "Library");
    assert_eq!(page.text.matches("<script").count(), 1);
}

/// The elements of XML are balanced, and nothing is in it twice that must be there once.
fn well_formed(answer: &Answer) {
    let mut open: Vec<&str> = Vec::new();
    for piece in answer.text.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("it ends");
        let name = tag.split([' ', '\n']).next().unwrap();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !tag.ends_with('/') && !tag.starts_with('?') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[actix_web::test]
async fn feeds_hold_what_is_for_everybody_and_may_be_collected() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    let id = published(&app, amira, "Audio & <feedback>\u{b}", whole()).await;
    let post = |text: &str| NewStatus {
        text: text.to_owned(),
        ..NewStatus::default()
    };
    statuses::publish(&app.ctx, amira, post("A first <b>word</b>"))
        .await
        .unwrap();
    app.make_findable().await;
    for path in [
        "/practices.atom",
        "/practices.atom?subject=su/english",
        "/practices.atom?q=audio",
    ] {
        let none = app.browser().get(path).await;
        none.assert_ok().assert_lacks("<entry");
        well_formed(&none);
    }
    app.browser().get("/@amira.atom").await.assert_status(404);
    let hidden = app.browser().get("/@amira").await;
    hidden.assert_has("noindex").assert_lacks(".atom");
    let hidden = app.browser().get(&format!("/practices/{id}")).await;
    hidden.assert_has("noindex");

    app.index(amira).await;
    for path in [
        "/practices.atom",
        "/practices.atom?subject=su/english",
        "/practices.atom?q=audio",
    ] {
        let feed = app.browser().get(path).await;
        feed.assert_ok()
            .assert_has("<title>Audio &amp; &lt;feedback&gt;</title>")
            .assert_has(&format!("href=\"https://school.example/practices/{id}\""));
        assert_eq!(
            feed.header("content-type"),
            "application/atom+xml; charset=utf-8"
        );
        well_formed(&feed);
    }
    app.browser()
        .get("/practices.atom?subject=su/mathematics")
        .await
        .assert_lacks("<entry");
    let feed = app.browser().get("/@amira.atom").await;
    feed.assert_ok().assert_has("A first &amp;lt;b&amp;gt;word");
    well_formed(&feed);
    let text = feed.text.replace(&id.to_string(), "[id]");
    let ids = text.matches("/ap/objects/").count();
    // What was posted, the practice, and what its author says that came of it.
    assert_eq!(ids, 3, "{text}");
}

#[actix_web::test]
async fn the_sitemap_holds_what_may_be_collected() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    app.make_findable().await;
    let index = app.browser().get("/sitemap.xml").await;
    well_formed(index.assert_ok());
    let part = "https://school.example/sitemap/practices-2026-09.xml";
    index.assert_has(part);
    let part = part.strip_prefix("https://school.example").unwrap();
    let practices = app.browser().get(part).await;
    practices.assert_ok().assert_lacks("<loc>");
    let pages = app.browser().get("/sitemap/pages.xml").await;
    pages
        .assert_ok()
        .assert_has("<loc>https://school.example/practices</loc>")
        .assert_lacks("/@amira");
    app.index(amira).await;
    let practices = app.browser().get(part).await;
    practices.assert_has(&format!("<loc>https://school.example/practices/{id}</loc>"));
    well_formed(&practices);
    practices::withdraw(&app.ctx, amira, id).await.unwrap();
    app.make_findable().await;
    app.browser().get(part).await.assert_lacks("<loc>");
    app.browser()
        .get("/sitemap/practices-2026-13.xml")
        .await
        .assert_status(404);
    app.browser()
        .get("/robots.txt")
        .await
        .assert_ok()
        .assert_has("Sitemap: https://school.example/sitemap.xml\n")
        .assert_has("Disallow: /settings\n");
}

async fn embedded(app: &TestApp, url: &str) -> Answer {
    let url: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
    app.browser().get(&format!("/api/oembed?url={url}")).await
}

#[actix_web::test]
async fn pages_are_embedded_as_quotations_and_only_what_strangers_see() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    let id = published(&app, amira, "Audio <script>feedback", whole()).await;
    let address = format!("https://school.example/practices/{id}");
    let answer = embedded(&app, &address).await;
    answer.assert_ok();
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let value: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(value["type"], "rich");
    assert_eq!(value["title"], "Audio <script>feedback");
    let html = value["html"].as_str().unwrap();
    assert!(html.contains("Audio &#60;script&#62;feedback"), "{html}");
    assert!(html.contains(&address));
    let event = events::made(&app, amira, "TeachMeet").await;
    embedded(&app, &format!("https://school.example/events/{event}"))
        .await
        .assert_ok();
    for elsewhere in [
        "https://other.example/practices/1",
        "https://school.example/settings",
        "https://school.example/practices/7",
        "javascript:alert(1)",
        "",
    ] {
        embedded(&app, elsewhere).await.assert_status(404);
    }
    let hidden = NewStatus {
        text: "For followers.".to_owned(),
        visibility: Some(staffroom_domain::Visibility::Private),
        ..NewStatus::default()
    };
    let hidden: StatusId = statuses::publish(&app.ctx, amira, hidden).await.unwrap();
    let address = format!("https://school.example/@amira/{hidden}");
    embedded(&app, &address).await.assert_status(404);
}

#[actix_web::test]
async fn the_first_page_shows_what_is_new_and_errors_lead_on() {
    let app = TestApp::new();
    let amira = amira(&app).await;
    app.browser()
        .get("/")
        .await
        .assert_has("There are no practices here yet.");
    app.index(amira).await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    events::made(&app, amira, "TeachMeet Leeds").await;
    app.make_findable().await;
    app.browser()
        .get("/")
        .await
        .assert_ok()
        .assert_has(&format!("href=\"/practices/{id}\""))
        .assert_has("Partly worked")
        .assert_has("TeachMeet Leeds")
        .assert_has("Nobody else has reported yet.");
    let browse = app.browser().get("/browse").await;
    browse
        .assert_ok()
        .assert_has("href=\"/practices?subject=su/english\"")
        .assert_has("<span class=\"count\">(1)</span>");
    assert!(browse.text.len() < 60_000, "{}", browse.text.len());
    insta::assert_snapshot!(
        "browse_cy",
        app.browser().get_welsh("/browse").await.normalised()
    );
    app.browser()
        .get("/nothing")
        .await
        .assert_status(404)
        .assert_has("action=\"/practices\" role=\"search\"")
        .assert_has("href=\"/browse\"");
}
