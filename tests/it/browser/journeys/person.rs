//! Somebody with a keyboard.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use staffroom_testkit::PASSWORD;

use crate::browser::driver::Driver;

/// A page is there within this time.
const WITHIN: Duration = Duration::from_secs(40);

/// Somebody in a window of their own. What they look for is named as a screen reader names it.
pub(super) struct Person<'a> {
    driver: &'a Driver,
    who: String,
}

impl<'a> Person<'a> {
    /// Opens a browser that has been nowhere.
    pub(super) async fn at(driver: &'a Driver, who: &str, base: &str) -> Self {
        let person = Self {
            driver,
            who: format!("{who} at {base}"),
        };
        person.does("arrive", json!({ "base": base })).await;
        person
    }

    /// Signs in, on the page for that.
    pub(super) async fn signs_in(&self, name: &str) {
        self.signs_in_with(name, PASSWORD).await;
    }

    /// The same with a password of their own.
    pub(super) async fn signs_in_with(&self, name: &str, password: &str) {
        self.fills("Username", name).await;
        self.fills("Password", password).await;
        self.presses("Enter").await;
        self.reads("You are signed in.").await;
    }

    /// Types an address.
    pub(super) async fn opens(&self, path: &str) {
        self.does("open", json!({ "path": path })).await;
    }

    /// Presses a key.
    pub(super) async fn presses(&self, key: &str) {
        self.does("press", json!({ "key": key })).await;
    }

    /// Goes with Tab to something of that role and name.
    pub(super) async fn goes_to(&self, role: &str, name: &str) {
        let target = json!({ "role": role, "name": name });
        self.does("tabTo", target).await;
    }

    /// Goes to a link and presses Enter.
    pub(super) async fn follows(&self, name: &str) {
        self.goes_to("link", name).await;
        self.presses("Enter").await;
    }

    /// Goes to a button and presses Enter.
    pub(super) async fn chooses(&self, name: &str) {
        self.goes_to("button", name).await;
        self.presses("Enter").await;
    }

    /// Goes to a field and types.
    pub(super) async fn fills(&self, name: &str, text: &str) {
        self.goes_to("textbox", name).await;
        self.writes(text).await;
    }

    /// Types where they are.
    pub(super) async fn writes(&self, text: &str) {
        self.does("write", json!({ "text": text })).await;
    }

    /// Takes up a device that keeps passkeys.
    pub(super) async fn has_a_device_for_passkeys(&self) {
        self.does("passkeys", json!({})).await;
    }

    /// Loses the connection.
    pub(super) async fn loses_the_connection(&self) {
        self.does("connect", json!({ "is": false })).await;
    }

    /// Has it again.
    pub(super) async fn has_a_connection_again(&self) {
        self.does("connect", json!({ "is": true })).await;
    }

    /// Waits until the page says something by itself.
    pub(super) async fn hears(&self, text: &str) {
        self.does("hear", json!({ "text": text })).await;
    }

    /// The path of the page that they are on.
    pub(super) async fn is_at(&self) -> String {
        let page = self.does("reads", json!({})).await;
        page["path"].as_str().unwrap().to_owned()
    }

    /// All that the page says.
    pub(super) async fn page(&self) -> String {
        let page = self.does("reads", json!({})).await;
        page["text"].as_str().unwrap().to_owned()
    }

    /// Fails where the page does not say so.
    pub(super) async fn reads(&self, text: &str) {
        let page = self.does("reads", json!({})).await;
        let has = page["text"].as_str().unwrap();
        assert!(
            has.contains(text),
            "{} does not read {text:?} at {}:\n{has}",
            self.who,
            page["path"]
        );
    }

    /// Fails where the page says so.
    pub(super) async fn reads_not(&self, text: &str) {
        let has = self.page().await;
        assert!(!has.contains(text), "{} reads {text:?}:\n{has}", self.who);
    }

    /// Looks at the page anew until it says so.
    pub(super) async fn reads_after_a_while(&self, text: &str, within: Duration) {
        let deadline = Instant::now() + within;
        while !self.page().await.contains(text) {
            assert!(
                Instant::now() < deadline,
                "{} waits for {text:?} in vain",
                self.who
            );
            self.presses("F5").await;
        }
    }

    async fn does(&self, what: &str, mut request: Value) -> Value {
        request["who"] = json!(self.who);
        self.driver.ask(what, request, WITHIN).await
    }
}
