//! Timelines and hashtags, and the buttons under posts.

use staffroom_domain::{StatusId, Visibility};
use staffroom_service::statuses::{self, NewPoll, NewStatus};
use staffroom_service::{follows, tags};
use std::time::Duration;

use crate::app::{Browser, TestApp};
use crate::people::{
    HOSTILE, assert_harmless, bo, follow, from_elsewhere, post, private, teacher, text,
};

/// Presses a button of a page.
async fn press(browser: &Browser<'_>, on: &str, action: &str, more: &[(&str, &str)]) -> String {
    let page = browser.get(on).await;
    let mut fields = vec![("return_to", on)];
    fields.extend_from_slice(more);
    let answer = browser.submit(&page, action, &fields).await;
    answer.location().to_owned()
}

#[actix_web::test]
async fn timelines_say_what_to_do_where_they_are_empty() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    for (name, path) in [
        ("home_empty", "/home"),
        ("local_empty", "/local"),
        ("public_empty", "/public"),
    ] {
        let page = browser.get(path).await;
        page.assert_ok()
            .assert_has("<h1>")
            .assert_lacks("rel=\"next\"");
        insta::assert_snapshot!(name, page.normalised());
        let page = browser.get_welsh(path).await;
        insta::assert_snapshot!(format!("{name}_cy"), page.normalised());
    }
    for path in ["/home", "/local", "/public"] {
        let page = app.browser().get(path).await;
        assert_eq!(page.location(), format!("/sign-in?return_to={path}"));
    }
}

#[actix_web::test]
async fn posts_come_with_all_that_belongs_to_them() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, amira, owen).await;
    let first = post(
        &app,
        owen,
        text("Retrieval practice, every lesson. #Retrieval"),
    )
    .await;
    let poll = NewPoll {
        options: vec!["Quiz".to_owned(), "Brain dump".to_owned()],
        multiple: false,
        hides_totals: false,
        expires_in: Duration::from_hours(24),
    };
    let new = NewStatus {
        spoiler: "About polls".to_owned(),
        poll: Some(poll),
        ..text("Which do you use?")
    };
    post(&app, owen, new).await;
    let reply = NewStatus {
        in_reply_to: Some(first),
        ..text("@owen We do.")
    };
    post(&app, amira, reply).await;
    statuses::boost(&app.ctx, owen, first, None).await.unwrap();
    private(&app, owen, "Only for you.").await;
    let browser = app.signed_in("amira").await;
    let page = browser.get("/home").await;
    page.assert_ok()
        .assert_has("For followers only")
        .assert_has("In answer to <bdi>owen</bdi>")
        .assert_has("<summary>About polls</summary>")
        .assert_has("<legend>Choose one</legend>");
    insta::assert_snapshot!("home", page.normalised());
    let page = browser.get_welsh("/home").await;
    insta::assert_snapshot!("home_cy", page.normalised());
    assert!(page.text.len() < 60_000);
    // What is for followers is in no list of everybody.
    browser.get("/local").await.assert_lacks("Only for you.");
}

#[actix_web::test]
async fn a_button_comes_back_to_where_it_was_pressed() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, amira, owen).await;
    let id = post(&app, owen, text("Hello.")).await;
    let browser = app.signed_in("amira").await;
    let here = format!("/home#p{id}");
    let page = browser.get("/home").await;
    page.assert_has(&format!("value=\"{here}\""));
    for (act, undo, says) in [
        ("like", "unlike", "Like no more"),
        ("boost", "unboost", "Take the boost back"),
        ("keep", "unkeep", "Remove the bookmark"),
        ("mute", "unmute", "Hear of this thread again"),
    ] {
        let path = format!("/posts/{id}/{act}");
        let back = press(&browser, "/home", &path, &[("return_to", &here)]).await;
        assert_eq!(back, "/home");
        browser.get("/home").await.assert_has(says);
        press(&browser, "/home", &format!("/posts/{id}/{undo}"), &[]).await;
        browser.get("/home").await.assert_lacks(says);
    }
    let fields = [("return_to", here.as_str())];
    let like = format!("/posts/{id}/like");
    assert_eq!(browser.submit(&page, &like, &fields).await.location(), here);
    // Nowhere else: another site, or none.
    for there in ["https://evil.example/", "//evil.example", ""] {
        let fields = [("return_to", there)];
        let answer = browser.submit(&page, &like, &fields).await;
        assert_eq!(answer.location(), "/home");
    }
    let nothing = browser
        .submit(&page, &format!("/posts/{id}/burn"), &[])
        .await;
    nothing.assert_status(404);
    let nothing = browser.submit(&page, "/posts/99/like", &[]).await;
    nothing.assert_status(404);
    let forged = browser.post(&format!("/posts/{id}/like"), &[], &[]).await;
    forged.assert_status(403);
}

