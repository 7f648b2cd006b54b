//! What is not published yet.

use diesel::prelude::*;
use staffroom_domain::{AccountId, DraftId, StatusId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::run::{RunQueryDsl, SelectableHelper, load_boxed};
use crate::schema::draft;

/// A row of `draft`: a practice, an adoption or an outcome that is not published yet.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = draft, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct DraftRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: DraftId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `practice`, `adoption` or `outcome`.
    pub kind: String,
    /// Of a practice: what it is called.
    pub title: String,
    /// Of a practice its description, else what is said beside the record.
    pub text: String,
    /// The members of the record as far as they are known: JSON.
    pub record: String,
    /// Of a practice: the members of its author's own result.
    pub result: Option<String>,
    /// The practice that it is about.
    pub about_id: Option<i64>,
    /// The practice that it changes.
    pub edits_id: Option<i64>,
    /// The post that it was made of.
    pub source_id: Option<i64>,
    /// What was said in that post and in answers, as plain lines.
    pub said: String,
    /// Who may see it once it is published.
    pub visibility: Option<i32>,
    /// BCP 47.
    pub language: Option<String>,
    /// Counts changes, so that nobody overwrites what they have not seen.
    pub version: i32,
    /// When it was begun.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it was changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
    /// When its author was told that it goes soon.
    pub noticed_at: Option<i64>,
    /// The form that wrote this version by itself, while somebody typed.
    pub editor: Option<String>,
    /// Counts what that form sent.
    pub turn: i32,
}

/// Adds one.
pub fn insert(conn: &mut Conn, row: DraftRow) -> DbResult<()> {
    diesel::insert_into(draft::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Puts a new version in the place of the one with the number `before`; `false` where there is none.
pub fn update(conn: &mut Conn, row: &DraftRow, before: i32) -> DbResult<bool> {
    let place = draft::table
        .find(row.id.get())
        .filter(draft::version.eq(before));
    Ok(diesel::update(place).set(row.clone()).execute(conn)? == 1)
}

/// The one of that id.
pub fn find(conn: &mut Conn, id: DraftId) -> DbResult<Option<DraftRow>> {
    Ok(draft::table
        .find(id.get())
        .select(DraftRow::as_select())
        .first(conn)
        .optional()?)
}

/// The one that was made of that post.
pub fn of_source(conn: &mut Conn, source: StatusId) -> DbResult<Option<DraftRow>> {
    Ok(draft::table
        .filter(draft::source_id.eq(source.get()))
        .select(DraftRow::as_select())
        .first(conn)
        .optional()?)
}

/// The one by which an account changes that practice.
pub fn of_edit(
    conn: &mut Conn,
    account: AccountId,
    practice: StatusId,
) -> DbResult<Option<DraftRow>> {
    Ok(draft::table
        .filter(draft::account_id.eq(account.get()))
        .filter(draft::edits_id.eq(practice.get()))
        .order(draft::id.desc())
        .select(DraftRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of an account, the last begun first.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<DraftRow>> {
    Ok(draft::table
        .filter(draft::account_id.eq(account.get()))
        .order(draft::id.desc())
        .limit(limit)
        .select(DraftRow::as_select())
        .load(conn)?)
}

/// How many an account has.
pub fn count(conn: &mut Conn, account: AccountId) -> DbResult<i64> {
    Ok(draft::table
        .filter(draft::account_id.eq(account.get()))
        .count()
        .get_result(conn)?)
}

/// Those that nobody has changed since then, the longest forgotten first; `noticed`: whose authors were told before.
pub fn forgotten(
    conn: &mut Conn,
    since: Timestamp,
    noticed_before: Option<Timestamp>,
    limit: i64,
) -> DbResult<Vec<DraftRow>> {
    let mut rows = draft::table
        .filter(draft::updated_at.lt(since.as_micros()))
        .into_boxed();
    rows = match noticed_before {
        Some(before) => rows.filter(draft::noticed_at.lt(before.as_micros())),
        None => rows.filter(draft::noticed_at.is_null()),
    };
    let rows = rows
        .order((draft::updated_at.asc(), draft::id.asc()))
        .limit(limit)
        .select(DraftRow::as_select());
    Ok(load_boxed(rows, conn)?)
}

/// Notes that its author was told that it goes soon.
pub fn set_noticed(conn: &mut Conn, id: DraftId, at: Timestamp) -> DbResult<()> {
    diesel::update(draft::table.find(id.get()))
        .set(draft::noticed_at.eq(at.as_micros()))
        .execute(conn)?;
    Ok(())
}

/// Removes one; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: DraftId) -> DbResult<bool> {
    Ok(diesel::delete(draft::table.find(id.get())).execute(conn)? == 1)
}

/// Removes one that is still at this version; `false` where it is gone, or another by now.
pub fn delete_version(conn: &mut Conn, id: DraftId, version: i32) -> DbResult<bool> {
    let still = draft::table
        .find(id.get())
        .filter(draft::version.eq(version));
    Ok(diesel::delete(still).execute(conn)? == 1)
}

/// Removes all of an account.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    let theirs = draft::table.filter(draft::account_id.eq(account.get()));
    diesel::delete(theirs).execute(conn)?;
    Ok(())
}
