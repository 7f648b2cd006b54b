//! Somebody finds nothing, asks the hub's teachers, and one of them answers.

use staffroom_service::organisations;
use staffroom_testkit::{Backend, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

pub(super) async fn asks_a_question(driver: &Driver) {
    let settings = [("instance.role", "hub"), ("federation.mode", "off")];
    let app = TestApp::with_settings(TestDb::new(Backend::Sqlite), &settings).await;
    organisations::begin(app.ctx()).await.unwrap();
    for name in ["amira", "ben"] {
        app.user(name).teacher().build().await;
    }

    let amira = Person::at(driver, "amira", app.url()).await;
    amira.opens("/practices?q=abacuses").await;
    amira.follows("Ask the hub's teachers").await;
    amira.signs_in("amira").await;
    amira
        .reads("Choose at least one thing and 6 at most.")
        .await;
    amira.chooses("Ask").await;
    amira.follows("Choose at least one thing").await;
    amira.goes_to("checkbox", "Workload").await;
    amira.presses("Space").await;
    amira.chooses("Ask").await;
    amira.reads("Your question is asked.").await;
    amira.reads("Nobody has answered yet.").await;

    let ben = Person::at(driver, "ben", app.url()).await;
    ben.opens("/sign-in").await;
    ben.signs_in("ben").await;
    ben.opens("/library").await;
    ben.follows("Questions").await;
    ben.follows("Has anyone tried abacuses?").await;
    ben.fills("Your answer", "We have, for a term.").await;
    ben.chooses("Answer").await;
    ben.reads("Your answer is there.").await;

    amira.opens("/library/questions").await;
    amira.reads("Every question has an answer.").await;
    amira.follows("Has anyone tried abacuses?").await;
    amira.reads("We have, for a term.").await;
    app.drain().await;
}
