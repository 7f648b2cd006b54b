//! The rules of the npm package activitypub-testing, tried on our actors.

use serde_json::Value;

use super::Meeting;
use crate::harness::fedify::node;

/// Rules that we break on purpose.
const EXCEPTIONS: [&str; 0] = [];
/// Rules that must have found something to look at.
const REQUIRED: [&str; 0] = [];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_actors_keep_the_rules_of_activitypub() {
    let meeting = Meeting::start().await;
    meeting.posts("Something to find in the outbox").await;
    let instance = "https://school.test/ap/actors/instance";
    for actor in [meeting.actor.as_str(), instance] {
        let (hosts, authority) = meeting.network.for_scripts();
        let mut command = node("activitypub-testing.mjs");
        command.arg("--ca").arg(authority).args(["--hosts", &hosts]);
        for rule in EXCEPTIONS {
            command.args(["--except", rule]);
        }
        for rule in REQUIRED {
            command.args(["--require", rule]);
        }
        let output = command.arg(actor).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        let report: Value = serde_json::from_str(&said).unwrap_or(Value::Null);
        assert!(output.status.success(), "{actor}: {said}\n{errors}");
        println!("{report:#}");
    }
}
