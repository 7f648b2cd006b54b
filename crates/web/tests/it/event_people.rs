//! What organisers do with people and talks, what speakers do with their own, notes, and one's own events.

use staffroom_domain::calendar::{PlaceKind, SlotKind, SlotRecord, SlotStatus, TalkOffer};
use staffroom_domain::{AccountId, ReplyPolicy, Role, StatusId, Visibility};
use staffroom_service::calendar::{self, Joining, NewEvent};
use staffroom_service::statuses::StatusRow;
use staffroom_service::{follows, users};
use staffroom_testkit::db;

use crate::app::{Answer, TestApp};
use crate::events::{elsewhere, made, of_record};
use crate::people::{HOSTILE, assert_harmless, teacher};

async fn joins(app: &TestApp, by: AccountId, event: StatusId, talk: Option<&str>) {
    let joining = Joining {
        kind: Some(match talk {
            Some(_) => PlaceKind::Speaker,
            None => PlaceKind::Attendee,
        }),
        talk: talk.map(|title| TalkOffer {
            kind: SlotKind::Nano,
            title: title.to_owned(),
        }),
        ..Joining::default()
    };
    calendar::join(&app.ctx, by, event, joining).await.unwrap();
}

/// Amira's event, at which Ben listens, Cat waits, and Dan would speak.
async fn with_people(app: &TestApp) -> StatusId {
    let amira = teacher(app, "amira").await;
    let id = made(app, amira, "TeachMeet Leeds").await;
    for (name, talk) in [("ben", None), ("cat", None), ("dan", Some("Two minutes"))] {
        let account = teacher(app, name).await;
        joins(app, account, id, talk).await;
    }
    id
}

/// A page without what differs from run to run.
pub(crate) fn plain(page: &Answer) -> String {
    let mut text = page.normalised();
    // Ids differ from run to run.
    for start in ["/events/", "/talks/", "/ap/objects/", "like="] {
        let mut out = String::new();
        let mut parts = text.split(start);
        out.push_str(parts.next().unwrap());
        for part in parts {
            out.push_str(start);
            let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
            out.push_str(if rest.len() < part.len() { "[id]" } else { "" });
            out.push_str(rest);
        }
        text = out;
    }
    let mut out = String::new();
    let mut parts = text.split("/people/");
    out.push_str(parts.next().unwrap());
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str("/people/[person]");
        out.push_str(rest);
    }
    out
}

/// Catalogue 55. Who takes part is for organisers to know.
#[actix_web::test]
async fn organisers_see_everybody_and_nobody_else_does() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let (path, sheet) = (
        format!("/events/{id}/people"),
        format!("/events/{id}/people.csv"),
    );
    let amira = app.signed_in("amira").await;
    let page = amira.get(&path).await;
    page.assert_ok()
        .assert_has("@ben")
        .assert_has("1 of 1 taken, 1 waiting")
        .assert_has("Two minutes, <bdi>dan</bdi> (nano, 2 min; offered)");
    insta::assert_snapshot!("event_people", plain(&page));
    insta::assert_snapshot!("event_people_cy", plain(&amira.get_welsh(&path).await));
    let ben = app.signed_in("ben").await;
    for path in [&path, &sheet, &format!("/events/{id}/cancel")] {
        ben.get(path).await.assert_status(403).assert_lacks("@cat");
        let answer = app.browser().get(path).await;
        assert!(answer.location().starts_with("/sign-in"));
        let none = path.replace(&id.to_string(), "7");
        amira.get(&none).await.assert_status(404);
    }
    // The page of the event names nobody.
    amira
        .get(&format!("/events/{id}"))
        .await
        .assert_lacks("@ben");
    let about = ben.get("/about").await;
    let row = calendar::my_place(&app.ctx, ben_id(&app).await, id).await;
    let row = row.unwrap().unwrap().0.id;
    for act in ["accept", "decline", "up"] {
        let action = format!("{path}/{row}/{act}");
        ben.submit(&about, &action, &[]).await.assert_status(404);
    }
    ben.submit(&about, &path, &[("title", "Mine")])
        .await
        .assert_status(403);
    let cancel = format!("/events/{id}/cancel");
    ben.submit(&about, &cancel, &[]).await.assert_status(403);
    let talk = calendar::programme(&app.ctx, Some(amira_id(&app).await), id).await;
    let talk = talk.unwrap()[0].id;
    for (act, status) in [
        ("accept", 403),
        ("withdraw", 404),
        ("draft", 404),
        ("camel", 404),
    ] {
        let action = format!("/talks/{talk}/{act}");
        ben.submit(&about, &action, &[]).await.assert_status(status);
    }
}

