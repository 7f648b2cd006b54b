//! Making and changing them.

use std::time::Duration;

use staffroom_domain::calendar::PlaceKind;
use staffroom_domain::{Timestamp, Visibility};
use staffroom_service::calendar::{self, CalendarError, Joined, Joining, NewEvent};
use staffroom_service::statuses::{self, StatusEdit, StatusError};
use staffroom_testkit::{TestApp, TestDb, db_test};

use super::{codes, evening, join, made, person};

#[db_test]
async fn an_event_is_kept_as_it_was_set_and_shown_in_words(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let id = made(&app, &dev, evening(12, 40)).await;
    let view = calendar::find_event(app.ctx(), None, id).await.unwrap();
    assert_eq!(view.event.zone, "Europe/London");
    assert_eq!(view.event.starts_local, "2027-01-28T18:00:00");
    assert_eq!(view.event.starts_at, Timestamp::from_secs(1_801_159_200));
    assert_eq!(view.record.capacities.speakers, Some(12));
    assert_eq!(view.status.title.as_deref(), Some("TeachMeet Leeds Winter"));
    assert!(
        view.status.spoiler.starts_with(
            "Thursday 28 January 2027, 18:00–20:30 (Europe/London). Library, 1 Example Road, Leeds. \
             Online: https://leeds.example/rooms/winter Join: "
        ),
        "{}",
        view.status.spoiler
    );
    // What apps show begins with it, and says it once.
    let shown = statuses::show(app.ctx(), None, id).await.unwrap();
    let html = statuses::content(&shown, "https://leeds.example/events/1");
    assert_eq!(html.matches("18:00–20:30").count(), 1, "{html}");
    assert!(html.starts_with("<h2>TeachMeet Leeds Winter</h2><p>Thursday 28 January"));
    assert!(html.contains("<em>short</em>"));
    // Apps that know no events do not change it.
    let edit = StatusEdit {
        text: "Something else".to_owned(),
        ..StatusEdit::default()
    };
    let refused = statuses::edit(app.ctx(), dev.id, id, edit).await;
    assert!(matches!(refused, Err(StatusError::Invalid(_))));
    app.drain().await;
}

type Change = fn(&mut NewEvent);

/// Bad input: an event that ends before it starts, or in a local time that does not exist.
#[db_test]
async fn an_event_that_cannot_be_is_told_what_is_wrong(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let with = |change: Change| {
        let mut new = evening(12, 40);
        change(&mut new);
        new
    };
    let cases: [(Change, &str, &str); 9] = [
        (
            |new| new.ends = Some("2027-01-28T17:59".to_owned()),
            "ends",
            "before-start",
        ),
        (
            |new| {
                new.starts = "2027-03-28T01:30".into();
                new.ends = None;
            },
            "starts",
            "skipped-time",
        ),
        (
            |new| {
                new.starts = "2027-03-28T00:30".into();
                new.ends = Some("2027-03-28T01:15".to_owned());
            },
            "ends",
            "skipped-time",
        ),
        (
            |new| new.zone = "Europe/Leeds".into(),
            "zone",
            "unknown-zone",
        ),
        (
            |new| {
                new.starts = "2020-01-28T18:00".into();
                new.ends = None;
            },
            "starts",
            "past",
        ),
        (|new| new.title = " \u{7} ".into(), "title", "missing"),
        (|new| new.place = None, "place", "missing"),
        (
            |new| new.online_url = Some("javascript:alert(1)".to_owned()),
            "onlineUrl",
            "not-an-address",
        ),
        (
            |new| new.record.capacities.attendees = Some(1_000_000),
            "capacities.attendees",
            "too-many",
        ),
    ];
    for (change, field, code) in cases {
        let error = calendar::create(app.ctx(), dev.id, with(change))
            .await
            .unwrap_err();
        assert_eq!(codes(error), [(field.to_owned(), code)]);
    }
    // A time that comes twice is the first of the two, and that is said.
    let twice = with(|new| {
        new.starts = "2027-10-31T01:30".into();
        new.ends = None;
    });
    let twice = calendar::create(app.ctx(), dev.id, twice).await.unwrap();
    assert!(twice.notices[0].contains("the first is meant (+01:00)"));
    app.drain().await;
}

#[db_test]
async fn only_its_organisers_change_an_event(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let id = made(&app, &dev, evening(12, 40)).await;
    let by_ben = calendar::edit(app.ctx(), ben.id, id, evening(1, 1)).await;
    assert!(matches!(by_ben, Err(CalendarError::NotAllowed)));
    let hidden = NewEvent {
        visibility: Some(Visibility::Private),
        ..evening(1, 1)
    };
    let hidden = made(&app, &dev, hidden).await;
    let by_ben = calendar::cancel(app.ctx(), ben.id, hidden).await;
    assert!(matches!(by_ben, Err(CalendarError::NotFound)));
    let joined = calendar::join(app.ctx(), ben.id, hidden, Joining::default()).await;
    assert!(matches!(joined, Err(CalendarError::NotFound)));
    let seen = calendar::attendees(app.ctx(), Some(ben.id), id, None)
        .await
        .unwrap();
    assert_eq!(seen.people, None);

    let moved = NewEvent {
        starts: "2027-02-04T18:00".to_owned(),
        ends: None,
        ..evening(12, 40)
    };
    calendar::edit(app.ctx(), dev.id, id, moved).await.unwrap();
    calendar::cancel(app.ctx(), dev.id, id).await.unwrap();
    calendar::cancel(app.ctx(), dev.id, id).await.unwrap();
    let view = calendar::find_event(app.ctx(), None, id).await.unwrap();
    assert_eq!(view.event.state, "cancelled");
    assert_eq!(view.plan.as_ref().unwrap().sequence, 2);
    assert!(
        view.status
            .spoiler
            .starts_with("Cancelled. Thursday 4 February 2027, 18:00 (Europe/London).")
    );
    assert_eq!(
        join(&app, &ben, id, PlaceKind::Attendee).await,
        Joined::Cancelled
    );

    let file = calendar::file_of_event(&app.ctx().addresses, &view);
    let lines: Vec<&str> = file.text.split("\r\n").collect();
    for line in [
        "STATUS:CANCELLED",
        "SEQUENCE:2",
        "DTSTART:20270204T180000Z",
        "SUMMARY:TeachMeet Leeds Winter",
    ] {
        assert!(lines.contains(&line), "{line} in {}", file.text);
    }
    assert!(!file.text.contains("DTEND"));
    // An end within the second of the beginning is none that calendars take.
    let mut brief = view.clone();
    brief.event.ends_at = Some(
        brief
            .event
            .starts_at
            .plus(Duration::from_millis(999))
            .as_micros(),
    );
    let file = calendar::file_of_event(&app.ctx().addresses, &brief);
    assert!(!file.text.contains("DTEND"), "{}", file.text);
    brief.event.ends_at = Some(
        brief
            .event
            .starts_at
            .plus(Duration::from_secs(1))
            .as_micros(),
    );
    let file = calendar::file_of_event(&app.ctx().addresses, &brief);
    assert!(
        file.text.contains("DTEND:20270204T180001Z"),
        "{}",
        file.text
    );
    calendar::delete(app.ctx(), dev.id, id).await.unwrap();
    let gone = calendar::find_event(app.ctx(), Some(dev.id), id).await;
    assert!(matches!(gone, Err(CalendarError::NotFound)));
    app.drain().await;
}
