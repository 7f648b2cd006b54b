//! What people are told of, who asks to follow them, their messages, and what they keep.

use staffroom_domain::Visibility;
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::statuses::{self, NewStatus};
use staffroom_service::{follows, lists};

use crate::app::{Answer, Browser, PLAIN, TestApp};
use crate::people::{HOSTILE, assert_harmless, follow, post, private, teacher, text};

/// With messages, which schools have only where they say so.
fn with_messages() -> TestApp {
    let settings = format!("{PLAIN}\n[posting]\ndirect_messages = true\n");
    TestApp::with(&settings, false)
}

/// Presses a button of a page.
async fn press(browser: &Browser<'_>, on: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(on).await;
    browser.submit(&page, action, fields).await
}

#[actix_web::test]
async fn what_belongs_together_is_told_once() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let ben = teacher(&app, "ben").await;
    let id = post(&app, amira, text("Retrieval practice, every lesson.")).await;
    for by in [owen, ben] {
        statuses::favourite(&app.ctx, by, id).await.unwrap();
    }
    statuses::boost(&app.ctx, owen, id, None).await.unwrap();
    follow(&app, owen, amira).await;
    let reply = NewStatus {
        in_reply_to: Some(id),
        ..text("@amira We do, too.")
    };
    post(&app, owen, reply).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/notifications").await;
    page.assert_ok()
        .assert_has("Notifications (4)")
        .assert_has("and 1 other like your post")
        .assert_has("boosts your post")
        .assert_has("follows you")
        .assert_has("names you")
        .assert_has("We do, too.")
        .assert_has("name=\"return_to\" value=\"/notifications#p");
    assert!(page.text.len() < 60_000);
    insta::assert_snapshot!("notifications", page.normalised());
    let welsh = browser.get_welsh("/notifications").await;
    insta::assert_snapshot!("notifications_cy", welsh.normalised());
    for (only, has, lacks) in [
        ("mentions", "names you", "follows you"),
        ("marks", "likes your post", "names you"),
        ("follows", "follows you", "names you"),
        ("posts", "Nothing of this kind.", "names you"),
        ("practices", "Nothing of this kind.", "names you"),
        ("%3Cb%3E", "names you", "<b>"),
    ] {
        let has = has.replace("likes your", "like your");
        browser
            .get(&format!("/notifications?only={only}"))
            .await
            .assert_ok()
            .assert_has(&has)
            .assert_lacks(lacks);
    }
    // Everybody is told their own.
    let other = app.signed_in("owen").await;
    other.get("/notifications").await.assert_has("Nothing yet.");
    let stranger = app.browser().get("/notifications").await;
    assert_eq!(stranger.location(), "/sign-in?return_to=/notifications");
}

#[actix_web::test]
async fn what_was_read_is_not_new_and_all_can_be_cleared() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, owen, amira).await;
    post(&app, owen, text("@amira Hello.")).await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/notifications").await;
    page.assert_has("Notifications (2)")
        .assert_has(">New</span>");
    let to = page.between("name=\"to\" value=\"", "\"");
    let read = "/notifications/read";
    let answer = browser.submit(&page, read, &[("to", &to)]).await;
    assert_eq!(answer.location(), "/notifications");
    let page = browser.get("/notifications").await;
    page.assert_has("Hello.")
        .assert_lacks("Notifications (")
        .assert_lacks(">New</span>")
        .assert_lacks(read);
    // An old page takes nothing back.
    browser.submit(&page, read, &[("to", "1")]).await.location();
    browser
        .get("/notifications")
        .await
        .assert_lacks("Notifications (");
    let wrong = browser.submit(&page, read, &[("to", "all")]).await;
    wrong.assert_status(400);
    post(&app, owen, text("@amira Once more.")).await;
    browser.get("/home").await.assert_has("Notifications (1)");
    browser
        .post("/notifications/clear", &[], &[])
        .await
        .assert_status(403);
    let answer = press(&browser, "/notifications", "/notifications/clear", &[]).await;
    assert_eq!(answer.location(), "/notifications");
    let page = browser.get("/notifications").await;
    page.assert_has("All notifications are gone.")
        .assert_has("Nothing yet.")
        .assert_lacks("Once more.");
    let nothing = browser.submit(&page, "/notifications/burn", &[]).await;
    nothing.assert_status(404);
}

