//! The client against servers that misbehave, on loopback.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod addresses;
mod answers;
mod deliveries;
mod places;
mod rebinding;
mod redirects;
mod scripted;
mod tls;
mod urls;

use std::time::Duration;

use staffroom_net::{Accept, Client, ClientOptions, LoopbackPolicy, NetError, Response};
use url::Url;

use scripted::Scripted;

/// For what is never answered.
const SHORT: Duration = Duration::from_millis(400);

/// Reaches these servers by these names.
fn policy(hosts: &[(&str, &Scripted)]) -> LoopbackPolicy {
    LoopbackPolicy::for_hosts(hosts.iter().map(|(name, server)| (*name, server.address)))
}

fn options(policy: LoopbackPolicy) -> ClientOptions {
    ClientOptions::new(policy, "staffroom-tests")
}

fn client(hosts: &[(&str, &Scripted)]) -> Client {
    Client::new(&options(policy(hosts))).unwrap()
}

/// Takes small bodies only.
fn careful(server: &Scripted) -> Client {
    let mut options = options(policy(&[("peer.example", server)]));
    options.largest_body = 10_000;
    Client::new(&options).unwrap()
}

/// Gives up soon.
fn impatient(server: &Scripted) -> Client {
    let mut options = options(policy(&[("peer.example", server)]));
    options.get_deadline = SHORT;
    Client::new(&options).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

async fn get(client: &Client, text: &str) -> Result<Response, NetError> {
    client.get(&url(text), Accept::ActivityJson, None).await
}