#[actix_web::test]
async fn nobody_marks_what_they_may_not_see() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    teacher(&app, "ben").await;
    follow(&app, amira, owen).await;
    let id = private(&app, owen, "Only for followers.").await;
    let ben = app.signed_in("ben").await;
    let page = ben.get("/local").await;
    for act in ["like", "boost", "keep", "mute", "vote"] {
        let answer = ben.submit(&page, &format!("/posts/{id}/{act}"), &[]).await;
        answer.assert_status(404);
    }
    // Followers see it and may not pass it on: there is no button, and the form says so.
    let amira = app.signed_in("amira").await;
    let page = amira.get("/home").await;
    page.assert_has("Only for followers.")
        .assert_lacks(&format!("/posts/{id}/boost"));
    let answer = amira
        .submit(&page, &format!("/posts/{id}/boost"), &[])
        .await;
    assert_eq!(answer.location(), "/home");
    amira.get("/home").await.assert_has("something has changed");
}

#[actix_web::test]
async fn votes_are_counted_once() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let poll = NewPoll {
        options: vec!["Quiz".to_owned(), "Brain dump".to_owned()],
        multiple: false,
        hides_totals: false,
        expires_in: Duration::from_hours(24),
    };
    let new = NewStatus {
        poll: Some(poll),
        ..text("Which?")
    };
    let id = post(&app, owen, new).await;
    let browser = app.signed_in("amira").await;
    let path = format!("/posts/{id}/vote");
    press(&browser, "/local", &path, &[("choice", "1")]).await;
    let page = browser.get("/local").await;
    page.assert_has("Brain dump</bdi>: 1 vote, 100 % <span class=\"state\">Your vote")
        .assert_lacks("<legend>");
    press(&browser, "/local", &path, &[("choice", "0")]).await;
    browser
        .get("/local")
        .await
        .assert_has("something has changed");
    // Their own poll they only look at.
    let owen = app.signed_in("owen").await;
    owen.get("/local").await.assert_lacks("<legend>");
}

#[actix_web::test]
async fn muting_and_blocking_take_posts_away() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    post(&app, owen, text("Hello from Owen.")).await;
    let browser = app.signed_in("amira").await;
    for (act, undo, says) in [
        ("mute", "unmute", "You will not read them any more"),
        ("block", "unblock", "They are blocked"),
    ] {
        browser.get("/local").await.assert_has("Hello from Owen.");
        press(&browser, "/local", &format!("/people/{owen}/{act}"), &[]).await;
        browser
            .get("/local")
            .await
            .assert_has(says)
            .assert_lacks("Hello from Owen.");
        press(&browser, "/local", &format!("/people/{owen}/{undo}"), &[]).await;
    }
    let page = browser.get("/local").await;
    let nobody = browser.submit(&page, "/people/99/follow", &[]).await;
    nobody.assert_status(404);
    let path = format!("/people/{owen}/adopt");
    browser.submit(&page, &path, &[]).await.assert_status(404);
}

#[actix_web::test]
async fn parts_of_a_timeline_lead_to_one_another() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    for number in 0..45 {
        post(&app, amira, text(&format!("Number {number}."))).await;
    }
    let browser = app.signed_in("amira").await;
    for path in ["/home", "/local"] {
        let page = browser.get(path).await;
        page.assert_has("Number 44.")
            .assert_has("Number 25.")
            .assert_lacks("Number 24.")
            .assert_lacks("rel=\"prev\"");
        let next = format!("{path}?{}", page.between(&format!("href=\"{path}?"), "\""));
        let page = browser.get(&next).await;
        page.assert_has("Number 24.")
            .assert_has("Number 5.")
            .assert_lacks("Number 4.");
        let newer = page.between("<li><a href=\"", "\" rel=\"prev\"");
        let newer = newer.rsplit("href=\"").next().unwrap().to_owned();
        let older = page.between("rel=\"prev\"", "\" rel=\"next\"");
        let older = older.rsplit("href=\"").next().unwrap().to_owned();
        let last = browser.get(&older).await;
        last.assert_has("Number 0.").assert_lacks("rel=\"next\"");
        browser
            .get(&newer)
            .await
            .assert_has("Number 25.")
            .assert_has("Number 44.");
    }
    // No number is no place.
    browser
        .get("/home?max_id=x&min_id=%3Cb%3E")
        .await
        .assert_ok();
    let nothing = browser.get("/home?max_id=1").await;
    nothing.assert_has("Nothing more is in this direction.");
}

#[actix_web::test]
async fn the_number_of_statements_does_not_grow_with_the_posts() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    follow(&app, amira, owen).await;
    let browser = app.signed_in("amira").await;
    let mut counts = Vec::new();
    for _ in 0..2 {
        for _ in 0..10 {
            post(&app, owen, text("One more. #Retrieval")).await;
        }
        let before = app.statements();
        browser.get("/home").await.assert_ok();
        browser.get("/local").await.assert_ok();
        browser.get("/tags/retrieval").await.assert_ok();
        counts.push(app.statements() - before);
    }
    assert_eq!(counts.first(), counts.last());
}

