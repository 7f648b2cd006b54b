//! What local people are told of.
//!
//! Notifications of one sort about one thing have a key in common: they are a group. The newest of a group
//! is its head, and says how many there are, which is the oldest, and who the last ones are by; so a list
//! of groups is a list of heads.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;
use staffroom_domain::{AccountId, News, NotificationId, Timestamp};

use crate::CHUNK;
use crate::connection::Conn;
use crate::error::DbResult;
use crate::locks;
use crate::news;
use crate::notification_policies;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper, load_boxed};
use crate::schema::notification;
use crate::statuses::Page;

/// How many rows are looked at in one reading, where all are to go.
const CHUNK_LIMIT: i64 = 500;
/// How the key of what is in no group begins; its id follows.
pub const ALONE: &str = "ungrouped-";
/// Of how many of a group its head names who they are by.
pub const SAMPLE: usize = 8;

/// A row of `notification`: what local people are told of.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notification, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct NotificationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: NotificationId,
    /// Who is told.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// As in the Mastodon API: `mention`, `follow`, `follow_request`, `favourite`, `reblog`, `poll`, `update`,
    /// `status`, `admin.report`.
    pub kind: String,
    /// By whom.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub from_account_id: AccountId,
    /// Of which status.
    pub status_id: Option<i64>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// What all of its group have in common; `ungrouped-…` with its id where it is alone.
    pub group_key: String,
    /// Whether it is the newest of its group.
    pub is_head: bool,
    /// Whether it is kept from them until they let its author in.
    pub filtered: bool,
    /// Of a head: how many there are in the group.
    pub group_count: i64,
    /// Of a head: the oldest of the group.
    pub first_id: i64,
    /// Of a head: who the last of the group are by, the latest first; a JSON array of ids.
    pub sample: String,
    /// Of which report.
    pub report_id: Option<i64>,
}

impl NotificationRow {
    /// Who the last of its group are by, the latest first.
    pub fn sample_accounts(&self) -> Vec<AccountId> {
        serde_json::from_str(&self.sample).unwrap_or_default()
    }
}

/// How a list of ids is kept.
pub fn sample_text(accounts: &[AccountId]) -> String {
    serde_json::to_string(accounts).unwrap_or_else(|_| "[]".to_owned())
}

