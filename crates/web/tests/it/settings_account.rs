//! Moving, and leaving for good.

use staffroom_domain::Role;
use staffroom_service::accounts::{self, also_known_as};
use staffroom_service::{follows, moving};

use crate::app::{PASSWORD, TestApp};

const HERE: &str = "/settings/account";
const DELETE: &str = "/settings/account/delete";

#[actix_web::test]
async fn the_pages_in_both_languages() {
    let app = TestApp::new();
    app.user("amira", &[Role::Teacher]).await;
    let browser = app.signed_in("amira").await;
    for (name, path) in [("settings_account", HERE), ("settings_delete", DELETE)] {
        let page = browser.get(path).await;
        assert!(page.text.len() < 60_000);
        insta::assert_snapshot!(name, page.assert_ok().normalised());
        let welsh = browser.get_welsh(path).await;
        insta::assert_snapshot!(format!("{name}_cy"), welsh.normalised());
        let sent_away = app.browser().get(path).await;
        assert!(sent_away.location().starts_with("/sign-in?"), "{path}");
    }
}

/// Checklist 29.
#[actix_web::test]
async fn nobody_moves_without_their_password_nor_to_who_does_not_name_them() {
    let app = TestApp::new();
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    let browser = app.signed_in("amira").await;
    let page = browser.get(HERE).await;
    let move_to = async |target: &str, password: &str| {
        let fields = [("do", "move"), ("target", target), ("current", password)];
        browser.submit(&page, HERE, &fields).await
    };
    move_to("@bilal@school.example", "guess")
        .await
        .assert_status(422)
        .assert_has("href=\"#current\"");
    for target in [
        "",
        "@nobody@school.example",
        "<script>alert(1)</script>",
        "@amira@school.example",
    ] {
        move_to(target, PASSWORD)
            .await
            .assert_status(422)
            .assert_has("href=\"#target\"")
            .assert_lacks("<script>");
    }
    let row = accounts::find(&app.ctx, amira).await.unwrap().unwrap();
    assert!(!row.has_moved());
    assert!(moving::come_back(&app.ctx, amira).await.is_err());
    let fields = [("do", "throw")];
    browser
        .submit(&page, HERE, &fields)
        .await
        .assert_status(400);
    assert!(also_known_as(&row).is_empty());
}

#[actix_web::test]
async fn an_account_is_deleted_with_its_password_by_whoever_is_sure() {
    let app = TestApp::new();
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    let bilal = app.user("bilal", &[Role::Teacher]).await.account.id;
    follows::block(&app.ctx, amira, bilal).await.unwrap();
    let (browser, other) = (app.signed_in("amira").await, app.signed_in("amira").await);
    let page = browser.get(DELETE).await;
    for (fields, field) in [
        (vec![("current", PASSWORD)], "sure"),
        (vec![("sure", "yes"), ("current", "guess")], "current"),
        (vec![("sure", "yes")], "current"),
    ] {
        browser
            .submit(&page, DELETE, &fields)
            .await
            .assert_status(422)
            .assert_has(&format!("href=\"#{field}\""));
    }
    other.get("/home").await.assert_ok();
    let fields = [("sure", "yes"), ("current", PASSWORD)];
    assert_eq!(browser.submit(&page, DELETE, &fields).await.location(), "/");
    browser
        .get("/")
        .await
        .assert_has("Your account is deleted.");
    assert!(other.get("/home").await.location().starts_with("/sign-in"));
    browser.get("/@amira").await.assert_status(404);
    let row = accounts::find(&app.ctx, amira).await.unwrap().unwrap();
    assert!(row.deleted_at.is_some());
}

#[actix_web::test]
async fn the_only_owner_stays() {
    let app = TestApp::new();
    let id = app.user("amira", &[Role::Owner]).await.account.id;
    let browser = app.signed_in("amira").await;
    let page = browser.get(DELETE).await;
    let fields = [("sure", "yes"), ("current", PASSWORD)];
    browser
        .submit(&page, DELETE, &fields)
        .await
        .assert_status(422)
        .assert_has("only owner");
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    assert!(row.deleted_at.is_none());
}
