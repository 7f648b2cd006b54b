//! What a hub offers beside its library: accounts that one follows, and open data.

use staffroom_domain::Role;
use staffroom_service::hub::{self, HubTopicRow};
use staffroom_service::staff::{self, By, StaffTopicError, Switch};
use staffroom_service::{open_data, organisations};

use crate::app::TestApp;
use crate::practices::{published, whole};

const TOPICS: &str = "/admin/hub/topics";

async fn start() -> TestApp {
    let app = crate::hub::hub();
    organisations::begin(&app.ctx).await.unwrap();
    app.user("olwen", &[Role::Owner]).await;
    app
}

async fn log(app: &TestApp) -> Vec<(String, String)> {
    let rows = staff::log(&app.ctx, By::CommandLine, None, 20).await;
    let rows = rows.unwrap().into_iter();
    rows.map(|row| (row.kind, row.subject)).collect()
}

#[actix_web::test]
async fn staff_switch_accounts_of_concepts_on_and_off_and_it_is_noted() {
    let app = start().await;
    let browser = app.signed_in("olwen").await;
    browser
        .get("/admin/hub")
        .await
        .assert_has("<a href=\"/admin/hub/topics\">");
    let page = browser.get(TOPICS).await;
    page.assert_ok()
        .assert_has("@library")
        .assert_has("<option value=\"tech/ai\">")
        .assert_lacks("value=\"off\"");
    let nothing = browser.submit(&page, TOPICS, &[("do", "on"), ("concept", "")]);
    nothing
        .await
        .assert_status(422)
        .assert_has("<a href=\"#concept\">Choose a concept.</a>");
    let on = [("do", "on"), ("concept", "tech/ai"), ("digest", "daily")];
    browser.submit(&page, TOPICS, &on).await.assert_status(303);
    let page = browser.get(TOPICS).await;
    page.assert_has("It is on, and announces what is new.")
        .assert_has("@edtech-ai</a> <span class=\"state\">on</span>")
        .assert_lacks("<option value=\"tech/ai\">");
    insta::assert_snapshot!("admin_topics", page.normalised());
    let welsh = browser.get_welsh(TOPICS).await;
    insta::assert_snapshot!("admin_topics_cy", welsh.normalised());

    let off = [("do", "off"), ("concept", "tech/ai")];
    browser.submit(&page, TOPICS, &off).await.assert_status(303);
    let page = browser.get(TOPICS).await;
    page.assert_has("@edtech-ai</a> <span class=\"state\">off</span>");
    let again = [("do", "again"), ("concept", "tech/ai")];
    browser
        .submit(&page, TOPICS, &again)
        .await
        .assert_status(303);
    let library = [
        ("do", "digest"),
        ("concept", "library"),
        ("digest", "daily"),
    ];
    browser
        .submit(&page, TOPICS, &library)
        .await
        .assert_status(303);
    let topics = hub::topics(&app.ctx).await.unwrap();
    let states: Vec<(&str, bool, &str)> = topics
        .iter()
        .map(|it| {
            (
                it.account.username.as_str(),
                it.row.is_on,
                it.row.digest.as_str(),
            )
        })
        .collect();
    let daily = HubTopicRow::DAILY;
    assert_eq!(
        states,
        [("library", true, daily), ("edtech-ai", true, daily)]
    );
    let said = |kind: &str, subject: &str| (kind.to_owned(), subject.to_owned());
    assert_eq!(
        log(&app).await,
        [
            said("topic-changed", "@library"),
            said("topic-on", "@edtech-ai"),
            said("topic-off", "@edtech-ai"),
            said("topic-on", "@edtech-ai"),
        ]
    );
    let log = browser.get("/admin/log").await;
    log.assert_has("Switched @edtech-ai off");
    for wrong in [
        [("do", "off"), ("concept", "library")],
        [("do", "off"), ("concept", "pr/workload")],
        [("do", "eat"), ("concept", "tech/ai")],
    ] {
        browser
            .submit(&page, TOPICS, &wrong)
            .await
            .assert_status(404);
    }
}

