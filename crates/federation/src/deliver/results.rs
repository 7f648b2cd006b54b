//! Writes what came of many hosts' turns, a few transactions for all.

use std::time::Duration;

use staffroom_db::peers::{self, Outcome, Release};
use staffroom_db::{DbError, deliveries};
use staffroom_domain::DeliveryId;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::round::Turn;
use crate::Federation;
use crate::knock;

/// Turns that are written in one transaction at most.
const TOGETHER: usize = 256;
/// The first waits so long for others.
const GATHER: Duration = Duration::from_millis(4);
/// After a failure of the database the next try is after this time.
const PAUSE: Duration = Duration::from_secs(1);
/// What cannot be written after so many tries is sent again when the leases have ended.
const TRIES: usize = 30;

/// Writes turns as they come, until nobody sends any more.
pub(super) async fn write_all(fed: Federation, mut turns: mpsc::Receiver<Turn>) {
    let mut gathered = Vec::with_capacity(TOGETHER);
    while turns.recv_many(&mut gathered, TOGETHER).await > 0 {
        let until = Instant::now() + GATHER;
        while gathered.len() < TOGETHER {
            let room = TOGETHER - gathered.len();
            let more = turns.recv_many(&mut gathered, room);
            match tokio::time::timeout_at(until, more).await {
                Ok(more) if more > 0 => {}
                _ => break,
            }
        }
        gathered.sort_by(|a, b| a.host.cmp(&b.host));
        let ready = std::sync::Arc::new(std::mem::take(&mut gathered));
        for tried in 1..=TRIES {
            match write(&fed, std::sync::Arc::clone(&ready)).await {
                Ok(()) => break,
                Err(error) => {
                    tracing::error!(%error, tried, "what was delivered cannot be noted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        // There may be more for them.
        fed.deliveries_due().notify_one();
    }
}

async fn write(fed: &Federation, turns: std::sync::Arc<Vec<Turn>>) -> Result<(), DbError> {
    let now = fed.ctx().now();
    fed.ctx()
        .db
        .write(move |conn| {
            let done: Vec<DeliveryId> = turns.iter().flat_map(|t| &t.done).copied().collect();
            deliveries::done(conn, &done)?;
            for turn in turns.iter() {
                for failed in &turn.failed {
                    let (id, at) = (failed.id, failed.run_at);
                    deliveries::retry(conn, id, failed.attempts, at, &failed.error)?;
                }
                if turn.unwanted {
                    deliveries::drop_host(conn, &turn.host)?;
                }
                let outcome = match &turn.error {
                    Some(error) => Outcome::Failure(error),
                    None if turn.answered => Outcome::Success,
                    None => Outcome::Untried,
                };
                let release = Release {
                    outcome,
                    scheme: turn.scheme.map(knock::name),
                    due_at: turn.due_at,
                };
                peers::release(conn, &turn.host, turn.token, release, now)?;
            }
            Ok(())
        })
        .await
}
