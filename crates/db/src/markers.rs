//! How far somebody has read a timeline.

use diesel::prelude::*;
use staffroom_domain::{Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::marker;

/// A row of `marker`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = marker, treat_none_as_default_value = false)]
pub struct MarkerRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// `home` or `notifications`.
    pub timeline: String,
    /// The last that was read, as the client calls it.
    pub last_read_id: String,
    /// How often it was moved.
    pub version: i64,
    /// When it was moved last.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

/// Those of a user for these timelines.
pub fn find(conn: &mut Conn, user: UserId, timelines: &[&str]) -> DbResult<Vec<MarkerRow>> {
    Ok(marker::table
        .filter(
            marker::user_id
                .eq(user.get())
                .and(marker::timeline.eq_any(padded(timelines.iter().copied()))),
        )
        .select(MarkerRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// Makes a marker.
pub fn insert(conn: &mut Conn, row: MarkerRow) -> DbResult<()> {
    diesel::insert_into(marker::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Moves a marker that is still at this version; `false` where it is not.
pub fn update(conn: &mut Conn, row: &MarkerRow, version: i64) -> DbResult<bool> {
    let still = marker::user_id
        .eq(row.user_id.get())
        .and(marker::timeline.eq(row.timeline.clone()))
        .and(marker::version.eq(version));
    let moved = diesel::update(marker::table.filter(still))
        .set((
            marker::last_read_id.eq(row.last_read_id.clone()),
            marker::version.eq(row.version),
            marker::updated_at.eq(row.updated_at.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(moved == 1)
}
