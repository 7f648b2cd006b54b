//! The number of this process among those that work on one database, kept for as long as it runs.

use std::time::Duration;

use staffroom_db::nodes::{self, NodeLease};
use staffroom_db::{Db, DbError, Unique};
use staffroom_domain::random;
use staffroom_service::Ctx;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use staffroom_domain::{Clock, Random};

/// A third of the lease.
const RENEW_EVERY: Duration = Duration::from_secs(20);
/// While the database does not answer.
const ASK_AGAIN: Duration = Duration::from_secs(1);
/// While all numbers are taken: those of processes that were killed come free one by one.
const CLAIM_AGAIN: Duration = Duration::from_secs(1);

/// Why there is no number.
#[derive(Debug, Error)]
pub enum NodeError {
    /// All 64 are taken.
    #[error(
        "64 processes work on this database already; stop some, or wait a minute if they were killed"
    )]
    AllTaken,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes a number.
pub async fn claim(
    db: &Db,
    clock: &dyn Clock,
    random: &dyn Random,
) -> Result<NodeLease, NodeError> {
    let token = i64::from_le_bytes(random::bytes(random));
    let name = format!("process {}", std::process::id());
    let patience = nodes::LEASE + RENEW_EVERY;
    let started = std::time::Instant::now();
    loop {
        let (name, now) = (name.clone(), clock.now());
        match db
            .write(move |conn| nodes::claim(conn, &name, token, now))
            .await
        {
            Ok(Some(lease)) => return Ok(lease),
            Ok(None) if started.elapsed() > patience => return Err(NodeError::AllTaken),
            Ok(None) => {
                tracing::warn!("64 processes hold a number of this database; waiting for one");
                tokio::time::sleep(CLAIM_AGAIN).await;
            }
            // Another process took the same number at the same moment: once each, at worst.
            Err(DbError::Unique(Unique::NodeId)) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Renews the lease until told to stop. While the database does not answer, nobody can take the number
/// either, and nothing with a new id can be stored: the process waits, asks more often, and serves
/// what it can. Only when the number has passed to another does it stop (by `lost`): ids that two
/// processes make at once could be the same.
pub async fn keep(ctx: Ctx, lease: NodeLease, stop: CancellationToken, lost: CancellationToken) {
    let mut wait = RENEW_EVERY;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        let now = ctx.now();
        match ctx
            .db
            .write(move |conn| nodes::renew(conn, lease, now))
            .await
        {
            Ok(true) => wait = RENEW_EVERY,
            Ok(false) => {
                tracing::error!("this process's node number has passed to another; stopping");
                return lost.cancel();
            }
            Err(error) => {
                tracing::warn!(%error, "the lease of the node number could not be renewed");
                wait = ASK_AGAIN;
            }
        }
    }
}
