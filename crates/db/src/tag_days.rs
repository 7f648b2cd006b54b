//! How much hashtags were used, by days.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use staffroom_domain::{AccountId, StatusId, TagId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{status_tag, tag_day};

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

const SECONDS: i64 = 24 * 60 * 60;

/// The day of a moment.
pub const fn day_of(at: Timestamp) -> i64 {
    at.as_secs().div_euclid(SECONDS)
}

/// When a day begins.
pub const fn beginning_of(day: i64) -> Timestamp {
    Timestamp::from_secs(day * SECONDS)
}

/// Counts a public status for the day on which it was made with each of its hashtags. Its author counts
/// once a day for each, however much they post.
pub fn count(conn: &mut Conn, status: StatusId, author: AccountId) -> DbResult<()> {
    let day = day_of(status.made_at());
    let [begins, ends] = [day, day + 1].map(|day| StatusId::first_at(beginning_of(day)));
    let used = status_tag::table
        .filter(status_tag::status_id.eq(status.get()))
        .select((
            status_tag::tag_id,
            day.into_sql::<BigInt>(),
            1_i64.into_sql::<BigInt>(),
            1_i64.into_sql::<BigInt>(),
        ));
    let one_if_first = sql::<BigInt>(
        "CASE WHEN EXISTS (SELECT 1 FROM account_tag a JOIN status s ON s.id = a.status_id \
         WHERE a.tag_id = tag_day.tag_id AND s.visibility = 0 AND a.account_id = ",
    )
    .bind::<BigInt, _>(author.get())
    .sql(" AND a.status_id >= ")
    .bind::<BigInt, _>(begins.get())
    .sql(" AND a.status_id < ")
    .bind::<BigInt, _>(ends.get())
    .sql(" AND a.status_id <> ")
    .bind::<BigInt, _>(status.get())
    .sql(") THEN 0 ELSE 1 END");
    let changes = (
        tag_day::statuses.eq(tag_day::statuses + 1),
        tag_day::accounts.eq(tag_day::accounts + one_if_first),
    );
    each_backend!(conn, c => diesel::insert_into(tag_day::table)
        .values(used)
        .into_columns((tag_day::tag_id, tag_day::day, tag_day::statuses, tag_day::accounts))
        .on_conflict((tag_day::tag_id, tag_day::day))
        .do_update()
        .set(changes)
        .prepared_once()
        .execute(c))?;
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