#[actix_web::test]
async fn older_notifications_are_a_page_further() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let browser = app.signed_in("amira").await;
    let mut counts = Vec::new();
    for round in 0..2 {
        for number in 0..16 {
            let words = format!("@amira Number {}.", round * 16 + number);
            post(&app, owen, text(&words)).await;
        }
        let before = app.statements();
        browser.get("/notifications").await.assert_ok();
        counts.push(app.statements() - before);
    }
    assert_eq!(counts.first(), counts.last());
    let page = browser.get("/notifications").await;
    page.assert_has("Number 31.").assert_lacks("Number 1.");
    assert!(page.text.len() < 60_000, "{}", page.text.len());
    let id = page.between("/notifications?max_id=", "\"");
    let path = format!("/notifications?max_id={id}");
    browser
        .get(&path)
        .await
        .assert_has("Number 1.")
        .assert_lacks("Number 31.")
        .assert_lacks("rel=\"next\"");
}

#[actix_web::test]
async fn whoever_approves_followers_answers_them() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let ben = teacher(&app, "ben").await;
    let browser = app.signed_in("owen").await;
    browser
        .get("/follow-requests")
        .await
        .assert_has("does not have to ask");
    let edit = ProfileEdit {
        locked: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(&app.ctx, owen, edit).await.unwrap();
    follow(&app, amira, owen).await;
    follow(&app, ben, owen).await;
    browser
        .get("/notifications")
        .await
        .assert_has("wants to follow you")
        .assert_has("href=\"/follow-requests\"");
    let page = browser.get("/follow-requests").await;
    page.assert_has("@amira").assert_has("@ben");
    insta::assert_snapshot!("follow_requests", page.normalised());
    let welsh = browser.get_welsh("/follow-requests").await;
    insta::assert_snapshot!("follow_requests_cy", welsh.normalised());
    let fields = [("return_to", "/follow-requests")];
    for (who, act) in [(amira, "accept"), (ben, "refuse")] {
        let answer = browser
            .submit(&page, &format!("/people/{who}/{act}"), &fields)
            .await;
        assert_eq!(answer.location(), "/follow-requests");
    }
    browser
        .get("/follow-requests")
        .await
        .assert_has("Nobody is waiting for an answer.");
    browser
        .get("/@owen/followers")
        .await
        .assert_has("@amira")
        .assert_lacks("@ben");
}

#[actix_web::test]
async fn messages_are_seen_by_those_who_are_named() {
    let app = with_messages();
    let amira = teacher(&app, "amira").await;
    teacher(&app, "owen").await;
    teacher(&app, "ben").await;
    let new = NewStatus {
        visibility: Some(Visibility::Direct),
        ..text("@owen Are you coming?")
    };
    post(&app, amira, new).await;
    let owen = app.signed_in("owen").await;
    let page = owen.get("/conversations").await;
    page.assert_ok()
        .assert_has("Are you coming?")
        .assert_has("<bdi>amira</bdi> <span class=\"state\">Unread</span>");
    insta::assert_snapshot!("conversations", page.normalised());
    let welsh = owen.get_welsh("/conversations").await;
    insta::assert_snapshot!("conversations_cy", welsh.normalised());
    let id = page.between("aria-labelledby=\"c", "\"");
    // Nobody else sees it, or does anything with it.
    let ben = app.signed_in("ben").await;
    let others = ben.get("/conversations").await;
    others
        .assert_has("Nobody has written to you alone yet")
        .assert_lacks("Are you coming?");
    for act in ["read", "remove"] {
        let path = format!("/conversations/{id}/{act}");
        ben.submit(&others, &path, &[]).await.assert_status(404);
        owen.post(&path, &[], &[]).await.assert_status(403);
    }
    let state = "<span class=\"state\">Unread";
    let to = |act: &str| format!("/conversations/{id}/{act}");
    owen.submit(&page, &to("read"), &[]).await.location();
    owen.get("/conversations").await.assert_lacks(state);
    owen.submit(&page, &to("unread"), &[]).await.location();
    owen.get("/conversations").await.assert_has(state);
    let nothing = owen.submit(&page, &to("burn"), &[]).await;
    nothing.assert_status(404);
    owen.submit(&page, &to("remove"), &[]).await.location();
    owen.get("/conversations")
        .await
        .assert_lacks("Are you coming?");
    let stranger = app.browser().get("/conversations").await;
    assert_eq!(stranger.location(), "/sign-in?return_to=/conversations");
}

#[actix_web::test]
async fn schools_have_no_messages_unless_they_say_so() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    browser
        .get("/home")
        .await
        .assert_lacks("href=\"/conversations\"");
    browser
        .get("/conversations")
        .await
        .assert_has("This instance has no messages");
}

