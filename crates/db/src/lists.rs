//! Lists that people keep, who is in them, and their timelines.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ListId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::home::RECENT;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{list, list_entry, list_member};
use crate::statuses::Page;

/// A row of `list`: a timeline of some of those whom somebody here follows.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = list, treat_none_as_default_value = false)]
pub struct ListRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ListId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// What it is called.
    pub title: String,
    /// Which answers it shows: `followed`, `list` or `none`.
    pub replies_policy: String,
    /// Whether its members are not in the home timeline.
    pub exclusive: bool,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `list_member`: who is in a list.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = list_member, treat_none_as_default_value = false)]
pub struct ListMemberRow {
    /// In which list.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub list_id: ListId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
}

/// A row of `list_entry`: what stands in the timeline of a list.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = list_entry, treat_none_as_default_value = false)]
pub struct ListEntryRow {
    /// Of which list.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub list_id: ListId,
    /// Which status or boost.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// What a boost boosts; otherwise the status itself.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub original_id: StatusId,
}

/// Adds a list.
pub fn insert(conn: &mut Conn, row: ListRow) -> DbResult<()> {
    diesel::insert_into(list::table).values(row).execute(conn)?;
    Ok(())
}

/// The list of that id.
pub fn find(conn: &mut Conn, id: ListId) -> DbResult<Option<ListRow>> {
    Ok(list::table
        .find(id.get())
        .select(ListRow::as_select())
        .first(conn)
        .optional()?)
}

/// The lists of an account, the oldest first, at most `limit`.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<ListRow>> {
    Ok(list::table
        .filter(list::account_id.eq(account.get()))
        .order(list::id.asc())
        .limit(limit)
        .select(ListRow::as_select())
        .load(conn)?)
}

