//! The number of this process among those that work on one database, kept for as long as it runs.

use std::time::Duration;

use staffroom_db::nodes::{self, NodeLease};
use staffroom_db::{Db, DbError, Unique};
use staffroom_domain::random;
use staffroom_service::Ctx;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use staffroom_domain::{Clock, Random};

/// A third of the lease: two renewals may fail.
const RENEW_EVERY: Duration = Duration::from_secs(20);

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
    // Another process may take the same number at the same moment: once each, at worst.
    for _ in 0..u32::from(staffroom_domain::NodeId::COUNT) {
        let (name, now) = (name.clone(), clock.now());
        match db
            .write(move |conn| nodes::claim(conn, &name, token, now))
            .await
        {
            Ok(Some(lease)) => return Ok(lease),
            Ok(None) => return Err(NodeError::AllTaken),
            Err(DbError::Unique(Unique::NodeId)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(NodeError::AllTaken)
}

/// Renews the lease until told to stop. A lost lease stops the process (by `lost`): ids that two
/// processes make at once could be the same.
pub async fn keep(ctx: Ctx, lease: NodeLease, stop: CancellationToken, lost: CancellationToken) {
    let mut last_renewed = ctx.now();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(RENEW_EVERY) => {}
        }
        let now = ctx.now();
        match ctx
            .db
            .write(move |conn| nodes::renew(conn, lease, now))
            .await
        {
            Ok(true) => last_renewed = now,
            Ok(false) => {
                tracing::error!("the lease of this process's node number was lost; stopping");
                return lost.cancel();
            }
            Err(error) => {
                tracing::warn!(%error, "the lease of the node number could not be renewed");
                if ctx.now().since(last_renewed) >= nodes::LEASE {
                    tracing::error!("no renewal within the lease; stopping");
                    return lost.cancel();
                }
            }
        }
    }
}
