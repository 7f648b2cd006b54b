//! Announcing an event, changing it, and announcing the next of a series.

use staffroom_domain::calendar::{EventKind, Mode, SlotKind};
use staffroom_domain::{AccountId, ActorKind, StatusId, Visibility};
use staffroom_service::calendar::{self, NewEvent};
use staffroom_service::{accounts, groups};

use crate::app::{Answer, Browser, TestApp};
use crate::event_people::plain;
use crate::events::made;
use crate::people::{HOSTILE, assert_harmless, teacher};

/// A TeachMeet with two talks.
const TEACHMEET: [(&str, &str); 40] = [
    ("title", "TeachMeet Leeds, spring"),
    ("text", "Seven minutes each, and **no** slides."),
    ("kind", "teachmeet"),
    ("language", "en"),
    ("series", "TeachMeet Leeds"),
    ("zone", "Europe/London"),
    ("starts", "2027-02-01"),
    ("starts-time", "18:00"),
    ("ends", ""),
    ("ends-time", "20:30"),
    ("mode", "hybrid"),
    ("place", "Library"),
    ("address", "1 Example Road, Leeds"),
    ("access", "There is a lift."),
    ("online-url", "https://meet.example/tm"),
    ("online-note", "Cameras may stay off."),
    ("join-url", ""),
    ("speakers", "6"),
    ("attendees", "40"),
    ("remote", ""),
    ("waits", "yes"),
    ("offer-nano", "2"),
    ("offer-micro", "7"),
    ("visibility", "public"),
    ("rules", "No photographs.\n\nListen."),
    ("licence", "CC-BY-4.0"),
    ("phase", "ph/primary-ks2"),
    ("subject", "su/english"),
    ("technology", "tech/tablets"),
    ("key", "one"),
    ("talk-title", "Quizzes at the door"),
    ("talk-kind", "micro"),
    ("talk-minutes", "6"),
    ("talk-speaker", "Ruth"),
    ("talk-practice", "https://school.example/ap/objects/7"),
    ("talk-title", ""),
    ("talk-kind", "nano"),
    ("talk-minutes", ""),
    ("talk-speaker", ""),
    ("talk-practice", ""),
];

/// The same with other answers.
fn with<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = TEACHMEET.to_vec();
    all.retain(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    all.extend(other.iter().filter(|(_, value)| *value != "-"));
    all
}

async fn sent(browser: &Browser<'_>, path: &str, other: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await;
    page.assert_ok();
    browser.submit(&page, path, &with(other)).await
}

/// The event at the page that somebody was led to.
fn id_of(answer: &Answer) -> StatusId {
    let id = answer.location().strip_prefix("/events/").unwrap();
    id.parse().unwrap()
}

async fn written(app: &TestApp, by: AccountId, id: StatusId) -> NewEvent {
    calendar::as_written(&app.ctx, by, id).await.unwrap()
}

#[actix_web::test]
async fn the_form_stands_on_one_page_in_both_languages() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    let page = amira.get("/events/new").await;
    page.assert_ok()
        .assert_has("in Europe/London it is 09:05 now");
    let welsh = amira.get_welsh("/events/new").await;
    for (name, page) in [("event_new", &page), ("event_new_cy", &welsh)] {
        assert!(page.text.len() < 60_000, "{name}: {}", page.text.len());
        insta::assert_snapshot!(name, page.normalised());
    }
    amira.get("/events").await.assert_has("/events/new");
    // Who is not signed in does that first.
    let stranger = app.browser();
    stranger.get("/events").await.assert_lacks("/events/new");
    let answer = stranger.get("/events/new").await;
    assert_eq!(answer.location(), "/sign-in?return_to=/events/new");
}

