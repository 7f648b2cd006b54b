//! People use programs that were made with client libraries: Amira and Chris at one instance, Ben at another.

use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use staffroom_testkit::Backend;

use super::{PASSWORD, folder, installed, python, run, school};
use crate::harness::client::Client;
use crate::harness::fedify::node_in;
use crate::harness::instance::Instance;
use crate::harness::network::Network;

/// A script has to come to its end within this time; each of its steps has half a minute.
const WITHIN: Duration = Duration::from_mins(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_program_made_with_mastodon_py() {
    Story::begin().await.tell("mastodon_py.py").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_toot() {
    Story::begin().await.tell("toot_cli.py").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_program_made_with_masto_js() {
    in_node("masto.mjs").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_program_made_with_megalodon() {
    in_node("megalodon.mjs").await;
}

/// Two instances that know one another.
struct Story {
    network: Network,
    _instances: [Instance; 2],
    ben: String,
}

impl Story {
    async fn begin() -> Self {
        let mut network = Network::new();
        let mut school = network.instance("school.test", Backend::Sqlite).await;
        let mut meet = network.instance("meet.test", Backend::Postgres).await;
        for (instance, users) in [
            (&mut school, &["amira", "chris"][..]),
            (&mut meet, &["ben"]),
        ] {
            network.introduce(instance);
            for user in users {
                instance.create_user(user, "teacher", PASSWORD);
            }
            instance.start().await;
        }
        Self {
            ben: Client::token(&meet, "ben"),
            network,
            _instances: [school, meet],
        }
    }

    /// Runs a script of `tests/clients/person` to its end.
    async fn tell(&self, script: &str) {
        let (hosts, authority) = self.network.for_scripts();
        let hosts: Value = serde_json::from_str(&hosts).unwrap();
        let address = |name: &str| hosts[name].as_str().unwrap().to_owned();
        let story = json!({
            "url": "https://school.test",
            "other_url": "https://meet.test",
            "password": PASSWORD,
            "ben_token": self.ben,
            "picture": picture(),
        });
        let mut command = python([
            ("school.test:443", address("school.test")),
            ("meet.test:443", address("meet.test")),
        ]);
        command
            .arg(folder().join("person").join(script))
            .env("STAFFROOM_STORY", story.to_string())
            .env("REQUESTS_CA_BUNDLE", &authority)
            .env("WEBSOCKET_CLIENT_CA_BUNDLE", &authority);
        finish(command, script).await;
    }
}

/// One instance, without TLS.
async fn in_node(script: &str) {
    let instance = school().await;
    let story = json!({
        "url": instance.public_url(),
        "amira_token": Client::token(&instance, "amira"),
        "chris_token": Client::token(&instance, "chris"),
        "picture": picture(),
    });
    let mut command = node_in(&folder(), &format!("person/{script}"));
    command.env("STAFFROOM_STORY", story.to_string());
    finish(command, script).await;
}

/// A photograph, out of the tests of Mastodon.py.
fn picture() -> String {
    let suites = fs::read_dir(installed().join("suites")).unwrap();
    let picture = suites
        .flatten()
        .map(|entry| entry.path().join("tests/image.jpg"))
        .find(|path| path.exists())
        .expect("a picture");
    picture.to_str().unwrap().to_owned()
}

async fn finish(command: Command, script: &str) {
    let (status, said) = run(script, command, WITHIN).await;
    assert!(status.success(), "{script}: {status}\n{said}");
    assert!(said.lines().any(|line| line == "done"), "{script}:\n{said}");
}