/// Checklist 49.
#[actix_web::test]
async fn only_the_staff_decides_about_accounts_of_the_library() {
    let app = start().await;
    app.browser().get(TOPICS).await.assert_status(303);
    let concept = hub::concept_named("tech/ai").unwrap();
    for (name, role) in [("amira", Role::Teacher), ("mo", Role::Moderator)] {
        let user = app.user(name, &[role]).await.user.id;
        let browser = app.signed_in(name).await;
        browser.get(TOPICS).await.assert_status(403);
        let on = Switch::On {
            name: None,
            digest: None,
        };
        let on = staff::switch_topic(&app.ctx, By::User(user), concept, on).await;
        assert!(matches!(on, Err(StaffTopicError::Staff(_))));
        let changed = staff::set_digest(&app.ctx, By::User(user), None, HubTopicRow::DAILY).await;
        assert!(matches!(changed, Err(StaffTopicError::Staff(_))));
    }
    assert_eq!(log(&app).await, []);
    let school = TestApp::new();
    school.user("olwen", &[Role::Owner]).await;
    let browser = school.signed_in("olwen").await;
    browser.get(TOPICS).await.assert_status(404);
}

#[actix_web::test]
async fn everybody_sees_whom_they_can_follow() {
    let app = start().await;
    let concept = hub::concept_named("pr/workload").unwrap();
    hub::switch_on(&app.ctx, concept, None, None).await.unwrap();
    let gone = hub::concept_named("tech/ai").unwrap();
    hub::switch_on(&app.ctx, gone, None, None).await.unwrap();
    hub::switch_off(&app.ctx, gone).await.unwrap();
    let page = app.browser().get("/library/follow").await;
    page.assert_ok()
        .assert_has("@library@school.example")
        .assert_has("@problem-workload@school.example")
        .assert_has("<option value=\"/@library\">")
        .assert_lacks("@edtech-ai");
    insta::assert_snapshot!("library_follow", page.normalised());
    let welsh = app.browser().get_welsh("/library/follow").await;
    insta::assert_snapshot!("library_follow_cy", welsh.normalised());
    // The form is that of the page for going on elsewhere.
    let browser = app.browser();
    let page = browser.get("/library/follow").await;
    let wrong = [("object", "/@problem-workload"), ("handle", "nobody")];
    browser
        .submit(&page, "/remote", &wrong)
        .await
        .assert_status(422)
        .assert_has("/@problem-workload");
    let signed_in = app.signed_in("olwen").await.get("/library/follow").await;
    signed_in.assert_lacks("action=\"/remote\"");
}

#[actix_web::test]
async fn open_data_are_described_with_what_is_left_out() {
    let app = start().await;
    let browser = app.browser();
    browser
        .get("/library/data")
        .await
        .assert_ok()
        .assert_has("Nothing was written yet.");
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    app.index(amira).await;
    published(&app, amira, "Audio feedback", whole()).await;
    let release = open_data::write(&app.ctx, |_| ()).await.unwrap();
    let page = browser.get("/library/data").await;
    page.assert_ok();
    for file in &release.files {
        page.assert_has(&format!("href=\"/open-data/{}\"", file.name));
        if file.name != open_data::PACKAGE {
            page.assert_has(&file.sha256);
        }
    }
    let mut text = page.normalised();
    for file in &release.files {
        text = text.replace(&file.sha256, "[sha256]");
    }
    insta::assert_snapshot!("library_data", text);
    let welsh = browser.get_welsh("/library/data").await;
    let mut text = welsh.normalised();
    for file in &release.files {
        text = text.replace(&file.sha256, "[sha256]");
    }
    insta::assert_snapshot!("library_data_cy", text);
    for path in ["/library", "/about"] {
        let page = browser.get(path).await;
        let links = page.text.matches("<a href=\"/library/data\">").count();
        assert_eq!(links, 2, "{path}: in the text and at the foot");
    }
}
