//! Direct posts, gathered by who is in them and the thread.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use staffroom_domain::{AccountId, ConversationId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{conversation, conversation_status};
use crate::statuses::Page;

/// A row of `conversation`: direct posts among the same people, as one of those here sees them.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = conversation, treat_none_as_default_value = false)]
pub struct ConversationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ConversationId,
    /// Who sees it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The first status of its thread.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub thread_id: StatusId,
    /// The ids of the others, ascending, with commas between them.
    pub participants: String,
    /// Its newest status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub last_status_id: StatusId,
    /// Whether there is something that they have not read.
    pub unread: bool,
}

/// A row of `conversation_status`: the posts of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = conversation_status, treat_none_as_default_value = false)]
pub struct ConversationStatusRow {
    /// Of which conversation.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub conversation_id: ConversationId,
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// The conversation of that id.
pub fn find(conn: &mut Conn, id: ConversationId) -> DbResult<Option<ConversationRow>> {
    Ok(conversation::table
        .find(id.get())
        .select(ConversationRow::as_select())
        .first(conn)
        .optional()?)
}

/// The conversations of those ids; those that are gone are left out.
pub fn find_many(conn: &mut Conn, ids: &[ConversationId]) -> DbResult<Vec<ConversationRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let found: Vec<ConversationRow> = conversation::table
            .filter(conversation::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(ConversationRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// The conversation of an account with those participants in that thread.
fn among(
    conn: &mut Conn,
    account: AccountId,
    thread: StatusId,
    participants: &str,
) -> DbResult<Option<ConversationRow>> {
    Ok(conversation::table
        .filter(conversation::account_id.eq(account.get()))
        .filter(conversation::thread_id.eq(thread.get()))
        .filter(conversation::participants.eq(participants))
        .select(ConversationRow::as_select())
        .first(conn)
        .optional()?)
}

/// Adds a conversation. Where there is one of that account with those participants in that thread, that one
/// is told of the status: whether it is its newest, and whether it has been read. Gives its id.
pub fn put(conn: &mut Conn, row: ConversationRow) -> DbResult<ConversationId> {
    let last = row.last_status_id.get();
    let newest = case_when(
        conversation::last_status_id.lt(last),
        last.into_sql::<BigInt>(),
    )
    .otherwise(conversation::last_status_id);
    let changes = (
        conversation::last_status_id.eq(newest),
        conversation::unread.eq(row.unread),
    );
    let id: i64 = each_backend!(conn, c => diesel::insert_into(conversation::table)
        .values(row)
        .on_conflict((
            conversation::account_id,
            conversation::thread_id,
            conversation::participants,
        ))
        .do_update()
        .set(changes)
        .returning(conversation::id)
        .prepared_once()
        .get_result(c))?;
    Ok(id.into())
}

/// A thread has become part of another, and its conversations with it. Those that are the same then become
/// one.
pub fn carry_over(conn: &mut Conn, from: StatusId, to: StatusId) -> DbResult<()> {
    if from == to {
        return Ok(());
    }
    let rows: Vec<ConversationRow> = conversation::table
        .filter(conversation::thread_id.eq(from.get()))
        .order(conversation::id.asc())
        .select(ConversationRow::as_select())
        .prepared_once()
        .load(conn)?;
    for row in rows {
        match among(conn, row.account_id, to, &row.participants)? {
            Some(there) => join(conn, &row, &there)?,
            None => {
                diesel::update(conversation::table.find(row.id.get()))
                    .set(conversation::thread_id.eq(to.get()))
                    .prepared_once()
                    .execute(conn)?;
            }
        }
    }
    Ok(())
}

fn join(conn: &mut Conn, row: &ConversationRow, there: &ConversationRow) -> DbResult<()> {
    let its = conversation_status::table
        .filter(conversation_status::conversation_id.eq(row.id.get()))
        .select((
            there.id.get().into_sql::<BigInt>(),
            conversation_status::status_id,
        ));
    each_backend!(conn, c => diesel::insert_into(conversation_status::table)
        .values(its)
        .into_columns((conversation_status::conversation_id, conversation_status::status_id))
        .on_conflict_do_nothing()
        .prepared_once()
        .execute(c))?;
    let last = there.last_status_id.max(row.last_status_id);
    set_last(conn, there.id, last, there.unread || row.unread)?;
    delete(conn, row.id)?;
    Ok(())
}

/// Adds a status to a conversation.
pub fn add_status(conn: &mut Conn, id: ConversationId, status: StatusId) -> DbResult<()> {
    let row = ConversationStatusRow {
        conversation_id: id,
        status_id: status,
    };
    each_backend!(conn, c => {
        diesel::insert_into(conversation_status::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(())
}

/// Writes which status is the newest, and whether it has been read.
pub fn set_last(conn: &mut Conn, id: ConversationId, last: StatusId, unread: bool) -> DbResult<()> {
    diesel::update(conversation::table.find(id.get()))
        .set((
            conversation::last_status_id.eq(last.get()),
            conversation::unread.eq(unread),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Which conversations a status is in.
pub fn with_status(conn: &mut Conn, status: StatusId) -> DbResult<Vec<ConversationRow>> {
    Ok(conversation_status::table
        .inner_join(conversation::table)
        .filter(conversation_status::status_id.eq(status.get()))
        .select(ConversationRow::as_select())
        .load(conn)?)
}

/// Takes a status out of all conversations.
pub fn remove_status(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(
        conversation_status::table.filter(conversation_status::status_id.eq(status.get())),
    )
    .execute(conn)?;
    Ok(())
}

/// The newest status of a conversation.
pub fn newest(conn: &mut Conn, id: ConversationId) -> DbResult<Option<StatusId>> {
    let found: Option<i64> = conversation_status::table
        .filter(conversation_status::conversation_id.eq(id.get()))
        .order(conversation_status::status_id.desc())
        .select(conversation_status::status_id)
        .first(conn)
        .optional()?;
    Ok(found.map(StatusId::from))
}

/// Removes a conversation.
pub fn delete(conn: &mut Conn, id: ConversationId) -> DbResult<bool> {
    Ok(diesel::delete(conversation::table.find(id.get())).execute(conn)? == 1)
}

/// A part of the conversations of an account, those with the newest statuses first: ordered, and bounded,
/// by these.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<ConversationRow>> {
    let query = conversation::table
        .filter(conversation::account_id.eq(account.get()))
        .select(ConversationRow::as_select());
    Ok(paged!(conn, query, conversation::last_status_id, page))
}

/// Removes the conversations of an account, at most `limit`; gives how many.
pub fn delete_of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let rows = page(
        conn,
        account,
        Page {
            limit,
            ..Page::default()
        },
    )?;
    for row in &rows {
        delete(conn, row.id)?;
    }
    Ok(rows.len())
}
