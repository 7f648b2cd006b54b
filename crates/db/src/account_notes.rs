//! What people here note about others, for themselves.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::account_note;

/// A row of `account_note`: what somebody here notes about somebody.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_note, treat_none_as_default_value = false)]
pub struct NoteRow {
    /// Who notes.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// About whom.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// What, plain text.
    pub comment: String,
    /// When it was last changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

/// Writes a note in place of an earlier one about the same.
pub fn upsert(conn: &mut Conn, row: NoteRow) -> DbResult<()> {
    let changes = (
        account_note::comment.eq(row.comment.clone()),
        account_note::updated_at.eq(row.updated_at.as_micros()),
    );
    each_backend!(conn, c => diesel::insert_into(account_note::table)
        .values(row)
        .on_conflict((account_note::account_id, account_note::target_id))
        .do_update()
        .set(changes)
        .prepared_once().execute(c))?;
    Ok(())
}

/// Removes a note; `false` where there is none.
pub fn delete(conn: &mut Conn, account: AccountId, target: AccountId) -> DbResult<bool> {
    let found = account_note::table.find((account.get(), target.get()));
    Ok(diesel::delete(found).execute(conn)? == 1)
}

/// What `account` notes about those accounts.
pub fn among(conn: &mut Conn, account: AccountId, targets: &[AccountId]) -> DbResult<Vec<NoteRow>> {
    let mut rows = Vec::new();
    for chunk in targets.chunks(crate::CHUNK) {
        let found: Vec<NoteRow> = account_note::table
            .filter(account_note::account_id.eq(account.get()))
            .filter(account_note::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(NoteRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Notes of an account, in no order that means anything, at most `limit`: for taking them away.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<NoteRow>> {
    Ok(account_note::table
        .filter(account_note::account_id.eq(account.get()))
        .order(account_note::target_id.asc())
        .limit(limit)
        .select(NoteRow::as_select())
        .load(conn)?)
}
