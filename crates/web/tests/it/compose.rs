//! Writing, changing and deleting posts.

use actix_web::http::header;
use actix_web::test::TestRequest;
use staffroom_domain::{AccountId, Visibility};
use staffroom_service::statuses::{self, NewPoll, NewStatus, OfAccount, StatusView};
use std::time::Duration;

use crate::app::{Answer, Browser, PLAIN, TestApp};
use crate::people::{HOSTILE, assert_harmless, post, private, teacher, text};

/// The smallest picture.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Sends a form in parts, with the token of a page.
async fn send(
    browser: &Browser<'_>,
    page: &Answer,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let token = page.form_token();
    let mut all = vec![("csrf", token.as_str())];
    all.extend_from_slice(fields);
    send_parts(browser, &all, files).await
}

async fn send_parts(
    browser: &Browser<'_>,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    for (name, bytes) in files {
        body.extend_from_slice(
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.gif\"\r\n\
                 Content-Type: image/gif\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    send_body(browser, body).await
}

async fn send_body(browser: &Browser<'_>, body: Vec<u8>) -> Answer {
    let request = TestRequest::post()
        .uri("/compose")
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=b"))
        .set_payload(body);
    browser.send(request).await
}

/// What somebody posted, the newest first.
async fn posted(app: &TestApp, by: AccountId) -> Vec<StatusView> {
    let page = statuses::Page {
        limit: 40,
        ..statuses::Page::default()
    };
    let wanted = OfAccount::default();
    let part = statuses::of_account(&app.ctx, Some(by), by, wanted, page).await;
    part.unwrap().items
}

#[actix_web::test]
async fn the_form_has_all_that_a_post_has() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    insta::assert_snapshot!("compose", page.normalised());
    let welsh = browser.get_welsh("/compose").await;
    insta::assert_snapshot!("compose_cy", welsh.normalised());
    let key = page.between("name=\"key\" value=\"", "\"");
    let fields = [
        ("key", key.as_str()),
        ("text", "We tried it.\r\nIt worked. #Retrieval"),
        ("warning", " About assessment "),
        ("language", "en"),
        ("visibility", "unlisted"),
        ("do", "post"),
    ];
    let answer = send(&browser, &page, &fields, &[]).await;
    let there = answer.location().to_owned();
    browser
        .get(&there)
        .await
        .assert_has("It is posted.")
        .assert_has("<summary>About assessment</summary>");
    // A second click.
    let again = send(&browser, &page, &fields, &[]).await;
    assert_eq!(again.location(), there);
    let all = posted(&app, amira).await;
    assert_eq!(all.len(), 1);
    let row = &all[0].status;
    assert_eq!(row.source, "We tried it.\nIt worked. #Retrieval");
    assert_eq!(row.visibility(), Visibility::Unlisted);
    assert_eq!(row.language.as_deref(), Some("en"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_nothing_is_lost() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    let fields = [
        ("key", "k"),
        ("text", " "),
        ("visibility", "unlisted"),
        ("language", "cy"),
        ("option", "Quiz"),
        ("multiple", "yes"),
        ("hours", "72"),
        ("at", "2020-01-01T10:00"),
    ];
    let answer = send(&browser, &page, &fields, &[]).await;
    answer
        .assert_status(422)
        .assert_has("href=\"#option-1\"")
        .assert_has("href=\"#at\"")
        .assert_has("value=\"Quiz\"")
        .assert_has("value=\"cy\" lang=\"cy\" selected")
        .assert_has("value=\"unlisted\" checked")
        .assert_has("value=\"72\" selected")
        .assert_has("name=\"key\" value=\"k\"");
    insta::assert_snapshot!("compose_again", answer.normalised());
    let token = page.form_token();
    let mut welsh = vec![("csrf", token.as_str())];
    welsh.extend(fields);
    browser.set_cookie("__Host-staffroom-language", "cy");
    let answer = send_parts(&browser, &welsh, &[]).await;
    insta::assert_snapshot!("compose_again_cy", answer.normalised());
    browser.set_cookie("__Host-staffroom-language", "en");
    let long = "x".repeat(5_001);
    for (fields, field) in [
        (vec![("text", ""), ("visibility", "public")], "text"),
        (
            vec![("text", long.as_str()), ("visibility", "public")],
            "text",
        ),
        (
            vec![("text", "x"), ("visibility", "everybody")],
            "visibility",
        ),
        (
            vec![("text", "x"), ("visibility", "public"), ("at", "soon")],
            "at",
        ),
        (
            vec![
                ("text", "x"),
                ("visibility", "public"),
                ("option", "a"),
                ("option", "a"),
            ],
            "option-1",
        ),
        (
            vec![
                ("text", "x"),
                ("visibility", "public"),
                ("option", "a"),
                ("option", &long),
            ],
            "option-1",
        ),
    ] {
        let answer = send(&browser, &page, &fields, &[]).await;
        answer
            .assert_status(422)
            .assert_has(&format!("<a href=\"#{field}\">"))
            .assert_has(&format!("id=\"{field}\""));
    }
    assert!(posted(&app, amira).await.is_empty());
}

#[actix_web::test]
async fn files_are_described_before_they_are_posted() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    let fields = [("key", "k"), ("text", "Look."), ("visibility", "public")];
    let answer = send(&browser, &page, &fields, &[("file-1", GIF)]).await;
    answer
        .assert_status(422)
        .assert_has("Describe file 1")
        .assert_has("href=\"#files\"")
        .assert_has(">\nLook.</textarea>");
    let id = answer.between("name=\"media\" value=\"", "\"");
    let about = format!("media-{id}-about");
    let mut described = fields.to_vec();
    described.extend([("media", id.as_str()), (about.as_str(), "A single dot")]);
    let answer = send(&browser, &answer, &described, &[]).await;
    let there = answer.location().to_owned();
    browser.get(&there).await.assert_has("alt=\"A single dot\"");
    // A second click.
    let twice = send(&browser, &page, &described, &[]).await;
    assert_eq!(twice.location(), there);
    let all = posted(&app, amira).await;
    assert_eq!(all[0].attachments.len(), 1);
    // It is in a post now, and in no second one.
    let again = [
        ("key", "other"),
        ("text", "Again."),
        ("visibility", "public"),
        ("media", &id),
        (&about, "x"),
    ];
    let answer = send(&browser, &page, &again, &[]).await;
    answer.assert_status(422).assert_has("is not here any more");
}

#[actix_web::test]
async fn files_can_be_sent_first_and_taken_out_again() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    let fields = [
        ("text", "Not yet."),
        ("file-1-about", "A dot"),
        ("do", "attach"),
    ];
    let answer = send(
        &browser,
        &page,
        &fields,
        &[("file-1", GIF), ("file-2", GIF)],
    )
    .await;
    answer
        .assert_ok()
        .assert_has(">A dot</textarea>")
        .assert_has("Remove file 2");
    let id = answer.between("name=\"media\" value=\"", "\"");
    let fields = [("text", "Not yet."), ("media", &id), ("remove", &id)];
    let answer = send(&browser, &answer, &fields, &[]).await;
    answer
        .assert_ok()
        .assert_lacks("Remove file 1")
        .assert_has("Not yet.");
    // What is no picture says so, and the text stays.
    let fields = [("text", "Kept."), ("do", "attach")];
    let answer = send(&browser, &page, &fields, &[("file-1", b"#!/bin/sh")]).await;
    answer
        .assert_status(422)
        .assert_has("cannot be used")
        .assert_has("Kept.");
    assert!(posted(&app, amira).await.is_empty());
    // A file of somebody else is none.
    let other = app.signed_in("owen").await;
    let page = other.get("/compose").await;
    let fields = [("text", "x"), ("do", "attach")];
    let theirs = send(&other, &page, &fields, &[("file-1", GIF)]).await;
    let theirs = theirs.between("name=\"media\" value=\"", "\"");
    let page = browser.get("/compose").await;
    let fields = [("text", "x"), ("visibility", "public"), ("media", &theirs)];
    let answer = send(&browser, &page, &fields, &[]).await;
    answer.assert_status(422).assert_lacks("Remove file 1");
    assert!(posted(&app, owen).await.is_empty());
}

