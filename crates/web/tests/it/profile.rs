//! Profiles and posts as anybody sees them.

use actix_web::http::StatusCode;
use staffroom_domain::{AccountId, Role, StatusId, Visibility};
use staffroom_service::statuses::{self, NewPoll, NewStatus};
use std::time::Duration;

use crate::app::TestApp;

async fn post(app: &TestApp, by: AccountId, new: NewStatus) -> StatusId {
    statuses::publish(&app.ctx, by, new).await.unwrap()
}

fn text(text: &str) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        language: Some("en".to_owned()),
        ..NewStatus::default()
    }
}

#[actix_web::test]
async fn a_profile_shows_who_and_what() {
    let app = TestApp::new();
    let amira = app
        .user_named("amira", "Amira <b>Khan</b>", &[Role::Teacher])
        .await;
    let by = amira.account.id;
    let first = post(
        &app,
        by,
        text("Retrieval practice, *every* lesson. #Retrieval"),
    )
    .await;
    app.advance(Duration::from_mins(1));
    post(
        &app,
        by,
        NewStatus {
            spoiler: "About an inspection".to_owned(),
            ..text("They came on a Tuesday.")
        },
    )
    .await;
    app.advance(Duration::from_mins(1));
    let poll = NewPoll {
        options: vec!["Quiz".to_owned(), "Brain dump <i>".to_owned()],
        multiple: false,
        hides_totals: false,
        expires_in: Duration::from_hours(24),
    };
    post(
        &app,
        by,
        NewStatus {
            poll: Some(poll),
            ..text("Which do you use?")
        },
    )
    .await;
    let page = app.browser().get("/@amira").await;
    page.assert_ok()
        .assert_has("@amira@school.example")
        .assert_lacks("<b>Khan</b>")
        .assert_lacks("dump <i>");
    insta::assert_snapshot!("profile", page.normalised());
    let page = app.browser().get_welsh("/@amira").await;
    insta::assert_snapshot!("profile_cy", page.normalised());
    // Whatever the case: a handle is one.
    app.browser().get("/@AMIRA").await.assert_ok();
    let page = app.browser().get(&format!("/@amira/{first}")).await;
    page.assert_ok().assert_has("<h1>");
    insta::assert_snapshot!("status", page.normalised());
}

#[actix_web::test]
async fn a_poll_whose_counts_are_hidden_tells_them_when_it_is_over() {
    let app = TestApp::new();
    let by = app.user("amira", &[Role::Teacher]).await.account.id;
    let owen = app.user("owen", &[Role::Teacher]).await.account.id;
    let poll = NewPoll {
        options: vec!["Quiz".to_owned(), "Brain dump".to_owned()],
        multiple: false,
        hides_totals: true,
        expires_in: Duration::from_hours(24),
    };
    let new = NewStatus {
        poll: Some(poll),
        ..text("Which do you use?")
    };
    let id = post(&app, by, new).await;
    statuses::vote(&app.ctx, owen, id, vec![0]).await.unwrap();
    let path = format!("/@amira/{id}");
    app.browser()
        .get(&path)
        .await
        .assert_has("<li><bdi>Quiz</bdi></li>")
        .assert_has("1 person has voted so far.")
        .assert_lacks("1 vote");
    app.advance(Duration::from_hours(25));
    app.browser()
        .get(&path)
        .await
        .assert_has("<li><bdi>Quiz</bdi>: 1 vote, 100 %</li>");
}

#[actix_web::test]
async fn a_thread_is_shown_around_a_post() {
    let app = TestApp::new();
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    let owen = app.user("owen", &[Role::Teacher]).await.account.id;
    let question = post(&app, amira, text("Has anyone tried it in Year 9?")).await;
    app.advance(Duration::from_mins(1));
    let reply = |to| NewStatus {
        in_reply_to: Some(to),
        ..text("We have, for six weeks.")
    };
    let answer = post(&app, owen, reply(question)).await;
    app.advance(Duration::from_mins(1));
    post(
        &app,
        amira,
        NewStatus {
            text: "And?".to_owned(),
            ..reply(answer)
        },
    )
    .await;
    let page = app.browser().get(&format!("/@owen/{answer}")).await;
    page.assert_ok()
        .assert_has("What came before")
        .assert_has("Has anyone tried it in Year 9?")
        .assert_has("Answers")
        .assert_has("And?");
    insta::assert_snapshot!("status_in_thread", page.normalised());
    let page = app.browser().get_welsh(&format!("/@owen/{answer}")).await;
    insta::assert_snapshot!("status_in_thread_cy", page.normalised());
}

#[actix_web::test]
async fn what_is_not_for_everybody_is_not_there() {
    let app = TestApp::new();
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    app.user("owen", &[Role::Teacher]).await;
    let private = NewStatus {
        visibility: Some(Visibility::Private),
        ..text("Only between us.")
    };
    let private = post(&app, amira, private).await;
    let open = post(&app, amira, text("For all.")).await;
    let stranger = app.browser();
    stranger
        .get("/@amira")
        .await
        .assert_ok()
        .assert_lacks("Only between us.");
    let gone = [
        format!("/@amira/{private}"),
        // Of somebody else, of nobody, and of another server.
        format!("/@owen/{open}"),
        "/@amira/99".to_owned(),
        "/@amira/99999999999999999999999".to_owned(),
        "/@nobody".to_owned(),
        "/@amira@elsewhere.example".to_owned(),
        "/@".to_owned(),
    ];
    for path in gone {
        let page = stranger.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let author = app.signed_in("amira").await;
    author
        .get(&format!("/@amira/{private}"))
        .await
        .assert_ok()
        .assert_has("For followers only");
    let other = app.signed_in("owen").await;
    let page = other.get(&format!("/@amira/{private}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    statuses::delete(&app.ctx, amira, open).await.unwrap();
    let page = stranger.get(&format!("/@amira/{open}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn older_posts_are_a_page_further() {
    let app = TestApp::new();
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    for number in 0..21 {
        post(&app, amira, text(&format!("Number {number}."))).await;
        app.advance(Duration::from_secs(1));
    }
    let page = app.browser().get("/@amira").await;
    page.assert_ok()
        .assert_has("Number 20.")
        .assert_lacks("Number 0.");
    let (_, rest) = page
        .text
        .split_once("?max_id=")
        .expect("a link to older ones");
    let (id, _) = rest.split_once('"').unwrap();
    let older = app.browser().get(&format!("/@amira?max_id={id}")).await;
    older
        .assert_ok()
        .assert_has("Number 0.")
        .assert_has(">Newest</a>")
        .assert_lacks("Number 1.")
        .assert_lacks("rel=\"next\"");
    // What is no number is no place.
    app.browser().get("/@amira?max_id=x").await.assert_ok();
}
