//! Home timelines.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::schema::{follow, home_entry, status};
use crate::statuses::Page;

/// A row of `home_entry`: home timelines of local accounts, filled when something is posted.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = home_entry, treat_none_as_default_value = false)]
pub struct HomeEntryRow {
    /// Whose home timeline.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which status or boost.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// A status (or boost) on its way into home timelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FanOut {
    /// Whose it is.
    pub author: AccountId,
    /// Which.
    pub status: StatusId,
    /// Whether it is a boost, which some followers do not want.
    pub is_boost: bool,
    /// Whom it answers, if not the author themselves: it is for those who follow both.
    pub answers: Option<AccountId>,
}

/// Puts a status into the home timeline of every local follower who wants it. One statement, whatever
/// the number of followers.
pub fn fan_out(conn: &mut Conn, out: FanOut) -> DbResult<usize> {
    let theirs = diesel::alias!(follow as other);
    let added = each_backend!(conn, c => {
        let mut wanted = follow::table
            .filter(follow::target_id.eq(out.author.get()))
            .filter(follow::state.eq(1))
            .filter(follow::local.eq(true))
            .select((
                follow::account_id,
                out.status.get().into_sql::<diesel::sql_types::BigInt>(),
            ))
            .into_boxed();
        if out.is_boost {
            wanted = wanted.filter(follow::reblogs.eq(true));
        }
        if let Some(answered) = out.answers {
            let follows_both = theirs
                .filter(theirs.field(follow::target_id).eq(answered.get()))
                .filter(theirs.field(follow::state).eq(1))
                .filter(theirs.field(follow::account_id).eq(follow::account_id))
                .select(theirs.field(follow::id));
            wanted = wanted.filter(
                follow::account_id
                    .eq(answered.get())
                    .or(diesel::dsl::exists(follows_both)),
            );
        }
        diesel::insert_into(home_entry::table)
            .values(wanted)
            .into_columns((home_entry::account_id, home_entry::status_id))
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(added)
}

/// Puts statuses into one home timeline.
pub fn add(conn: &mut Conn, account: AccountId, statuses: &[StatusId]) -> DbResult<()> {
    let rows: Vec<HomeEntryRow> = statuses
        .iter()
        .map(|status| HomeEntryRow {
            account_id: account,
            status_id: *status,
        })
        .collect();
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(home_entry::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// Takes a status out of all home timelines.
pub fn remove_status(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(home_entry::table.filter(home_entry::status_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}

/// Takes everything by `author` out of one home timeline.
pub fn remove_author(conn: &mut Conn, account: AccountId, author: AccountId) -> DbResult<()> {
    let theirs = status::table
        .filter(status::account_id.eq(author.get()))
        .select(status::id);
    let found = home_entry::table.filter(
        home_entry::account_id
            .eq(account.get())
            .and(home_entry::status_id.eq_any(theirs)),
    );
    diesel::delete(found).prepared_once().execute(conn)?;
    Ok(())
}

/// A part of a home timeline, the newest first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<StatusId>> {
    let mut query = home_entry::table
        .filter(home_entry::account_id.eq(account.get()))
        .limit(page.limit)
        .select(home_entry::status_id)
        .into_boxed();
    if let Some(max) = page.max_id {
        query = query.filter(home_entry::status_id.lt(max));
    }
    if let Some(since) = page.since_id {
        query = query.filter(home_entry::status_id.gt(since));
    }
    let mut ids: Vec<i64> = match page.min_id {
        Some(min) => query
            .filter(home_entry::status_id.gt(min))
            .order(home_entry::status_id.asc())
            .load(conn)?,
        None => query.order(home_entry::status_id.desc()).load(conn)?,
    };
    if page.min_id.is_some() {
        ids.reverse();
    }
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// Cuts a home timeline to its newest `keep`; gives how many went.
pub fn prune(conn: &mut Conn, account: AccountId, keep: i64) -> DbResult<usize> {
    let oldest_kept: Option<i64> = home_entry::table
        .filter(home_entry::account_id.eq(account.get()))
        .order(home_entry::status_id.desc())
        .offset(keep)
        .select(home_entry::status_id)
        .first(conn)
        .optional()?;
    let Some(cut) = oldest_kept else { return Ok(0) };
    let old = home_entry::table.filter(
        home_entry::account_id
            .eq(account.get())
            .and(home_entry::status_id.le(cut)),
    );
    Ok(diesel::delete(old).execute(conn)?)
}
