//! Events: made and changed here, and who gets a place. Rules that hold for everybody.

use std::time::Duration;

use staffroom_db::events::{self, EventRow};
use staffroom_db::{accounts, event_plans};
use staffroom_domain::calendar::{
    Capacities, EventRecord, Mode, PlaceKind, SlotKind, SlotOffer, SlotRecord, SlotStatus,
    TalkOffer,
};
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};
use staffroom_service::accounts::AccountRow;
use staffroom_service::calendar::{
    self, CalendarError, Joined, Joining, List, Lists, NewEvent, NewNote, NewPlace, NewTalk,
    ParticipationRow,
};
use staffroom_service::notifications::{self, Wanted};
use staffroom_service::policies;
use staffroom_service::statuses::{self, NewStatus, Page, StatusEdit, StatusError};
use staffroom_testkit::{TestApp, TestDb, db_test};
use tokio::sync::oneshot;

async fn person(app: &TestApp, name: &str) -> AccountRow {
    app.user(name).teacher().build().await.account
}

/// An evening in Leeds with so many places of each kind.
fn evening(speakers: u32, attendees: u32) -> NewEvent {
    NewEvent {
        title: "TeachMeet Leeds Winter".to_owned(),
        text: "An evening of *short* talks.".to_owned(),
        language: Some("en".to_owned()),
        zone: "Europe/London".to_owned(),
        starts: "2027-01-28T18:00".to_owned(),
        ends: Some("2027-01-28T20:30".to_owned()),
        place: Some(NewPlace {
            name: "Library".to_owned(),
            address: "1 Example Road, Leeds".to_owned(),
        }),
        online_url: Some("https://leeds.example/rooms/winter".to_owned()),
        record: EventRecord {
            mode: Mode::Hybrid,
            capacities: Capacities {
                speakers: Some(speakers),
                attendees: Some(attendees),
                remote: None,
            },
            waiting_list: true,
            series: Some("TeachMeet Leeds".to_owned()),
            slots_offered: vec![SlotOffer {
                kind: SlotKind::Nano,
                minutes: 3,
            }],
            ..EventRecord::parse(&serde_json::json!({"phase": ["ph/primary-ks2"]})).unwrap()
        },
        ..NewEvent::default()
    }
}

async fn made(app: &TestApp, by: &AccountRow, new: NewEvent) -> StatusId {
    calendar::create(app.ctx(), by.id, new).await.unwrap().id
}

fn as_a(kind: PlaceKind) -> Joining {
    Joining {
        kind: Some(kind),
        ..Joining::default()
    }
}

async fn join(app: &TestApp, by: &AccountRow, event: StatusId, kind: PlaceKind) -> Joined {
    calendar::join(app.ctx(), by.id, event, as_a(kind))
        .await
        .unwrap()
}

async fn state(app: &TestApp, of: AccountId, event: StatusId) -> Option<Joined> {
    let place = calendar::my_place(app.ctx(), of, event).await.unwrap();
    place.map(|(_, joined)| joined)
}

fn codes(error: CalendarError) -> Vec<(String, &'static str)> {
    match error {
        CalendarError::Invalid(problems) => problems
            .into_iter()
            .map(|problem| (problem.field, problem.code))
            .collect(),
        other => panic!("{other}"),
    }
}

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

