//! How much hashtags were used, by days.

use diesel::prelude::*;
use staffroom_domain::{TagId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::schema::tag_day;

/// A row of `tag_day`: how much a hashtag was used on a day.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tag_day, treat_none_as_default_value = false)]
pub struct TagDayRow {
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    /// How many public statuses had it.
    pub statuses: i64,
    /// How many accounts posted them.
    pub accounts: i64,
}

/// The day of a moment.
pub const fn day_of(at: Timestamp) -> i64 {
    at.as_secs().div_euclid(24 * 60 * 60)
}

/// Counts one more status with those hashtags on a day, by an account that used those of them before
/// (`again`) or did not (`first`).
pub fn count(conn: &mut Conn, day: i64, first: &[TagId], again: &[TagId]) -> DbResult<()> {
    for (tags, accounts) in [(first, 1_i64), (again, 0)] {
        let rows: Vec<TagDayRow> = tags
            .iter()
            .map(|tag| TagDayRow {
                tag_id: *tag,
                day,
                statuses: 1,
                accounts: 1,
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        let changes = (
            tag_day::statuses.eq(tag_day::statuses + 1),
            tag_day::accounts.eq(tag_day::accounts + accounts),
        );
        each_backend!(conn, c => diesel::insert_into(tag_day::table)
            .values(rows)
            .on_conflict((tag_day::tag_id, tag_day::day))
            .do_update()
            .set(changes)
            .execute(c))?;
    }
    Ok(())
}

/// How much those hashtags were used from a day on.
pub fn since(conn: &mut Conn, tags: &[TagId], day: i64) -> DbResult<Vec<TagDayRow>> {
    let mut rows = Vec::new();
    for chunk in tags.chunks(crate::CHUNK) {
        let found: Vec<TagDayRow> = tag_day::table
            .filter(tag_day::tag_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(tag_day::day.ge(day))
            .select(TagDayRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Forgets what was before a day; gives how many rows went.
pub fn prune(conn: &mut Conn, before: i64) -> DbResult<usize> {
    Ok(diesel::delete(tag_day::table.filter(tag_day::day.lt(before))).execute(conn)?)
}