async fn account(app: &TestApp, name: &str) -> AccountId {
    let found = users::find_by_name(&app.ctx, name).await;
    found.unwrap().unwrap().account.id
}

async fn ben_id(app: &TestApp) -> AccountId {
    account(app, "ben").await
}

async fn amira_id(app: &TestApp) -> AccountId {
    account(app, "amira").await
}

#[actix_web::test]
async fn organisers_decide_about_people() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let path = format!("/events/{id}/people");
    let (amira, cat) = (app.signed_in("amira").await, app.signed_in("cat").await);
    cat.get(&format!("/events/{id}"))
        .await
        .assert_has("You are number 1 on the waiting list.");
    let erin = teacher(&app, "erin").await;
    joins(&app, erin, id, None).await;
    let person = |row: (calendar::ParticipationRow, calendar::Joined)| row.0.id;
    let row = calendar::my_place(&app.ctx, erin, id).await.unwrap();
    let erin_row = person(row.unwrap());
    let page = amira.get(&path).await;
    let answer = amira
        .submit(&page, &format!("{path}/{erin_row}/up"), &[])
        .await;
    assert_eq!(answer.location(), format!("{path}#who"));
    cat.get(&format!("/events/{id}"))
        .await
        .assert_has("You are number 2 on the waiting list.");
    amira
        .submit(&page, &format!("{path}/{erin_row}/accept"), &[])
        .await;
    amira
        .get(&path)
        .await
        .assert_has("That is decided, and they are told.")
        .assert_has("2 of 1 taken, 1 waiting");
    // Who is declined gets no place by asking again, and is told so.
    amira
        .submit(&page, &format!("{path}/{erin_row}/decline"), &[])
        .await;
    let browser = app.signed_in("erin").await;
    let event = format!("/events/{id}");
    let page = browser.get(&event).await;
    page.assert_has("You did not get a place.");
    browser
        .submit(&page, &event, &[("place", "attendee")])
        .await;
    browser
        .get(&event)
        .await
        .assert_has("The organisers cannot give you a place.");
    // Nobody waits among those who were declined.
    let page = amira.get(&path).await;
    amira
        .submit(&page, &format!("{path}/{erin_row}/up"), &[])
        .await;
    amira
        .get(&path)
        .await
        .assert_has("That cannot be done any more");
}

