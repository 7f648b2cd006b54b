//! Somebody reports what came of a practice, and the connection is lost meanwhile.

use std::time::Duration;

use serde_json::json;
use staffroom_service::drafts::{self, DraftContent, DraftKind, NewDraft};
use staffroom_testkit::{Backend, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

/// Six answers and a sentence.
pub(super) async fn reports_an_outcome_where_the_connection_is_lost(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    let amira = app.user("amira").teacher().build().await.account.id;
    let ben = app.user("ben").teacher().build().await.account.id;
    let idea = json!({
        "problem": ["pr/workload"],
        "innovationKind": "ik/adaptation",
        "evidenceLevel": "ev/idea",
    });
    let new = NewDraft {
        kind: DraftKind::Practice,
        about: None,
        content: DraftContent {
            title: "Quizzes at the door".to_owned(),
            text: "Three questions on the way in.".to_owned(),
            record: idea.as_object().unwrap().clone(),
            ..DraftContent::default()
        },
    };
    let draft = drafts::create(app.ctx(), amira, new).await.unwrap().row.id;
    let practice = drafts::publish(app.ctx(), amira, draft, None, None).await;
    let practice = practice.unwrap();
    app.drain().await;

    let person = Person::at(driver, "ben", app.url()).await;
    person.opens(&format!("/practices/{practice}")).await;
    person.follows("Report what happened").await;
    person.signs_in("ben").await;
    person.goes_to("radio", "Worked").await;
    person.presses("ArrowDown").await;
    person.presses("ArrowDown").await;
    person.goes_to("radio", "Under 10").await;
    person.presses("ArrowDown").await;
    person.goes_to("checkbox", "Lower secondary").await;
    person.presses("Space").await;
    person.fills("For how long?", "4 weeks").await;
    // It is kept by itself, as one draft, which has its own address now.
    person.hears("Kept.").await;
    let address = person.is_at().await;
    assert!(address.starts_with("/drafts/"), "{address}");
    person.loses_the_connection().await;
    person.goes_to("radio", "Originator").await;
    person.presses("ArrowDown").await;
    person.presses("ArrowDown").await;
    person.goes_to("radio", "Yes").await;
    person.presses("Space").await;
    person
        .fills("One sentence for others", "Shorter questions.")
        .await;
    person.hears("There is no connection.").await;
    // The browser is closed, and opened again at home.
    person.opens("about:blank").await;
    person.has_a_connection_again().await;
    person.opens(&address).await;
    person.hears("Kept.").await;
    let kept = drafts::list(app.ctx(), ben).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].lacks, []);
    assert_eq!(kept[0].content.record["nextTime"], "Shorter questions.");
    person.chooses("Publish").await;
    person.reads("It is published.").await;
    person.reads("Shorter questions.").await;
    // What the ledger says is told to others a while later.
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
}
