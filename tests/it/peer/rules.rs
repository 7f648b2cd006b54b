//! The rules of the npm package activitypub-testing, tried on our actors.

use super::{Meeting, text};
use crate::harness::fedify::node;

/// Rules that must have found something to look at, and have it passed. All others are about posting
/// to an outbox, which is done by the client API here, or about properties that are not required. None
/// is broken, so that none is excepted.
const REQUIRED: [&str; 5] = [
    "actor-must-serve-as2-object-to-get",
    "actor-objects-must-have-inbox-outbox-properties",
    "followers-collection-must-be-a-collection",
    "following-collection-must-be-a-collection",
    "outbox-must-be-an-orderedcollection",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_actors_keep_the_rules_of_activitypub() {
    let meeting = Meeting::start().await;
    meeting.posts("Something to find in the outbox").await;
    let create = ["actor", "create", "maths", "--kind", "group"];
    meeting.school.run(&create, "");
    let group = meeting
        .amira
        .get("/api/v1/accounts/lookup?acct=maths")
        .await;
    let instance = "https://school.test/ap/actors/instance";
    for actor in [meeting.actor.as_str(), text(&group["uri"]), instance] {
        let (hosts, authority) = meeting.network.for_scripts();
        let mut command = node("activitypub-testing.mjs");
        command.arg("--ca").arg(authority).args(["--hosts", &hosts]);
        for rule in REQUIRED {
            command.args(["--require", rule]);
        }
        let output = command.arg(actor).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{actor}: {said}\n{errors}");
    }
}