#[actix_web::test]
async fn talks_are_offered_decided_withdrawn_and_made_into_drafts() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let (path, event) = (format!("/events/{id}/people"), format!("/events/{id}"));
    let (amira, dan) = (app.signed_in("amira").await, app.signed_in("dan").await);
    app.browser().get(&event).await.assert_lacks("Two minutes");
    let talk = calendar::programme(&app.ctx, Some(amira_id(&app).await), id).await;
    let talk = talk.unwrap()[0].id;
    let page = amira.get(&path).await;
    let answer = amira
        .submit(&page, &format!("/talks/{talk}/accept"), &[])
        .await;
    assert_eq!(answer.location(), format!("{path}#talks"));
    app.browser()
        .get(&event)
        .await
        .assert_has("Two minutes, <bdi>dan</bdi> (nano, 2 min)")
        .assert_lacks("/talks/");
    // What was said about it is in the draft.
    let page = dan.get(&format!("{event}/notes")).await;
    page.assert_has("<option value=\"1\">Two minutes</option>");
    let note = [
        ("talk", "1"),
        ("text", "One question at the door."),
        ("links", "https://school.example/quiz"),
        ("licence", "CC-BY-4.0"),
        ("language", "en"),
        ("key", "one"),
    ];
    let notes = format!("{event}/notes");
    for _ in 0..2 {
        let answer = dan.submit(&page, &notes, &note).await;
        assert_eq!(answer.location(), notes);
    }
    let page = app.browser().get(&notes).await;
    page.assert_has("About the talk: Two minutes")
        .assert_has("One question at the door.")
        .assert_has("Sign in</a> to write a note.");
    assert_eq!(page.text.matches("One question at the door.").count(), 1);
    let page = dan.get(&event).await;
    page.assert_has("One question at the door.");
    let fields = [("key", "two")];
    let draft = dan
        .submit(&page, &format!("/talks/{talk}/draft"), &fields)
        .await;
    let draft = draft.location().to_owned();
    dan.get(&draft)
        .await
        .assert_has("A draft is made of the talk.")
        .assert_has("Two minutes");
    dan.get(&format!("{draft}/what"))
        .await
        .assert_has("One question at the door.");
    // A second click makes no second one.
    let again = dan
        .submit(&page, &format!("/talks/{talk}/draft"), &fields)
        .await;
    assert_eq!(again.location(), draft);
    let answer = dan
        .submit(&page, &format!("/talks/{talk}/withdraw"), &[])
        .await;
    assert_eq!(answer.location(), format!("{event}#talks"));
    app.browser()
        .get(&event)
        .await
        .assert_lacks("Two minutes, <bdi>");

    let page = amira.get(&path).await;
    page.assert_has("name=\"key\"");
    let new = [
        ("key", "three"),
        ("title", "Chairs"),
        ("kind", "soapbox"),
        ("minutes", ""),
        ("speaker", "Ruth"),
        ("practice", "https://b.example/practices/1"),
    ];
    for _ in 0..2 {
        let answer = amira.submit(&page, &path, &new).await;
        assert_eq!(answer.location(), format!("{path}#talks"));
    }
    let all = calendar::programme(&app.ctx, None, id).await.unwrap();
    assert_eq!(all.len(), 1, "a second click enters no second talk");
    // Who speaks no more is in the table without what they had offered.
    let table = amira.get(&format!("{event}/people.csv")).await;
    table.assert_has("dan").assert_lacks("Two minutes");
    app.browser()
        .get(&event)
        .await
        .assert_has("<a href=\"https://b.example/practices/1\" rel=\"nofollow\">Chairs</a>, <bdi>Ruth</bdi> (soapbox, 15 min)");
    for (bad, words) in [
        (("title", " "), "Say what the talk is called"),
        (("minutes", "300"), "1 to 240 minutes"),
        (
            ("practice", "javascript:alert(1)"),
            "This is no address of a page.",
        ),
    ] {
        let mut fields = new.to_vec();
        fields.retain(|(name, _)| *name != bad.0);
        fields.push(bad);
        let answer = amira.submit(&page, &path, &fields).await;
        answer
            .assert_status(422)
            .assert_has(words)
            .assert_has("value=\"Ruth\"");
    }
}

#[actix_web::test]
async fn a_table_of_everybody_calculates_nothing() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let id = made(&app, amira, "TeachMeet Leeds").await;
    let eve = app
        .user_named(
            "eve",
            "=HYPERLINK(\"https://evil.example\")",
            &[Role::Teacher],
        )
        .await;
    joins(&app, eve.account.id, id, Some("-2+3, \"quoted\"")).await;
    let amira = app.signed_in("amira").await;
    let sheet = amira.get(&format!("/events/{id}/people.csv")).await;
    sheet.assert_ok();
    assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(sheet.header("cache-control"), "no-store");
    let name = format!("attachment; filename=\"event-{id}.csv\"");
    assert_eq!(sheet.header("content-disposition"), name);
    assert_eq!(
        sheet.text,
        "\u{feff}\"Name\",\"Account\",\"As\",\"State\",\"Asked (UTC)\",\"Talks\"\r\n\
         \"'=HYPERLINK(\"\"https://evil.example\"\")\",\"eve\",\"speaker\",\"going\",\"2026-09-01T08:05:00Z\",\"'-2+3, \"\"quoted\"\"\"\r\n"
    );
}