#[actix_web::test]
async fn an_event_is_announced_once_and_changed() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    let answer = sent(&amira, "/events/new", &[("do", "keep")]).await;
    let id = id_of(&answer);
    let page = amira.get(&format!("/events/{id}")).await;
    page.assert_has("It is announced.")
        .assert_has("Monday 1 February 2027, 18:00–20:30 (Europe/London)")
        .assert_has("href=\"/practices/7\" rel=\"nofollow\">Quizzes at the door</a>, <bdi>Ruth</bdi> (micro, 6 min)")
        .assert_has(&format!("/events/{id}/edit"));
    let event = written(&app, by, id).await;
    assert_eq!(event.ends.as_deref(), Some("2027-02-01T20:30:00"));
    let record = &event.record;
    assert_eq!(
        (record.kind, record.mode),
        (EventKind::Teachmeet, Mode::Hybrid)
    );
    assert_eq!(record.capacities.speakers, Some(6));
    assert_eq!(record.capacities.remote, None);
    assert!(record.waiting_list);
    assert_eq!(record.rules, ["No photographs.", "Listen."]);
    assert_eq!(record.licence.as_deref(), Some("CC-BY-4.0"));
    assert_eq!(record.concepts().len(), 3);
    assert_eq!(record.slots.len(), 1);
    let offered: Vec<_> = record
        .slots_offered
        .iter()
        .map(|it| (it.kind, it.minutes))
        .collect();
    assert_eq!(offered, [(SlotKind::Nano, 2), (SlotKind::Micro, 7)]);
    // A second click on the same form.
    let again = sent(&amira, "/events/new", &[("do", "keep")]).await;
    assert_eq!(id_of(&again), id);
    // Whoever goes back and writes something else has another event, and loses nothing.
    let other = [("title", "TeachMeet Leeds, autumn"), ("do", "keep")];
    let other = sent(&amira, "/events/new", &other).await;
    assert_ne!(id_of(&other), id);

    let path = format!("/events/{id}/edit");
    let page = amira.get(&path).await;
    page.assert_ok()
        .assert_has("value=\"2027-02-01\"")
        .assert_has("value=\"20:30\"")
        .assert_has("value=\"su/english\" checked")
        .assert_lacks("name=\"visibility\"")
        .assert_lacks("name=\"talk-title\"");
    insta::assert_snapshot!("event_edit", plain(&page));
    insta::assert_snapshot!("event_edit_cy", plain(&amira.get_welsh(&path).await));
    let other = [
        ("title", "TeachMeet Leeds, summer"),
        ("state", "postponed"),
        ("visibility", "private"),
        ("offer-nano", ""),
        ("subject", "-"),
        ("do", "keep"),
    ];
    let answer = sent(&amira, &path, &other).await;
    assert_eq!(answer.location(), format!("/events/{id}"));
    let page = amira.get(&format!("/events/{id}")).await;
    page.assert_has("The event is changed.")
        .assert_has("Postponed")
        .assert_has("Quizzes at the door");
    let event = written(&app, by, id).await;
    assert_eq!(event.title, "TeachMeet Leeds, summer");
    // Who sees it was said at first.
    assert_eq!(event.visibility, Some(Visibility::Public));
    assert_eq!(event.record.concepts().len(), 2);
    assert_eq!(event.record.slots_offered.len(), 1);
}

