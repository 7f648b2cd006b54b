//! Once a day what was counted is signed and kept: of each ledger that changed, some in a job.

use staffroom_domain::StatusId;
use staffroom_federation::Federation;
use staffroom_federation::resolve::ResolveError;
use staffroom_federation::snapshots::{SnapshotError, take};
use staffroom_service::hub;

/// How many are made in one job.
const AT_ONCE: i64 = 50;

/// Makes the snapshots of some practices, and queues the next. Whoever does it again makes them again, as things are then.
pub(crate) async fn some(fed: &Federation, after: StatusId) -> Result<(), ResolveError> {
    let ctx = fed.ctx();
    let changed = hub::changed(ctx, after, AT_ONCE).await?;
    for practice in &changed {
        match take(fed, *practice).await {
            Ok(_) => {}
            Err(SnapshotError::Db(error)) => return Err(error.into()),
            // One that cannot be made keeps no other back; it is tried again tomorrow.
            Err(error) => tracing::error!(%practice, %error, "there is no snapshot of a ledger"),
        }
    }
    if let Some(last) = changed.last() {
        hub::take_later(ctx, *last).await?;
    }
    Ok(())
}
