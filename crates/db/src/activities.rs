//! Outgoing activities.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ActivityId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{activity, delivery};

/// A row of `activity`: outgoing activities, as the bytes that are signed and sent.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = activity, treat_none_as_default_value = false)]
pub struct ActivityRow {
    /// Its id; the last part of the activity's own.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ActivityId,
    /// The event that it was made of: it is made once.
    pub event_id: Option<i64>,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `Create`, `Follow` …
    pub kind: String,
    /// The JSON document.
    pub body: String,
    /// Whether it stands in the outbox collection.
    pub public: bool,
    /// The status that it is about.
    pub status_id: Option<i64>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Stores an activity; `false` when one of the same event is there already, which then stays.
pub fn insert(conn: &mut Conn, row: ActivityRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => diesel::insert_into(activity::table)
        .values(row)
        .on_conflict(activity::event_id)
        .do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// The activity with that id.
pub fn find(conn: &mut Conn, id: ActivityId) -> DbResult<Option<ActivityRow>> {
    Ok(activity::table
        .find(id.get())
        .select(ActivityRow::as_select())
        .first(conn)
        .optional()?)
}

/// The activities with those ids, in no order.
pub fn find_many(conn: &mut Conn, ids: &[ActivityId]) -> DbResult<Vec<ActivityRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        let chunk = chunk.iter().map(|id| id.get());
        rows.extend(
            activity::table
                .filter(activity::id.eq_any(padded(chunk)))
                .select(ActivityRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The public activities of an account, the newest first: of those before `before`, or the nearest
/// ones after `after`, at most `limit`.
pub fn outbox_page(
    conn: &mut Conn,
    account: AccountId,
    before: Option<ActivityId>,
    after: Option<ActivityId>,
    limit: i64,
) -> DbResult<Vec<ActivityRow>> {
    let query = activity::table
        .filter(activity::account_id.eq(account.get()))
        .filter(activity::public)
        .filter(activity::id.lt(before.map_or(i64::MAX, ActivityId::get)))
        .filter(activity::id.gt(after.map_or(i64::MIN, ActivityId::get)))
        .limit(limit)
        .select(ActivityRow::as_select());
    if after.is_none() {
        return Ok(query.order(activity::id.desc()).load(conn)?);
    }
    let mut rows: Vec<ActivityRow> = query.order(activity::id.asc()).load(conn)?;
    rows.reverse();
    Ok(rows)
}

/// How many public activities an account has. Grows with them, in an index alone.
pub fn count_public(conn: &mut Conn, account: AccountId) -> DbResult<i64> {
    Ok(activity::table
        .filter(activity::account_id.eq(account.get()))
        .filter(activity::public)
        .count()
        .get_result(conn)?)
}

/// Removes activities of an account that wait for no delivery, at most `limit`; gives how many.
pub fn delete_settled_of(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let waiting = delivery::table.filter(delivery::activity_id.eq(activity::id));
    let settled: Vec<i64> = activity::table
        .filter(activity::account_id.eq(account.get()))
        .filter(diesel::dsl::not(diesel::dsl::exists(waiting)))
        .order(activity::id.asc())
        .limit(limit.min(i64::try_from(crate::CHUNK).unwrap_or(i64::MAX)))
        .select(activity::id)
        .load(conn)?;
    let chosen = activity::table.filter(activity::id.eq_any(padded(settled)));
    Ok(diesel::delete(chosen).prepared_once().execute(conn)?)
}

/// Removes activities that are not public, were made before `before` and wait for no delivery; gives
/// how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    let waiting = delivery::table.filter(delivery::activity_id.eq(activity::id));
    Ok(diesel::delete(
        activity::table
            .filter(diesel::dsl::not(activity::public))
            .filter(activity::created_at.lt(before.as_micros()))
            .filter(diesel::dsl::not(diesel::dsl::exists(waiting))),
    )
    .execute(conn)?)
}
