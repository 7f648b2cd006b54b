//! Objects that were deleted elsewhere.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::run::RunQueryDsl;
use crate::schema::tombstone;

/// Whose a tombstone is that says not by whom its object was deleted: it counts for everybody.
const ANYBODY: i64 = 0;

/// A row of `tombstone`: objects that were deleted, so that a late Create does not bring them back.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tombstone, treat_none_as_default_value = false)]
pub struct TombstoneRow {
    /// The object's id.
    pub uri: String,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub deleted_at: Timestamp,
    /// Who deleted it: for others it counts as if it never was. 0 in rows of older versions.
    pub account_id: i64,
}

/// Notes that an object was deleted by that account; the first time counts.
pub fn bury(conn: &mut Conn, uri: &str, by: AccountId, now: Timestamp) -> DbResult<()> {
    let row = TombstoneRow {
        uri: uri.to_owned(),
        deleted_at: now,
        account_id: by.get(),
    };
    each_backend!(conn, c => diesel::insert_into(tombstone::table)
        .values(row)
        .on_conflict((tombstone::uri, tombstone::account_id))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Whether an object of that account was deleted, by it.
pub fn is_buried(conn: &mut Conn, uri: &str, author: AccountId) -> DbResult<bool> {
    let buried = tombstone::table
        .select(tombstone::uri)
        .filter(tombstone::uri.eq(uri))
        .filter(tombstone::account_id.eq_any([author.get(), ANYBODY]));
    Ok(diesel::select(diesel::dsl::exists(buried)).get_result(conn)?)
}

/// Forgets what was deleted before `before`; gives how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(tombstone::table.filter(tombstone::deleted_at.lt(before.as_micros())))
            .execute(conn)?,
    )
}