#[actix_web::test]
async fn an_instance_may_take_files_without_a_description() {
    let settings = format!("{PLAIN}\n[posting]\nask_descriptions = false\n");
    let app = TestApp::with(&settings, false);
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    let fields = [("key", "k"), ("text", "Look."), ("visibility", "public")];
    let answer = send(&browser, &page, &fields, &[("file-1", GIF)]).await;
    let there = answer.location().to_owned();
    browser
        .get(&there)
        .await
        .assert_has("without a description");
    assert_eq!(posted(&app, amira).await.len(), 1);
}

#[actix_web::test]
async fn nothing_is_kept_of_a_form_without_its_token() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    let fields = [("text", "x"), ("visibility", "public")];
    send_parts(&browser, &fields, &[]).await.assert_status(403);
    send_parts(&browser, &fields, &[("file-1", GIF)])
        .await
        .assert_status(403);
    let wrong = [("csrf", "AAAA"), ("text", "x")];
    send_parts(&browser, &wrong, &[("file-1", GIF)])
        .await
        .assert_status(403);
    // The token behind the file is too late.
    let token = page.form_token();
    let late = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file-1\"; filename=\"x.gif\"\r\n\r\nGIF89a\r\n\
         --b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--b--\r\n"
    );
    send_body(&browser, late.into_bytes())
        .await
        .assert_status(403);
    let answer = app.browser().get("/compose").await;
    assert_eq!(answer.location(), "/sign-in?return_to=/compose");
    let stranger = send_parts(&app.browser(), &fields, &[]).await;
    assert_eq!(stranger.location(), "/sign-in");
    let plain = browser.submit(&page, "/compose", &fields).await;
    plain.assert_status(400);
}

