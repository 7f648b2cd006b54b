//! What statuses that are events have beside.

use diesel::prelude::*;
use staffroom_domain::{StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::event;

/// A row of `event`: what a status that is an event has beside. Times are kept as they were set (local
/// time and zone) and as the instant that they meant when they were written.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = event, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct EventRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The IANA name, or the distance from UTC (`+02:00`) where no name is known.
    pub zone: String,
    /// When it begins, in its zone: `2026-09-01T18:00:00`.
    pub starts_local: String,
    /// When it begins.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub starts_at: Timestamp,
    /// When it ends, in its zone; none where the end is open.
    pub ends_local: Option<String>,
    /// Microseconds since the Unix epoch; when it ends.
    pub ends_at: Option<i64>,
    /// `scheduled`, `tentative`, `cancelled`, `postponed`, `rescheduled` or `online`.
    pub state: String,
    /// What the place is called.
    pub place_name: Option<String>,
    /// Its address, as one line.
    pub place_address: Option<String>,
    /// Where it is on the net.
    pub place_url: Option<String>,
    /// `free`, `restricted`, `invite`, `external` or `none`; none where nothing is said.
    pub join_mode: Option<String>,
    /// Where one takes part, where that is elsewhere.
    pub join_url: Option<String>,
}

/// Writes what a status has as an event, in the place of what was there.
pub fn put(conn: &mut Conn, row: EventRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(event::table)
            .values(row.clone())
            .on_conflict(event::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Those of these statuses that are events.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<EventRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            event::table
                .filter(event::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(EventRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// A status is no event any more.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(event::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}