/// Bad input: a Join after capacity, and twice.
#[db_test]
async fn places_are_given_in_order_and_waiting_people_come_up(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat", "dan", "eve"] {
        people.push(person(&app, name).await);
    }
    let id = made(&app, &dev, evening(1, 2)).await;
    let listen = PlaceKind::Attendee;
    let mut told = Vec::new();
    for who in &people {
        told.push(join(&app, who, id, listen).await);
    }
    let (going, waiting) = (Joined::Going, Joined::Waiting);
    assert_eq!(told, [going, going, waiting(1), waiting(2), waiting(3)]);
    // Twice is once.
    assert_eq!(join(&app, &people[0], id, listen).await, going);
    assert_eq!(join(&app, &people[3], id, listen).await, waiting(2));
    // The first who waits comes up, and hears of it.
    assert!(calendar::leave(app.ctx(), people[0].id, id).await.unwrap());
    assert!(!calendar::leave(app.ctx(), people[0].id, id).await.unwrap());
    assert_eq!(state(&app, people[2].id, id).await, Some(going));
    assert_eq!(state(&app, people[3].id, id).await, Some(waiting(1)));
    // Whoever comes back stands at the end.
    assert_eq!(join(&app, &people[0], id, listen).await, waiting(3));
    // More places let all of them in; fewer throw nobody out.
    calendar::edit(app.ctx(), dev.id, id, evening(1, 4))
        .await
        .unwrap();
    assert_eq!(state(&app, people[4].id, id).await, Some(going));
    assert_eq!(state(&app, people[0].id, id).await, Some(waiting(1)));
    calendar::edit(app.ctx(), dev.id, id, evening(1, 1))
        .await
        .unwrap();
    let seen = calendar::attendees(app.ctx(), Some(dev.id), id, None)
        .await
        .unwrap();
    assert_eq!(seen.taken[1], (listen, 4, 1));
    assert_eq!(seen.people.unwrap().len(), 5);
    // Another kind of place is another line; without one, nobody loses the place they have.
    assert_eq!(join(&app, &people[1], id, PlaceKind::Remote).await, going);
    assert_eq!(state(&app, people[0].id, id).await, Some(waiting(1)));
    let mut full = evening(0, 1);
    full.record.waiting_list = false;
    let full = made(&app, &dev, full).await;
    assert_eq!(join(&app, &people[0], full, listen).await, going);
    assert_eq!(join(&app, &people[1], full, listen).await, Joined::Full);
    assert_eq!(
        join(&app, &people[0], full, PlaceKind::Speaker).await,
        Joined::NotOffered
    );
    assert_eq!(state(&app, people[0].id, full).await, Some(going));
    app.drain().await;
}

/// Somebody has the only place to listen, and others wait: for another, for one to speak.
async fn with_a_line(app: &TestApp, dev: &AccountRow) -> (StatusId, [AccountRow; 4]) {
    let id = made(app, dev, evening(1, 1)).await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat", "dan"] {
        people.push(person(app, name).await);
    }
    let people: [AccountRow; 4] = people.try_into().unwrap();
    let kinds = [PlaceKind::Attendee, PlaceKind::Speaker];
    for (who, kind) in people.iter().zip(kinds.into_iter().cycle()) {
        join(app, who, id, kind).await;
    }
    for who in &people[2..] {
        assert_eq!(state(app, who.id, id).await, Some(Joined::Waiting(1)));
    }
    (id, people)
}

#[db_test]
async fn nobody_comes_up_where_it_is_called_off_or_over(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let (id, [ann, _, cat, _]) = with_a_line(&app, &dev).await;
    calendar::cancel(app.ctx(), dev.id, id).await.unwrap();
    calendar::leave(app.ctx(), ann.id, id).await.unwrap();
    let waiting = Some(Joined::Waiting(1));
    assert_eq!(state(&app, cat.id, id).await, waiting);
    let more = NewEvent {
        text: "It does not take place, alas.".to_owned(),
        ..evening(1, 5)
    };
    let changed = calendar::edit(app.ctx(), dev.id, id, more.clone()).await;
    changed.unwrap();
    assert_eq!(state(&app, cat.id, id).await, waiting);
    // Nobody changes who came when it is over.
    app.clock().set(Timestamp::from_secs(1_801_300_000));
    let again = NewEvent {
        state: Some("scheduled".to_owned()),
        ..more
    };
    let changed = calendar::edit(app.ctx(), dev.id, id, again).await;
    changed.unwrap();
    assert_eq!(state(&app, cat.id, id).await, waiting);
    app.drain().await;
}

#[db_test]
async fn nobody_comes_up_to_a_kind_of_place_that_is_gone(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let (id, [ann, _, cat, dan]) = with_a_line(&app, &dev).await;
    let mut online = evening(5, 5);
    online.record.mode = Mode::Online;
    online.place = None;
    calendar::edit(app.ctx(), dev.id, id, online).await.unwrap();
    calendar::leave(app.ctx(), ann.id, id).await.unwrap();
    assert_eq!(state(&app, cat.id, id).await, Some(Joined::Waiting(1)));
    assert_eq!(state(&app, dan.id, id).await, Some(Joined::Going));
    calendar::edit(app.ctx(), dev.id, id, evening(5, 5))
        .await
        .unwrap();
    assert_eq!(state(&app, cat.id, id).await, Some(Joined::Going));
    app.drain().await;
}

