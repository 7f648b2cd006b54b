//! Objects that were deleted elsewhere.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::schema::tombstone;

/// A row of `tombstone`: objects that were deleted, so that a late Create does not bring them back.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tombstone, treat_none_as_default_value = false)]
pub struct TombstoneRow {
    /// The object's id.
    pub uri: String,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub deleted_at: Timestamp,
}

/// Notes that an object was deleted; the first time counts.
pub fn bury(conn: &mut Conn, uri: &str, now: Timestamp) -> DbResult<()> {
    let row = TombstoneRow {
        uri: uri.to_owned(),
        deleted_at: now,
    };
    each_backend!(conn, c => diesel::insert_into(tombstone::table)
        .values(row)
        .on_conflict(tombstone::uri)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Whether an object was deleted.
pub fn is_buried(conn: &mut Conn, uri: &str) -> DbResult<bool> {
    let buried = tombstone::table.select(tombstone::uri).find(uri);
    Ok(diesel::select(diesel::dsl::exists(buried)).get_result(conn)?)
}

/// Which of those objects were deleted, in no order.
pub fn buried_of(conn: &mut Conn, uris: &[String]) -> DbResult<Vec<String>> {
    let mut buried = Vec::new();
    for chunk in uris.chunks(crate::CHUNK) {
        let found: Vec<String> = tombstone::table
            .filter(tombstone::uri.eq_any(padded(chunk)))
            .select(tombstone::uri)
            .prepared_once()
            .load(conn)?;
        buried.extend(found);
    }
    Ok(buried)
}

/// Forgets what was deleted before `before`; gives how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(tombstone::table.filter(tombstone::deleted_at.lt(before.as_micros())))
            .execute(conn)?,
    )
}