/// Tells somebody, as the new head of its group.
pub fn insert(conn: &mut Conn, mut row: NotificationRow) -> DbResult<()> {
    let has_company = !row.group_key.starts_with(ALONE);
    if has_company {
        locks::take_turn_with_group(conn, row.account_id, &row.group_key)?;
    }
    if has_company && let Some(head) = head(conn, row.account_id, &row.group_key)? {
        diesel::update(notification::table.find(head.id.get()))
            .set(notification::is_head.eq(false))
            .prepared_once()
            .execute(conn)?;
        let mut sample = head.sample_accounts();
        sample.retain(|account| *account != row.from_account_id);
        sample.insert(0, row.from_account_id);
        sample.truncate(SAMPLE);
        row.group_count = head.group_count.saturating_add(1);
        row.first_id = head.first_id;
        row.sample = sample_text(&sample);
    }
    if !row.filtered {
        news::tell(News::Told {
            account: row.account_id,
            notification: row.id,
        });
    }
    diesel::insert_into(notification::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Those of some accounts that somebody's doing with a status was told to since that moment.
pub fn told_since(
    conn: &mut Conn,
    status: i64,
    (from, kind): (AccountId, &str),
    since: Timestamp,
    to: &[AccountId],
) -> DbResult<Vec<AccountId>> {
    let mut told = Vec::new();
    for chunk in to.chunks(CHUNK) {
        let those = padded(chunk.iter().map(|id| id.get()));
        let ids: Vec<i64> = notification::table
            .filter(notification::status_id.eq(status))
            .filter(notification::from_account_id.eq(from.get()))
            .filter(notification::kind.eq(kind))
            .filter(notification::created_at.ge(since.as_micros()))
            .filter(notification::account_id.eq_any(those))
            .select(notification::account_id)
            .prepared_once()
            .load(conn)?;
        told.extend(ids.into_iter().map(AccountId::from));
    }
    Ok(told)
}

/// The head of a group.
pub fn head(conn: &mut Conn, of: AccountId, key: &str) -> DbResult<Option<NotificationRow>> {
    Ok(notification::table
        .filter(notification::account_id.eq(of.get()))
        .filter(notification::group_key.eq(key.to_owned()))
        .filter(notification::is_head.eq(true))
        .order(notification::id.desc())
        .select(NotificationRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of some ids.
pub fn find_many(conn: &mut Conn, ids: &[NotificationId]) -> DbResult<Vec<NotificationRow>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<NotificationRow> = notification::table
            .filter(notification::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(NotificationRow::as_select())
            .prepared_once()
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// A part of what somebody was told that an index can read in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slice<'a> {
    /// Heads, or the rest.
    All {
        /// What is kept from them, or what is not.
        filtered: bool,
        /// Heads, or the rest.
        heads: bool,
    },
    /// The same of one kind.
    Kind {
        /// Which.
        kind: &'a str,
        /// What is kept from them, or what is not.
        filtered: bool,
        /// Heads, or the rest.
        heads: bool,
    },
    /// What one account did, of one kind.
    From {
        /// Which account.
        from: AccountId,
        /// Which kind.
        kind: &'a str,
    },
    /// A group.
    Group(&'a str),
}

/// The parts together, the newest first.
pub fn read(
    conn: &mut Conn,
    of: AccountId,
    slices: &[Slice<'_>],
    page: Page,
) -> DbResult<Vec<NotificationRow>> {
    let mut rows = Vec::new();
    for slice in slices {
        rows.extend(read_slice(conn, of, *slice, page)?);
    }
    let limit = usize::try_from(page.limit).unwrap_or(0);
    if page.min_id.is_some() {
        rows.sort_by_key(|row| row.id);
        rows.truncate(limit);
        rows.reverse();
    } else {
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        rows.truncate(limit);
    }
    Ok(rows)
}

fn read_slice(
    conn: &mut Conn,
    of: AccountId,
    slice: Slice<'_>,
    page: Page,
) -> DbResult<Vec<NotificationRow>> {
    let mut query = notification::table
        .filter(notification::account_id.eq(of.get()))
        .limit(page.limit)
        .select(NotificationRow::as_select())
        .into_boxed();
    query = match slice {
        Slice::All { filtered, heads } => query
            .filter(notification::filtered.eq(filtered))
            .filter(notification::is_head.eq(heads)),
        Slice::Kind {
            kind,
            filtered,
            heads,
        } => query
            .filter(notification::kind.eq(kind.to_owned()))
            .filter(notification::filtered.eq(filtered))
            .filter(notification::is_head.eq(heads)),
        Slice::From { from, kind } => query
            .filter(notification::from_account_id.eq(from.get()))
            .filter(notification::kind.eq(kind.to_owned())),
        Slice::Group(key) => query.filter(notification::group_key.eq(key.to_owned())),
    };
    if let Some(max) = page.max_id {
        query = query.filter(notification::id.lt(max));
    }
    if let Some(since) = page.since_id.max(page.min_id) {
        query = query.filter(notification::id.gt(since));
    }
    Ok(if page.min_id.is_some() {
        load_boxed(query.order(notification::id.asc()), conn)?
    } else {
        load_boxed(query.order(notification::id.desc()), conn)?
    })
}

/// What somebody was told and is not kept from them, the newest first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<NotificationRow>> {
    let all = [true, false].map(|heads| Slice::All {
        filtered: false,
        heads,
    });
    read(conn, account, &all, page)
}

/// Takes notifications back. What remains of their groups is as if they had never been.
pub fn remove(conn: &mut Conn, rows: &[NotificationRow]) -> DbResult<()> {
    let mut groups: BTreeMap<(AccountId, &str), Vec<&NotificationRow>> = BTreeMap::new();
    for row in rows {
        let group = groups.entry((row.account_id, &row.group_key)).or_default();
        group.push(row);
    }
    let mut counts = BTreeMap::new();
    for ((account, key), gone) in &groups {
        if !key.starts_with(ALONE) {
            locks::take_turn_with_group(conn, *account, key)?;
        }
        let head = head(conn, *account, key)?.map_or(0, |head| head.group_count);
        let gone = i64::try_from(gone.len()).unwrap_or(i64::MAX);
        counts.insert((*account, *key), head.saturating_sub(gone));
    }
    for chunk in rows.chunks(CHUNK) {
        let ids = padded(chunk.iter().map(|row| row.id.get()));
        diesel::delete(notification::table.filter(notification::id.eq_any(ids)))
            .prepared_once()
            .execute(conn)?;
    }
    for ((account, key), left) in counts {
        if left > 0 {
            mend(conn, account, key, left)?;
        }
    }
    let mut kept: BTreeMap<(AccountId, AccountId), i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.filtered) {
        *kept
            .entry((row.account_id, row.from_account_id))
            .or_default() += 1;
    }
    for ((of, from), gone) in kept {
        notification_policies::forget_some(conn, of, from, gone)?;
    }
    Ok(())
}

/// Gives a group its head again.
fn mend(conn: &mut Conn, of: AccountId, key: &str, count: i64) -> DbResult<()> {
    let newest = Page {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: i64::try_from(SAMPLE).unwrap_or(1),
    };
    let last = read_slice(conn, of, Slice::Group(key), newest)?;
    let Some(head) = last.first() else {
        return Ok(());
    };
    let oldest = Page {
        min_id: Some(0),
        limit: 1,
        ..newest
    };
    let first = read_slice(conn, of, Slice::Group(key), oldest)?;
    let first = first.first().map_or(head.id, |row| row.id);
    let mut seen = HashSet::new();
    let by: Vec<AccountId> = last
        .iter()
        .map(|row| row.from_account_id)
        .filter(|account| seen.insert(*account))
        .collect();
    let row = NotificationRow {
        is_head: true,
        group_count: count,
        first_id: first.get(),
        sample: sample_text(&by),
        ..head.clone()
    };
    diesel::update(notification::table.find(row.id.get()))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// What somebody was told of one sort by an account, of a status where one is given; at most `limit`.
pub fn find_caused(
    conn: &mut Conn,
    kind: &str,
    by: AccountId,
    status: Option<i64>,
    to: AccountId,
    limit: i64,
) -> DbResult<Vec<NotificationRow>> {
    let mut found = notification::table
        .filter(notification::account_id.eq(to.get()))
        .filter(notification::kind.eq(kind.to_owned()))
        .filter(notification::from_account_id.eq(by.get()))
        .limit(limit)
        .select(NotificationRow::as_select())
        .into_boxed();
    if let Some(status) = status {
        found = found.filter(notification::status_id.eq(status));
    }
    Ok(load_boxed(found, conn)?)
}

/// What somebody was told of an account, at most `limit`; what is kept from them, or all.
pub fn find_between(
    conn: &mut Conn,
    to: AccountId,
    from: AccountId,
    only_filtered: bool,
    limit: i64,
) -> DbResult<Vec<NotificationRow>> {
    let mut found = notification::table
        .filter(notification::account_id.eq(to.get()))
        .filter(notification::from_account_id.eq(from.get()))
        .limit(limit)
        .select(NotificationRow::as_select())
        .into_boxed();
    if only_filtered {
        found = found.filter(notification::filtered.eq(true));
    }
    Ok(load_boxed(found, conn)?)
}

/// Of a status, what is kept from people; at most `limit`.
fn find_filtered_of(conn: &mut Conn, status: i64, limit: i64) -> DbResult<Vec<NotificationRow>> {
    Ok(notification::table
        .filter(notification::status_id.eq(status))
        .filter(notification::filtered.eq(true))
        .limit(limit)
        .select(NotificationRow::as_select())
        .load(conn)?)
}

/// Lets somebody see what an account did and was kept from them.
pub fn let_in(conn: &mut Conn, to: AccountId, from: AccountId) -> DbResult<usize> {
    let kept = notification::table
        .filter(notification::account_id.eq(to.get()))
        .filter(notification::from_account_id.eq(from.get()))
        .filter(notification::filtered.eq(true));
    Ok(diesel::update(kept)
        .set(notification::filtered.eq(false))
        .prepared_once()
        .execute(conn)?)
}

/// Forgets a group.
pub fn delete_group(conn: &mut Conn, of: AccountId, key: &str) -> DbResult<usize> {
    locks::take_turn_with_group(conn, of, key)?;
    let group = notification::table
        .filter(notification::account_id.eq(of.get()))
        .filter(notification::group_key.eq(key.to_owned()));
    Ok(diesel::delete(group).execute(conn)?)
}

/// Forgets what somebody was told and was not kept from them.
pub fn clear(conn: &mut Conn, of: AccountId) -> DbResult<usize> {
    let told = notification::table
        .filter(notification::account_id.eq(of.get()))
        .filter(notification::filtered.eq(false));
    Ok(diesel::delete(told).execute(conn)?)
}

/// Forgets what `to` was told of `from`.
pub fn delete_between(conn: &mut Conn, to: AccountId, from: AccountId) -> DbResult<()> {
    loop {
        let rows = find_between(conn, to, from, false, CHUNK_LIMIT)?;
        if rows.is_empty() {
            return Ok(());
        }
        remove(conn, &rows)?;
    }
}

/// Forgets those notifications.
pub fn delete_many(conn: &mut Conn, ids: &[NotificationId]) -> DbResult<()> {
    let rows = find_many(conn, ids)?;
    remove(conn, &rows)
}

/// Forgets what an account was told, at most `limit`; gives how many.
pub fn delete_of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let told: Vec<i64> = notification::table
        .filter(notification::account_id.eq(account.get()))
        .limit(limit.min(i64::try_from(CHUNK).unwrap_or(i64::MAX)))
        .select(notification::id)
        .load(conn)?;
    let chosen = notification::table.filter(notification::id.eq_any(padded(told)));
    Ok(diesel::delete(chosen).prepared_once().execute(conn)?)
}

/// Takes back everything that was told of a status: whole groups, since each is of one status.
pub fn delete_of(conn: &mut Conn, status: i64) -> DbResult<()> {
    loop {
        let kept = find_filtered_of(conn, status, CHUNK_LIMIT)?;
        if kept.is_empty() {
            break;
        }
        remove(conn, &kept)?;
    }
    diesel::delete(notification::table.filter(notification::status_id.eq(status))).execute(conn)?;
    Ok(())
}