/// Writes a list again.
pub fn update(conn: &mut Conn, row: ListRow) -> DbResult<()> {
    let id = row.id.get();
    diesel::update(list::table.find(id))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Removes a list and its timeline.
pub fn delete(conn: &mut Conn, id: ListId) -> DbResult<bool> {
    Ok(diesel::delete(list::table.find(id.get())).execute(conn)? == 1)
}

/// Puts people into a list; those who are in it stay.
pub fn add_members(conn: &mut Conn, id: ListId, members: &[AccountId]) -> DbResult<()> {
    for chunk in members.chunks(crate::CHUNK) {
        let rows: Vec<ListMemberRow> = chunk
            .iter()
            .map(|member| ListMemberRow {
                list_id: id,
                account_id: *member,
            })
            .collect();
        each_backend!(conn, c => {
            diesel::insert_into(list_member::table)
                .values(rows)
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// Takes people out of a list.
pub fn remove_members(conn: &mut Conn, id: ListId, members: &[AccountId]) -> DbResult<()> {
    for chunk in members.chunks(crate::CHUNK) {
        let rows = list_member::table
            .filter(list_member::list_id.eq(id.get()))
            .filter(list_member::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))));
        diesel::delete(rows).prepared_once().execute(conn)?;
    }
    Ok(())
}

/// Which of those accounts are in a list.
pub fn members_among(
    conn: &mut Conn,
    id: ListId,
    accounts: &[AccountId],
) -> DbResult<Vec<AccountId>> {
    let mut members = Vec::new();
    for chunk in accounts.chunks(crate::CHUNK) {
        let found: Vec<i64> = list_member::table
            .filter(list_member::list_id.eq(id.get()))
            .filter(list_member::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(list_member::account_id)
            .prepared_once()
            .load(conn)?;
        members.extend(found.into_iter().map(AccountId::from));
    }
    Ok(members)
}

/// A part of those who are in a list, by the ids of their accounts.
pub fn members(conn: &mut Conn, id: ListId, page: Page) -> DbResult<Vec<AccountId>> {
    let query = list_member::table
        .filter(list_member::list_id.eq(id.get()))
        .select(list_member::account_id);
    let ids: Vec<i64> = paged!(conn, query, list_member::account_id, page);
    Ok(ids.into_iter().map(AccountId::from).collect())
}

/// All lists that an account is in, whoever keeps them.
pub fn with_member(conn: &mut Conn, member: AccountId) -> DbResult<Vec<ListRow>> {
    Ok(list_member::table
        .inner_join(list::table)
        .filter(list_member::account_id.eq(member.get()))
        .select(ListRow::as_select())
        .load(conn)?)
}

/// Who in the lists of `owner` is in which, of those accounts.
pub fn memberships(
    conn: &mut Conn,
    owner: AccountId,
    accounts: &[AccountId],
) -> DbResult<Vec<(ListId, AccountId)>> {
    let mut rows = Vec::new();
    for chunk in accounts.chunks(crate::CHUNK) {
        let found: Vec<(i64, i64)> = list_member::table
            .inner_join(list::table)
            .filter(list_member::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(list::account_id.eq(owner.get()))
            .select((list_member::list_id, list_member::account_id))
            .prepared_once()
            .load(conn)?;
        rows.extend(found.into_iter().map(|(id, who)| (id.into(), who.into())));
    }
    Ok(rows)
}

/// Puts statuses into the timelines of lists.
pub fn add_entries(conn: &mut Conn, rows: &[ListEntryRow]) -> DbResult<()> {
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(list_entry::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// A part of the timeline of a list, the newest first.
pub fn page(conn: &mut Conn, id: ListId, page: Page) -> DbResult<Vec<StatusId>> {
    let query = list_entry::table
        .filter(list_entry::list_id.eq(id.get()))
        .select(list_entry::status_id);
    let ids: Vec<i64> = paged!(conn, query, list_entry::status_id, page);
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// Takes statuses out of the timeline of a list.
pub fn remove_entries(conn: &mut Conn, id: ListId, statuses: &[StatusId]) -> DbResult<()> {
    for chunk in statuses.chunks(crate::CHUNK) {
        let rows = list_entry::table
            .filter(list_entry::list_id.eq(id.get()))
            .filter(list_entry::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))));
        diesel::delete(rows).prepared_once().execute(conn)?;
    }
    Ok(())
}

/// Takes a status, and the boosts of it, out of the timelines of all lists.
pub fn remove_status(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(list_entry::table.filter(list_entry::original_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}

/// Takes one entry, a status or a boost of `original`, out of the timelines of all lists.
pub fn remove_entry(conn: &mut Conn, status: StatusId, original: StatusId) -> DbResult<()> {
    let entries = list_entry::table
        .filter(list_entry::original_id.eq(original.get()))
        .filter(list_entry::status_id.eq(status.get()));
    diesel::delete(entries).execute(conn)?;
    Ok(())
}

/// In the timelines of which lists a status, or a boost of it, stands among the newest.
pub fn recently_with(conn: &mut Conn, original: StatusId) -> DbResult<Vec<ListId>> {
    let newest = diesel::alias!(list_entry as newest);
    let last_of_newest = newest
        .filter(newest.field(list_entry::list_id).eq(list_entry::list_id))
        .order(newest.field(list_entry::status_id).desc())
        .offset(RECENT - 1)
        .limit(1)
        .select(newest.field(list_entry::status_id))
        .single_value();
    let found: Vec<i64> = list_entry::table
        .filter(list_entry::original_id.eq(original.get()))
        .filter(
            last_of_newest
                .is_null()
                .or(list_entry::status_id.nullable().ge(last_of_newest)),
        )
        .select(list_entry::list_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(ListId::from).collect())
}

/// The first list after that one that has a timeline.
pub fn next_with_entries(conn: &mut Conn, after: ListId) -> DbResult<Option<ListId>> {
    let found: Option<i64> = list_entry::table
        .filter(list_entry::list_id.gt(after.get()))
        .order(list_entry::list_id.asc())
        .select(list_entry::list_id)
        .first(conn)
        .optional()?;
    Ok(found.map(ListId::from))
}

/// Cuts the timeline of a list to its newest `keep`; gives how many went.
pub fn prune(conn: &mut Conn, id: ListId, keep: i64) -> DbResult<usize> {
    let cut: Option<i64> = list_entry::table
        .filter(list_entry::list_id.eq(id.get()))
        .order(list_entry::status_id.desc())
        .offset(keep)
        .select(list_entry::status_id)
        .first(conn)
        .optional()?;
    let Some(cut) = cut else { return Ok(0) };
    let old = list_entry::table
        .filter(list_entry::list_id.eq(id.get()))
        .filter(list_entry::status_id.le(cut));
    Ok(diesel::delete(old).execute(conn)?)
}