/// Bad input: a Join after capacity, of many at once.
#[db_test]
async fn many_at_once_get_no_more_places_than_there_are(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let mut people = Vec::new();
    for n in 0..24 {
        people.push(person(&app, &format!("guest{n}")).await);
    }
    let id = made(&app, &dev, evening(1, 7)).await;
    let asked = people.iter().map(|who| {
        let (ctx, who) = (app.ctx().clone(), who.id);
        tokio::spawn(async move {
            calendar::join(&ctx, who, id, as_a(PlaceKind::Attendee))
                .await
                .unwrap()
        })
    });
    let asked: Vec<_> = asked.collect();
    let mut told = Vec::new();
    for one in asked {
        told.push(one.await.unwrap());
    }
    let going = told
        .iter()
        .filter(|joined| **joined == Joined::Going)
        .count();
    assert_eq!(going, 7);
    let mut numbers: Vec<u32> = told
        .iter()
        .filter_map(|joined| match joined {
            Joined::Waiting(number) => Some(*number),
            _ => None,
        })
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=17).collect::<Vec<u32>>());
    // Half of them leave at once: then all others have a place.
    let left = people.iter().take(17).map(|who| {
        let (ctx, who) = (app.ctx().clone(), who.id);
        tokio::spawn(async move { calendar::leave(&ctx, who, id).await.unwrap() })
    });
    let left: Vec<_> = left.collect();
    for one in left {
        assert!(one.await.unwrap());
    }
    let seen = calendar::attendees(app.ctx(), Some(dev.id), id, None)
        .await
        .unwrap();
    assert_eq!(seen.taken[1], (PlaceKind::Attendee, 7, 0));
    app.drain().await;
}

/// What is asked for while an event is called off, is asked for afterwards.
#[db_test]
async fn nobody_joins_between_two_words_of_an_organiser(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let id = made(&app, &dev, evening(1, 7)).await;
    let (begun, begins) = oneshot::channel();
    let (ctx, own) = (app.ctx().clone(), app.ctx().clone());
    let called_off = tokio::spawn(async move {
        ctx.transact(move |tx| {
            event_plans::lock(tx.conn, id)?;
            begun.send(()).unwrap();
            // Long enough for whoever joins to come to the lock.
            std::thread::sleep(Duration::from_millis(400));
            let row = events::of_statuses(tx.conn, &[id])?.pop().unwrap();
            let state = "cancelled".to_owned();
            events::put(tx.conn, EventRow { state, ..row })
        })
        .await
    });
    begins.await.unwrap();
    let kind = PlaceKind::Attendee;
    let joined = calendar::join(&own, ben.id, id, as_a(kind)).await.unwrap();
    called_off.await.unwrap().unwrap();
    assert_eq!(joined, Joined::Cancelled);
    assert_eq!(state(&app, ben.id, id).await, None);
    app.drain().await;
}

async fn answer(app: &TestApp, by: &AccountRow, event: StatusId, text: &str) -> StatusId {
    let new = NewStatus {
        text: text.to_owned(),
        in_reply_to: Some(event),
        ..NewStatus::default()
    };
    statuses::publish(app.ctx(), by.id, new).await.unwrap()
}