#[actix_web::test]
async fn an_event_is_called_off_after_a_question() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let (event, path) = (format!("/events/{id}"), format!("/events/{id}/cancel"));
    let amira = app.signed_in("amira").await;
    amira.get(&event).await.assert_has(&path);
    let page = amira.get(&path).await;
    page.assert_ok()
        .assert_has("2 people who have a place are told");
    insta::assert_snapshot!("event_cancel", plain(&page));
    insta::assert_snapshot!("event_cancel_cy", plain(&amira.get_welsh(&path).await));
    let answer = amira.submit(&page, &path, &[]).await;
    assert_eq!(answer.location(), event);
    amira
        .get(&event)
        .await
        .assert_has("It is called off.")
        .assert_has("Cancelled")
        .assert_lacks(&path);
    let ben = app.signed_in("ben").await;
    ben.get(&event)
        .await
        .assert_has("One cannot join it any more.");
    // Nobody gets a place any more.
    let cat = app.signed_in("cat").await;
    let page = cat.get(&event).await;
    cat.submit(&page, &event, &[("place", "speaker")]).await;
    cat.get(&event)
        .await
        .assert_has("That cannot be done any more");
}

#[actix_web::test]
async fn a_note_says_something() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let path = format!("/events/{id}/notes");
    let ben = app.signed_in("ben").await;
    let page = ben.get(&path).await;
    page.assert_ok().assert_has("There are no notes yet.");
    insta::assert_snapshot!("event_notes", plain(&page));
    insta::assert_snapshot!("event_notes_cy", plain(&ben.get_welsh(&path).await));
    for (fields, words) in [
        (
            vec![("text", " "), ("licence", "CC-BY-4.0")],
            "Say what was said, or give a link.",
        ),
        (
            vec![("text", "Tea"), ("links", "tea"), ("licence", "CC-BY-4.0")],
            "This is no address",
        ),
    ] {
        let answer = ben.submit(&page, &path, &fields).await;
        answer.assert_status(422).assert_has(words);
        assert!(
            answer
                .text
                .contains("<option value=\"CC-BY-4.0\" selected>"),
            "{}",
            answer.text
        );
    }
    let answer = app.browser().post(&path, &[("text", "x")], &[]).await;
    assert_ne!(answer.status.as_u16(), 200);
    // Nothing is lost where answers were closed meanwhile.
    answers_to(&app, id, ReplyPolicy::Nobody).await;
    ben.submit(&page, &path, &[("text", "Tea was cold.")])
        .await
        .assert_status(403)
        .assert_has("takes no answers from you any more")
        .assert_has("Tea was cold.");
    answers_to(&app, id, ReplyPolicy::Public).await;
    for hostile in HOSTILE {
        let fields = [("text", hostile), ("key", hostile)];
        ben.submit(&page, &path, &fields).await.assert_status(303);
        assert_harmless(&ben.get(&path).await.text);
        assert_harmless(&ben.get(&format!("/events/{id}")).await.text);
    }
}

/// Says who may answer an event.
async fn answers_to(app: &TestApp, id: StatusId, policy: ReplyPolicy) {
    let done = app.ctx.db.write(move |conn| {
        let row = db::statuses::find(conn, id)?.unwrap();
        let reply_policy = policy.as_str().to_owned();
        db::statuses::update(
            conn,
            StatusRow {
                reply_policy,
                ..row
            },
        )
    });
    let done: Result<(), db::DbError> = done.await;
    done.unwrap();
}

/// Catalogue 16. What somebody may not see is not there.
#[actix_web::test]
async fn an_event_for_followers_is_there_for_nobody_else() {
    let app = TestApp::new();
    let amira = teacher(&app, "amira").await;
    let ben = teacher(&app, "ben").await;
    let first = made(&app, amira, "TeachMeet").await;
    let there = calendar::as_written(&app.ctx, amira, first).await.unwrap();
    let new = NewEvent {
        visibility: Some(Visibility::Private),
        starts: "2027-07-02T18:00".to_owned(),
        ends: None,
        ..there
    };
    let id = calendar::create(&app.ctx, amira, new).await.unwrap().id;
    let browser = app.signed_in("ben").await;
    let about = browser.get("/about").await;
    for part in ["", "/notes", "/people", "/people.csv", "/cancel", "/edit"] {
        browser
            .get(&format!("/events/{id}{part}"))
            .await
            .assert_status(404);
    }
    for (part, field) in [("", ("place", "attendee")), ("/notes", ("text", "x"))] {
        let path = format!("/events/{id}{part}");
        browser
            .submit(&about, &path, &[field])
            .await
            .assert_status(404);
    }
    // Nor is what somebody holds who blocks them.
    follows::block(&app.ctx, amira, ben).await.unwrap();
    browser
        .submit(
            &about,
            &format!("/events/{first}"),
            &[("place", "attendee")],
        )
        .await;
    assert!(
        calendar::my_place(&app.ctx, ben, first)
            .await
            .unwrap()
            .is_none()
    );
}

