//! Emoji reactions.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ReactionId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::reaction;

/// A row of `reaction`: emoji reactions.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reaction, treat_none_as_default_value = false)]
pub struct ReactionRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ReactionId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// To which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The emoji, or `:shortcode:`.
    pub content: String,
    /// The picture of a custom one.
    pub image_url: Option<String>,
    /// The id of a remote activity.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a reaction; `false` where it is there already.
pub fn insert(conn: &mut Conn, row: ReactionRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(reaction::table)
            .values(row)
            .on_conflict((reaction::account_id, reaction::status_id, reaction::content))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// An account's reaction of that content.
pub fn find(
    conn: &mut Conn,
    by: AccountId,
    status: StatusId,
    content: &str,
) -> DbResult<Option<ReactionRow>> {
    Ok(reaction::table
        .filter(reaction::account_id.eq(by.get()))
        .filter(reaction::status_id.eq(status.get()))
        .filter(reaction::content.eq(content))
        .select(ReactionRow::as_select())
        .first(conn)
        .optional()?)
}

/// How many reactions of an account a status has.
pub fn by_id(conn: &mut Conn, id: ReactionId) -> DbResult<Option<ReactionRow>> {
    let query = reaction::table
        .find(id.get())
        .select(ReactionRow::as_select());
    Ok(query.prepared_once().get_result(conn).optional()?)
}

/// How many emojis an account reacts to a status with.
pub fn count_by(conn: &mut Conn, by: AccountId, status: StatusId) -> DbResult<i64> {
    Ok(reaction::table
        .filter(reaction::account_id.eq(by.get()))
        .filter(reaction::status_id.eq(status.get()))
        .count()
        .get_result(conn)?)
}

/// The reactions of an account, in no order that means anything, at most `limit`: for taking them away.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<ReactionRow>> {
    Ok(reaction::table
        .filter(reaction::account_id.eq(account.get()))
        .order((reaction::status_id.asc(), reaction::content.asc()))
        .limit(limit)
        .select(ReactionRow::as_select())
        .load(conn)?)
}

/// Removes a reaction; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: ReactionId) -> DbResult<bool> {
    Ok(diesel::delete(reaction::table.find(id.get())).execute(conn)? == 1)
}

/// The reactions of those statuses.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<ReactionRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            reaction::table
                .filter(reaction::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((reaction::status_id.asc(), reaction::id.asc()))
                .select(ReactionRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Removes the reactions of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(reaction::table.filter(reaction::status_id.eq(status.get()))).execute(conn)?;
    Ok(())
}
