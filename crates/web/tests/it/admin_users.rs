//! Users, their roles and links for their passwords.

use staffroom_domain::Role;
use staffroom_service::users;

use crate::app::{TestApp, path_of};

#[actix_web::test]
async fn users_are_listed_page_by_page() {
    let app = TestApp::new();
    app.user_named("amira", "Amira <script>\"", &[Role::Admin, Role::Teacher])
        .await;
    for n in 0..50 {
        app.user(&format!("u{n}"), &[]).await;
    }
    let browser = app.signed_in("amira").await;
    let page = browser.get("/admin/users").await;
    page.assert_ok()
        .assert_has("Amira &#60;script&#62;&#34;")
        .assert_lacks("<script")
        .assert_has("Administrator, Teacher")
        .assert_has("<time datetime=\"2026-09-01T08:05:00Z\">")
        .assert_has("No role")
        .assert_has("Never")
        .assert_lacks("@u49");
    let next = page.between("/admin/users?after=", "\"");
    let page = browser.get(&format!("/admin/users?after={next}")).await;
    page.assert_ok()
        .assert_has("@u49")
        .assert_lacks("@u48")
        .assert_lacks(">Next<");
}

#[actix_web::test]
async fn roles_are_given_by_those_who_may() {
    let app = TestApp::new();
    app.user("boss", &[Role::Owner]).await;
    let amira = app.user("amira", &[Role::Admin]).await;
    let bilal = app.user("bilal", &[Role::Teacher]).await;
    let (boss, admin) = (app.signed_in("boss").await, app.signed_in("amira").await);
    let path = format!("/admin/users/{}", bilal.user.id);
    let action = format!("{path}/roles");

    let page = admin.get(&path).await;
    page.assert_ok()
        .assert_has("You may not give or take away this role.");
    let fields = [("role", "teacher"), ("role", "curator")];
    assert_eq!(admin.submit(&page, &action, &fields).await.location(), path);
    admin.get(&path).await.assert_has("The roles were changed.");
    let now = users::find(&app.ctx, bilal.user.id).await.unwrap().unwrap();
    assert!(now.roles.has(Role::Curator) && now.roles.has(Role::Teacher));

    let answer = admin.submit(&page, &action, &[("role", "admin")]).await;
    answer
        .assert_status(422)
        .assert_has("You may not give or take away the role &#34;Administrator&#34;.");
    let page = boss.get(&path).await;
    boss.submit(&page, &action, &[("role", "admin")])
        .await
        .assert_status(303);

    // A box that is disabled is not sent, and what it stands for stays.
    let own = format!("/admin/users/{}", amira.user.id);
    let page = admin.get(&own).await;
    admin
        .submit(&page, &format!("{own}/roles"), &[("role", "curator")])
        .await
        .assert_status(303);
    let now = users::find(&app.ctx, amira.user.id).await.unwrap().unwrap();
    assert!(now.roles.has(Role::Admin) && now.roles.has(Role::Curator));
}

#[actix_web::test]
async fn the_last_owner_stays() {
    let app = TestApp::new();
    let boss = app.user("boss", &[Role::Owner]).await;
    let browser = app.signed_in("boss").await;
    let path = format!("/admin/users/{}", boss.user.id);
    let page = browser.get(&path).await;
    let answer = browser
        .submit(&page, &format!("{path}/roles"), &[("role", "admin")])
        .await;
    answer
        .assert_status(422)
        .assert_has("only owner")
        .assert_has("href=\"#roles\"");
}

#[actix_web::test]
async fn a_reset_link_is_handed_over_but_never_upwards() {
    let app = TestApp::new();
    let boss = app.user("boss", &[Role::Owner]).await;
    let amira = app.user("amira", &[Role::Admin]).await;
    let other = app.user("other", &[Role::Admin]).await;
    let bilal = app.user("bilal", &[Role::Teacher]).await;
    let admin = app.signed_in("amira").await;
    for (user, may) in [
        (&bilal, true),
        (&amira, true),
        (&other, false),
        (&boss, false),
    ] {
        let path = format!("/admin/users/{}", user.user.id);
        let page = admin.get(&path).await;
        let action = format!("{path}/password-reset");
        assert_eq!(page.text.contains(&action), may);
        let answer = admin.submit(&page, &action, &[]).await;
        if may {
            answer.assert_ok().assert_has("It is shown only now");
            assert_eq!(answer.header("cache-control"), "no-store");
            let link = answer.between("spellcheck=\"false\">", "</textarea>");
            app.browser().get(&path_of(&link)).await.assert_ok();
            admin.get(&path).await.assert_lacks(&link);
        } else {
            answer.assert_status(403).assert_lacks("/password-reset/");
        }
    }
}

#[actix_web::test]
async fn nobody_is_no_page() {
    let app = TestApp::new();
    app.user("boss", &[Role::Owner]).await;
    let browser = app.signed_in("boss").await;
    for path in ["/admin/users/1", "/admin/users/x", "/admin/users/-1"] {
        browser.get(path).await.assert_status(404);
    }
    let page = browser.get("/about").await;
    browser
        .submit(&page, "/admin/users/1/roles", &[])
        .await
        .assert_status(404);
    browser.get("/admin/users?after=zzz").await.assert_ok();
}