#[db_test]
async fn a_reply_is_enough_to_join_and_to_leave(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let id = made(&app, &dev, evening(1, 40)).await;
    let talk = answer(&app, &ben, id, "@dev I would like to lurk, perhaps").await;
    assert_eq!(state(&app, ben.id, id).await, None);
    assert_eq!(answers(&app, &ben, talk).await, [""; 0]);

    let lurk = answer(&app, &ben, id, "@dev lurk").await;
    assert_eq!(state(&app, ben.id, id).await, Some(Joined::Going));
    assert_eq!(
        answers(&app, &ben, lurk).await,
        [
            "@ben You have a place: TeachMeet Leeds Winter. Reply \"leave\" to the event to give it up."
        ]
    );
    // Nobody speaks for another: whom a reply names does not matter, nor a reply to the reply.
    let cat = person(&app, "cat").await;
    answer(&app, &cat, id, "@ben leave").await;
    answer(&app, &cat, lurk, "leave").await;
    assert_eq!(state(&app, ben.id, id).await, Some(Joined::Going));
    assert_eq!(state(&app, cat.id, id).await, None);

    let speak = answer(&app, &ben, id, "@dev siarad nano: Dwy funud").await;
    let (row, _) = calendar::my_place(app.ctx(), ben.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.kind, "speaker");
    assert!(answers(&app, &ben, speak).await[0].contains("Mae lle i chi yn"));
    let left = answer(&app, &ben, id, "leave").await;
    let (row, _) = calendar::my_place(app.ctx(), ben.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.state, ParticipationRow::LEFT);
    assert_eq!(
        answers(&app, &ben, left).await,
        ["@ben You have left: TeachMeet Leeds Winter."]
    );
    app.drain().await;
}

/// Nobody writes to anybody alone there, and neither do events.
#[db_test]
async fn without_direct_messages_people_are_notified_of_their_place(db: TestDb) {
    let app = TestApp::with_settings(db, &[("posting.direct_messages", "false")]).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let cat = person(&app, "cat").await;
    let id = made(&app, &dev, evening(1, 1)).await;
    let lurk = answer(&app, &ben, id, "@dev lurk").await;
    assert_eq!(state(&app, ben.id, id).await, Some(Joined::Going));
    assert_eq!(answers(&app, &ben, lurk).await, [""; 0]);
    assert_eq!(
        told(&app, &ben).await,
        [("update".to_owned(), dev.id, Some(id))]
    );
    // Also who comes up.
    join(&app, &cat, id, PlaceKind::Attendee).await;
    assert_eq!(told(&app, &cat).await, []);
    calendar::leave(app.ctx(), ben.id, id).await.unwrap();
    assert_eq!(state(&app, cat.id, id).await, Some(Joined::Going));
    assert_eq!(
        told(&app, &cat).await,
        [("update".to_owned(), dev.id, Some(id))]
    );
    assert_eq!(answers(&app, &cat, id).await, [""; 0]);
    app.drain().await;
}

/// What somebody was told: what, by whom, of which status.
async fn told(app: &TestApp, of: &AccountRow) -> Vec<(String, AccountId, Option<StatusId>)> {
    let page = Page {
        limit: 20,
        ..Page::default()
    };
    let all = notifications::list(app.ctx(), of.id, Wanted::default(), page).await;
    all.unwrap()
        .items
        .into_iter()
        .map(|view| view.notification)
        .map(|row| {
            (
                row.kind,
                row.from_account_id,
                row.status_id.map(StatusId::from),
            )
        })
        .collect()
}

/// What was answered to somebody's status, as they see it; for them alone.
async fn answers(app: &TestApp, of: &AccountRow, status: StatusId) -> Vec<String> {
    let thread = statuses::thread(app.ctx(), Some(of.id), status)
        .await
        .unwrap();
    let direct = thread
        .descendants
        .into_iter()
        .filter(|view| view.status.visibility() == Visibility::Direct);
    direct.map(|view| view.status.source).collect()
}

