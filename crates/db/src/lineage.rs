//! Which practices were made from which.

use diesel::prelude::*;
use staffroom_domain::StatusId;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::RunQueryDsl;
use crate::schema::lineage;

/// A row of `lineage`: that a practice takes up or changes another one.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lineage, treat_none_as_default_value = false)]
pub struct LineageRow {
    /// Which practice.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// What it was made from: the id of its object.
    pub source_uri: String,
}

/// Writes what a practice was made from, in the place of what was there.
pub fn replace(conn: &mut Conn, status: StatusId, sources: &[String]) -> DbResult<()> {
    delete_of(conn, status)?;
    let rows: Vec<LineageRow> = sources
        .iter()
        .map(|source| LineageRow {
            status_id: status,
            source_uri: source.clone(),
        })
        .collect();
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(lineage::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// A practice was made from nothing any more.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(lineage::table.filter(lineage::status_id.eq(status.get())))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Practices that were made from one, the newest first, at most `limit`.
pub fn made_from(conn: &mut Conn, source: &str, limit: i64) -> DbResult<Vec<StatusId>> {
    let ids: Vec<i64> = lineage::table
        .filter(lineage::source_uri.eq(source))
        .order(lineage::status_id.desc())
        .limit(limit)
        .select(lineage::status_id)
        .load(conn)?;
    Ok(ids.into_iter().map(StatusId::from).collect())
}
