//! Exchange with a server that other people wrote (Fedify, see `tests/peer`), over TLS, both ways.
//!
//! Here belongs what a server without any of our code must understand of us, and we of it. Here does
//! not belong what a hostile one sends: that is with the crate that withstands it.

mod changes;
mod discovery;
mod guarded;
mod ours;
mod rules;
mod theirs;

use serde_json::{Value, json};
use staffroom_testkit::Backend;

use crate::harness::client::Client;
use crate::harness::fedify::Fedify;
use crate::harness::instance::Instance;
use crate::harness::network::Network;

const SCHOOL: &str = "school.test";
const PEER: &str = "peer.test";

/// The program at `https://school.test` and the peer at `https://peer.test`.
struct Meeting {
    school: Instance,
    peer: Fedify,
    amira: Client,
    /// The id of Amira's actor.
    actor: String,
    network: Network,
}

impl Meeting {
    async fn start() -> Self {
        Self::with(&[], |school| school).await
    }

    /// With flags of the peer and settings of ours.
    async fn with(flags: &[&str], settings: impl FnOnce(Instance) -> Instance) -> Self {
        let mut network = Network::new();
        let mut school = settings(network.instance(SCHOOL, Backend::Sqlite).await);
        let peer = network.peer(PEER, flags).await;
        network.introduce(&mut school);
        school.create_user("amira", "teacher", "four words in a row");
        school.start().await;
        let amira = Client::of(&school, SCHOOL, "amira");
        let me = amira.get("/api/v1/accounts/verify_credentials").await;
        Self {
            actor: me["uri"].as_str().unwrap().to_owned(),
            school,
            peer,
            amira,
            network,
        }
    }

    /// The peer follows Amira; gives the Follow.
    async fn is_followed(&self) -> Value {
        let follow = self
            .peer
            .does("follow", json!({ "actor": self.actor }))
            .await;
        self.peer.received("type=Accept", 1).await;
        follow
    }

    /// Amira follows the peer; gives the peer's account here.
    async fn follows(&self) -> String {
        let them = self.amira.find(&format!("@peer@{PEER}")).await;
        self.amira.follow(&them).await;
        them
    }

    async fn posts(&self, status: &str) -> Value {
        let json = json!({ "status": status });
        self.amira.post("/api/v1/statuses", json).await
    }

    /// Waits until a post of the peer with this text is at the top of Amira's timeline.
    async fn sees(&self, text: &str) -> Value {
        let home = self
            .amira
            .until(text, "/api/v1/timelines/home", |seen| {
                content(&seen[0]).contains(text)
            })
            .await;
        home[0].clone()
    }

    /// Waits until Amira was told of something of a kind.
    async fn is_told(&self, kind: &str) -> Value {
        let path = format!("/api/v1/notifications?types[]={kind}");
        let told = self
            .amira
            .until(kind, &path, |told| told[0]["type"] == kind)
            .await;
        told[0].clone()
    }

    /// Waits until a status is as it should be.
    async fn until_status(&self, what: &str, id: &Value, fits: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/api/v1/statuses/{}", text(id));
        self.amira.until(what, &path, fits).await
    }
}

/// A value that is a text.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn content(of: &Value) -> &str {
    of["content"].as_str().unwrap_or_default()
}

/// Fails unless the peer found the signature of the request and the proof in the document good.
fn is_verified(received: &Value) {
    assert_eq!(received["verified"]["http"], "draft-cavage", "{received}");
    assert_eq!(received["verified"]["proof"], true, "{received}");
}
