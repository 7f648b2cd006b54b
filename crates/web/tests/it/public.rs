//! The pages for everybody.

use staffroom_service::about::{self, Text};
use staffroom_service::rules;

use staffroom_domain::Role;

use crate::app::{PLAIN, TestApp};

#[actix_web::test]
async fn the_first_page_says_how_to_begin_until_somebody_is_there() {
    let app = TestApp::new();
    let page = app.browser().get("/").await;
    page.assert_ok()
        .assert_has("staffroom user create NAME <span class=\"whole\">--role owner</span>")
        .assert_has("For everybody who teaches at Hilltop.")
        .assert_has("provided by a school")
        .assert_has("mailto:office@school.example")
        .assert_lacks("trial instance");
    app.user("amira", &[Role::Owner]).await;
    let page = app.browser().get("/").await;
    page.assert_ok()
        .assert_lacks("user create")
        .assert_has("href=\"/sign-in\"");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(
        page.headers.get("set-cookie").is_none(),
        "no form, no cookie"
    );
}

#[actix_web::test]
async fn who_can_join_is_said_as_it_is_set() {
    for (settings, has, lacks) in [
        (PLAIN.to_owned(), "invit", "Everybody can join"),
        (
            format!("{PLAIN}[users]\nregistration = \"open\"\n"),
            "Everybody can join",
            "You join with an invitation",
        ),
    ] {
        let app = TestApp::with(&settings, false);
        app.user("amira", &[Role::Owner]).await;
        for path in ["/", "/sign-in"] {
            let page = app.browser().get(path).await;
            page.assert_ok().assert_has(has).assert_lacks(lacks);
        }
    }
}

#[actix_web::test]
async fn a_trial_says_so_on_every_page() {
    let app = TestApp::with("", true);
    for path in ["/", "/about", "/sign-in", "/vocab/", "/nothing"] {
        app.browser()
            .get(path)
            .await
            .assert_has("This is a trial instance:</strong> it does not federate");
    }
}

#[actix_web::test]
async fn about_tells_the_facts() {
    let app = TestApp::with_mail();
    let page = app.browser().get("/about").await;
    page.assert_ok()
        .assert_has("Staffroom 1.2.3")
        .assert_has("GNU Affero General Public License")
        .assert_has("Only with servers that an administrator has allowed.")
        .assert_has("Yes: invitations")
        .assert_has("@name@school.example");
    TestApp::new()
        .browser()
        .get("/about")
        .await
        .assert_has("No. Invitations");
}

#[actix_web::test]
async fn settings_are_escaped() {
    let settings = PLAIN.replace("Hilltop Staffroom", "<script>alert(1)</script> & 'Co'");
    let app = TestApp::with(&settings, false);
    for path in ["/", "/about", "/sign-in", "/nothing"] {
        app.browser()
            .get(path)
            .await
            .assert_lacks("<script>")
            .assert_lacks("& 'Co'");
    }
}

#[actix_web::test]
async fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    let app = TestApp::new();
    app.user("amira", &[Role::Owner]).await;
    let browser = app.signed_in("amira").await;
    for path in [
        "/",
        "/about",
        "/settings/sessions",
        "/settings/password",
        "/admin/invitations",
        "/admin/users",
        "/vocab/",
        "/vocab/ev/",
        "/vocab/ev/tried",
        "/nothing",
    ] {
        let page = browser.get(path).await;
        page.assert_lacks(" style=")
            .assert_lacks("<script")
            .assert_lacks("<style")
            .assert_lacks("src=");
        for link in page.text.split("<link ").skip(1) {
            assert!(link.contains("href=\"/"), "{link}");
        }
    }
}

#[actix_web::test]
async fn titles_differ() {
    let app = TestApp::new();
    app.user("amira", &[Role::Owner]).await;
    let browser = app.signed_in("amira").await;
    let mut titles = std::collections::BTreeSet::new();
    for path in [
        "/",
        "/about",
        "/password-reset",
        "/settings/sessions",
        "/settings/password",
        "/admin/invitations",
        "/admin/users",
        "/vocab/",
        "/vocab/ev/",
        "/vocab/ev/tried",
        "/vocab/tech/ai",
        "/nothing",
    ] {
        let title = browser.get(path).await.between("<title>", "</title>");
        assert!(titles.insert(title.clone()), "{title} twice");
    }
}

#[actix_web::test]
async fn rules_and_texts_are_on_the_page_about_the_instance() {
    let app = TestApp::new();
    let browser = app.browser();
    browser
        .get("/about")
        .await
        .assert_lacks("id=\"rules\"")
        .assert_lacks("id=\"privacy\"");
    rules::add(&app.ctx, "Be <kind>.", "To everybody.")
        .await
        .unwrap();
    let text = "We keep **little**.\n\n<script>alert(1)</script>".to_owned();
    about::set_text(&app.ctx, Text::Privacy, text)
        .await
        .unwrap();
    browser
        .get("/about")
        .await
        .assert_has("<li>Be &#60;kind&#62;. To everybody.</li>")
        .assert_has("<h2 id=\"privacy\">What happens with your data</h2>")
        .assert_has("We keep <strong>little</strong>.")
        .assert_lacks("<script");
}