/// Checklist 24. Catalogue 9.
#[actix_web::test]
async fn what_means_harm_is_only_text() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let author = bo(&app, HOSTILE[1]).await;
    for html in HOSTILE {
        from_elsewhere(
            &app,
            &author,
            &format!("<p>{html}</p><a href=\"{html}\">x</a>"),
        )
        .await;
    }
    let browser = app.signed_in("amira").await;
    let page = browser.get("/public").await;
    page.assert_ok().assert_has("@bo@b.example");
    assert_harmless(&page.text);
    let page = browser.get("/tags/%3Cscript%3Ealert(1)").await;
    assert_harmless(&page.text);
}

#[actix_web::test]
async fn people_here_read_posts_of_others_here() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let author = bo(&app, "Bo").await;
    let id = from_elsewhere(&app, &author, "<p>Hello from b.</p>")
        .await
        .id;
    let browser = app.signed_in("amira").await;
    let path = format!("/@bo@b.example/{id}");
    browser
        .get("/public")
        .await
        .assert_has(&format!("href=\"{path}\""))
        .assert_has("href=\"/@bo@b.example\"");
    browser
        .get(&path)
        .await
        .assert_ok()
        .assert_has("Hello from b.");
    browser
        .get("/@bo@b.example")
        .await
        .assert_ok()
        .assert_has("Hello from b.");
    let stranger = app.browser();
    for path in [path.as_str(), "/@bo@b.example", "/@nobody@b.example"] {
        stranger.get(path).await.assert_status(404);
    }
}

#[actix_web::test]
async fn a_hashtag_of_a_concept_holds_its_other_names() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let own = post(&app, amira, text("A trial. #rct")).await;
    post(&app, amira, text("Nothing. #other")).await;
    let stranger = app.browser();
    let concept = staffroom_vocabulary::Concept::all()
        .iter()
        .find(|concept| concept.synonyms().contains(&"RCT"))
        .unwrap();
    let tag = concept.hashtag().trim_start_matches('#');
    for path in [format!("/tags/{tag}"), "/tags/RCT".to_owned()] {
        let page = stranger.get(&path).await;
        page.assert_ok()
            .assert_has("A trial.")
            .assert_has(&format!("/vocab/{}", concept.path()))
            .assert_lacks("Nothing.")
            .assert_lacks("Follow the hashtag");
    }
    let page = stranger.get("/tags/RCT").await;
    insta::assert_snapshot!("tag", page.normalised());
    let page = stranger.get_welsh("/tags/RCT").await;
    insta::assert_snapshot!("tag_cy", page.normalised());
    // What is not for everybody is in none.
    for visibility in [Visibility::Unlisted, Visibility::Private] {
        let new = NewStatus {
            visibility: Some(visibility),
            ..text("Not for all. #rct")
        };
        post(&app, amira, new).await;
    }
    stranger.get("/tags/rct").await.assert_lacks("Not for all.");
    stranger.get("/tags/nothing").await.assert_ok();
    stranger.get("/tags/-").await.assert_status(404);
    statuses::delete(&app.ctx, amira, own).await.unwrap();
    stranger.get("/tags/rct").await.assert_lacks("A trial.");
}

#[actix_web::test]
async fn hashtags_are_followed() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let back = press(&browser, "/tags/Retrieval", "/tags/Retrieval/follow", &[]).await;
    assert_eq!(back, "/tags/retrieval");
    browser
        .get(&back)
        .await
        .assert_has("You follow this hashtag.");
    let followed = tags::show(&app.ctx, Some(amira), "retrieval")
        .await
        .unwrap();
    assert_eq!(followed.following, Some(true));
    press(&browser, &back, "/tags/retrieval/unfollow", &[]).await;
    browser.get(&back).await.assert_has("Follow the hashtag");
}

#[actix_web::test]
async fn closed_timelines_are_for_people_here() {
    let settings = format!("{}\n[timelines]\nopen = false\n", crate::app::PLAIN);
    let app = TestApp::with(&settings, false);
    teacher(&app, "amira").await;
    let page = app.browser().get("/tags/retrieval").await;
    assert_eq!(page.location(), "/sign-in?return_to=/tags/retrieval");
    let browser = app.signed_in("amira").await;
    browser.get("/tags/retrieval").await.assert_ok();
}

#[actix_web::test]
async fn the_head_counts_what_is_unread() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let browser = app.signed_in("amira").await;
    browser.get("/home").await.assert_has(">Notifications</a>");
    let id: StatusId = post(&app, amira, text("Hello.")).await;
    statuses::favourite(&app.ctx, owen, id).await.unwrap();
    post(&app, owen, text("@amira Hello.")).await;
    browser
        .get("/home")
        .await
        .assert_has(">Notifications (2)</a>");
    app.browser()
        .get("/about")
        .await
        .assert_lacks("Notifications");
}

#[actix_web::test]
async fn posts_of_somebody_who_blocks_are_not_there() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let owen = teacher(&app, "owen").await;
    let id = post(&app, owen, text("Hello from Owen. #retrieval")).await;
    follows::block(&app.ctx, owen, amira).await.unwrap();
    let browser = app.signed_in("amira").await;
    for path in ["/local", "/public", "/tags/retrieval", "/@owen"] {
        browser.get(path).await.assert_lacks("Hello from Owen.");
    }
    browser
        .get(&format!("/@owen/{id}"))
        .await
        .assert_status(404);
}
