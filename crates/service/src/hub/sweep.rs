//! Once a week everything that came from elsewhere is asked for again, whoever it is of: what is gone, was changed, or may
//! not be listed any more.

use std::collections::BTreeMap;
use std::time::Duration;

use staffroom_db::{DbError, hub_items as rows, hub_members};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{StatusId, Timestamp};

use crate::context::Ctx;
use crate::tx::Tx;

/// How often something is asked for.
pub(super) const EVERY: Duration = Duration::from_hours(7 * 24);
/// How much is queued in one transaction.
const AT_ONCE: i64 = 500;
/// How often that is done each time: what is more comes in an hour, the longest due first.
const MOST_ROUNDS: usize = 10;
/// How much is asked for in one job.
const IN_ONE_JOB: usize = 200;

/// Queues what is due; gives how much that is. What is queued is due again in a week, whatever comes of it.
pub async fn sweep_due(ctx: &Ctx) -> Result<usize, DbError> {
    let mut queued = 0;
    if !ctx.config.is_hub() {
        return Ok(queued);
    }
    for _ in 0..MOST_ROUNDS {
        let some = ctx.transact(sweep_some).await?;
        queued += some;
        if some == 0 {
            break;
        }
    }
    Ok(queued)
}

/// Those are asked for again at that time, and not in a week: their server did not answer, or was asked for enough.
pub async fn sweep_again(ctx: &Ctx, ids: Vec<StatusId>, at: Timestamp) -> Result<(), DbError> {
    ctx.transact(move |tx| rows::put_off(tx.conn, &ids, at))
        .await
}

fn sweep_some(tx: &mut Tx<'_>) -> Result<usize, DbError> {
    let due = rows::due(tx.conn, tx.now, AT_ONCE)?;
    let mut by_host = BTreeMap::<&str, Vec<StatusId>>::new();
    for row in &due {
        by_host.entry(&row.host).or_default().push(row.status_id);
    }
    for (host, ids) in by_host {
        // Nothing is asked of who does not belong here; it is looked at again in a week.
        if hub_members::find(tx.conn, host)?.is_some_and(|row| row.is_out()) {
            continue;
        }
        for some in ids.chunks(IN_ONE_JOB) {
            let payload = JobPayload::SweepItems {
                host: host.to_owned(),
                statuses: some.to_vec(),
            };
            tx.queue(&NewJob::now(payload, tx.now))?;
        }
    }
    let ids: Vec<StatusId> = due.iter().map(|row| row.status_id).collect();
    rows::put_off(tx.conn, &ids, tx.now.plus(EVERY))?;
    Ok(due.len())
}