#[actix_web::test]
async fn what_somebody_keeps_or_likes_is_a_list_of_their_own() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    teacher(&app, "ben").await;
    follow(&app, amira, owen).await;
    let open = post(&app, owen, text("For everybody.")).await;
    let closed = private(&app, owen, "For followers.").await;
    let browser = app.signed_in("amira").await;
    for (path, none) in [
        ("/bookmarks", "You keep nothing yet."),
        ("/favourites", "You like nothing yet."),
    ] {
        browser.get(path).await.assert_has(none);
        let stranger = app.browser().get(path).await;
        assert_eq!(stranger.location(), format!("/sign-in?return_to={path}"));
    }
    for id in [open, closed] {
        statuses::bookmark(&app.ctx, amira, id, true).await.unwrap();
        statuses::favourite(&app.ctx, amira, id).await.unwrap();
    }
    for (name, path) in [("bookmarks", "/bookmarks"), ("favourites", "/favourites")] {
        let page = browser.get(path).await;
        page.assert_has("For everybody.")
            .assert_has("For followers.");
        insta::assert_snapshot!(name, page.normalised());
        let welsh = browser.get_welsh(path).await;
        insta::assert_snapshot!(format!("{name}_cy"), welsh.normalised());
        let other = app.signed_in("ben").await;
        other.get(path).await.assert_lacks("For everybody.");
    }
    // What is not for them any more is left out.
    follows::unfollow(&app.ctx, amira, owen).await.unwrap();
    for path in ["/bookmarks", "/favourites"] {
        browser
            .get(path)
            .await
            .assert_has("For everybody.")
            .assert_lacks("For followers.");
    }
    press(
        &browser,
        "/bookmarks",
        &format!("/posts/{open}/unkeep"),
        &[("return_to", "/bookmarks")],
    )
    .await;
    browser
        .get("/bookmarks")
        .await
        .assert_lacks("For everybody.");
}

/// Catalogue 9.
#[actix_web::test]
async fn what_means_harm_is_told_as_text() {
    let app = with_messages();
    let amira = teacher(&app, "amira").await;
    for (number, bad) in HOSTILE.into_iter().enumerate() {
        let name = format!("bo{number}");
        let by = teacher(&app, &name).await;
        let edit = ProfileEdit {
            display_name: Some(bad.chars().take(30).collect()),
            ..ProfileEdit::default()
        };
        profiles::edit(&app.ctx, by, edit).await.unwrap();
        follow(&app, by, amira).await;
        let new = NewStatus {
            visibility: Some(Visibility::Direct),
            spoiler: bad.to_owned(),
            ..text(&format!("@amira {bad}"))
        };
        let id = post(&app, by, new).await;
        statuses::bookmark(&app.ctx, amira, id, true).await.unwrap();
    }
    let browser = app.signed_in("amira").await;
    for path in ["/notifications", "/conversations", "/bookmarks"] {
        let page = browser.get(path).await;
        page.assert_ok();
        assert_harmless(&page.text);
    }
}

#[actix_web::test]
async fn the_number_of_statements_does_not_grow_with_what_there_is() {
    let app = with_messages();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let edit = ProfileEdit {
        locked: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(&app.ctx, amira, edit).await.unwrap();
    let change = lists::ListChange {
        title: Some("Science".to_owned()),
        ..lists::ListChange::default()
    };
    let list = lists::create(&app.ctx, amira, change).await.unwrap().id;
    let browser = app.signed_in("amira").await;
    let mut counts = Vec::new();
    for round in 0..2 {
        for number in 0..6 {
            let by = teacher(&app, &format!("t{round}{number}")).await;
            follow(&app, by, amira).await;
            follow(&app, amira, by).await;
            lists::add(&app.ctx, amira, list, vec![by]).await.unwrap();
            let new = NewStatus {
                visibility: Some(Visibility::Direct),
                ..text("@amira Are you coming?")
            };
            post(&app, by, new).await;
            let id = post(&app, owen, text("For everybody.")).await;
            statuses::bookmark(&app.ctx, amira, id, true).await.unwrap();
            statuses::favourite(&app.ctx, amira, id).await.unwrap();
        }
        let before = app.statements();
        for path in [
            "/follow-requests".to_owned(),
            "/conversations".to_owned(),
            "/bookmarks".to_owned(),
            "/favourites".to_owned(),
            "/search?q=t".to_owned(),
            format!("/lists/{list}"),
            format!("/lists/{list}/members"),
            "/@amira/following".to_owned(),
        ] {
            let page = browser.get(&path).await;
            page.assert_ok();
            assert!(page.text.len() < 60_000, "{path}");
        }
        counts.push(app.statements() - before);
    }
    assert_eq!(counts.first(), counts.last());
}
