//! Whom people want to hear of, and what is kept from them.

use diesel::prelude::*;
use staffroom_domain::{AccountId, NotificationRequestId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::schema::{notification_permission, notification_policy, notification_request};
use crate::statuses::Page;

/// A row of `notification_policy`: each of the five is `accept`, `filter` or `drop`.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notification_policy, treat_none_as_default_value = false)]
pub struct NotificationPolicyRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Of accounts that they do not follow.
    pub for_not_following: String,
    /// Of accounts that do not follow them.
    pub for_not_followers: String,
    /// Of accounts that are new.
    pub for_new_accounts: String,
    /// Of direct posts that answer nothing of theirs.
    pub for_private_mentions: String,
    /// Of limited accounts.
    pub for_limited_accounts: String,
    /// Of how many accounts something is kept from them.
    pub pending_requests: i64,
    /// How much is kept from them.
    pub pending_notifications: i64,
    /// When it was changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

impl NotificationPolicyRow {
    /// That of whoever has decided nothing: as Mastodon has it.
    pub fn standard(account_id: AccountId, now: Timestamp) -> Self {
        let accept = || "accept".to_owned();
        Self {
            account_id,
            for_not_following: accept(),
            for_not_followers: accept(),
            for_new_accounts: accept(),
            for_private_mentions: "filter".to_owned(),
            for_limited_accounts: "filter".to_owned(),
            pending_requests: 0,
            pending_notifications: 0,
            updated_at: now,
        }
    }
}

/// A row of `notification_request`: what one account did, and is kept from somebody.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notification_request, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct NotificationRequestRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: NotificationRequestId,
    /// From whom it is kept.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who did it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub from_account_id: AccountId,
    /// The last status among it.
    pub last_status_id: Option<i64>,
    /// How many notifications.
    pub notifications: i64,
    /// When it began.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When the last was added.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

/// A row of `notification_permission`: of whom somebody hears whatever their policy says.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notification_permission, treat_none_as_default_value = false)]
pub struct NotificationPermissionRow {
    /// Who hears.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Of whom.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub from_account_id: AccountId,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// The policy of somebody, if they ever had another than the standard one, or something was kept from them.
pub fn find(conn: &mut Conn, of: AccountId) -> DbResult<Option<NotificationPolicyRow>> {
    Ok(notification_policy::table
        .find(of.get())
        .select(NotificationPolicyRow::as_select())
        .first(conn)
        .optional()?)
}

/// Writes a policy over the one before.
pub fn put(conn: &mut Conn, row: NotificationPolicyRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(notification_policy::table)
        .values(row.clone())
        .on_conflict(notification_policy::account_id)
        .do_update()
        .set(row)
        .prepared_once()
        .execute(c))?;
    Ok(())
}

/// Counts what is kept from somebody: requests and notifications. Their policy must be stored.
fn count(conn: &mut Conn, of: AccountId, requests: i64, notifications: i64) -> DbResult<()> {
    let (all, each) = (
        notification_policy::pending_requests,
        notification_policy::pending_notifications,
    );
    diesel::update(notification_policy::table.find(of.get()))
        .set((all.eq(all + requests), each.eq(each + notifications)))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// What `from` did and is kept from `of`.
pub fn find_request_from(
    conn: &mut Conn,
    of: AccountId,
    from: AccountId,
) -> DbResult<Option<NotificationRequestRow>> {
    Ok(notification_request::table
        .filter(notification_request::account_id.eq(of.get()))
        .filter(notification_request::from_account_id.eq(from.get()))
        .select(NotificationRequestRow::as_select())
        .first(conn)
        .optional()?)
}

/// A request of somebody.
pub fn find_request(
    conn: &mut Conn,
    of: AccountId,
    id: NotificationRequestId,
) -> DbResult<Option<NotificationRequestRow>> {
    Ok(notification_request::table
        .filter(notification_request::id.eq(id.get()))
        .filter(notification_request::account_id.eq(of.get()))
        .select(NotificationRequestRow::as_select())
        .first(conn)
        .optional()?)
}

/// The requests of somebody, the newest first.
pub fn requests(
    conn: &mut Conn,
    of: AccountId,
    page: Page,
) -> DbResult<Vec<NotificationRequestRow>> {
    let mut query = notification_request::table
        .filter(notification_request::account_id.eq(of.get()))
        .limit(page.limit)
        .select(NotificationRequestRow::as_select())
        .into_boxed();
    if let Some(max) = page.max_id {
        query = query.filter(notification_request::id.lt(max));
    }
    if let Some(since) = page.since_id.max(page.min_id) {
        query = query.filter(notification_request::id.gt(since));
    }
    if page.min_id.is_none() {
        return Ok(query.order(notification_request::id.desc()).load(conn)?);
    }
    let mut rows: Vec<NotificationRequestRow> =
        query.order(notification_request::id.asc()).load(conn)?;
    rows.reverse();
    Ok(rows)
}

/// Keeps one more notification of `from` away from `of`; `id` is for a request that is not there yet.
pub fn keep_away(
    conn: &mut Conn,
    of: AccountId,
    from: AccountId,
    status: Option<i64>,
    id: NotificationRequestId,
    now: Timestamp,
) -> DbResult<()> {
    if find(conn, of)?.is_none() {
        put(conn, NotificationPolicyRow::standard(of, now))?;
    }
    if let Some(row) = find_request_from(conn, of, from)? {
        let row = NotificationRequestRow {
            last_status_id: status.or(row.last_status_id),
            notifications: row.notifications.saturating_add(1),
            updated_at: now,
            ..row
        };
        update_request(conn, row)?;
        count(conn, of, 0, 1)
    } else {
        let row = NotificationRequestRow {
            id,
            account_id: of,
            from_account_id: from,
            last_status_id: status,
            notifications: 1,
            created_at: now,
            updated_at: now,
        };
        diesel::insert_into(notification_request::table)
            .values(row)
            .execute(conn)?;
        count(conn, of, 1, 1)
    }
}

fn update_request(conn: &mut Conn, row: NotificationRequestRow) -> DbResult<()> {
    diesel::update(notification_request::table.find(row.id.get()))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Some of what was kept away is gone.
pub fn forget_some(conn: &mut Conn, of: AccountId, from: AccountId, gone: i64) -> DbResult<()> {
    let Some(row) = find_request_from(conn, of, from)? else {
        return Ok(());
    };
    if row.notifications <= gone {
        return remove_request(conn, &row);
    }
    let row = NotificationRequestRow {
        notifications: row.notifications - gone,
        ..row
    };
    update_request(conn, row)?;
    count(conn, of, 0, -gone)
}

/// Removes a request; what is kept away is another's work.
pub fn remove_request(conn: &mut Conn, row: &NotificationRequestRow) -> DbResult<()> {
    let gone = diesel::delete(notification_request::table.find(row.id.get())).execute(conn)?;
    if gone == 1 {
        count(conn, row.account_id, -1, -row.notifications)?;
    }
    Ok(())
}

/// Whether somebody hears of `from` whatever their policy says.
pub fn has_permission(conn: &mut Conn, of: AccountId, from: AccountId) -> DbResult<bool> {
    let row = notification_permission::table
        .find((of.get(), from.get()))
        .select(notification_permission::account_id);
    let found: Option<i64> = row.first(conn).optional()?;
    Ok(found.is_some())
}

/// Lets somebody hear of an account.
pub fn permit(conn: &mut Conn, row: NotificationPermissionRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(notification_permission::table)
        .values(row)
        .on_conflict((notification_permission::account_id, notification_permission::from_account_id))
        .do_nothing()
        .execute(c))?;
    Ok(())
}
