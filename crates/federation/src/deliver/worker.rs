//! The loop that takes hosts and gives each a task.

use std::time::Duration;

use staffroom_db::{DbError, peers};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::batch::{self, Load};
use super::results::write_all;
use super::round::{self, Turn};
use crate::Federation;

/// Hosts that are taken at once.
const AT_ONCE: usize = 256;
/// Hosts that have their turn at the same time. Those that do not answer hold a place for ten seconds
/// each, and less than a quarter of all answers late.
const OPEN: usize = 1024;
/// Turns that wait to be written.
const QUEUE: usize = 2 * OPEN;
/// After a failure of the database.
const PAUSE: Duration = Duration::from_secs(1);
/// Another process may have queued something.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Delivers until it is cancelled: then nothing new is begun, and what has begun is finished (ten
/// seconds at most) and noted.
pub async fn run(fed: Federation, cancel: CancellationToken) {
    let (results, turns) = mpsc::channel(QUEUE);
    let writer = tokio::spawn(write_all(fed.clone(), turns));
    let mut open = JoinSet::new();
    while !cancel.is_cancelled() {
        while open.try_join_next().is_some() {}
        let room = OPEN.saturating_sub(open.len()).min(AT_ONCE);
        let pause = match batch::claim(&fed, room).await {
            Ok(loads) if !loads.is_empty() => {
                for load in loads {
                    open.spawn(turn(fed.clone(), load, results.clone(), cancel.clone()));
                }
                continue;
            }
            Ok(_) if room == 0 => {
                open.join_next().await;
                continue;
            }
            Ok(_) => until_due(&fed).await.unwrap_or(PAUSE),
            Err(error) => {
                tracing::error!(%error, "hosts cannot be taken for delivery");
                PAUSE
            }
        };
        tokio::select! {
            () = fed.deliveries_due().notified() => {}
            () = tokio::time::sleep(pause) => {}
            () = cancel.cancelled() => {}
        }
    }
    while open.join_next().await.is_some() {}
    drop(results);
    if let Err(error) = writer.await {
        tracing::error!(%error, "what was delivered was not noted");
    }
}

async fn turn(
    fed: Federation,
    load: Load,
    results: mpsc::Sender<Turn>,
    cancel: CancellationToken,
) -> usize {
    let turn = round::run(&fed, load, &cancel).await;
    let taken = turn.taken;
    // The writer ends after all senders.
    drop(results.send(turn).await);
    taken
}

/// How long nothing is due.
async fn until_due(fed: &Federation) -> Result<Duration, DbError> {
    let next = fed.ctx().db.read(peers::next_due).await?;
    let now = fed.ctx().now();
    Ok(next.map_or(LOOK_EVERY, |next| next.since(now).min(LOOK_EVERY)))
}

/// For tests: sends everything that is due now, waits until it is noted, and gives how much was taken.
/// What fails is not tried again, since its time has not come.
pub async fn drain(fed: &Federation) -> usize {
    let mut taken = 0;
    loop {
        let loads = match batch::claim(fed, AT_ONCE).await {
            Ok(loads) if !loads.is_empty() => loads,
            Ok(_) => return taken,
            Err(error) => {
                tracing::error!(%error, "hosts cannot be taken for delivery");
                return taken;
            }
        };
        let (results, turns) = mpsc::channel(QUEUE);
        let mut open = JoinSet::new();
        for load in loads {
            let cancel = CancellationToken::new();
            open.spawn(turn(fed.clone(), load, results.clone(), cancel));
        }
        drop(results);
        let writing = tokio::spawn(write_all(fed.clone(), turns));
        while let Some(one) = open.join_next().await {
            taken += one.unwrap_or_default();
        }
        drop(writing.await);
    }
}