#[actix_web::test]
async fn a_form_that_was_open_for_long_revives_nothing() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    let id = id_of(&sent(&amira, "/events/new", &[("do", "keep")]).await);
    let path = format!("/events/{id}/edit");
    amira
        .get(&path)
        .await
        .assert_has("name=\"was\" value=\"scheduled\"");
    calendar::cancel(&app.ctx, by, id).await.unwrap();
    let answers = [
        ("state", "scheduled"),
        ("visibility", "-"),
        ("was", "scheduled"),
        ("title", "TeachMeet Leeds, as planned"),
        ("do", "keep"),
    ];
    sent(&amira, &path, &answers)
        .await
        .assert_status(422)
        .assert_has("Its state was changed while this page was open.")
        .assert_has("TeachMeet Leeds, as planned")
        .assert_has("name=\"was\" value=\"cancelled\"");
    let state = written(&app, by, id).await.state;
    assert_eq!(state.as_deref(), Some("cancelled"));
    // Who has seen that, and means it, has it back.
    let mut answers = answers;
    answers[2] = ("was", "cancelled");
    sent(&amira, &path, &answers).await.assert_status(303);
    let state = written(&app, by, id).await.state;
    assert_eq!(state.as_deref(), Some("scheduled"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_everything_is_kept() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    for (other, words) in [
        (
            vec![("title", " ")],
            "href=\"#title\">Say what it is called.",
        ),
        (
            vec![("starts", "")],
            "href=\"#starts\">Say on which day and at what time it begins.",
        ),
        (
            vec![("starts-time", "six")],
            "href=\"#starts\">Say on which day",
        ),
        // 28 March 2027: clocks in Britain go forward at one.
        (
            vec![("starts", "2027-03-28"), ("starts-time", "01:30")],
            "href=\"#starts\">In Europe/London there is no 01:30 on that day: clocks go forward. The next time is 02:00.",
        ),
        (
            vec![("ends", "2027-03-28"), ("ends-time", "01:30")],
            "href=\"#ends\">In Europe/London there is no 01:30",
        ),
        (
            vec![("ends-time", "17:59")],
            "href=\"#ends\">It ends before it begins",
        ),
        (
            vec![("ends", "2029-02-01")],
            "href=\"#ends\">It lasts for more than a year",
        ),
        (
            vec![("ends", "2027-02-02"), ("ends-time", "")],
            "href=\"#ends\">Say at what time it ends",
        ),
        (
            vec![("starts", "2026-01-01")],
            "href=\"#starts\">It is over already",
        ),
        (
            vec![("zone", "Europe/Leeds")],
            "href=\"#zone\">There is no such time zone.",
        ),
        (
            vec![("place", "")],
            "href=\"#place\">Say where it is, or that it is online.",
        ),
        (
            vec![("online-url", "")],
            "href=\"#online-url\">Give the address of the meeting.",
        ),
        (
            vec![("join-url", "javascript:alert(1)")],
            "href=\"#join-url\">This is no address",
        ),
        (
            vec![("speakers", "-3")],
            "href=\"#speakers\">Give a whole number of places",
        ),
        (
            vec![("attendees", "100001")],
            "href=\"#attendees\">Give a whole number of places",
        ),
        (
            vec![("remote", "99999999999")],
            "href=\"#remote\">Give a whole number of places",
        ),
        (
            vec![("mode", "in-person"), ("remote", "5")],
            "href=\"#remote\">Nobody can be there online",
        ),
        (
            vec![("mode", "online")],
            "href=\"#attendees\">Nobody can go there",
        ),
        (
            vec![("speakers", "0"), ("attendees", "0"), ("remote", "0")],
            "href=\"#speakers\">There are no places at all",
        ),
        (
            vec![("offer-micro", "241")],
            "href=\"#offer-micro\">A talk takes 1 to 240 minutes.",
        ),
        (
            vec![("talk-minutes", "x")],
            "href=\"#talks\">Talk 1: give 1 to 240 minutes.",
        ),
        (
            vec![("talk-practice", "seven")],
            "href=\"#talks\">Talk 1: the address of a practice",
        ),
        (
            vec![("talk-title", "")],
            "href=\"#talks\">Talk 1: say what it is called.",
        ),
    ] {
        for wish in ["keep", "preview"] {
            let mut other = other.clone();
            other.push(("do", wish));
            let answer = sent(&amira, "/events/new", &other).await;
            answer
                .assert_status(422)
                .assert_has(words)
                .assert_has("Seven minutes each, and **no** slides.</textarea>")
                .assert_has("value=\"su/english\" checked")
                .assert_has("value=\"Ruth\"")
                .assert_has("name=\"key\" value=\"one\"");
            for (name, value) in &other {
                if !value.is_empty() && !["do", "mode", "zone", "title"].contains(name) {
                    answer.assert_has(&format!("value=\"{value}\""));
                }
            }
        }
    }
    let bad = [
        ("title", ""),
        ("zone", "Europe/Leeds"),
        ("talk-title", ""),
        ("do", "keep"),
    ];
    let answer = sent(&amira, "/events/new", &bad).await;
    insta::assert_snapshot!("event_new_again", answer.normalised());
    let page = amira.get("/events/new").await;
    let token = page.form_token();
    let mut fields = with(&bad);
    fields.push(("csrf", &token));
    let answer = amira
        .post("/events/new", &fields, &[("accept-language", "cy")])
        .await;
    insta::assert_snapshot!("event_new_again_cy", answer.normalised());
    amira
        .get("/events")
        .await
        .assert_lacks("TeachMeet Leeds, spring");
}

#[actix_web::test]
async fn rows_are_added_and_it_is_shown_before_it_is_announced() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    let answer = sent(&amira, "/events/new", &[("title", ""), ("do", "row")]).await;
    answer
        .assert_ok()
        .assert_has("id=\"talk-3-title\" name=\"talk-title\" value=\"\" autofocus")
        .assert_has("value=\"Quizzes at the door\"")
        .assert_lacks("Say what it is called.");
    let answer = sent(&amira, "/events/new", &[("do", "preview")]).await;
    answer
        .assert_ok()
        .assert_has("Nothing is kept yet.")
        .assert_has("Monday 1 February 2027, 18:00–20:30 (Europe/London). Library, 1 Example Road, Leeds. Online: https://meet.example/tm Join: https://school.example/events/…, or reply")
        .assert_has("<strong>no</strong>")
        .assert_has("value=\"TeachMeet Leeds, spring\"");
    insta::assert_snapshot!("event_new_preview", answer.normalised());
    amira
        .get("/events")
        .await
        .assert_lacks("TeachMeet Leeds, spring");
    // Clocks go back on 31 October 2027.
    let twice = [
        ("starts", "2027-10-31"),
        ("starts-time", "01:30"),
        ("ends-time", ""),
    ];
    let shown = [&twice[..], &[("do", "preview")]].concat();
    let answer = sent(&amira, "/events/new", &shown).await;
    answer.assert_has("Clocks go back then in Europe/London, and the time comes twice");
    let kept = [&twice[..], &[("do", "keep")]].concat();
    let answer = sent(&amira, "/events/new", &kept).await;
    amira
        .get(answer.location())
        .await
        .assert_has("Clocks go back then, and the time comes twice: the first is meant.");
}

