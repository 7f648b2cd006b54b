//! Threads of which people want to hear no more.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{status, thread_mute};

/// A row of `thread_mute`: threads of which people want to hear no more.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = thread_mute, treat_none_as_default_value = false)]
pub struct ThreadMuteRow {
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which: the first status of the thread as far as it is here.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub thread_id: StatusId,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Mutes a thread; `false` where it is muted already.
pub fn insert(conn: &mut Conn, row: ThreadMuteRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(thread_mute::table)
            .values(row)
            .on_conflict((thread_mute::account_id, thread_mute::thread_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Mutes a thread no more; `false` where it was not muted.
pub fn delete(conn: &mut Conn, by: AccountId, thread: StatusId) -> DbResult<bool> {
    Ok(diesel::delete(thread_mute::table.find((by.get(), thread.get()))).execute(conn)? == 1)
}

/// Removes all mutes of an account.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    let theirs = thread_mute::table.filter(thread_mute::account_id.eq(account.get()));
    diesel::delete(theirs).execute(conn)?;
    Ok(())
}

/// Whether somebody mutes the thread of a status.
pub fn covers(conn: &mut Conn, by: AccountId, of: StatusId) -> DbResult<bool> {
    let thread = status::table.find(of.get()).select(status::thread_id);
    let found: Option<i64> = thread_mute::table
        .filter(thread_mute::account_id.eq(by.get()))
        .filter(thread_mute::thread_id.eq_any(thread))
        .select(thread_mute::thread_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// A thread turned out to be a part of another: whoever mutes it, mutes that.
pub fn carry_over(conn: &mut Conn, from: StatusId, to: StatusId) -> DbResult<()> {
    let rows: Vec<ThreadMuteRow> = thread_mute::table
        .filter(thread_mute::thread_id.eq(from.get()))
        .select(ThreadMuteRow::as_select())
        .load(conn)?;
    for row in rows {
        delete(conn, row.account_id, from)?;
        insert(
            conn,
            ThreadMuteRow {
                thread_id: to,
                ..row
            },
        )?;
    }
    Ok(())
}
