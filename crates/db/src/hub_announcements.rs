//! What the accounts of a hub announce.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::hub_announcement;

/// A row of `hub_announcement`: that an account announces a status, or did.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = hub_announcement, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct HubAnnouncementRow {
    /// Which account.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// What.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// `announced`, `waiting`, `told` or `withdrawn`.
    pub state: String,
    /// How often it was announced or told.
    pub times: i32,
    /// Since when it is so.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub changed_at: Timestamp,
    /// The status of the digest that told it.
    pub digest_id: Option<i64>,
    /// Whether it has a line there.
    pub is_listed: bool,
}

impl HubAnnouncementRow {
    /// The `state` of what is boosted.
    pub const ANNOUNCED: &str = "announced";
    /// The `state` of what the next digest tells.
    pub const WAITING: &str = "waiting";
    /// The `state` of what a digest has told.
    pub const TOLD: &str = "told";
    /// The `state` of what was taken back.
    pub const WITHDRAWN: &str = "withdrawn";

    /// Whether it is announced, or will be.
    pub fn is_standing(&self) -> bool {
        self.state != Self::WITHDRAWN
    }
}

/// Writes what is announced, in the place of what was there.
pub fn put(conn: &mut Conn, row: HubAnnouncementRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(hub_announcement::table)
            .values(row.clone())
            .on_conflict((hub_announcement::account_id, hub_announcement::status_id))
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// What all of them say of a status.
pub fn of_status(conn: &mut Conn, status: StatusId) -> DbResult<Vec<HubAnnouncementRow>> {
    Ok(hub_announcement::table
        .filter(hub_announcement::status_id.eq(status.get()))
        .order(hub_announcement::account_id.asc())
        .select(HubAnnouncementRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// The same; nobody else changes it until this transaction ends.
pub fn lock_of_status(conn: &mut Conn, status: StatusId) -> DbResult<Vec<HubAnnouncementRow>> {
    match conn {
        Conn::Sqlite(_) => of_status(conn, status),
        Conn::Postgres(c) => Ok(hub_announcement::table
            .filter(hub_announcement::status_id.eq(status.get()))
            .order(hub_announcement::account_id.asc())
            .select(HubAnnouncementRow::as_select())
            .for_update()
            .load(c)?),
    }
}

/// What waits for the next digest of one since before `until`, the newest first, below `below` where there is one; held
/// for this transaction. What another transaction is changing is left out, and waits.
pub fn hold_waiting(
    conn: &mut Conn,
    account: AccountId,
    until: Timestamp,
    below: Option<StatusId>,
    limit: i64,
) -> DbResult<Vec<StatusId>> {
    let query = hub_announcement::table
        .filter(hub_announcement::account_id.eq(account.get()))
        .filter(hub_announcement::state.eq(HubAnnouncementRow::WAITING))
        .filter(hub_announcement::changed_at.lt(until.as_micros()))
        .filter(hub_announcement::status_id.lt(below.map_or(i64::MAX, StatusId::get)))
        .order(hub_announcement::status_id.desc())
        .limit(limit)
        .select(hub_announcement::status_id);
    let ids: Vec<i64> = match conn {
        Conn::Sqlite(c) => query.load(c)?,
        Conn::Postgres(c) => query.for_update().skip_locked().load(c)?,
    };
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// A digest tells of these, which waited for it: each with a line of its own, or without.
pub fn tell(
    conn: &mut Conn,
    account: AccountId,
    ids: &[StatusId],
    (digest, is_listed): (StatusId, bool),
    now: Timestamp,
) -> DbResult<()> {
    for chunk in ids.chunks(crate::CHUNK) {
        let some = hub_announcement::table
            .filter(hub_announcement::account_id.eq(account.get()))
            .filter(hub_announcement::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(hub_announcement::state.eq(HubAnnouncementRow::WAITING));
        diesel::update(some)
            .set((
                hub_announcement::state.eq(HubAnnouncementRow::TOLD),
                hub_announcement::times.eq(hub_announcement::times + 1),
                hub_announcement::changed_at.eq(now.as_micros()),
                hub_announcement::digest_id.eq(digest.get()),
                hub_announcement::is_listed.eq(is_listed),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Some of what waits for a digest of one that tells nothing any more waits no longer; gives how much that is.
pub fn forget_waiting(
    conn: &mut Conn,
    account: AccountId,
    now: Timestamp,
    limit: i64,
) -> DbResult<usize> {
    let ids = hold_waiting(conn, account, Timestamp::from_micros(i64::MAX), None, limit)?;
    let ids = padded(ids.iter().map(|id| id.get()));
    let rest = hub_announcement::table
        .filter(hub_announcement::account_id.eq(account.get()))
        .filter(hub_announcement::status_id.eq_any(ids))
        .filter(hub_announcement::state.eq(HubAnnouncementRow::WAITING));
    Ok(diesel::update(rest)
        .set((
            hub_announcement::state.eq(HubAnnouncementRow::WITHDRAWN),
            hub_announcement::changed_at.eq(now.as_micros()),
        ))
        .execute(conn)?)
}

/// What has a line in a digest, the newest first.
pub fn listed(conn: &mut Conn, digest: StatusId) -> DbResult<Vec<StatusId>> {
    let ids: Vec<i64> = hub_announcement::table
        .filter(hub_announcement::digest_id.eq(digest.get()))
        .filter(hub_announcement::state.eq(HubAnnouncementRow::TOLD))
        .filter(hub_announcement::is_listed)
        .order(hub_announcement::status_id.desc())
        .select(hub_announcement::status_id)
        .load(conn)?;
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// How much more a digest tells.
pub fn count_unlisted(conn: &mut Conn, digest: StatusId) -> DbResult<i64> {
    Ok(hub_announcement::table
        .filter(hub_announcement::digest_id.eq(digest.get()))
        .filter(hub_announcement::state.eq(HubAnnouncementRow::TOLD))
        .filter(hub_announcement::is_listed.eq(false))
        .count()
        .get_result(conn)?)
}

/// How much one announces or has told, and how much waits.
pub fn counts(conn: &mut Conn, account: AccountId) -> DbResult<Vec<(String, i64)>> {
    Ok(hub_announcement::table
        .filter(hub_announcement::account_id.eq(account.get()))
        .group_by(hub_announcement::state)
        .select((hub_announcement::state, diesel::dsl::count_star()))
        .load(conn)?)
}
