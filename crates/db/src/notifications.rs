//! What local people are told of.

use diesel::prelude::*;
use staffroom_domain::{AccountId, News, NotificationId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::news;
use crate::prepared::{PreparedOnce as _, padded};
use crate::schema::notification;
use crate::statuses::Page;

/// A row of `notification`: what local people are told of.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notification, treat_none_as_default_value = false)]
pub struct NotificationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: NotificationId,
    /// Who is told.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// As in the Mastodon API: `mention`, `follow`, `follow_request`, `favourite`, `reblog`, `poll`, `update`, `status`.
    pub kind: String,
    /// By whom.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub from_account_id: AccountId,
    /// Of which status.
    pub status_id: Option<i64>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Tells somebody.
pub fn insert(conn: &mut Conn, row: NotificationRow) -> DbResult<()> {
    news::tell(News::Told {
        account: row.account_id,
        notification: row.id,
    });
    diesel::insert_into(notification::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// What somebody was told, the newest first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<NotificationRow>> {
    let mut query = notification::table
        .filter(notification::account_id.eq(account.get()))
        .limit(page.limit)
        .select(NotificationRow::as_select())
        .into_boxed();
    if let Some(max) = page.max_id {
        query = query.filter(notification::id.lt(max));
    }
    if let Some(since) = page.since_id.max(page.min_id) {
        query = query.filter(notification::id.gt(since));
    }
    Ok(query.order(notification::id.desc()).load(conn)?)
}

/// Those of some ids.
pub fn find_many(conn: &mut Conn, ids: &[NotificationId]) -> DbResult<Vec<NotificationRow>> {
    Ok(notification::table
        .filter(notification::id.eq_any(padded(ids.iter().map(|id| id.get()))))
        .select(NotificationRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// Takes back what somebody was told of a status by an account: they took it back.
pub fn withdraw(
    conn: &mut Conn,
    kind: &str,
    by: AccountId,
    status: Option<i64>,
    to: AccountId,
) -> DbResult<()> {
    let mut found = diesel::delete(notification::table)
        .filter(notification::account_id.eq(to.get()))
        .filter(notification::kind.eq(kind.to_owned()))
        .filter(notification::from_account_id.eq(by.get()))
        .into_boxed();
    if let Some(status) = status {
        found = found.filter(notification::status_id.eq(status));
    }
    found.execute(conn)?;
    Ok(())
}

/// Forgets what `to` was told of `from`.
pub fn delete_between(conn: &mut Conn, to: AccountId, from: AccountId) -> DbResult<()> {
    let between = notification::table
        .filter(notification::account_id.eq(to.get()))
        .filter(notification::from_account_id.eq(from.get()));
    diesel::delete(between).execute(conn)?;
    Ok(())
}

/// Forgets those notifications.
pub fn delete_many(conn: &mut Conn, ids: &[NotificationId]) -> DbResult<()> {
    for chunk in ids.chunks(crate::CHUNK) {
        let chosen = notification::table
            .filter(notification::id.eq_any(padded(chunk.iter().map(|id| id.get()))));
        diesel::delete(chosen).prepared_once().execute(conn)?;
    }
    Ok(())
}

/// Forgets what an account was told, at most `limit`; gives how many.
pub fn delete_of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let told: Vec<i64> = notification::table
        .filter(notification::account_id.eq(account.get()))
        .order(notification::id.asc())
        .limit(limit.min(i64::try_from(crate::CHUNK).unwrap_or(i64::MAX)))
        .select(notification::id)
        .load(conn)?;
    let chosen = notification::table.filter(notification::id.eq_any(padded(told)));
    Ok(diesel::delete(chosen).prepared_once().execute(conn)?)
}

/// Takes back everything that was told of a status.
pub fn delete_of(conn: &mut Conn, status: i64) -> DbResult<()> {
    diesel::delete(notification::table.filter(notification::status_id.eq(status))).execute(conn)?;
    Ok(())
}
