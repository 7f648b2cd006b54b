//! Events as anybody sees them, how one joins them, and their calendars.

use staffroom_domain::calendar::{Capacities, EventRecord, Mode, SlotRecord};
use staffroom_domain::{
    AccountId, ActorKind, RecordKind, Role, StatusId, StatusKind, Timestamp, TypedRecord,
};
use staffroom_service::accounts::{self, RemoteAccount};
use staffroom_service::calendar::{self, NewEvent, NewPlace};
use staffroom_service::statuses::{self, Draft, EventDraft, EventTime, StatusRow};
use staffroom_vocabulary::Concept;

use crate::app::TestApp;
use crate::event_people::plain;

pub(crate) async fn made(app: &TestApp, by: AccountId, title: &str) -> StatusId {
    let new = NewEvent {
        title: title.to_owned(),
        text: "Come to *speak* or to listen.".to_owned(),
        language: Some("en".to_owned()),
        zone: "Europe/London".to_owned(),
        starts: "2027-07-01T18:00".to_owned(),
        ends: Some("2027-07-01T20:30".to_owned()),
        place: Some(NewPlace {
            name: "Library".to_owned(),
            address: "1 Example Road; Leeds".to_owned(),
        }),
        record: EventRecord {
            mode: Mode::InPerson,
            capacities: Capacities {
                speakers: Some(2),
                attendees: Some(1),
                remote: None,
            },
            waiting_list: true,
            series: Some("TeachMeet Leeds & more".to_owned()),
            phase: vec![Concept::from_path("ph/primary-ks2").unwrap().into()],
            ..EventRecord::default()
        },
        ..NewEvent::default()
    };
    calendar::create(&app.ctx, by, new).await.unwrap().id
}

#[actix_web::test]
async fn an_event_is_read_and_joined_on_its_page() {
    let app = TestApp::new();
    let amira = app
        .user_named("amira", "Amira", &[Role::Teacher])
        .await
        .account
        .id;
    app.user("ben", &[Role::Teacher]).await;
    app.user("cat", &[Role::Teacher]).await;
    let id = made(&app, amira, "TeachMeet <b>Leeds</b>").await;
    let path = format!("/events/{id}");
    let anybody = app.browser().get(&path).await;
    anybody
        .assert_status(200)
        .assert_has("Thursday 1 July 2027, 18:00–20:30 (Europe/London)")
        .assert_has("0 of 1 taken")
        .assert_has("<em>speak</em>")
        .assert_has("Sign in</a> to join");
    assert!(!anybody.text.contains("<b>Leeds"), "{}", anybody.text);

    let ben = app.signed_in("ben").await;
    let page = ben.get(&path).await;
    let joined = ben.submit(&page, &path, &[("place", "attendee")]).await;
    joined.assert_status(303);
    ben.get(&path)
        .await
        .assert_has("You have a place.")
        .assert_has("1 of 1 taken");
    let cat = app.signed_in("cat").await;
    let page = cat.get(&path).await;
    cat.submit(&page, &path, &[("place", "attendee")]).await;
    let page = cat.get(&path).await;
    page.assert_has("You are number 1 on the waiting list.");
    // Only organisers see who takes part.
    assert!(!page.text.contains("@ben"), "{}", page.text);
    app.signed_in("amira")
        .await
        .get(&format!("{path}/people"))
        .await
        .assert_has("@ben");
    let page = ben.get(&path).await;
    ben.submit(&page, &path, &[("place", "leave")])
        .await
        .assert_status(303);
    cat.get(&path).await.assert_has("You have a place.");
    let page = cat.get(&path).await;
    let speaks = [
        ("place", "speaker"),
        ("title", "Two <minutes>"),
        ("slot", "nano"),
    ];
    cat.submit(&page, &path, &speaks).await.assert_status(303);
    cat.get(&path)
        .await
        .assert_has("Two &#60;minutes&#62;, <bdi>cat</bdi> (nano, 2 min; offered)");

    for (name, page) in [
        ("event", cat.get(&path).await),
        ("event_cy", cat.get_welsh(&path).await),
        (
            "event_for_strangers_cy",
            app.browser().get_welsh(&path).await,
        ),
        (
            "event_for_organisers_cy",
            app.signed_in("amira").await.get_welsh(&path).await,
        ),
        ("events_cy", app.browser().get_welsh("/events").await),
    ] {
        insta::assert_snapshot!(name, plain(page.assert_ok()));
    }

    let page = cat.get(&path).await;
    cat.submit(&page, &path, &[("place", "camel")])
        .await
        .assert_status(400);
    cat.post(&path, &[("place", "leave")], &[])
        .await
        .assert_status(403);
    app.browser().get("/events/7").await.assert_status(404);
}

