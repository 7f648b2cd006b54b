//! Events: made and changed here, and who gets a place. Rules that hold for everybody.

mod answers;
mod lists;
mod made;
mod places;
mod talks;

use staffroom_domain::calendar::{Capacities, EventRecord, Mode, PlaceKind, SlotKind, SlotOffer};
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::accounts::AccountRow;
use staffroom_service::calendar::{self, CalendarError, Joined, Joining, NewEvent, NewPlace};
use staffroom_service::statuses::{self, NewStatus};
use staffroom_testkit::TestApp;

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

async fn answer(app: &TestApp, by: &AccountRow, event: StatusId, text: &str) -> StatusId {
    let new = NewStatus {
        text: text.to_owned(),
        in_reply_to: Some(event),
        ..NewStatus::default()
    };
    statuses::publish(app.ctx(), by.id, new).await.unwrap()
}
