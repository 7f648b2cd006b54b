//! Work that failed for good.

use staffroom_db::jobs;
pub use staffroom_db::jobs::JobRow;
use staffroom_domain::{JobId, Roles};

use super::log::Kind;
use super::{By, StaffError, Who, note, read};
use crate::context::Ctx;
use crate::tx::Tx;

/// The longest list of failed jobs.
const MAX_FAILED: i64 = 200;

/// Jobs that failed for good, the latest first, at most `limit`. For the staff.
pub async fn failed_jobs(ctx: &Ctx, by: By, limit: i64) -> Result<Vec<JobRow>, StaffError> {
    read(ctx, by, Roles::is_staff, move |conn| {
        jobs::dead(conn, limit.clamp(1, MAX_FAILED))
    })
    .await
}

/// Tries a failed job again.
pub async fn retry_job(ctx: &Ctx, by: By, id: JobId) -> Result<(), StaffError> {
    ctx.transact(move |tx| {
        let row = noted(tx, by, id, Kind::JobRetried)?;
        jobs::revive(tx.conn, row.id, tx.now)?;
        Ok(())
    })
    .await
}

/// Throws a failed job away.
pub async fn drop_job(ctx: &Ctx, by: By, id: JobId) -> Result<(), StaffError> {
    ctx.transact(move |tx| {
        let row = noted(tx, by, id, Kind::JobDropped)?;
        jobs::drop_dead(tx.conn, row.id)?;
        Ok(())
    })
    .await
}

fn noted(tx: &mut Tx<'_>, by: By, id: JobId, kind: Kind) -> Result<JobRow, StaffError> {
    let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
    let row = jobs::find_dead(tx.conn, id)?.ok_or(StaffError::NotFound)?;
    let subject = format!("{} ({})", row.kind, row.id);
    note(tx, &who, (kind, &subject, ""))?;
    Ok(row)
}