#[actix_web::test]
async fn the_next_of_a_series_begins_with_the_last() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    teacher(&app, "ben").await;
    let id = made(&app, by, "TeachMeet Leeds").await;
    let amira = app.signed_in("amira").await;
    let path = format!("/events/new?like={id}");
    let page = amira.get(&path).await;
    page.assert_ok()
        .assert_has("value=\"TeachMeet Leeds &#38; more\"")
        .assert_has("id=\"starts\" name=\"starts\" type=\"date\" value=\"\"")
        .assert_has("id=\"starts-time\" name=\"starts-time\" type=\"time\" value=\"18:00\"");
    insta::assert_snapshot!("event_next", plain(&page));
    let answer = sent(
        &amira,
        &path,
        &[("title", "TeachMeet Leeds II"), ("do", "keep")],
    )
    .await;
    let next = id_of(&answer);
    assert_ne!(next, id);
    assert_eq!(written(&app, by, next).await.title, "TeachMeet Leeds II");
    // Its text is for those who organise it.
    let ben = app.signed_in("ben").await;
    ben.get(&path).await.assert_status(403);
}

/// Catalogue 55. An event is for its organisers to change.
#[actix_web::test]
async fn only_organisers_change_an_event() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    teacher(&app, "ben").await;
    let id = made(&app, by, "TeachMeet Leeds").await;
    let amira = app.signed_in("amira").await;
    let hidden = sent(
        &amira,
        "/events/new",
        &[("visibility", "private"), ("do", "keep")],
    )
    .await;
    let hidden = id_of(&hidden);
    let ben = app.signed_in("ben").await;
    let about = ben.get("/about").await;
    for (id, status) in [
        (id.to_string(), 403),
        (hidden.to_string(), 404),
        ("7".to_owned(), 404),
    ] {
        let path = format!("/events/{id}/edit");
        ben.get(&path).await.assert_status(status);
        let fields = with(&[("do", "keep")]);
        ben.submit(&about, &path, &fields)
            .await
            .assert_status(status);
        let like = format!("/events/new?like={id}");
        ben.get(&like).await.assert_status(status);
    }
    assert_eq!(written(&app, by, id).await.title, "TeachMeet Leeds");
    let stranger = app.browser();
    let answer = stranger.get(&format!("/events/{id}/edit")).await;
    assert!(answer.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_group_holds_an_event_that_its_steward_makes() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    teacher(&app, "ben").await;
    let group =
        accounts::create_actor(&app.ctx, ActorKind::Group, "leeds", "TeachMeet Leeds").await;
    let group = group.unwrap().id;
    groups::set_moderator(&app.ctx, group, by, true)
        .await
        .unwrap();
    let holder = group.to_string();
    let amira = app.signed_in("amira").await;
    let page = amira.get("/events/new").await;
    page.assert_has(&format!(
        "<option value=\"{group}\">TeachMeet Leeds @leeds</option>"
    ));
    let fields = [("holder", holder.as_str()), ("do", "keep")];
    let answer = sent(&amira, "/events/new", &fields).await;
    let id = id_of(&answer);
    amira
        .get(answer.location())
        .await
        .assert_has("@leeds")
        .assert_has(&format!("/events/{id}/edit"));
    let ben = app.signed_in("ben").await;
    ben.get("/events/new").await.assert_lacks("@leeds");
    sent(
        &ben,
        "/events/new",
        &[("holder", &holder), ("key", "two"), ("do", "keep")],
    )
    .await
    .assert_status(403);
}

#[actix_web::test]
async fn whatever_is_typed_is_only_text() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    for hostile in HOSTILE {
        let fields = [
            "title",
            "text",
            "series",
            "place",
            "access",
            "rules",
            "talk-title",
        ];
        for wish in ["preview", "row"] {
            let mut other: Vec<(&str, &str)> = fields.map(|name| (name, hostile)).to_vec();
            other.push(("do", wish));
            let answer = sent(&amira, "/events/new", &other).await;
            assert_harmless(answer.assert_ok().text.as_str());
        }
    }
}

#[actix_web::test]
async fn the_form_costs_a_few_statements_whatever_there_is() {
    let app = TestApp::new();
    let by = teacher(&app, "amira").await;
    let amira = app.signed_in("amira").await;
    let mut costs = Vec::new();
    for round in 0..2 {
        for number in 0..6 {
            made(&app, by, &format!("TeachMeet {round}{number}")).await;
        }
        let before = app.statements();
        amira.get("/events/new").await.assert_ok();
        costs.push(app.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}
