//! Posts, written by one client after the other or by several at once.

use serde_json::json;

use crate::tested::load::{Load, send_all};
use crate::tested::server::Server;

/// So many requests are put together at a time.
const ROUND: u32 = 10_000;

/// Writes posts; how it went.
pub(crate) async fn write(server: &Server, count: u32, connections: u32) -> anyhow::Result<Load> {
    let requests = (0..count).map(|number| post(server, number)).collect();
    let load = send_all(server, requests, connections).await?;
    load.all_accepted("a post")
}

/// Writes posts until so many more are stored.
pub(crate) async fn store(server: &Server, count: u32, connections: u32) -> anyhow::Result<()> {
    let mut left = count;
    while left > 0 {
        let round = left.min(ROUND);
        write(server, round, connections).await?;
        left -= round;
    }
    Ok(())
}

/// A post like those that people write: a hundred letters and a hashtag.
fn post(server: &Server, number: u32) -> Vec<u8> {
    let words = "We tried retrieval practice at the start of each lesson for a term; here is what happened with my class.";
    let body = json!({"status": format!("{number}: {words} #Retrieval"), "visibility": "public", "language": "en"});
    server.call("POST", "/api/v1/statuses", Some(&body))
}
