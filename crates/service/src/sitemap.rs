//! What of this instance may be collected by search engines: written here, for everybody, by people who let it be.

use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::directory::Order;
use staffroom_db::statuses;
use staffroom_domain::{StatusId, Timestamp};

use crate::context::Ctx;
use crate::directory;
use crate::search::{first_practice, practices_between};

/// The most practices of one part.
const MOST: i64 = 5_000;
/// The most people.
const MOST_PEOPLE: usize = 400;

/// A practice that may be collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub practice: StatusId,
    /// When it was last changed.
    pub changed: Timestamp,
}

/// When the oldest practice of this instance was published.
pub async fn since(ctx: &Ctx) -> Result<Option<Timestamp>, DbError> {
    let first = ctx.db.read(first_practice).await?;
    Ok(first.map(StatusId::made_at))
}

/// Practices that were published from `from` on and before `until`, the newest first, at most 5,000.
pub async fn practices(
    ctx: &Ctx,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Listed>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let ids = practices_between(conn, from, until, MOST, now)?;
            let mut rows = statuses::find_many(conn, &ids)?;
            rows.retain(|row| row.deleted_at.is_none());
            rows.sort_by_key(|row| std::cmp::Reverse(row.id));
            let listed = rows.iter().map(|row| Listed {
                practice: row.id,
                changed: row.edited_at.map_or(row.created_at, Timestamp::from_micros),
            });
            Ok(listed.collect())
        })
        .await
}

/// People of this instance who want to be found and let be collected what they post, those who posted last first.
pub async fn people(ctx: &Ctx) -> Result<Vec<AccountRow>, DbError> {
    let mut rows = directory::list(ctx, None, Order::Active, true, (0, MOST_PEOPLE)).await?;
    rows.retain(|row| row.indexable && !row.is_limited());
    Ok(rows)
}
