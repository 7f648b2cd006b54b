//! Many open sockets, and a post that all of them are told of.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::socket::Socket;
use crate::figures::Figures;
use crate::process::resident_bytes;
use crate::tested::server::{Api, Server};

const PATIENCE: Duration = Duration::from_secs(30);
/// How many posts, one after the other.
pub(crate) const POSTS: u32 = 10;

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// From the beginning of the request that writes the post until the last socket had it, in milliseconds.
    pub(crate) last: Figures,
    /// What the server's memory grew by for each socket, in bytes; `None` if its process is not known.
    pub(crate) memory: Option<u64>,
}

/// Opens so many sockets, and writes posts.
pub(crate) async fn measure(server: &Server, count: u32) -> anyhow::Result<Outcome> {
    let process = server.process.load(std::sync::atomic::Ordering::Relaxed);
    let before = resident_bytes(process).ok();
    let (told, mut all) = mpsc::unbounded_channel();
    let mut sockets = JoinSet::new();
    for number in 0..count {
        let opened = Socket::open(server).await;
        let mut socket = opened.with_context(|| format!("socket {number}"))?;
        let told = told.clone();
        sockets.spawn(async move {
            while let Ok(text) = socket.next().await {
                // Every socket is told of the same posts in the same order.
                if contains(&text, b"\"update\"") && told.send(()).is_err() {
                    break;
                }
            }
        });
    }
    let mut last = Vec::new();
    let mut api = Api::new(server);
    for number in 0..POSTS {
        let started = Instant::now();
        let body =
            json!({"status": format!("To all who listen, {number}."), "visibility": "public"});
        let write = api.post("/api/v1/statuses", &body);
        let hear = async {
            for heard in 0..count {
                let next = timeout(PATIENCE, all.recv()).await;
                next.with_context(|| format!("only {heard} of {count} sockets were told"))?;
            }
            anyhow::Ok(started.elapsed())
        };
        let (written, heard) = tokio::join!(write, hear);
        written?;
        last.push(heard?.as_secs_f64() * 1e3);
    }
    let after = resident_bytes(process).ok();
    let grown = after
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before) / u64::from(count));
    Ok(Outcome {
        last: Figures::new(last),
        memory: grown,
    })
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
