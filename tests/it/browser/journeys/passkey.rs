//! Somebody adds a passkey, and signs in with it.

use staffroom_testkit::{Backend, PASSWORD, TestApp, TestDb};

use super::person::Person;
use crate::browser::driver::Driver;

pub(super) async fn signs_in_with_a_passkey(driver: &Driver) {
    let app = TestApp::start(TestDb::new(Backend::Sqlite)).await;
    app.user("carys").teacher().build().await;
    let carys = Person::at(driver, "carys", app.url()).await;
    carys.has_a_device_for_passkeys().await;

    carys.opens("/sign-in?return_to=/settings/passkeys").await;
    carys.signs_in("carys").await;
    carys.reads("You have no passkeys.").await;
    carys.fills("What you call it", "School laptop").await;
    // A first try that cannot be: the page says so by itself, and is in the field already.
    carys.fills("Current password", "not this one").await;
    carys.presses("Enter").await;
    carys.hears("The current password is not right.").await;
    carys.presses("Control+A").await;
    carys.writes(PASSWORD).await;
    carys.presses("Enter").await;
    carys.hears("The passkey is added.").await;
    carys.reads("School laptop").await;
    carys.chooses("Sign out").await;
    carys.reads("You are signed out.").await;

    carys.opens("/sign-in?return_to=/settings/passkeys").await;
    carys.chooses("Sign in with a passkey").await;
    carys.hears("You are signed in.").await;
    carys.reads("School laptop").await;

    // Taken away here, it is still on her device, and opens nothing.
    carys.follows("School laptop").await;
    carys.fills("Current password", PASSWORD).await;
    carys.chooses("Remove this passkey").await;
    carys.reads("The passkey is removed").await;
    carys.chooses("Sign out").await;
    carys.reads("You are signed out.").await;
    carys.opens("/sign-in").await;
    carys.chooses("Sign in with a passkey").await;
    carys.hears("That passkey was not taken").await;
    app.drain().await;
}
