//! What came from other instances to a hub, and whether its own server has shown it.

use diesel::prelude::*;
use staffroom_domain::{StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::hub_item;

/// A row of `hub_item`: something that came from another instance.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = hub_item, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct HubItemRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The host of its author's id.
    pub host: String,
    /// `practice`, `adoption`, `outcome` or `event`.
    pub kind: String,
    /// `reported`, `verified`, `withheld`, `gone` or `out`.
    pub state: String,
    /// When its own server last said so.
    pub checked_at: Option<i64>,
    /// When its own server is asked again; none for what is gone.
    pub due_at: Option<i64>,
}

impl HubItemRow {
    /// The `state` of what somebody told us of, and its own server has not shown yet, or otherwise.
    pub const REPORTED: &str = "reported";
    /// The `state` of what its own server has shown: it counts.
    pub const VERIFIED: &str = "verified";
    /// The `state` of what its author does not let us list.
    pub const WITHHELD: &str = "withheld";
    /// The `state` of what was deleted.
    pub const GONE: &str = "gone";
    /// The `state` of what is of an instance that does not belong to the hub any more, or never wanted to.
    pub const OUT: &str = "out";

    /// Whether it counts.
    pub fn is_verified(&self) -> bool {
        self.state == Self::VERIFIED
    }

    /// Whether its own server has not shown it, or not yet as it is now.
    pub fn is_reported(&self) -> bool {
        self.state == Self::REPORTED
    }

    /// When its own server last said so.
    pub fn checked(&self) -> Option<Timestamp> {
        self.checked_at.map(Timestamp::from_micros)
    }
}

/// Writes what is known of something, in the place of what was there.
pub fn put(conn: &mut Conn, row: HubItemRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(hub_item::table)
            .values(row.clone())
            .on_conflict(hub_item::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// What is known of a status.
pub fn find(conn: &mut Conn, status: StatusId) -> DbResult<Option<HubItemRow>> {
    Ok(hub_item::table
        .find(status.get())
        .select(HubItemRow::as_select())
        .first(conn)
        .optional()?)
}

/// What is known of those statuses, in no order.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<HubItemRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            hub_item::table
                .filter(hub_item::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(HubItemRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// How much that came from a host counts, by its kind. Grows with what it has: for once, when it is asked to be a member.
pub fn count_verified(conn: &mut Conn, host: &str) -> DbResult<Vec<(String, i64)>> {
    Ok(hub_item::table
        .filter(hub_item::host.eq(host))
        .filter(hub_item::state.eq(HubItemRow::VERIFIED))
        .group_by(hub_item::kind)
        .select((hub_item::kind, diesel::dsl::count_star()))
        .load(conn)?)
}

/// What is to be asked for again, whatever has waited longest first.
pub fn due(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<Vec<HubItemRow>> {
    Ok(hub_item::table
        .filter(hub_item::due_at.le(now.as_micros()))
        .order(hub_item::due_at.asc())
        .limit(limit)
        .select(HubItemRow::as_select())
        .load(conn)?)
}

/// Notes when those are asked for again.
pub fn put_off(conn: &mut Conn, ids: &[StatusId], until: Timestamp) -> DbResult<()> {
    for chunk in ids.chunks(crate::CHUNK) {
        let those = padded(chunk.iter().map(|id| id.get()));
        diesel::update(hub_item::table.filter(hub_item::status_id.eq_any(those)))
            .set(hub_item::due_at.eq(until.as_micros()))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(())
}

/// Notes when one is asked for again; none: never.
pub fn put_due(conn: &mut Conn, id: StatusId, at: Option<i64>) -> DbResult<()> {
    diesel::update(hub_item::table.find(id.get()))
        .set(hub_item::due_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Has asked for again, from that moment on, what is of a host that did not belong to the hub.
pub fn take_up_again(conn: &mut Conn, host: &str, now: Timestamp) -> DbResult<()> {
    let out = hub_item::table
        .filter(hub_item::host.eq(host))
        .filter(hub_item::state.eq(HubItemRow::OUT));
    diesel::update(out)
        .set(hub_item::due_at.eq(now.as_micros()))
        .execute(conn)?;
    Ok(())
}

/// What came from a host, the oldest first, after `after`.
pub fn of_host(
    conn: &mut Conn,
    host: &str,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<HubItemRow>> {
    Ok(hub_item::table
        .filter(hub_item::host.eq(host))
        .filter(hub_item::status_id.gt(after.get()))
        .order(hub_item::status_id.asc())
        .limit(limit)
        .select(HubItemRow::as_select())
        .load(conn)?)
}
