//! What is left of a practice that was deleted: that there was one, and what others reported about it, which is theirs.

use staffroom_db::statuses;
use staffroom_db::{DbError, outcomes};
use staffroom_domain::{StatusId, StatusKind, Timestamp};

use crate::context::Ctx;
use crate::records::uri_of;
use crate::statuses::{StatusView, Viewer, load, without_hidden, without_limited};

/// How many reports are shown.
const MOST: i64 = 40;

/// A practice of ours that is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Tombstone {
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// What others reported about it, the oldest first.
    pub reports: Vec<StatusView>,
}

/// That there was a practice, where everybody could see it; everything else was never there.
pub async fn tombstone(
    ctx: &Ctx,
    viewer: Viewer,
    id: StatusId,
) -> Result<Option<Tombstone>, DbError> {
    let (addresses, now) = (ctx.addresses.clone(), ctx.now());
    ctx.db
        .read(move |conn| {
            let row = statuses::find(conn, id)?;
            let row = row.filter(|row| {
                row.local && row.kind() == StatusKind::Article && row.visibility().is_open()
            });
            let Some((row, deleted_at)) = row.and_then(|row| row.deleted_at.map(|at| (row, at)))
            else {
                return Ok(None);
            };
            let uri = uri_of(&addresses, &row);
            let reports = outcomes::waiting(conn, &uri, StatusId::from(0), MOST)?;
            let ids: Vec<StatusId> = reports.iter().map(|row| row.status_id).collect();
            let views = load(conn, viewer, &ids)?;
            let views = without_hidden(conn, viewer, views, now)?;
            Ok(Some(Tombstone {
                deleted_at: Timestamp::from_micros(deleted_at),
                reports: without_limited(conn, viewer, views)?,
            }))
        })
        .await
}
