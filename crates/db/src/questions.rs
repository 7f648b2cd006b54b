//! Questions on a hub.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::paging::paged;
use crate::schema::question;
use crate::statuses::Page;

/// A row of `question`: that a status asks whether somebody has tried something.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = question, treat_none_as_default_value = false)]
pub struct QuestionRow {
    /// The status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who asks.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// What it is about: the paths of concepts, such as `tech/ai`, with spaces between.
    pub concepts: String,
}

/// Writes a new one.
pub fn insert(conn: &mut Conn, row: QuestionRow) -> DbResult<()> {
    diesel::insert_into(question::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// That of a status.
pub fn find(conn: &mut Conn, status: StatusId) -> DbResult<Option<QuestionRow>> {
    Ok(question::table
        .find(status.get())
        .select(QuestionRow::as_select())
        .first(conn)
        .optional()?)
}

/// How much somebody has asked after that id.
pub fn count_since(conn: &mut Conn, account: AccountId, after: StatusId) -> DbResult<i64> {
    Ok(question::table
        .filter(question::account_id.eq(account.get()))
        .filter(question::status_id.gt(after.get()))
        .count()
        .get_result(conn)?)
}

/// All, the newest first.
pub fn page(conn: &mut Conn, page: Page) -> DbResult<Vec<QuestionRow>> {
    Ok(paged!(
        conn,
        question::table.select(QuestionRow::as_select()),
        question::status_id,
        page
    ))
}
