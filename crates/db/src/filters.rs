//! What people do not want to see.

use diesel::prelude::*;
use staffroom_domain::{AccountId, FilterId, FilterKeywordId, FilterStatusId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{filter, filter_keyword, filter_status};

/// A row of `filter`: what somebody does not want to see, or not at first.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = filter, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct FilterRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FilterId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// What its owner calls it.
    pub title: String,
    /// In which lists it counts, a bit for each.
    pub contexts: i32,
    /// `warn`, `hide` or `blur`.
    pub action: String,
    /// Microseconds since the Unix epoch; from when on it counts no more.
    pub expires_at: Option<i64>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `filter_keyword`: the words and phrases of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = filter_keyword, treat_none_as_default_value = false)]
pub struct FilterKeywordRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FilterKeywordId,
    /// Of which filter.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub filter_id: FilterId,
    /// As its owner wrote it.
    pub keyword: String,
    /// Whether it counts only where it is a whole word.
    pub whole_word: bool,
}

/// A row of `filter_status`: the single statuses of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = filter_status, treat_none_as_default_value = false)]
pub struct FilterStatusRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FilterStatusId,
    /// Of which filter.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub filter_id: FilterId,
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// Adds a filter.
pub fn insert(conn: &mut Conn, row: FilterRow) -> DbResult<()> {
    diesel::insert_into(filter::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes every column of a filter again.
pub fn update(conn: &mut Conn, row: FilterRow) -> DbResult<()> {
    diesel::update(filter::table.find(row.id.get()))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Removes a filter with its keywords and statuses; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: FilterId) -> DbResult<bool> {
    Ok(diesel::delete(filter::table.find(id.get())).execute(conn)? == 1)
}

/// Removes all filters of an account.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    diesel::delete(filter::table.filter(filter::account_id.eq(account.get()))).execute(conn)?;
    Ok(())
}

/// The filter of that id.
pub fn find(conn: &mut Conn, id: FilterId) -> DbResult<Option<FilterRow>> {
    Ok(filter::table
        .find(id.get())
        .select(FilterRow::as_select())
        .first(conn)
        .optional()?)
}

/// The filters of an account, the first made first.
pub fn of_account(conn: &mut Conn, account: AccountId) -> DbResult<Vec<FilterRow>> {
    Ok(filter::table
        .filter(filter::account_id.eq(account.get()))
        .order(filter::id.asc())
        .select(FilterRow::as_select())
        .load(conn)?)
}

/// Adds a keyword.
pub fn insert_keyword(conn: &mut Conn, row: FilterKeywordRow) -> DbResult<()> {
    diesel::insert_into(filter_keyword::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes every column of a keyword again.
pub fn update_keyword(conn: &mut Conn, row: FilterKeywordRow) -> DbResult<()> {
    diesel::update(filter_keyword::table.find(row.id.get()))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Removes a keyword; `false` where it is gone.
pub fn delete_keyword(conn: &mut Conn, id: FilterKeywordId) -> DbResult<bool> {
    Ok(diesel::delete(filter_keyword::table.find(id.get())).execute(conn)? == 1)
}

/// The keyword of that id.
pub fn find_keyword(conn: &mut Conn, id: FilterKeywordId) -> DbResult<Option<FilterKeywordRow>> {
    Ok(filter_keyword::table
        .find(id.get())
        .select(FilterKeywordRow::as_select())
        .first(conn)
        .optional()?)
}

/// The keywords of those filters, the first made first.
pub fn keywords(conn: &mut Conn, filters: &[FilterId]) -> DbResult<Vec<FilterKeywordRow>> {
    let mut rows = Vec::new();
    for chunk in filters.chunks(crate::CHUNK) {
        rows.extend(
            filter_keyword::table
                .filter(filter_keyword::filter_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((filter_keyword::filter_id.asc(), filter_keyword::id.asc()))
                .select(FilterKeywordRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Adds a status; `false` where it is in the filter already.
pub fn insert_status(conn: &mut Conn, row: FilterStatusRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(filter_status::table)
            .values(row)
            .on_conflict((filter_status::filter_id, filter_status::status_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Takes a status out of a filter; `false` where it is gone.
pub fn delete_status(conn: &mut Conn, id: FilterStatusId) -> DbResult<bool> {
    Ok(diesel::delete(filter_status::table.find(id.get())).execute(conn)? == 1)
}

/// The status of a filter with that id.
pub fn find_status(conn: &mut Conn, id: FilterStatusId) -> DbResult<Option<FilterStatusRow>> {
    Ok(filter_status::table
        .find(id.get())
        .select(FilterStatusRow::as_select())
        .first(conn)
        .optional()?)
}

/// The statuses of those filters, the first added first.
pub fn statuses(conn: &mut Conn, filters: &[FilterId]) -> DbResult<Vec<FilterStatusRow>> {
    let mut rows = Vec::new();
    for chunk in filters.chunks(crate::CHUNK) {
        rows.extend(
            filter_status::table
                .filter(filter_status::filter_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((
                    filter_status::filter_id.asc(),
                    filter_status::status_id.asc(),
                ))
                .select(FilterStatusRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Which of those statuses are in which of those filters.
pub fn among(
    conn: &mut Conn,
    filters: &[FilterId],
    ids: &[StatusId],
) -> DbResult<Vec<(FilterId, StatusId)>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let pairs: Vec<(i64, i64)> = filter_status::table
            .filter(filter_status::filter_id.eq_any(padded(filters.iter().map(|id| id.get()))))
            .filter(filter_status::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select((filter_status::filter_id, filter_status::status_id))
            .prepared_once()
            .load(conn)?;
        let ids = |(filter, status)| (FilterId::from(filter), StatusId::from(status));
        found.extend(pairs.into_iter().map(ids));
    }
    Ok(found)
}

/// Takes a status out of all filters.
pub fn remove_status(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(filter_status::table.filter(filter_status::status_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}
