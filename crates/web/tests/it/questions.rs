//! "Has anyone tried …?" on a hub: asking, reading, answering.

use std::time::Duration;

use staffroom_domain::{AccountId, Role, StatusId};
use staffroom_service::organisations;

use crate::app::{Answer, TestApp};
use crate::hub::hub;
use crate::practices::{published, whole};

const NEW: &str = "/library/questions/new?q=voice%20notes&about=pr/workload&about=tech/ai";

async fn person(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

/// A hub with somebody who asks, and somebody who has tried it.
async fn start() -> (TestApp, AccountId) {
    let app = hub();
    organisations::begin(&app.ctx).await.unwrap();
    person(&app, "amira").await;
    let ben = person(&app, "ben").await;
    (app, ben)
}

/// Asks it; gives the address of its page.
async fn ask(app: &TestApp, text: &str) -> String {
    let browser = app.signed_in("amira").await;
    let form = browser.get(NEW).await;
    let fields = [
        ("key", "1234"),
        ("text", text),
        ("problem", "pr/workload"),
        ("technology", "tech/ai"),
        ("language", "en"),
    ];
    let asked = browser.submit(&form, "/library/questions/new", &fields);
    let asked = asked.await;
    asked.assert_status(303);
    asked.location().to_owned()
}

fn id_of(path: &str) -> StatusId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Ids are numbers that differ from run to run, and so do the keys of forms.
fn plain(page: &Answer, ids: &[StatusId]) -> String {
    let mut text = page.normalised();
    for (n, id) in ids.iter().enumerate() {
        text = text.replace(&id.to_string(), &format!("[id {n}]"));
    }
    text
}

#[actix_web::test]
async fn somebody_asks_and_it_is_there_once() {
    let (app, _) = start().await;
    let to_sign_in = app.browser().get(NEW).await;
    to_sign_in.assert_status(303);
    assert!(to_sign_in.location().starts_with("/sign-in?return_to="));
    let browser = app.signed_in("amira").await;
    let form = browser.get(NEW).await;
    form.assert_ok()
        .assert_has("Has anyone tried voice notes?</textarea>")
        .assert_has("value=\"pr/workload\" checked")
        .assert_has("value=\"tech/ai\" checked")
        // Chosen, so that it is seen.
        .assert_has("<details open>");
    insta::assert_snapshot!("question_new", form.normalised());
    let welsh = browser.get_welsh(NEW).await;
    insta::assert_snapshot!("question_new_cy", welsh.normalised());

    let here = "/library/questions/new";
    let nothing = browser.submit(&form, here, &[("key", "1"), ("text", " ")]);
    let nothing = nothing.await;
    nothing
        .assert_status(422)
        .assert_has("<a href=\"#text\">Write what you want to know.</a>")
        .assert_has("<a href=\"#problem\">Choose at least one thing");
    let mut fields = vec![("key", "1"), ("text", "Who?"), ("problem", "pr/workload")];
    let seven = ["ai", "devices", "content", "data-admin", "cpd", "computing"];
    let seven = seven.map(|it| format!("tech/{it}"));
    fields.extend(seven.iter().map(|it| ("technology", it.as_str())));
    let many = browser.submit(&form, here, &fields).await;
    many.assert_status(422)
        .assert_has("value=\"tech/computing\" checked")
        .assert_has("Who?</textarea>");

    // Sent twice, it is asked once.
    let asked = ask(&app, "Has anyone tried voice notes?").await;
    assert_eq!(ask(&app, "Has anyone tried voice notes?").await, asked);
    let page = browser.get(&asked).await;
    page.assert_ok().assert_has("Nobody has answered yet.");
    let list = browser.get("/library/questions").await;
    assert_eq!(
        list.text.matches("Has anyone tried voice notes?").count(),
        1
    );
    // What is under way: the second and third, and no fourth.
    for text in ["And in Year 9?", "And in Year 10?"] {
        app.advance(Duration::from_mins(1));
        ask(&app, text).await;
    }
    let fields = [
        ("key", "5"),
        ("text", "And in Year 11?"),
        ("problem", "pr/workload"),
    ];
    let enough = browser.submit(&form, here, &fields).await;
    enough
        .assert_status(422)
        .assert_has("You have asked three questions within a day.");
}

#[actix_web::test]
async fn a_question_is_answered_with_words_and_a_practice() {
    let (app, ben) = start().await;
    app.index(ben).await;
    let practice = published(&app, ben, "Audio feedback", whole()).await;
    app.make_findable().await;
    app.advance(Duration::from_mins(1));
    let path = ask(&app, "Has anyone tried voice notes?").await;
    let question = id_of(&path);
    let ids = [question, practice];
    let stranger = app.browser();
    let page = stranger.get(&path).await;
    page.assert_ok()
        .assert_has("<h1>Has anyone tried voice notes?</h1>")
        // The library has told whoever asked, and nobody else.
        .assert_has("Nobody has answered yet.")
        .assert_has("Audio feedback")
        .assert_lacks("<textarea");
    insta::assert_snapshot!("question", plain(&page, &ids));
    let open = stranger.get("/library/questions").await;
    open.assert_ok().assert_has(&path);
    insta::assert_snapshot!("questions_open", plain(&open, &ids));
    let answered = stranger.get("/library/questions?answered=1").await;
    answered
        .assert_ok()
        .assert_has("No question has been answered yet.");

    // From the practice to the question, and back with an answer.
    let browser = app.signed_in("ben").await;
    let from = format!("/library/questions?practice={practice}");
    let of_practice = browser.get(&format!("/practices/{practice}")).await;
    of_practice.assert_has(&format!("href=\"{from}\""));
    let list = browser.get(&from).await;
    let there = format!("{path}?practice={practice}#answer");
    list.assert_ok().assert_has(&there);
    let form = browser.get(&there).await;
    form.assert_ok()
        .assert_has(&format!("<option value=\"{practice}\" selected>"));
    let nothing = browser.submit(&form, &path, &[("key", "1"), ("text", "")]);
    nothing
        .await
        .assert_status(422)
        .assert_has("Write something, or choose a practice.");
    let named = practice.to_string();
    let fields = [
        ("key", "2"),
        ("text", "We have, for a term."),
        ("practice", named.as_str()),
        ("language", "en"),
    ];
    app.advance(Duration::from_mins(1));
    for _ in 0..2 {
        let sent = browser.submit(&form, &path, &fields).await;
        sent.assert_status(303);
        assert_eq!(sent.location(), path);
    }
    let gone = [("key", "3"), ("text", "And"), ("practice", "12345")];
    let refused = browser.submit(&form, &path, &gone).await;
    refused
        .assert_status(422)
        .assert_has("That practice cannot be named");

    let page = stranger.get(&path).await;
    assert_eq!(page.text.matches("We have, for a term.").count(), 1);
    page.assert_has(&format!("https://school.example/practices/{practice}"));
    let open = stranger.get("/library/questions").await;
    open.assert_has("Every question has an answer.")
        .assert_has(&path);
    insta::assert_snapshot!("questions", plain(&open, &ids));
    let welsh = stranger.get_welsh("/library/questions?answered=1").await;
    welsh.assert_ok().assert_has(&path);
    insta::assert_snapshot!("questions_cy", plain(&welsh, &ids));
    let welsh = browser.get_welsh(&path).await;
    insta::assert_snapshot!("question_cy", without_answers(&plain(&welsh, &ids)));
}

/// Answers have ids of their own.
fn without_answers(page: &str) -> String {
    let (before, rest) = page
        .split_once("<section aria-labelledby=\"answers\">")
        .unwrap();
    let (_, after) = rest.split_once("</section>").unwrap();
    format!("{before}[answers]{after}")
}

#[actix_web::test]
async fn who_finds_nothing_is_told_where_to_ask() {
    let (app, _) = start().await;
    let nothing = "/practices?q=abacus&problem=pr/workload&region=GB";
    let page = app.browser().get(nothing).await;
    page.assert_ok()
        .assert_has("/library/questions/new?q=abacus&#38;about=pr%2Fworkload\"");
    app.browser()
        .get("/practices")
        .await
        .assert_lacks("questions/new");
    let browser = app.signed_in("amira").await;
    browser
        .get("/search?q=abacus")
        .await
        .assert_has("/library/questions/new?q=abacus\"");
    let map = browser.get("/library/gaps").await;
    map.assert_has("/library/questions/new?about=pr/workload&#38;about=tech/devices\"");
    assert!(map.text.len() < 80_000, "{}", map.text.len());
}

#[actix_web::test]
async fn what_is_no_hub_has_no_questions() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let practice = published(&app, amira, "Own", whole()).await;
    let browser = app.signed_in("amira").await;
    for path in [
        "/library/questions",
        NEW,
        &format!("/library/questions/{practice}"),
        "/library/follow",
        "/library/data",
    ] {
        browser.get(path).await.assert_status(404);
    }
    browser
        .get("/practices?q=abacus")
        .await
        .assert_ok()
        .assert_lacks("questions/new");
    // And a post is no question.
    let hub = hub();
    let ben = person(&hub, "ben").await;
    let own = published(&hub, ben, "Own", whole()).await;
    let path = format!("/library/questions/{own}");
    hub.browser().get(&path).await.assert_status(404);
}
