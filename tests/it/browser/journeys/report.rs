//! A visitor reports what they saw, and a moderator deals with it.

use staffroom_domain::Role;
use staffroom_service::statuses::{self, NewStatus};
use staffroom_testkit::{Backend, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

pub(super) async fn moderates_a_report(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    let sly = app.user("sly").teacher().build().await;
    app.user("cora").role(Role::Moderator).build().await;
    let new = NewStatus {
        text: "Cheap essays, write to me.".to_owned(),
        ..NewStatus::default()
    };
    statuses::publish(app.ctx(), sly.account.id, new)
        .await
        .unwrap();

    let visitor = Person::at(driver, "visitor", app.url()).await;
    visitor.opens("/@sly").await;
    visitor.reads("Cheap essays").await;
    visitor.follows(" UTC").await;
    visitor.follows("Report").await;
    visitor.reads("You need no login for this.").await;
    visitor.chooses("Send the report").await;
    visitor.follows("Choose what is wrong.").await;
    // The third of them: "It advertises something".
    visitor.goes_to("radio", "It is against the rules").await;
    visitor.presses("ArrowDown").await;
    visitor.presses("ArrowDown").await;
    visitor
        .fills("What should they know?", "It sells essays.")
        .await;
    visitor.chooses("Send the report").await;

    let cora = Person::at(driver, "cora", app.url()).await;
    cora.opens("/sign-in").await;
    cora.signs_in("cora").await;
    cora.goes_to("DisclosureTriangle", "More").await;
    cora.presses("Enter").await;
    cora.follows("Looking after the instance").await;
    cora.follows("Reports").await;
    cora.reads("sly").await;
    cora.follows("Advertising").await;
    cora.reads("It sells essays.").await;
    cora.reads("Cheap essays, write to me.").await;
    cora.chooses("I take it on").await;
    cora.reads("You have taken the report on.").await;
    cora.goes_to("radio", "Nothing").await;
    cora.presses("ArrowDown").await;
    cora.fills("Note", "Advertising, and of the worst kind.")
        .await;
    cora.chooses("Decide").await;
    cora.reads("The report is decided.").await;

    visitor.opens("/@sly").await;
    visitor.reads_not("Cheap essays").await;
    app.drain().await;
}
