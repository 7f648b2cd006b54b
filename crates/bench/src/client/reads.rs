//! Reads of one address or of several, as often as the server answers.

use anyhow::Context as _;
use serde_json::Value;

use crate::figures::{Figures, rate};
use crate::tested::load::{Load, send_all};
use crate::tested::server::{Api, Server};

/// The newest part of the home timeline.
pub(crate) const HOME: &str = "/api/v1/timelines/home?limit=20";

/// Reads these addresses in turn; how it went.
pub(crate) async fn read(
    server: &Server,
    targets: &[String],
    count: u32,
    connections: u32,
) -> anyhow::Result<Load> {
    let written: Vec<_> = targets
        .iter()
        .map(|target| server.call("GET", target, None))
        .collect();
    let requests = written.iter().cycle().take(count as usize).cloned();
    let load = send_all(server, requests.collect(), connections).await?;
    load.all_accepted("a read")
}

/// Parts of the home timeline from all of its length: ids are times, so a number between the oldest and the newest is a
/// place in it.
pub(crate) async fn old_pages(server: &Server, oldest: i64) -> anyhow::Result<Vec<String>> {
    let newest = newest(server).await?;
    let pages = 1_000;
    // Steps of the golden ratio fall everywhere, and never twice on the same place.
    let place = |number: i64| {
        let share = (number * 618_034) % 1_000_000;
        oldest + (newest - oldest) / 1_000_000 * share
    };
    Ok((1..=pages)
        .map(|number| format!("{HOME}&max_id={}", place(number)))
        .collect())
}

/// The id of the newest post in the home timeline.
pub(crate) async fn newest(server: &Server) -> anyhow::Result<i64> {
    let page = Api::new(server).get(HOME).await?;
    let id = page.pointer("/0/id").and_then(Value::as_str);
    Ok(id.context("the home timeline is empty")?.parse()?)
}

/// How often a second, and how long it took.
pub(crate) fn words(load: &Load) -> String {
    let waits = Figures::new(load.waits.clone());
    format!(
        "{:.0}/s, p50 {:.2} ms, p99 {:.2} ms",
        rate(load.accepted, load.took),
        waits.percentile(0.5),
        waits.percentile(0.99)
    )
}