#[db_test]
async fn talks_are_offered_accepted_and_made_practices_of(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let mut new = evening(4, 40);
    new.record.slots = vec![SlotRecord {
        kind: SlotKind::Micro,
        minutes: 7,
        title: "They loved it".to_owned(),
        speaker_name: Some("Sal".to_owned()),
        status: SlotStatus::Accepted,
        ..SlotRecord::default()
    }];
    let id = made(&app, &dev, new).await;
    let speak = Joining {
        kind: Some(PlaceKind::Speaker),
        talk: Some(TalkOffer {
            kind: SlotKind::Nano,
            title: "Five questions".to_owned(),
        }),
        ..Joining::default()
    };
    let joined = calendar::join(app.ctx(), ben.id, id, speak).await.unwrap();
    assert_eq!(joined, Joined::Going);
    let titles = |talks: Vec<calendar::TalkRow>| -> Vec<String> {
        talks.into_iter().map(|talk| talk.title).collect()
    };
    let public = calendar::programme(app.ctx(), None, id).await.unwrap();
    assert_eq!(titles(public), ["They loved it"]);
    let all = calendar::programme(app.ctx(), Some(dev.id), id)
        .await
        .unwrap();
    // As they want to be called, else as their account is.
    let called = |talk: &calendar::TalkRow| talk.speaker_name.clone();
    assert_eq!(called(&all[0]).as_deref(), Some("Sal"));
    let own = Some(ben.display_name.clone()).filter(|name| !name.is_empty());
    assert_eq!(called(&all[1]), own.or(Some("@ben".to_owned())));
    let talk = all[1].clone();
    assert_eq!((talk.number, talk.minutes), (2, 3));
    let by_ben = calendar::decide_talk(app.ctx(), ben.id, talk.id, true).await;
    assert!(matches!(by_ben, Err(CalendarError::NotAllowed)));
    calendar::decide_talk(app.ctx(), dev.id, talk.id, true)
        .await
        .unwrap();
    let view = calendar::find_event(app.ctx(), None, id).await.unwrap();
    let slots = &view.record.slots;
    assert_eq!(slots.len(), 2);
    assert_eq!(slots[1].title, "Five questions");
    assert_eq!(slots[1].speaker, Some(app.ctx().addresses.actor(ben.id)));

    let note = NewNote {
        event: id,
        slot: Some(2),
        text: "Ask five, mark none.".to_owned(),
        links: vec!["https://doi.org/10.1037/a0021782".to_owned()],
        licence: Some("CC-BY-4.0".to_owned()),
        language: Some("en".to_owned()),
        application: None,
        idempotency: None,
    };
    let note = calendar::add_note(app.ctx(), ben.id, note).await.unwrap();
    let notes = calendar::notes(app.ctx(), None, id, None, 20)
        .await
        .unwrap();
    assert_eq!(notes.views[0].status.id, note);
    assert!(
        notes.views[0]
            .status
            .content
            .contains("href=\"https://doi.org/10.1037/a0021782\"")
    );
    let seed = calendar::practice_of_talk(app.ctx(), ben.id, talk.id)
        .await
        .unwrap();
    assert_eq!(seed.title, "Five questions");
    assert_eq!(seed.speaker, Some(ben.id));
    assert_eq!(
        seed.concepts,
        ["https://w3id.org/staffroom/v/ph/primary-ks2"]
    );
    assert_eq!(seed.notes[0].0, "Ask five, mark none.");
    let cat = person(&app, "cat").await;
    let by_cat = calendar::practice_of_talk(app.ctx(), cat.id, talk.id).await;
    assert!(matches!(by_cat, Err(CalendarError::NotFound)));

    // Whoever leaves takes their talk out of the programme.
    calendar::leave(app.ctx(), ben.id, id).await.unwrap();
    let view = calendar::find_event(app.ctx(), None, id).await.unwrap();
    assert_eq!(view.record.slots.len(), 1);
    app.drain().await;
}

fn states(talks: Vec<calendar::TalkRow>) -> Vec<String> {
    talks.into_iter().map(|talk| talk.state).collect()
}

