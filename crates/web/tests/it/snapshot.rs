//! The whole text of each page, so that a change of the templates is seen.

use staffroom_domain::Role;
use staffroom_service::password_resets;

use crate::app::{TestApp, path_of};

#[actix_web::test]
async fn pages_for_everybody() {
    let app = TestApp::with_mail();
    let browser = app.browser();
    for (name, path) in [
        ("landing_first", "/"),
        ("about", "/about"),
        ("sign_in", "/sign-in"),
        ("password_reset_request", "/password-reset"),
        ("not_found", "/nothing"),
        ("vocab_scheme", "/vocab/ev/"),
        ("vocab_concept", "/vocab/tech/interactive-display"),
    ] {
        insta::assert_snapshot!(name, browser.get(path).await.normalised());
    }
    let page = browser.get("/sign-in").await;
    let fields = [("username", "amira"), ("password", "wrong")];
    let answer = browser.submit(&page, "/sign-in", &fields).await;
    insta::assert_snapshot!("sign_in_again", answer.normalised());
}

#[actix_web::test]
async fn pages_behind_links() {
    let app = TestApp::new();
    let user = app.user("amira", &[Role::Teacher]).await;
    let browser = app.browser();
    let page = browser
        .get(&app.invitation(1, "Maths department").await)
        .await;
    insta::assert_snapshot!("invitation", page.normalised());
    let new = password_resets::create_link(&app.ctx, user.user.id)
        .await
        .unwrap();
    let page = browser.get(&path_of(&new.link)).await;
    insta::assert_snapshot!("password_reset", page.normalised());
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
        insta::assert_snapshot!(name, browser.get(path).await.normalised());
    }
    let page = browser.get("/admin/invitations").await;
    let fields = [("uses", "30"), ("note", "Maths"), ("role", "teacher")];
    let made = browser.submit(&page, "/admin/invitations", &fields).await;
    insta::assert_snapshot!("admin_invitation_made", made.normalised());
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