#[actix_web::test]
async fn an_event_elsewhere_is_asked_for_a_place() {
    let app = TestApp::new();
    teacher(&app, "ben").await;
    let id = elsewhere(&app).await.id;
    let path = format!("/events/{id}");
    let ben = app.signed_in("ben").await;
    let page = ben.get(&path).await;
    page.assert_ok()
        .assert_lacks("/people")
        .assert_lacks("/cancel");
    let answer = ben.submit(&page, &path, &[("place", "attendee")]).await;
    assert_eq!(answer.location(), path);
    ben.get(&path)
        .await
        .assert_has("You have asked for a place. This page says how you stand.")
        .assert_has("You have asked for a place; its server has not answered yet.")
        .assert_has("Give up my place");
    ben.get("/events/mine").await.assert_has("TeachMeet Lyon");
    ben.get(&format!("{path}/notes")).await.assert_ok();
    ben.get(&format!("{path}/people")).await.assert_status(403);
    let stranger = app.browser().get(&format!("{path}/notes")).await;
    assert_eq!(stranger.location(), "https://events.example/events/1");
}

/// Catalogue 9.
#[actix_web::test]
async fn what_an_event_elsewhere_says_is_only_text() {
    let app = TestApp::new();
    teacher(&app, "ben").await;
    let ben = app.signed_in("ben").await;
    for hostile in HOSTILE {
        let talk = SlotRecord {
            minutes: 2,
            title: hostile.to_owned(),
            speaker_name: Some(hostile.to_owned()),
            practice: Some(hostile.to_owned()),
            status: SlotStatus::Accepted,
            ..SlotRecord::default()
        };
        let id = of_record(&app, hostile, vec![talk]).await;
        for part in ["", "/notes"] {
            let page = ben.get(&format!("/events/{id}{part}")).await;
            assert_harmless(page.assert_ok().text.as_str());
        }
    }
}

#[actix_web::test]
async fn ones_own_events_stand_on_one_page() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let empty = app.user("fay", &[Role::Teacher]).await.account.id;
    let fay = app.signed_in("fay").await;
    let page = fay.get("/events/mine").await;
    page.assert_has("You take part in nothing that is coming");
    insta::assert_snapshot!("events_mine_none", plain(&page));
    joins(&app, empty, id, Some("Chairs")).await;
    made(&app, empty, "TeachMeet York").await;
    let page = fay.get("/events/mine").await;
    page.assert_has("You have a place.")
        .assert_has("You organise it.")
        .assert_has("TeachMeet York");
    insta::assert_snapshot!("events_mine", plain(&page));
    insta::assert_snapshot!(
        "events_mine_cy",
        plain(&fay.get_welsh("/events/mine").await)
    );
    let cat = app.signed_in("cat").await;
    cat.get("/events/mine")
        .await
        .assert_has("You are on the waiting list.");
    let answer = app.browser().get("/events/mine").await;
    assert!(answer.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn pages_of_events_cost_the_same_however_many_come() {
    let app = TestApp::new();
    let id = with_people(&app).await;
    let (amira, ben) = (app.signed_in("amira").await, app.signed_in("ben").await);
    let mut costs = Vec::new();
    for round in 0..2 {
        for number in 0..5 {
            let name = format!("person{round}{number}");
            let one = teacher(&app, &name).await;
            joins(&app, one, id, Some(&format!("Talk {number}"))).await;
            made(
                &app,
                ben_id(&app).await,
                &format!("TeachMeet {round}{number}"),
            )
            .await;
        }
        let mut of_round = Vec::new();
        for path in ["", "/people", "/notes", "/people.csv"] {
            let before = app.statements();
            amira.get(&format!("/events/{id}{path}")).await.assert_ok();
            of_round.push(app.statements() - before);
        }
        let before = app.statements();
        ben.get("/events/mine").await.assert_ok();
        of_round.push(app.statements() - before);
        costs.push(of_round);
    }
    assert_eq!(costs[0], costs[1]);
}
