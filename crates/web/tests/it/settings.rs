//! One's own sessions and password.

use staffroom_domain::Role;
use staffroom_service::sessions;

use crate::app::{PASSWORD, TestApp};

const NEW: &str = "seven quiet whiteboards";

#[actix_web::test]
async fn browsers_are_listed_and_signed_out() {
    let app = TestApp::new();
    let user = app.user("amira", &[Role::Teacher]).await;
    let (here, there) = (app.signed_in("amira").await, app.signed_in("amira").await);
    assert_eq!(here.get("/settings").await.location(), "/settings/profile");
    let page = here.get("/settings/sessions").await;
    page.assert_ok()
        .assert_has("This browser")
        .assert_has("Firefox on Android")
        .assert_has("192.0.2.7");
    let list = sessions::list(&app.ctx, user.user.id).await.unwrap();
    assert_eq!(list.len(), 2);
    let action = format!("/settings/sessions/{}/revoke", list[0].id);
    assert_eq!(
        here.submit(&page, &action, &[]).await.location(),
        "/settings/sessions"
    );
    here.get("/settings/sessions")
        .await
        .assert_has("That browser is signed out.");
    assert!(
        there
            .get("/settings/sessions")
            .await
            .location()
            .starts_with("/sign-in")
    );
    here.submit(&page, &action, &[]).await.assert_status(404);
    let own = format!("/settings/sessions/{}/revoke", list[1].id);
    assert_eq!(here.submit(&page, &own, &[]).await.location(), "/");
    here.get("/").await.assert_has("You are signed out.");
}

#[actix_web::test]
async fn nobody_ends_the_sessions_of_others() {
    let app = TestApp::new();
    let victim = app.user("amira", &[Role::Owner]).await;
    app.user("bilal", &[Role::Teacher]).await;
    let (amira, bilal) = (app.signed_in("amira").await, app.signed_in("bilal").await);
    let id = sessions::list(&app.ctx, victim.user.id).await.unwrap()[0].id;
    let page = bilal.get("/settings/sessions").await;
    let action = format!("/settings/sessions/{id}/revoke");
    bilal.submit(&page, &action, &[]).await.assert_status(404);
    bilal
        .submit(&page, "/settings/sessions/x/revoke", &[])
        .await
        .assert_status(404);
    bilal
        .submit(&page, "/settings/sessions/revoke-others", &[])
        .await
        .assert_status(303);
    amira.get("/settings/sessions").await.assert_ok();
}

#[actix_web::test]
async fn all_others_at_once() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let here = app.signed_in("amira").await;
    let others = [app.signed_in("amira").await, app.signed_in("amira").await];
    let page = here.get("/settings/sessions").await;
    here.submit(&page, "/settings/sessions/revoke-others", &[])
        .await
        .location();
    here.get("/settings/sessions")
        .await
        .assert_has("2 other browsers are signed out.");
    for other in others {
        other.get("/settings/sessions").await.assert_status(303);
    }
}

#[actix_web::test]
async fn the_password_changes_with_the_old_one() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let (here, there) = (app.signed_in("amira").await, app.signed_in("amira").await);
    let page = here.get("/settings/password").await;
    let path = "/settings/password";
    let answer = here
        .submit(&page, path, &[("current", "not it"), ("password", NEW)])
        .await;
    answer
        .assert_status(422)
        .assert_has("The current password is not right.")
        .assert_has("href=\"#current\"")
        .assert_lacks(NEW);
    let answer = here
        .submit(&page, path, &[("current", PASSWORD), ("password", "short")])
        .await;
    answer
        .assert_status(422)
        .assert_has("href=\"#password\"")
        .assert_lacks(PASSWORD);
    let answer = here
        .submit(&page, path, &[("current", PASSWORD), ("password", NEW)])
        .await;
    assert_eq!(answer.location(), path);
    here.get(path)
        .await
        .assert_ok()
        .assert_has("Your password was changed.");
    there.get(path).await.assert_status(303);
}
