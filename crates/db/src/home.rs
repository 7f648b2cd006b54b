//! Home timelines.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::{home_entry, status};
use crate::statuses::Page;

/// Of how many of the newest entries of a timeline a boost must not repeat one.
pub const RECENT: i64 = 40;

/// A row of `home_entry`: home timelines of local accounts, filled when something is posted.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = home_entry, treat_none_as_default_value = false)]
pub struct HomeEntryRow {
    /// Whose home timeline.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which status or boost.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// What a boost boosts; otherwise the status itself.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub original_id: StatusId,
}

/// Puts statuses into home timelines.
pub fn add(conn: &mut Conn, rows: &[HomeEntryRow]) -> DbResult<()> {
    // One row, as most posts make, has one text.
    if let [row] = rows {
        each_backend!(conn, c => {
            diesel::insert_into(home_entry::table)
                .values(row.clone())
                .on_conflict_do_nothing()
                .prepared_once()
                .execute(c)?
        });
        return Ok(());
    }
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

/// Takes statuses out of one home timeline.
pub fn remove(conn: &mut Conn, account: AccountId, statuses: &[StatusId]) -> DbResult<()> {
    for chunk in statuses.chunks(crate::CHUNK) {
        let rows = home_entry::table
            .filter(home_entry::account_id.eq(account.get()))
            .filter(home_entry::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))));
        diesel::delete(rows).prepared_once().execute(conn)?;
    }
    Ok(())
}

/// Takes a status, and the boosts of it, out of all home timelines.
pub fn remove_status(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(home_entry::table.filter(home_entry::original_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}

/// Takes one entry, a status or a boost of `original`, out of all home timelines.
pub fn remove_entry(conn: &mut Conn, status: StatusId, original: StatusId) -> DbResult<()> {
    let entries = home_entry::table
        .filter(home_entry::original_id.eq(original.get()))
        .filter(home_entry::status_id.eq(status.get()));
    diesel::delete(entries).execute(conn)?;
    Ok(())
}

/// A part of a home timeline, the newest first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<StatusId>> {
    let query = home_entry::table
        .filter(home_entry::account_id.eq(account.get()))
        .select(home_entry::status_id);
    let ids: Vec<i64> = paged!(conn, query, home_entry::status_id, page);
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// What in a home timeline is by an account: statuses and boosts.
pub fn by_author(
    conn: &mut Conn,
    account: AccountId,
    author: AccountId,
) -> DbResult<Vec<StatusId>> {
    let ids: Vec<i64> = home_entry::table
        .inner_join(status::table)
        .filter(home_entry::account_id.eq(account.get()))
        .filter(status::account_id.eq(author.get()))
        .select(home_entry::status_id)
        .load(conn)?;
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// In whose home timelines a status, or a boost of it, stands among the newest.
pub fn recently_with(conn: &mut Conn, original: StatusId) -> DbResult<Vec<AccountId>> {
    let newest = diesel::alias!(home_entry as newest);
    let last_of_newest = newest
        .filter(
            newest
                .field(home_entry::account_id)
                .eq(home_entry::account_id),
        )
        .order(newest.field(home_entry::status_id).desc())
        .offset(RECENT - 1)
        .limit(1)
        .select(newest.field(home_entry::status_id))
        .single_value();
    let found: Vec<i64> = home_entry::table
        .filter(home_entry::original_id.eq(original.get()))
        .filter(
            last_of_newest
                .is_null()
                .or(home_entry::status_id.nullable().ge(last_of_newest)),
        )
        .select(home_entry::account_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Which of those statuses, or boosts of them, stand in a home timeline.
pub fn originals_among(
    conn: &mut Conn,
    account: AccountId,
    originals: &[StatusId],
) -> DbResult<Vec<StatusId>> {
    let mut rows = Vec::new();
    for chunk in originals.chunks(crate::CHUNK) {
        let found: Vec<i64> = home_entry::table
            .filter(home_entry::original_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(home_entry::account_id.eq(account.get()))
            .select(home_entry::original_id)
            .prepared_once()
            .load(conn)?;
        rows.extend(found.into_iter().map(StatusId::from));
    }
    Ok(rows)
}

/// The status at that place of a home timeline, 0 being the newest.
pub fn nth(conn: &mut Conn, account: AccountId, n: i64) -> DbResult<Option<StatusId>> {
    let found: Option<i64> = home_entry::table
        .filter(home_entry::account_id.eq(account.get()))
        .order(home_entry::status_id.desc())
        .offset(n)
        .select(home_entry::status_id)
        .first(conn)
        .optional()?;
    Ok(found.map(StatusId::from))
}

/// The first account after that one that has a home timeline.
pub fn next_with_entries(conn: &mut Conn, after: AccountId) -> DbResult<Option<AccountId>> {
    let found: Option<i64> = home_entry::table
        .filter(home_entry::account_id.gt(after.get()))
        .order(home_entry::account_id.asc())
        .select(home_entry::account_id)
        .first(conn)
        .optional()?;
    Ok(found.map(AccountId::from))
}

/// Cuts a home timeline to its newest `keep`; gives how many went.
pub fn prune(conn: &mut Conn, account: AccountId, keep: i64) -> DbResult<usize> {
    let Some(cut) = nth(conn, account, keep)? else {
        return Ok(0);
    };
    let old = home_entry::table.filter(
        home_entry::account_id
            .eq(account.get())
            .and(home_entry::status_id.le(cut.get())),
    );
    Ok(diesel::delete(old).execute(conn)?)
}
