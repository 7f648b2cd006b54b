//! Somebody follows the link that a colleague gave them.

use staffroom_domain::{Role, Roles};
use staffroom_service::invitations::{self, Inviter, Offer};
use staffroom_testkit::{Backend, PASSWORD, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

pub(super) async fn signs_up_by_invitation(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    let offer = Offer {
        roles: Roles::from_iter([Role::Teacher]),
        max_uses: 1,
        note: "The spring intake".to_owned(),
    };
    let made = invitations::create(app.ctx(), &Inviter::CommandLine, &offer).await;
    let link = made.unwrap().link;

    let ben = Person::at(driver, "ben", app.url()).await;
    ben.opens(link.strip_prefix(app.url()).unwrap()).await;
    ben.reads("The spring intake").await;
    // A first try that cannot be: the page says so, and leads to the field.
    ben.fills("Username", "Ben Okri").await;
    ben.fills("Password", PASSWORD).await;
    ben.chooses("Join").await;
    ben.goes_to("link", "username").await;
    ben.presses("Enter").await;
    ben.presses("Control+A").await;
    ben.writes("ben_okri").await;
    ben.fills("Password", PASSWORD).await;
    ben.chooses("Join").await;
    ben.reads("Welcome!").await;
    ben.goes_to("DisclosureTriangle", "More").await;
    ben.presses("Enter").await;
    ben.follows("Settings").await;
    ben.follows("Browsers signed in").await;
    ben.reads("This browser").await;
    ben.chooses("Sign out").await;
    ben.reads("You are signed out.").await;
    app.drain().await;
}
