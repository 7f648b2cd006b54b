//! Somebody writes up what they did, one screen a step, and publishes it.

use staffroom_testkit::{Backend, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

const GO_ON: &str = "Keep and go on";

pub(super) async fn posts_a_practice(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    app.user("amira").teacher().build().await;

    let amira = Person::at(driver, "amira", app.url()).await;
    amira.opens("/sign-in").await;
    amira.signs_in("amira").await;
    amira.goes_to("DisclosureTriangle", "More").await;
    amira.presses("Enter").await;
    amira.follows("Drafts").await;
    amira.follows("Write up a practice").await;
    amira.fills("What do you call it?", "Exit tickets").await;
    let text = "Two questions on the way out, sorted before the next lesson.";
    amira.fills("What did you do", text).await;
    amira.chooses(GO_ON).await;

    // What is missing is said, with a way to it; and a list is shortened by typing.
    amira
        .reads("Say which problem it is meant to help with.")
        .await;
    amira.goes_to("searchbox", "Which problem").await;
    amira.writes("feedb").await;
    amira.goes_to("checkbox", "Quality of feedback").await;
    amira.presses("Space").await;
    amira.goes_to("radio", "New to everybody").await;
    amira.presses("ArrowDown").await;
    amira.chooses(GO_ON).await;

    amira.goes_to("checkbox", "Lower secondary").await;
    amira.presses("Space").await;
    amira.goes_to("checkbox", "Science").await;
    amira.presses("Space").await;
    amira.chooses(GO_ON).await;

    // With real learners; nothing planned; no comparison.
    amira.goes_to("radio", "Yes").await;
    amira.presses("Space").await;
    for _ in 0..2 {
        amira.goes_to("radio", "Yes").await;
        amira.presses("ArrowDown").await;
    }
    amira.chooses(GO_ON).await;

    amira.goes_to("radio", "Worked").await;
    amira.presses("ArrowDown").await;
    amira.chooses(GO_ON).await;
    amira.reads("Say what you would warn others about.").await;
    amira.chooses(GO_ON).await;
    amira.chooses(GO_ON).await;

    // The last screen shows all of it; what is missing leads to where it is asked.
    amira.reads("So it will stand in Mastodon").await;
    amira.follows("Say what you would warn others about.").await;
    let warning = "Without sorting them the same day it is only paper.";
    amira
        .fills("What would you warn others about?", warning)
        .await;
    amira.chooses("Keep as a draft").await;
    amira.reads("Nothing is missing.").await;
    amira.chooses("Publish").await;
    amira.reads("It is published.").await;
    amira.reads("Exit tickets").await;
    amira.reads(warning).await;
    amira.reads("Partly worked").await;
    assert!(amira.is_at().await.starts_with("/practices/"));
    app.drain().await;
}