#[actix_web::test]
async fn an_answer_names_whom_it_answers_and_is_seen_by_no_more() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    teacher(&app, "ben").await;
    crate::people::follow(&app, amira, owen).await;
    let id = private(&app, owen, "@ben Have a look.").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get(&format!("/compose?reply={id}")).await;
    page.assert_ok()
        .assert_has("Have a look.")
        .assert_has(">\n@owen @ben </textarea>")
        .assert_has("value=\"private\" checked")
        .assert_lacks("class=\"controls\"");
    insta::assert_snapshot!("reply", page.normalised());
    let welsh = browser.get_welsh(&format!("/compose?reply={id}")).await;
    insta::assert_snapshot!("reply_cy", welsh.normalised());
    let id = id.to_string();
    let fields = [
        ("reply", id.as_str()),
        ("text", "@owen Yes."),
        ("visibility", "private"),
    ];
    let answer = send(&browser, &page, &fields, &[]).await;
    let there = answer.location().to_owned();
    browser.get(&there).await.assert_has("Have a look.");
    // Whoever may not see it does not answer it.
    teacher(&app, "cleo").await;
    let cleo = app.signed_in("cleo").await;
    cleo.get(&format!("/compose?reply={id}"))
        .await
        .assert_status(404);
    let page = cleo.get("/compose").await;
    // What they wrote is not lost, and nothing is told of what they answered.
    send(&cleo, &page, &fields, &[])
        .await
        .assert_status(422)
        .assert_has("@owen Yes.</textarea>")
        .assert_has("href=\"#text\"")
        .assert_lacks("Have a look.");
}

#[actix_web::test]
async fn polls_and_later_posts_are_made() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/compose").await;
    let fields = [
        ("text", "Which?"),
        ("visibility", "public"),
        ("option", "Quiz"),
        ("option", ""),
        ("option", "Dump"),
        ("hours", "72"),
        ("multiple", "yes"),
    ];
    send(&browser, &page, &fields, &[]).await.location();
    let all = posted(&app, amira).await;
    let poll = all[0].poll.as_ref().unwrap();
    assert_eq!(poll.options.len(), 2);
    assert!(poll.poll.multiple);
    // 1 September 2026, 08:05 UTC, is now.
    let fields = [
        ("text", "Later."),
        ("visibility", "public"),
        ("at", "2026-09-01T12:00"),
    ];
    let answer = send(&browser, &page, &fields, &[]).await;
    assert_eq!(answer.location(), "/scheduled");
    let page_of_waiting = browser.get("/scheduled").await;
    page_of_waiting
        .assert_has("at the time that you chose")
        .assert_has("Later.")
        .assert_has("1 September 2026, 12:00 UTC");
    insta::assert_snapshot!("scheduled", page_of_waiting.normalised());
    let welsh = browser.get_welsh("/scheduled").await;
    insta::assert_snapshot!("scheduled_cy", welsh.normalised());
    let drop = page_of_waiting.between("action=\"/scheduled/", "\"");
    let drop = format!("/scheduled/{drop}");
    teacher(&app, "owen").await;
    let other = app.signed_in("owen").await;
    let others = other.get("/scheduled").await;
    others.assert_has("Nothing waits.");
    other.submit(&others, &drop, &[]).await.assert_status(404);
    browser.post(&drop, &[], &[]).await.assert_status(403);
    browser
        .submit(&page_of_waiting, &drop, &[])
        .await
        .location();
    browser.get("/scheduled").await.assert_has("Nothing waits.");
    assert_eq!(posted(&app, amira).await.len(), 1);
    let soon = [
        ("text", "Too soon."),
        ("visibility", "public"),
        ("at", "2026-09-01T08:06"),
    ];
    let answer = send(&browser, &page, &soon, &[]).await;
    answer.assert_status(422).assert_has("Too soon.</textarea>");
}

