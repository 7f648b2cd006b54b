//! What was fetched from other servers to be shown here.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::remote_file;

/// A row of `remote_file`: a file that was fetched, or could not be.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = remote_file, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RemoteFileRow {
    /// A digest of its address and of what it is for.
    pub key: String,
    /// `ready` or `failed`.
    pub state: String,
    /// Where it is in the store.
    pub path: Option<String>,
    /// Where a small picture of it is in the store.
    pub small_path: Option<String>,
    /// Of all its files, in bytes.
    pub size: i64,
    /// How often it could not be fetched, one after the other.
    pub failures: i32,
    /// When it may be asked for again, in microseconds, where it could not be fetched.
    pub retry_at: Option<i64>,
    /// When it was fetched or tried.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub fetched_at: Timestamp,
    /// When somebody last looked at it, to the day.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub used_at: Timestamp,
}

impl RemoteFileRow {
    /// It can be shown.
    pub const READY: &'static str = "ready";
    /// It could not be fetched.
    pub const FAILED: &'static str = "failed";
}

/// What is known of a file.
pub fn find(conn: &mut Conn, key: &str) -> DbResult<Option<RemoteFileRow>> {
    let query = remote_file::table
        .find(key)
        .select(RemoteFileRow::as_select());
    Ok(query.prepared_once().get_result(conn).optional()?)
}

/// Writes what is known of a file, in the place of what was there.
pub fn put(conn: &mut Conn, row: RemoteFileRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(remote_file::table)
            .values(row.clone())
            .on_conflict(remote_file::key)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Somebody looked at a file.
pub fn touch(conn: &mut Conn, key: &str, now: Timestamp) -> DbResult<()> {
    diesel::update(remote_file::table.find(key))
        .set(remote_file::used_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Files that nobody looked at since then, those first that were not looked at for longest, at most
/// `limit`.
pub fn unused_since(
    conn: &mut Conn,
    before: Timestamp,
    limit: i64,
) -> DbResult<Vec<RemoteFileRow>> {
    Ok(remote_file::table
        .filter(remote_file::used_at.lt(before.as_micros()))
        .order((remote_file::used_at.asc(), remote_file::key.asc()))
        .limit(limit)
        .select(RemoteFileRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// Forgets files.
pub fn remove(conn: &mut Conn, keys: &[String]) -> DbResult<usize> {
    let mut removed = 0;
    for chunk in keys.chunks(crate::CHUNK) {
        let rows = remote_file::table.filter(remote_file::key.eq_any(padded(chunk)));
        removed += diesel::delete(rows).execute(conn)?;
    }
    Ok(removed)
}

/// How many files there are, and their bytes.
pub fn totals(conn: &mut Conn) -> DbResult<(i64, i64)> {
    Ok(remote_file::table
        .select((count_star(), sql::<BigInt>(SUM_OF_SIZES)))
        .first(conn)?)
}

/// PostgreSQL adds numbers of 64 bits to a decimal one.
pub(crate) const SUM_OF_SIZES: &str = "CAST(COALESCE(SUM(size), 0) AS BIGINT)";
