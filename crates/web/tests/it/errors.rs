//! Error pages.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use staffroom_domain::Role;

use crate::app::TestApp;

#[actix_web::test]
async fn what_is_not_there_has_a_page() {
    let app = TestApp::new();
    let browser = app.browser();
    let page = browser.get("/%3Cscript%3E").await;
    page.assert_status(404)
        .assert_has("There is no such page")
        .assert_lacks("script");
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    browser
        .get("/nothing")
        .await
        .assert_status(404)
        .assert_has("Signed in as");
}

#[actix_web::test]
async fn other_methods_are_told_which_work() {
    let app = TestApp::new();
    let browser = app.browser();
    for (method, path, allowed) in [
        (Method::POST, "/about", "GET, HEAD"),
        (Method::DELETE, "/sign-in", "GET, HEAD, POST"),
        (Method::GET, "/sign-out", "POST"),
        (Method::PUT, "/vocab/ev/tried", "GET, HEAD"),
    ] {
        let request = TestRequest::default().method(method).uri(path);
        let page = browser.send(request).await;
        page.assert_status(405)
            .assert_has("This page cannot do that");
        assert_eq!(page.header("allow"), allowed);
    }
    let head = TestRequest::default().method(Method::HEAD).uri("/about");
    browser.send(head).await.assert_ok();
}

#[actix_web::test]
async fn our_own_failures_show_a_number_and_no_cause() {
    let app = TestApp::new();
    app.user("amira", &[Role::Admin]).await;
    let browser = app.signed_in("amira").await;
    app.invitation(1, "").await;
    app.spoil_invitations().await;
    let page = browser.get("/admin/invitations").await;
    page.assert_status(500)
        .assert_has("Something went wrong here")
        .assert_has("Error number: <code>")
        .assert_lacks("invitation 1")
        .assert_lacks("JSON")
        .assert_lacks("expected");
}
