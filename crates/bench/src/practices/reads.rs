//! Reads of the same addresses in turn: how long they take, and what they cost the server.

use super::seed::{PHASES, SUBJECTS};
use crate::figures::{Figures, rate};
use crate::tested::load::{Load, send_all};
use crate::tested::server::Server;

pub(crate) const SEARCH: &str = "/api/staffroom/v1/practices/search";

/// Each phase with each subject.
pub(crate) fn facet_searches() -> Vec<String> {
    let of_phase = |phase: &&str| {
        let phase = *phase;
        SUBJECTS.map(|subject| format!("{SEARCH}?limit=20&phase=ph/{phase}&subject=su/{subject}"))
    };
    PHASES.iter().flat_map(of_phase).collect()
}

/// What a page costs with so many stored, to be compared with the first.
pub(crate) struct Cost {
    pub(crate) what: &'static str,
    pub(crate) first: Option<f64>,
}

/// Reads, and what they cost.
pub(crate) struct Reads {
    pub(crate) load: Load,
    /// Of the server's processor for each, in milliseconds.
    pub(crate) processor: Option<f64>,
}

impl Reads {
    /// The cost of each, by the processor's time where that is known: other work of the machine moves it least.
    pub(crate) fn compared(&self, cost: &mut Cost) -> String {
        let (each, what) = match self.processor {
            Some(each) => (each, "ms of the processor each"),
            None => (median(&self.load), "ms each"),
        };
        let first = *cost.first.get_or_insert(each);
        format!("{each:.3} {what}, {:.2} of the first", each / first)
    }
}

/// How it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// So many requests in all.
    pub(crate) reads: u32,
    /// So many at once.
    pub(crate) connections: u32,
}

impl Reading {
    /// Reads those in turn, in the name of the account.
    pub(crate) async fn read(self, server: &Server, targets: &[String]) -> anyhow::Result<Reads> {
        let written = targets.iter().map(|it| server.call("GET", it, None));
        self.send(server, &written.collect::<Vec<_>>()).await
    }

    /// Reads those pages in turn, as a browser does that nobody has signed in with.
    pub(crate) async fn browse(self, server: &Server, pages: &[String]) -> anyhow::Result<Reads> {
        let written = pages.iter().map(|it| server.page(it));
        self.send(server, &written.collect::<Vec<_>>()).await
    }

    async fn send(self, server: &Server, written: &[Vec<u8>]) -> anyhow::Result<Reads> {
        let requests = written.iter().cycle().take(self.reads as usize).cloned();
        let before = server.processor_time();
        let load = send_all(server, requests.collect(), self.connections).await?;
        let load = load.all_accepted("a read")?;
        let used = before.zip(server.processor_time());
        let used = used.map(|(before, after)| after.saturating_sub(before).as_secs_f64() * 1e3);
        let processor = used.map(|used| used / f64::from(load.accepted.max(1)));
        Ok(Reads { load, processor })
    }
}

pub(crate) fn median(load: &Load) -> f64 {
    Figures::new(load.waits.clone()).median()
}

pub(crate) fn words(load: &Load) -> String {
    let waits = Figures::new(load.waits.clone());
    format!(
        "{:.0}/s, p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
        rate(load.accepted, load.took),
        waits.percentile(0.5),
        waits.percentile(0.95),
        waits.percentile(0.99)
    )
}