#[actix_web::test]
async fn calendars_hold_one_event_a_series_a_concept_and_everything() {
    let app = TestApp::new();
    let amira = app.user("amira", &[Role::Teacher]).await.account.id;
    let title = "TeachMeet, Leeds; winter\\ English\u{2028}END:VEVENT";
    let id = made(&app, amira, title).await;
    for path in [
        format!("/events/{id}.ics"),
        "/events.ics".to_owned(),
        "/events.ics?series=teachmeet+LEEDS+%26+more".to_owned(),
        "/events.ics?concept=ph/primary-ks2".to_owned(),
    ] {
        let answer = app.browser().get(&path).await;
        answer.assert_status(200);
        assert_eq!(
            answer.headers.get("content-type").unwrap(),
            "text/calendar; charset=utf-8",
            "{path}"
        );
        let text = answer.text.replace("\r\n ", "");
        let lines: Vec<&str> = text.split("\r\n").collect();
        for line in [
            "BEGIN:VEVENT",
            &format!("UID:event-{id}@school.example"),
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "DTSTART:20270701T170000Z",
            "DTEND:20270701T193000Z",
            "SUMMARY:TeachMeet\\, Leeds\\; winter\\\\ English END:VEVENT",
            "LOCATION:Library\\, 1 Example Road\\; Leeds",
            &format!("URL:https://school.example/events/{id}"),
        ] {
            assert!(lines.contains(&line), "{line} in {path}: {text}");
        }
        assert_eq!(
            lines.iter().filter(|line| **line == "END:VEVENT").count(),
            1
        );
    }
    let none = app.browser().get("/events.ics?series=other").await;
    assert!(!none.text.contains("VEVENT"));
    let none = app.browser().get("/events.ics?concept=ph/camel").await;
    none.assert_status(404);
    app.browser()
        .get("/events")
        .await
        .assert_has("TeachMeet, Leeds; winter");
}

/// An event of another server.
pub(crate) async fn elsewhere(app: &TestApp) -> StatusRow {
    from_lyon(app, "TeachMeet Lyon", None).await
}

/// One with a record.
pub(crate) async fn of_record(app: &TestApp, title: &str, slots: Vec<SlotRecord>) -> StatusId {
    let record = EventRecord {
        slots,
        series: Some(title.to_owned()),
        ..EventRecord::default()
    };
    let value = serde_json::to_value(&record).unwrap();
    let record = TypedRecord::read(RecordKind::Event, value).unwrap();
    from_lyon(app, title, Some(record)).await.id
}

async fn from_lyon(app: &TestApp, title: &str, record: Option<TypedRecord>) -> StatusRow {
    let (title, number) = (
        title.to_owned(),
        if record.is_some() {
            app.statements()
        } else {
            1
        },
    );
    let uri = "https://events.example/@lyon".to_owned();
    let host = RemoteAccount {
        kind: ActorKind::Group,
        username: "lyon".to_owned(),
        domain: "events.example".to_owned(),
        display_name: "Lyon".to_owned(),
        summary: String::new(),
        url: None,
        fields: Vec::new(),
        avatar_url: None,
        header_url: None,
        locked: false,
        discoverable: true,
        indexable: true,
        memorial: false,
        also_known_as: Vec::new(),
        moved_to_uri: None,
        published: None,
        host: "events.example".to_owned(),
        inbox: format!("{uri}/inbox"),
        shared_inbox: None,
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        keys: Vec::new(),
        advertises: None,
        document: "{}".to_owned(),
        uri,
    };
    let stored = app.ctx.transact(move |tx| {
        let host = accounts::keep_remote(tx, host)?;
        let draft = Draft {
            uri: Some(format!("https://events.example/ap/events/{number}")),
            url: Some(format!("https://events.example/events/{number}")),
            kind: StatusKind::Event,
            title: Some(title),
            record,
            event: Some(EventDraft {
                zone: "Europe/Paris".to_owned(),
                starts: EventTime {
                    local: "2026-11-28T19:00:00".to_owned(),
                    at: Timestamp::from_secs(1_795_888_800),
                },
                ends: None,
                state: "scheduled",
                place_name: None,
                place_address: None,
                place_url: None,
                join_mode: Some("free"),
                join_url: None,
            }),
            ..Draft::note(host, tx.now)
        };
        statuses::store(tx, draft)
    });
    stored.await.unwrap()
}

#[actix_web::test]
async fn an_event_elsewhere_is_shown_to_people_here_and_others_are_led_to_it() {
    let app = TestApp::new();
    app.user("ben", &[Role::Teacher]).await;
    let path = format!("/events/{}", elsewhere(&app).await.id);
    let stranger = app.browser().get(&path).await;
    stranger.assert_status(303);
    assert_eq!(stranger.location(), "https://events.example/events/1");
    let ben = app.signed_in("ben").await;
    ben.get(&path)
        .await
        .assert_status(200)
        .assert_has("TeachMeet Lyon")
        .assert_has(
            "type=\"application/activity+json\" href=\"https://events.example/ap/events/1\"",
        );
}
