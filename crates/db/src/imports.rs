//! What somebody brings along in a file, line by line.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ImportId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::data_import;

/// A row of `data_import`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = data_import, treat_none_as_default_value = false)]
pub struct ImportRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ImportId,
    /// Who brings it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// What it is, by its name.
    pub kind: String,
    /// Whether what is not in the file goes.
    pub overwrite: bool,
    /// The lines, as JSON; empty when it is finished.
    pub content: String,
    /// How many lines it has.
    pub total: i64,
    /// How many of them were looked at.
    pub done: i64,
    /// How many of those were not taken.
    pub failed: i64,
    /// Some of those, as JSON.
    pub problems: String,
    /// When it came.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when it was finished.
    pub finished_at: Option<i64>,
}

/// Adds one.
pub fn insert(conn: &mut Conn, row: ImportRow) -> DbResult<()> {
    diesel::insert_into(data_import::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The one of that id.
pub fn find(conn: &mut Conn, id: ImportId) -> DbResult<Option<ImportRow>> {
    Ok(data_import::table
        .find(id.get())
        .select(ImportRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of an account, the latest first, without their lines.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<ImportRow>> {
    let rows = data_import::table
        .filter(data_import::account_id.eq(account.get()))
        .order(data_import::id.desc())
        .limit(limit)
        .select((
            data_import::id,
            data_import::account_id,
            data_import::kind,
            data_import::overwrite,
            diesel::dsl::sql::<diesel::sql_types::Text>("''"),
            data_import::total,
            data_import::done,
            data_import::failed,
            data_import::problems,
            data_import::created_at,
            data_import::finished_at,
        ));
    Ok(rows.load(conn)?)
}

/// Notes how far it is.
pub fn advance(
    conn: &mut Conn,
    id: ImportId,
    (done, failed): (i64, i64),
    problems: &str,
) -> DbResult<()> {
    diesel::update(data_import::table.find(id.get()))
        .set((
            data_import::done.eq(done),
            data_import::failed.eq(failed),
            data_import::problems.eq(problems),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Writes its lines anew.
pub fn rewrite(conn: &mut Conn, id: ImportId, content: &str) -> DbResult<()> {
    diesel::update(data_import::table.find(id.get()))
        .set(data_import::content.eq(content))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// It is finished; its lines go.
pub fn finish(conn: &mut Conn, id: ImportId, now: Timestamp) -> DbResult<()> {
    diesel::update(data_import::table.find(id.get()))
        .set((
            data_import::content.eq(""),
            data_import::finished_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Whether one of that account that came since then is not finished.
pub fn is_running(conn: &mut Conn, account: AccountId, since: Timestamp) -> DbResult<bool> {
    let running = data_import::table
        .filter(data_import::account_id.eq(account.get()))
        .filter(data_import::created_at.gt(since.as_micros()))
        .filter(data_import::finished_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(running)).get_result(conn)?)
}

/// Removes those of an account that are older than that one.
pub fn delete_before(conn: &mut Conn, account: AccountId, id: ImportId) -> DbResult<()> {
    let older = data_import::table
        .filter(data_import::account_id.eq(account.get()))
        .filter(data_import::id.lt(id.get()));
    diesel::delete(older).execute(conn)?;
    Ok(())
}

/// Removes all of an account.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    diesel::delete(data_import::table.filter(data_import::account_id.eq(account.get())))
        .execute(conn)?;
    Ok(())
}
