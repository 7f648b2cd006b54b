//! Statuses that wait for their time.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ScheduledStatusId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::scheduled_status;
use crate::statuses::Page;

/// A row of `scheduled_status`: statuses that wait for their time.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = scheduled_status, treat_none_as_default_value = false)]
pub struct ScheduledStatusRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ScheduledStatusId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// When it is to be posted.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub scheduled_at: Timestamp,
    /// What is to be posted: JSON.
    pub params: String,
    /// When it was written.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds one.
pub fn insert(conn: &mut Conn, row: ScheduledStatusRow) -> DbResult<()> {
    diesel::insert_into(scheduled_status::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The one of that id.
pub fn find(conn: &mut Conn, id: ScheduledStatusId) -> DbResult<Option<ScheduledStatusRow>> {
    Ok(scheduled_status::table
        .find(id.get())
        .select(ScheduledStatusRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of an account, the last written first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<ScheduledStatusRow>> {
    Ok(paged!(
        conn,
        scheduled_status::table
            .filter(scheduled_status::account_id.eq(account.get()))
            .select(ScheduledStatusRow::as_select()),
        scheduled_status::id,
        page
    ))
}

/// When those of an account are to be posted, at most `limit` of them.
pub fn times(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<Timestamp>> {
    let times: Vec<i64> = scheduled_status::table
        .filter(scheduled_status::account_id.eq(account.get()))
        .order(scheduled_status::id.asc())
        .limit(limit)
        .select(scheduled_status::scheduled_at)
        .load(conn)?;
    Ok(times.into_iter().map(Timestamp::from_micros).collect())
}

/// Gives one another time; `false` where it is gone.
pub fn set_time(conn: &mut Conn, id: ScheduledStatusId, at: Timestamp) -> DbResult<bool> {
    Ok(diesel::update(scheduled_status::table.find(id.get()))
        .set(scheduled_status::scheduled_at.eq(at.as_micros()))
        .prepared_once()
        .execute(conn)?
        == 1)
}

/// Removes one; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: ScheduledStatusId) -> DbResult<bool> {
    Ok(diesel::delete(scheduled_status::table.find(id.get())).execute(conn)? == 1)
}

/// Removes one whose time has come; `false` where it is gone or was put off.
pub fn delete_due(conn: &mut Conn, id: ScheduledStatusId, now: Timestamp) -> DbResult<bool> {
    let due = scheduled_status::table
        .find(id.get())
        .filter(scheduled_status::scheduled_at.le(now.as_micros()));
    Ok(diesel::delete(due).execute(conn)? == 1)
}

/// Removes all of an account.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    let theirs = scheduled_status::table.filter(scheduled_status::account_id.eq(account.get()));
    diesel::delete(theirs).execute(conn)?;
    Ok(())
}
