//! Somebody announces an event; somebody asks for a place at one, and gives it up again.

use staffroom_domain::calendar::{Capacities, EventRecord};
use staffroom_service::calendar::{self, NewEvent, NewPlace};
use staffroom_testkit::{Backend, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

pub(super) async fn joins_an_event(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    let amira = app.user("amira").teacher().build().await;
    app.user("ben").teacher().build().await;
    let new = NewEvent {
        title: "TeachMeet Leeds".to_owned(),
        text: "Tea, and no slides.".to_owned(),
        language: Some("en".to_owned()),
        zone: "Europe/London".to_owned(),
        starts: "2027-02-01T18:00".to_owned(),
        place: Some(NewPlace {
            name: "School library".to_owned(),
            address: "1 Example Road, Leeds".to_owned(),
        }),
        record: EventRecord {
            capacities: Capacities {
                speakers: Some(6),
                attendees: Some(40),
                remote: None,
            },
            ..EventRecord::default()
        },
        ..NewEvent::default()
    };
    let by = amira.account.id;
    calendar::create(app.ctx(), by, new).await.unwrap();

    let ben = Person::at(driver, "ben", app.url()).await;
    ben.opens("/events").await;
    ben.follows("TeachMeet Leeds").await;
    // The link in the text, not that in the head: it leads back here.
    ben.follows("Skip to the content").await;
    ben.follows("Sign in").await;
    ben.signs_in("ben").await;
    ben.goes_to("radio", "I'll speak").await;
    ben.presses("ArrowDown").await;
    ben.chooses("Join").await;
    ben.reads("You have a place.").await;
    ben.reads("1 of 40 taken").await;
    ben.chooses("Give up my place").await;
    ben.reads("0 of 40 taken").await;
    app.drain().await;
}

/// The form of an event, from its title to its second talk.
pub(super) async fn announces_an_event(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    app.user("amira").teacher().build().await;

    let amira = Person::at(driver, "amira", app.url()).await;
    amira.opens("/events/new").await;
    amira.signs_in("amira").await;
    amira.fills("What is it called?", "TeachMeet York").await;
    // As people type dates and times into the fields of an English browser.
    amira.goes_to("Date", "The day on which it begins").await;
    amira.writes("02012027").await;
    amira
        .goes_to("InputTime", "The time at which it begins")
        .await;
    amira.writes("0600PM").await;
    amira.chooses("Add a talk").await;
    // The focus is in the new row, once the page is there.
    amira.reads("Add a talk").await;
    amira.writes("Tables").await;
    amira.chooses("Announce it").await;
    amira.reads("Say where it is, or that it is online.").await;
    amira
        .fills("What is the place called?", "The library")
        .await;
    amira.chooses("Announce it").await;
    amira.reads("It is announced.").await;
    amira
        .reads("Monday 1 February 2027, 18:00 (Europe/London)")
        .await;
    amira.reads("Tables").await;
    amira.opens("/events/mine").await;
    amira.reads("You organise it.").await;
    app.drain().await;
}
