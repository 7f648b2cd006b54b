//! Who likes which status.

use diesel::prelude::*;
use staffroom_domain::{AccountId, FavouriteId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::favourite;
use crate::statuses::Page;

/// A row of `favourite`: who likes which status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = favourite, treat_none_as_default_value = false)]
pub struct FavouriteRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FavouriteId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The id of a remote Like.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a favourite; `false` where it is there already.
pub fn insert(conn: &mut Conn, row: FavouriteRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(favourite::table)
            .values(row)
            .on_conflict((favourite::account_id, favourite::status_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// The favourite of that id.
pub fn get(conn: &mut Conn, id: FavouriteId) -> DbResult<Option<FavouriteRow>> {
    Ok(favourite::table
        .find(id.get())
        .select(FavouriteRow::as_select())
        .first(conn)
        .optional()?)
}

/// An account's favourite of a status.
pub fn find(conn: &mut Conn, by: AccountId, of: StatusId) -> DbResult<Option<FavouriteRow>> {
    Ok(favourite::table
        .filter(
            favourite::account_id
                .eq(by.get())
                .and(favourite::status_id.eq(of.get())),
        )
        .select(FavouriteRow::as_select())
        .first(conn)
        .optional()?)
}

/// Removes a favourite; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: FavouriteId) -> DbResult<bool> {
    Ok(diesel::delete(favourite::table.find(id.get())).execute(conn)? == 1)
}

/// Removes all favourites of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(favourite::table.filter(favourite::status_id.eq(status.get()))).execute(conn)?;
    Ok(())
}

/// Which of those statuses an account likes.
pub fn among(conn: &mut Conn, by: AccountId, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let found: Vec<i64> = favourite::table
        .filter(
            favourite::account_id
                .eq(by.get())
                .and(favourite::status_id.eq_any(padded(ids.iter().map(|id| id.get())))),
        )
        .select(favourite::status_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(StatusId::from).collect())
}

/// What an account likes, in no order that means anything, at most `limit`: for taking it away.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<FavouriteRow>> {
    Ok(favourite::table
        .filter(favourite::account_id.eq(account.get()))
        .order(favourite::status_id.asc())
        .limit(limit)
        .select(FavouriteRow::as_select())
        .load(conn)?)
}

/// Who likes a status: favourites with whose they are, the newest first. The bounds are ids of
/// favourites.
pub fn likers(
    conn: &mut Conn,
    status: StatusId,
    page: Page,
) -> DbResult<Vec<(FavouriteId, AccountId)>> {
    let found: Vec<(i64, i64)> = paged!(
        conn,
        favourite::table
            .filter(favourite::status_id.eq(status.get()))
            .select((favourite::id, favourite::account_id)),
        favourite::id,
        page
    );
    let ids = |(id, account)| (FavouriteId::from(id), AccountId::from(account));
    Ok(found.into_iter().map(ids).collect())
}

/// What an account likes, the last favourite first. The bounds are ids of favourites.
pub fn page(
    conn: &mut Conn,
    account: AccountId,
    page: Page,
) -> DbResult<Vec<(FavouriteId, StatusId)>> {
    let found: Vec<(i64, i64)> = paged!(
        conn,
        favourite::table
            .filter(favourite::account_id.eq(account.get()))
            .select((favourite::id, favourite::status_id)),
        favourite::id,
        page
    );
    let ids = |(id, status)| (FavouriteId::from(id), StatusId::from(status));
    Ok(found.into_iter().map(ids).collect())
}
