//! Many requests, written before, over a few connections at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::bail;
use tokio::time::{sleep, timeout};

use super::http::Connection;
use super::server::{LONGEST, Server, excerpt};

/// How often one request is tried when the connection fails.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What came of them.
#[derive(Debug)]
pub(crate) struct Load {
    /// Answered with 2xx.
    pub(crate) accepted: u32,
    /// How often the answer was "later" (429, 503); each was sent again.
    pub(crate) pushed_back: u32,
    /// How often a connection failed; each request was sent again.
    pub(crate) failures: u32,
    /// Answered with anything else, and the first such answer.
    pub(crate) refused: u32,
    pub(crate) sample: Option<String>,
    pub(crate) started: Instant,
    /// From the first byte sent to the last answer.
    pub(crate) took: Duration,
    /// How long each that was accepted waited for its answer, in milliseconds.
    pub(crate) waits: Vec<f64>,
}

impl Load {
    /// Ends the benchmark if one was refused.
    pub(crate) fn all_accepted(self, what: &str) -> anyhow::Result<Self> {
        if let Some(sample) = &self.sample {
            bail!(
                "{what}: {} were refused, the first with {sample}",
                self.refused
            );
        }
        Ok(self)
    }

    fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.pushed_back += other.pushed_back;
        self.failures += other.failures;
        self.refused += other.refused;
        self.sample = self.sample.take().or(other.sample);
        self.waits.extend(other.waits);
    }
}

/// Sends them all, in order as far as several connections allow.
pub(crate) async fn send_all(
    server: &Server,
    requests: Vec<Vec<u8>>,
    connections: u32,
) -> anyhow::Result<Load> {
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let running: Vec<_> = (0..connections)
        .map(|_| {
            let connection = Connection::new(server.address);
            tokio::spawn(send_some(
                connection,
                Arc::clone(&requests),
                Arc::clone(&next),
            ))
        })
        .collect();
    let mut all = nothing();
    for task in running {
        all.add(task.await??);
    }
    all.started = started;
    all.took = started.elapsed();
    Ok(all)
}

fn nothing() -> Load {
    Load {
        accepted: 0,
        pushed_back: 0,
        failures: 0,
        refused: 0,
        sample: None,
        started: Instant::now(),
        took: Duration::ZERO,
        waits: Vec::new(),
    }
}

async fn send_some(
    mut connection: Connection,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
) -> anyhow::Result<Load> {
    let mut load = nothing();
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let mut failures = 0;
        loop {
            let sent = Instant::now();
            let answer = match timeout(LONGEST, connection.send(request)).await {
                Ok(Ok(answer)) => answer,
                failed => {
                    failures += 1;
                    load.failures += 1;
                    if failures == TRIES {
                        bail!("a request was not answered in {TRIES} tries: {failed:?}");
                    }
                    sleep(PAUSE).await;
                    continue;
                }
            };
            match answer.status() {
                200..300 => {
                    load.accepted += 1;
                    load.waits.push(sent.elapsed().as_secs_f64() * 1e3);
                }
                429 | 503 => {
                    load.pushed_back += 1;
                    sleep(pause(answer.header("retry-after"))).await;
                    continue;
                }
                _ => {
                    load.refused += 1;
                    let sample = || format!("{}: {}", answer.first, excerpt(&answer));
                    load.sample.get_or_insert_with(sample);
                }
            }
            break;
        }
    }
    Ok(load)
}

/// How long to wait when told to come later.
fn pause(retry_after: Option<&str>) -> Duration {
    retry_after
        .and_then(|seconds| seconds.parse().ok())
        .map_or(PAUSE, Duration::from_secs)
        .clamp(PAUSE, LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PAUSE, PAUSE, pause};

    #[test]
    fn a_pause_is_what_the_server_asks_for_within_reason() {
        assert_eq!(pause(Some("2")).as_secs(), 2);
        assert_eq!(pause(Some("86400")), LONGEST_PAUSE);
        assert_eq!(pause(Some("0")), PAUSE);
        assert_eq!(pause(Some("tomorrow")), PAUSE);
        assert_eq!(pause(None), PAUSE);
    }
}