#[actix_web::test]
async fn a_post_is_changed_and_its_poll_stays() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let poll = NewPoll {
        options: vec!["Quiz".to_owned(), "Brain dump".to_owned()],
        multiple: false,
        hides_totals: false,
        expires_in: Duration::from_hours(24),
    };
    let new = NewStatus {
        poll: Some(poll),
        ..text("Wich do you use?")
    };
    let id = post(&app, amira, new).await;
    statuses::vote(&app.ctx, owen, id, vec![1]).await.unwrap();
    let browser = app.signed_in("amira").await;
    let path = format!("/posts/{id}/edit");
    let page = browser.get(&path).await;
    page.assert_ok()
        .assert_has("Wich do you use?")
        .assert_has("Its poll stays");
    insta::assert_snapshot!("post_edit", page.normalised());
    let welsh = browser.get_welsh(&path).await;
    insta::assert_snapshot!("post_edit_cy", welsh.normalised());
    let long = "x".repeat(5_001);
    let answer = browser.submit(&page, &path, &[("text", &long)]).await;
    answer
        .assert_status(422)
        .assert_has("href=\"#text\"")
        .assert_has(&long);
    app.advance(Duration::from_hours(1));
    let fields = [
        ("text", "Which do you use?"),
        ("warning", "Polls"),
        ("language", "cy"),
    ];
    let answer = browser.submit(&page, &path, &fields).await;
    assert_eq!(answer.location(), format!("/@amira/{id}"));
    let all = posted(&app, amira).await;
    assert_eq!(all[0].status.source, "Which do you use?");
    assert_eq!(all[0].status.language.as_deref(), Some("cy"));
    let poll = all[0].poll.as_ref().unwrap();
    assert_eq!(poll.options[1].votes_count, 1);
    let other = app.signed_in("owen").await;
    other.get(&path).await.assert_status(404);
    let page = other.get("/compose").await;
    other.submit(&page, &path, &fields).await.assert_status(404);
}

#[actix_web::test]
async fn a_post_is_deleted_by_its_author_after_being_asked() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    teacher(&app, "owen").await;
    let id = post(&app, amira, text("Away with it.")).await;
    let path = format!("/posts/{id}/delete");
    let other = app.signed_in("owen").await;
    other.get(&path).await.assert_status(404);
    let page = other.get("/compose").await;
    other.submit(&page, &path, &[]).await.assert_status(404);
    let browser = app.signed_in("amira").await;
    let page = browser.get(&path).await;
    page.assert_ok()
        .assert_has("Away with it.")
        .assert_lacks("class=\"controls\"");
    insta::assert_snapshot!("post_delete", page.normalised());
    let welsh = browser.get_welsh(&path).await;
    insta::assert_snapshot!("post_delete_cy", welsh.normalised());
    browser.post(&path, &[], &[]).await.assert_status(403);
    let answer = browser.submit(&page, &path, &[]).await;
    assert_eq!(answer.location(), "/home");
    assert!(posted(&app, amira).await.is_empty());
}

/// Catalogue 9.
#[actix_web::test]
async fn what_is_given_to_the_form_is_only_text() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    for text in HOSTILE {
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let page = browser
            .get(&format!(
                "/compose?text={encoded}&to=@{encoded}&visibility={encoded}"
            ))
            .await;
        page.assert_ok();
        assert_harmless(&page.text.replace("<script type=\"module\"", ""));
        let fields = [
            ("text", text),
            ("warning", text),
            ("language", text),
            ("visibility", text),
            ("option", text),
            ("at", text),
            ("key", text),
        ];
        let answer = send(&browser, &page, &fields, &[]).await;
        answer.assert_status(422);
        assert_harmless(&answer.text.replace("<script type=\"module\"", ""));
    }
}
