//! The whole text of each page, so that a change of the templates is seen.

use staffroom_domain::Role;
use staffroom_service::password_resets;

use crate::app::{Browser, TestApp, path_of};

const WELSH: [(&str, &str); 1] = [("accept-language", "cy")];

/// The page in both languages.
async fn in_both(browser: &Browser<'_>, name: &str, path: &str) {
    insta::assert_snapshot!(name, browser.get(path).await.normalised());
    let page = browser.get_welsh(path).await;
    page.assert_has("<html lang=\"cy\" dir=\"ltr\">")
        .assert_has("fersiwn beta");
    insta::assert_snapshot!(format!("{name}_cy"), page.normalised());
}

#[actix_web::test]
async fn pages_for_everybody() {
    let app = TestApp::with_mail();
    let browser = app.browser();
    for (name, path) in [
        ("landing_first", "/"),
        ("about", "/about"),
        ("language", "/language?return_to=/about%3Fx=1%26lang=en"),
        ("sign_in", "/sign-in"),
        ("password_reset_request", "/password-reset"),
        ("not_found", "/nothing"),
        ("vocab_index", "/vocab/"),
        ("vocab_scheme", "/vocab/ev/"),
        ("vocab_mistyped", "/vocab/ev/tryed"),
        ("vocab_concept", "/vocab/tech/interactive-display"),
    ] {
        in_both(&browser, name, path).await;
    }
    let page = browser.get("/sign-in").await;
    let fields = [("username", "amira"), ("password", "wrong")];
    let answer = browser.submit(&page, "/sign-in", &fields).await;
    insta::assert_snapshot!("sign_in_again", answer.normalised());
    let token = page.form_token();
    let fields = [("csrf", token.as_str()), ("username", " ")];
    let answer = browser.post("/sign-in", &fields, &WELSH).await;
    insta::assert_snapshot!("sign_in_again_cy", answer.normalised());
}

#[actix_web::test]
async fn pages_behind_links() {
    let app = TestApp::new();
    let user = app.user("amira", &[Role::Teacher]).await;
    let browser = app.browser();
    let path = app.invitation(1, "Maths department").await;
    in_both(&browser, "invitation", &path).await;
    let new = password_resets::create_link(&app.ctx, user.user.id)
        .await
        .unwrap();
    in_both(&browser, "password_reset", &path_of(&new.link)).await;
}

#[actix_web::test]
async fn pages_for_people_signed_in() {
    let app = TestApp::with_mail();
    let user = app
        .user_named("amira", "Amira Khan", &[Role::Owner, Role::Teacher])
        .await;
    let browser = app.signed_in("amira").await;
    app.signed_in("amira").await;
    app.invitation(30, "Maths department").await;
    let users_page = format!("/admin/users/{}", user.user.id);
    for (name, path) in [
        ("landing_signed_in", "/"),
        ("settings_sessions", "/settings/sessions"),
        ("settings_password", "/settings/password"),
        ("admin_invitations", "/admin/invitations"),
        ("admin_users", "/admin/users"),
        ("admin_user", &users_page),
    ] {
        in_both(&browser, name, path).await;
    }
    let page = browser.get("/admin/invitations").await;
    let fields = [("uses", "30"), ("note", "Maths"), ("role", "teacher")];
    let made = browser.submit(&page, "/admin/invitations", &fields).await;
    insta::assert_snapshot!("admin_invitation_made", made.normalised());
    let token = page.form_token();
    let mut sent = vec![("csrf", token.as_str())];
    sent.extend(fields);
    let made = browser.post("/admin/invitations", &sent, &WELSH).await;
    insta::assert_snapshot!("admin_invitation_made_cy", made.normalised());
    let reset = format!("{users_page}/password-reset");
    let made = browser
        .post(&reset, &[("csrf", token.as_str())], &WELSH)
        .await;
    insta::assert_snapshot!("admin_user_link_cy", made.normalised());
}

#[actix_web::test]
async fn data_of_one_concept() {
    let app = TestApp::new();
    let browser = app.browser();
    for format in ["jsonld", "turtle"] {
        let answer = browser
            .get(&format!("/vocab/ev/tried?format={format}"))
            .await;
        insta::assert_snapshot!(format!("concept_{format}"), answer.text);
    }
}
