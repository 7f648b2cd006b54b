//! Whom people want to hear of, and what is kept from them.

use diesel::prelude::*;
use staffroom_domain::{AccountId, NotificationRequestId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper, load_boxed};
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

/// Writes a policy over the one before. What is kept from them is counted elsewhere, and stays.
pub fn put(conn: &mut Conn, row: NotificationPolicyRow) -> DbResult<()> {
    let changes = (
        notification_policy::for_not_following.eq(row.for_not_following.clone()),
        notification_policy::for_not_followers.eq(row.for_not_followers.clone()),
        notification_policy::for_new_accounts.eq(row.for_new_accounts.clone()),
        notification_policy::for_private_mentions.eq(row.for_private_mentions.clone()),
        notification_policy::for_limited_accounts.eq(row.for_limited_accounts.clone()),
        notification_policy::updated_at.eq(row.updated_at.as_micros()),
    );
    each_backend!(conn, c => diesel::insert_into(notification_policy::table)
        .values(row)
        .on_conflict(notification_policy::account_id)
        .do_update()
        .set(changes)
        .prepared_once()
        .execute(c))?;
    Ok(())
}

/// Writes the standard policy of somebody who has none.
fn ensure(conn: &mut Conn, of: AccountId, now: Timestamp) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(notification_policy::table)
        .values(NotificationPolicyRow::standard(of, now))
        .on_conflict_do_nothing()
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
        let query = query.order(notification_request::id.desc());
        return Ok(load_boxed(query, conn)?);
    }
    let query = query.order(notification_request::id.asc());
    let mut rows: Vec<NotificationRequestRow> = load_boxed(query, conn)?;
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
    ensure(conn, of, now)?;
    let row = NotificationRequestRow {
        id,
        account_id: of,
        from_account_id: from,
        last_status_id: status,
        notifications: 1,
        created_at: now,
        updated_at: now,
    };
    let more = (
        notification_request::notifications.eq(notification_request::notifications + 1),
        notification_request::updated_at.eq(now.as_micros()),
        status.map(|status| notification_request::last_status_id.eq(status)),
    );
    let kept: i64 = each_backend!(conn, c => diesel::insert_into(notification_request::table)
        .values(row)
        .on_conflict((notification_request::account_id, notification_request::from_account_id))
        .do_update()
        .set(more)
        .returning(notification_request::id)
        .prepared_once()
        .get_result(c))?;
    count(conn, of, i64::from(kept == id.get()), 1)
}

/// Some of what was kept away is gone.
pub fn forget_some(conn: &mut Conn, of: AccountId, from: AccountId, gone: i64) -> DbResult<()> {
    let of_both = notification_request::table
        .filter(notification_request::account_id.eq(of.get()))
        .filter(notification_request::from_account_id.eq(from.get()));
    let fewer = notification_request::notifications.eq(notification_request::notifications - gone);
    let left: Option<(i64, i64)> = each_backend!(conn, c => diesel::update(of_both)
        .set(fewer)
        .returning((notification_request::id, notification_request::notifications))
        .prepared_once()
        .get_result(c)
        .optional())?;
    match left {
        None => Ok(()),
        Some((_, left)) if left > 0 => count(conn, of, 0, -gone),
        Some((id, left)) => {
            diesel::delete(notification_request::table.find(id)).execute(conn)?;
            count(conn, of, -1, -(gone + left))
        }
    }
}

/// Removes a request; what is kept away is another's work.
pub fn remove_request(conn: &mut Conn, row: &NotificationRequestRow) -> DbResult<()> {
    let request = notification_request::table.find(row.id.get());
    let gone: Option<i64> = each_backend!(conn, c => diesel::delete(request)
        .returning(notification_request::notifications)
        .get_result(c)
        .optional())?;
    match gone {
        Some(gone) => count(conn, row.account_id, -1, -gone),
        None => Ok(()),
    }
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

/// Forgets what an account decided, what is kept from it and what of it is kept from others, at most `limit`
/// of each; gives how many rows went.
pub fn delete_of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let id = account.get();
    let requests: Vec<NotificationRequestRow> = notification_request::table
        .filter(notification_request::account_id.eq(id))
        .or_filter(notification_request::from_account_id.eq(id))
        .limit(limit)
        .select(NotificationRequestRow::as_select())
        .load(conn)?;
    for row in &requests {
        remove_request(conn, row)?;
    }
    let given: Vec<(i64, i64)> = notification_permission::table
        .filter(notification_permission::account_id.eq(id))
        .or_filter(notification_permission::from_account_id.eq(id))
        .limit(limit)
        .select((
            notification_permission::account_id,
            notification_permission::from_account_id,
        ))
        .load(conn)?;
    for pair in &given {
        diesel::delete(notification_permission::table.find(*pair)).execute(conn)?;
    }
    let policy = diesel::delete(notification_policy::table.find(id)).execute(conn)?;
    Ok(requests.len() + given.len() + policy)
}
