//! What people keep for themselves.

use diesel::prelude::*;
use staffroom_domain::{AccountId, BookmarkId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::bookmark;
use crate::statuses::Page;

/// A row of `bookmark`: statuses that people keep for themselves.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = bookmark, treat_none_as_default_value = false)]
pub struct BookmarkRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: BookmarkId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a bookmark; `false` where it is there already.
pub fn insert(conn: &mut Conn, row: BookmarkRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(bookmark::table)
            .values(row)
            .on_conflict((bookmark::account_id, bookmark::status_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Removes a bookmark; `false` where there is none.
pub fn delete(conn: &mut Conn, by: AccountId, of: StatusId) -> DbResult<bool> {
    let found = bookmark::table
        .filter(bookmark::account_id.eq(by.get()))
        .filter(bookmark::status_id.eq(of.get()));
    Ok(diesel::delete(found).execute(conn)? == 1)
}

/// Removes all bookmarks of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(bookmark::table.filter(bookmark::status_id.eq(status.get()))).execute(conn)?;
    Ok(())
}

/// Removes all bookmarks of an account.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    diesel::delete(bookmark::table.filter(bookmark::account_id.eq(account.get()))).execute(conn)?;
    Ok(())
}

/// Which of those statuses an account keeps.
pub fn among(conn: &mut Conn, by: AccountId, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let found: Vec<i64> = bookmark::table
        .filter(bookmark::account_id.eq(by.get()))
        .filter(bookmark::status_id.eq_any(padded(ids.iter().map(|id| id.get()))))
        .select(bookmark::status_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(StatusId::from).collect())
}

/// What an account keeps, the last bookmark first. The bounds are ids of bookmarks.
pub fn page(
    conn: &mut Conn,
    account: AccountId,
    page: Page,
) -> DbResult<Vec<(BookmarkId, StatusId)>> {
    let found: Vec<(i64, i64)> = paged!(
        conn,
        bookmark::table
            .filter(bookmark::account_id.eq(account.get()))
            .select((bookmark::id, bookmark::status_id)),
        bookmark::id,
        page
    );
    let ids = |(id, status)| (BookmarkId::from(id), StatusId::from(status));
    Ok(found.into_iter().map(ids).collect())
}