/// Programs of other servers send the same Join again, and know no kinds of places.
#[db_test]
async fn who_asks_again_keeps_their_place_and_their_talk(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let cat = person(&app, "cat").await;
    let id = made(&app, &dev, evening(1, 40)).await;
    answer(&app, &ben, id, "@dev speak nano: Five questions").await;
    let again = Joining {
        uri: Some("https://b.example/joins/1".to_owned()),
        ..Joining::default()
    };
    let again = calendar::join(app.ctx(), ben.id, id, again).await.unwrap();
    assert_eq!(again, Joined::Going);
    let (row, _) = calendar::my_place(app.ctx(), ben.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.kind, "speaker");
    assert_eq!(row.uri.as_deref(), Some("https://b.example/joins/1"));
    let talk = NewTalk {
        title: "They loved it".to_owned(),
        speaker: Some(cat.id),
        ..NewTalk::default()
    };
    calendar::add_talk(app.ctx(), dev.id, id, talk)
        .await
        .unwrap();
    // Cat speaks because Dev says so, and has a place like others who listen.
    for kind in [PlaceKind::Attendee, PlaceKind::Remote] {
        assert_eq!(join(&app, &cat, id, kind).await, Joined::Going);
    }
    let all = calendar::programme(app.ctx(), Some(dev.id), id).await;
    assert_eq!(states(all.unwrap()), ["offered", "accepted"]);
    // Who says that they only listen gives their talk up.
    assert_eq!(
        join(&app, &ben, id, PlaceKind::Attendee).await,
        Joined::Going
    );
    let all = calendar::programme(app.ctx(), Some(dev.id), id).await;
    assert_eq!(states(all.unwrap()), ["withdrawn", "accepted"]);
    app.drain().await;
}

#[db_test]
async fn events_are_listed_by_time_series_and_concept(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let on = |day: &str, series: &str| {
        let mut new = evening(4, 40);
        new.starts = format!("2027-01-{day}T18:00");
        new.ends = None;
        new.record.series = Some(series.to_owned());
        new
    };
    let late = made(&app, &dev, on("30", "TeachMeet Leeds")).await;
    let early = made(&app, &dev, on("10", "TeachMeet LEEDS")).await;
    let other = made(&app, &dev, on("20", "TeachMeet Cymru")).await;
    let list = |of: Lists, after, limit| List {
        of,
        since: None,
        after,
        limit,
    };
    let ids = |views: Vec<calendar::EventView>| -> Vec<StatusId> {
        views.into_iter().map(|view| view.status.id).collect()
    };
    let all = calendar::list(app.ctx(), list(Lists::Here, None, 2))
        .await
        .unwrap();
    let after = all
        .last()
        .map(|view| (view.event.starts_at, view.status.id));
    assert_eq!(ids(all), [early, other]);
    let rest = calendar::list(app.ctx(), list(Lists::Here, after, 2))
        .await
        .unwrap();
    assert_eq!(ids(rest), [late]);
    let series = Lists::Series("teachmeet leeds".to_owned());
    let series = calendar::list(app.ctx(), list(series, None, 9))
        .await
        .unwrap();
    let file = calendar::file_of_list(&app.ctx().addresses, "TeachMeet Leeds", &series);
    assert_eq!(file.text.matches("BEGIN:VEVENT").count(), 2);
    assert_eq!(ids(series), [early, late]);
    let concept = "https://w3id.org/staffroom/v/ph/primary-ks2";
    let concept = Lists::Concept(concept.to_owned());
    let concept = calendar::list(app.ctx(), list(concept, None, 9))
        .await
        .unwrap();
    assert_eq!(ids(concept), [early, other, late]);
    app.drain().await;
}

/// Checklist 50. Catalogue 30.
#[db_test]
async fn no_list_has_what_is_unlisted_or_of_limited_accounts(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    for visibility in [Visibility::Unlisted, Visibility::Private] {
        let hidden = NewEvent {
            visibility: Some(visibility),
            ..evening(1, 1)
        };
        made(&app, &dev, hidden).await;
    }
    let shown = made(&app, &dev, evening(1, 1)).await;
    made(&app, &ben, evening(1, 1)).await;
    for level in [policies::LIMIT, policies::SUSPEND] {
        let changed = AccountRow {
            domain_level: Some(level.to_owned()),
            ..ben.clone()
        };
        let done = app
            .ctx()
            .db
            .write(move |conn| accounts::update(conn, changed));
        done.await.unwrap();
        for of in [
            Lists::Here,
            Lists::Series("TeachMeet Leeds".to_owned()),
            Lists::Concept("https://w3id.org/staffroom/v/ph/primary-ks2".to_owned()),
        ] {
            let list = List {
                of,
                since: None,
                after: None,
                limit: 9,
            };
            let views = calendar::list(app.ctx(), list).await.unwrap();
            let ids: Vec<StatusId> = views.iter().map(|view| view.status.id).collect();
            assert_eq!(ids, [shown]);
        }
    }
    app.drain().await;
}
