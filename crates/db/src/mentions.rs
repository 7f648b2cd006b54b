//! Who is addressed in a status.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::mention;

/// A row of `mention`: who is addressed in a status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mention, treat_none_as_default_value = false)]
pub struct MentionRow {
    /// In which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Addressed without being named in the text.
    pub silent: bool,
}

/// Adds whom a status addresses.
pub fn insert_many(conn: &mut Conn, rows: &[MentionRow]) -> DbResult<()> {
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(mention::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// Who is addressed in each of those statuses.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<MentionRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            mention::table
                .filter(mention::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((mention::status_id.asc(), mention::account_id.asc()))
                .select(MentionRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Removes the addressees of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(mention::table.filter(mention::status_id.eq(status.get()))).execute(conn)?;
    Ok(())
}

/// Whether a status addresses an account.
pub fn has(conn: &mut Conn, status: StatusId, account: AccountId) -> DbResult<bool> {
    let of_pair = mention::table
        .find((status.get(), account.get()))
        .select(mention::status_id);
    Ok(diesel::select(diesel::dsl::exists(of_pair)).get_result(conn)?)
}

/// Which of those statuses address an account.
pub fn among(conn: &mut Conn, account: AccountId, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let found: Vec<i64> = mention::table
        .filter(
            mention::account_id
                .eq(account.get())
                .and(mention::status_id.eq_any(padded(ids.iter().map(|id| id.get())))),
        )
        .select(mention::status_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(StatusId::from).collect())
}
