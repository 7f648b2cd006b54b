//! Questions on a hub.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Visibility};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::paging::paged;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{question, status};
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

/// Those that somebody else has answered so that everybody may read it, or those that nobody has; the newest first.
pub fn page_of(conn: &mut Conn, is_answered: bool, page: Page) -> DbResult<Vec<QuestionRow>> {
    let all = question::table.select(QuestionRow::as_select());
    let answer = status::table
        .filter(status::in_reply_to_id.eq(question::status_id.nullable()))
        .filter(status::account_id.ne(question::account_id))
        .filter(status::visibility.le(Visibility::Unlisted.as_i32()))
        .filter(status::deleted_at.is_null());
    Ok(if is_answered {
        paged!(conn, all.filter(exists(answer)), question::status_id, page)
    } else {
        let open = all.filter(not(exists(answer)));
        paged!(conn, open, question::status_id, page)
    })
}
