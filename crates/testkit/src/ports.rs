//! Network ports and the client that talks to them.

use std::net::TcpListener;
use std::time::Duration;

/// A port of 127.0.0.1 that nobody listens at now.
///
/// # Panics
///
/// Where there is none.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap_or_else(|error| panic!("no free port: {error}"))
        .port()
}

/// A client that follows no redirect and keeps no connection to a server that may be gone.
///
/// # Panics
///
/// Where it cannot be made.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests' own client, for loopback"
)]
pub fn http_client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(0)
        .no_proxy()
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap_or_else(|error| panic!("no HTTP client: {error}"))
}
