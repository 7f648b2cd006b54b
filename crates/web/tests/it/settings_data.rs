//! Files that somebody takes along and brings, on pages.

use std::fmt::Write as _;

use actix_web::http::header;
use actix_web::test::TestRequest;
use staffroom_domain::{AccountId, Role};
use staffroom_service::{domain_blocks, transfer};

use crate::app::{Answer, Browser, TestApp};

const HERE: &str = "/settings/data";

async fn teacher(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

async fn send(browser: &Browser<'_>, page: &Answer, fields: &[(&str, &str)], file: &str) -> Answer {
    let token = page.form_token();
    let mut body = String::new();
    for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
        write!(
            body,
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
        .unwrap();
    }
    write!(
        body,
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--b--\r\n"
    )
    .unwrap();
    let request = TestRequest::post()
        .uri(HERE)
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=b"))
        .set_payload(body);
    browser.send(request).await
}

#[actix_web::test]
async fn files_are_for_their_owner_alone() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    teacher(&app, "bilal").await;
    domain_blocks::add(&app.ctx, amira, "social.example")
        .await
        .unwrap();
    let path = "/settings/data/blocked_domains.csv";
    let browser = app.signed_in("amira").await;
    let file = browser.get(path).await;
    assert_eq!(file.text, "social.example\n");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"blocked_domains.csv\""
    );
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(app.signed_in("bilal").await.get(path).await.text, "");
    let sent_away = app.browser().get(path).await;
    assert!(sent_away.location().starts_with("/sign-in?"));
    browser
        .get("/settings/data/passwords.csv")
        .await
        .assert_status(404);
    for kind in transfer::Kind::ALL {
        let path = format!("/settings/data/{}.csv", kind.file_name());
        browser.get(&path).await.assert_ok();
    }
}

#[actix_web::test]
async fn a_file_is_brought_and_its_lines_are_shown_as_text() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(HERE).await;
    let fields = [("kind", "blocks"), ("mode", "overwrite")];
    for (fields, file, field) in [
        (&fields[..], "", "file"),
        (&fields[..], "#domain\na.example", "file"),
        (&[("kind", "passwords")][..], "a", "kind"),
    ] {
        send(&browser, &page, fields, file)
            .await
            .assert_status(422)
            .assert_has(&format!("href=\"#{field}\""));
    }
    let file = "<script>alert(1)</script>\nnobody@a.example\n";
    let answer = send(&browser, &page, &fields, file).await;
    assert_eq!(answer.location(), HERE);
    browser
        .get(HERE)
        .await
        .assert_has("0 of 2 lines were looked at")
        .assert_has("Look again");
    send(&browser, &page, &fields, file)
        .await
        .assert_status(422)
        .assert_has("Another file is being taken in.");
    let handler = transfer::ImportHandler {
        ctx: app.ctx.clone(),
        directory: std::sync::Arc::default(),
    };
    let row = transfer::imports(&app.ctx, amira).await.unwrap().remove(0);
    handler.go_on(row.id).await.unwrap();
    let page = browser.get(HERE).await;
    page.assert_has("0 of 2 lines are taken in")
        .assert_has("Line 1:")
        .assert_has("It is no address.")
        .assert_lacks("<script>");
    insta::assert_snapshot!("settings_data", page.normalised());
    let welsh = browser.get_welsh(HERE).await;
    insta::assert_snapshot!("settings_data_cy", welsh.normalised());
    // Nobody else sees it, nor brings anything for them.
    teacher(&app, "bilal").await;
    let other = app.signed_in("bilal").await;
    other.get(HERE).await.assert_lacks("Line 1:");
    send(&browser, &other.get(HERE).await, &fields, file)
        .await
        .assert_status(403);
}
