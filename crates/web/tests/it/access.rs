//! Who may see which page.

use staffroom_domain::Role;

use crate::app::TestApp;

#[actix_web::test]
async fn somebody_not_signed_in_is_asked_to() {
    let app = TestApp::new();
    let browser = app.browser();
    for path in [
        "/settings",
        "/settings/sessions",
        "/settings/password",
        "/admin/invitations",
        "/admin/users",
        "/admin/users/1",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.location(), format!("/sign-in?return_to={path}"));
    }
    // A form that was sent cannot be come back to.
    let answer = browser.post("/admin/invitations", &[], &[]).await;
    assert_eq!(answer.location(), "/sign-in");
}

#[actix_web::test]
async fn roles_open_pages() {
    let app = TestApp::new();
    for (name, role, invites, staff) in [
        ("o_wner", Role::Owner, 200, 200),
        ("a_dmin", Role::Admin, 200, 200),
        ("m_oderator", Role::Moderator, 200, 403),
        ("l_ead", Role::SafeguardingLead, 403, 403),
        ("c_urator", Role::Curator, 403, 403),
        ("t_eacher", Role::Teacher, 403, 403),
    ] {
        let user = app.user(name, &[role]).await;
        let browser = app.signed_in(name).await;
        browser.get("/settings/sessions").await.assert_ok();
        let page = browser.get("/admin/invitations").await;
        page.assert_status(invites);
        let listed = page.text.contains("href=\"/admin/invitations\"");
        assert_eq!(listed, invites == 200, "the navigation shows what one may");
        browser.get("/admin/users").await.assert_status(staff);
        let own = format!("/admin/users/{}", user.user.id);
        browser.get(&own).await.assert_status(staff);
        if staff == 403 {
            let page = browser.get("/about").await;
            for action in ["roles", "password-reset"] {
                let fields = [("role", "owner")];
                let answer = browser
                    .submit(&page, &format!("{own}/{action}"), &fields)
                    .await;
                answer
                    .assert_status(403)
                    .assert_has("You may not open this page");
            }
        }
    }
}

#[actix_web::test]
async fn a_role_that_was_taken_is_gone_at_once() {
    let app = TestApp::new();
    app.user("boss", &[Role::Owner]).await;
    app.user("amira", &[Role::Admin]).await;
    let browser = app.signed_in("amira").await;
    browser.get("/admin/users").await.assert_ok();
    let none = std::iter::empty().collect();
    staffroom_service::users::set_roles(&app.ctx, "amira", none)
        .await
        .unwrap();
    browser.get("/admin/users").await.assert_status(403);
}
