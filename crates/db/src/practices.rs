//! What statuses that are practices have beside, and their versions.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{practice, practice_version, status};
use crate::statuses::Page;

/// A row of `practice`: what a status that is a practice has beside.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = practice, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PracticeRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The typed record, canonical JSON.
    pub record: String,
    /// Which version of it this is, from 1.
    pub version: i32,
    /// The evidence level: a slug, or the IRI where it is unknown.
    pub evidence: Option<String>,
    /// What came of it: a slug, or the IRI where it is unknown.
    pub outcome: Option<String>,
    /// `published` or `withdrawn`.
    pub state: String,
    /// ISO 3166.
    pub region: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// What others may do with it.
    pub licence: Option<String>,
    /// The id of the organisation's actor.
    pub organisation: Option<String>,
    /// When it was last changed here.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

/// A row of `practice_version`: a version of a practice whose core was another than before.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = practice_version, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PracticeVersionRow {
    /// Of which practice.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its number, from 1.
    pub version: i32,
    /// The title that it had.
    pub title: Option<String>,
    /// The safe HTML that it had.
    pub content: String,
    /// The typed record that it had.
    pub record: String,
    /// When it was last changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub written_at: Timestamp,
}

impl PracticeRow {
    /// The `state` of what its author stands by.
    pub const PUBLISHED: &str = "published";
    /// The `state` of what its author does not stand by any more.
    pub const WITHDRAWN: &str = "withdrawn";

    /// Whether its author has withdrawn it.
    pub fn is_withdrawn(&self) -> bool {
        self.state == Self::WITHDRAWN
    }
}

/// Writes what a status has as a practice, in the place of what was there.
pub fn put(conn: &mut Conn, row: PracticeRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(practice::table)
            .values(row.clone())
            .on_conflict(practice::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// The practice of that status.
pub fn find(conn: &mut Conn, id: StatusId) -> DbResult<Option<PracticeRow>> {
    Ok(practice::table
        .find(id.get())
        .select(PracticeRow::as_select())
        .first(conn)
        .optional()?)
}

/// The same; nobody else changes it, its status or its ledger until this transaction ends.
///
/// The status first, and then what it has beside: so does whoever answers, counts or edits it, and two who want both
/// never wait for each other.
pub fn lock(conn: &mut Conn, id: StatusId) -> DbResult<Option<PracticeRow>> {
    match conn {
        Conn::Sqlite(_) => find(conn, id),
        Conn::Postgres(c) => {
            // Not so far that nobody could refer to it.
            let status: Option<i64> = status::table
                .find(id.get())
                .select(status::id)
                .for_no_key_update()
                .first(c)
                .optional()?;
            if status.is_none() {
                return Ok(None);
            }
            Ok(practice::table
                .find(id.get())
                .select(PracticeRow::as_select())
                .for_update()
                .first(c)
                .optional()?)
        }
    }
}

/// Those of these statuses that are practices.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<PracticeRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            practice::table
                .filter(practice::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(PracticeRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Practices in that state, of whoever, the newest first: each with whose it is.
pub fn page(conn: &mut Conn, state: &str, page: Page) -> DbResult<Vec<(StatusId, AccountId)>> {
    let rows: Vec<(i64, i64)> = paged!(
        conn,
        practice::table
            .filter(practice::state.eq(state))
            .select((practice::status_id, practice::account_id)),
        practice::status_id,
        page
    );
    Ok(rows.into_iter().map(ids).collect())
}

/// Practices of an account in any state, the newest first.
pub fn page_of_account(
    conn: &mut Conn,
    account: AccountId,
    page: Page,
) -> DbResult<Vec<(StatusId, AccountId)>> {
    let rows: Vec<(i64, i64)> = paged!(
        conn,
        practice::table
            .filter(practice::account_id.eq(account.get()))
            .select((practice::status_id, practice::account_id)),
        practice::status_id,
        page
    );
    Ok(rows.into_iter().map(ids).collect())
}

fn ids((status, account): (i64, i64)) -> (StatusId, AccountId) {
    (status.into(), account.into())
}

/// A status is no practice any more: neither it nor a version of it is kept.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(practice_version::table.filter(practice_version::status_id.eq(status.get())))
        .execute(conn)?;
    diesel::delete(practice::table.find(status.get())).execute(conn)?;
    Ok(())
}

/// Writes a version, in the place of what was there under its number.
pub fn put_version(conn: &mut Conn, row: PracticeVersionRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(practice_version::table)
            .values(row.clone())
            .on_conflict((practice_version::status_id, practice_version::version))
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// The versions of a practice, the newest first, at most `limit`.
pub fn versions(conn: &mut Conn, of: StatusId, limit: i64) -> DbResult<Vec<PracticeVersionRow>> {
    Ok(practice_version::table
        .filter(practice_version::status_id.eq(of.get()))
        .order(practice_version::version.desc())
        .limit(limit)
        .select(PracticeVersionRow::as_select())
        .load(conn)?)
}

/// One version of a practice.
pub fn version(
    conn: &mut Conn,
    of: StatusId,
    version: i32,
) -> DbResult<Option<PracticeVersionRow>> {
    Ok(practice_version::table
        .find((of.get(), version))
        .select(PracticeVersionRow::as_select())
        .first(conn)
        .optional()?)
}

/// The practices after `after`, the oldest first.
pub fn after(conn: &mut Conn, after: StatusId, limit: i64) -> DbResult<Vec<StatusId>> {
    let ids: Vec<i64> = practice::table
        .filter(practice::status_id.gt(after.get()))
        .order(practice::status_id.asc())
        .limit(limit)
        .select(practice::status_id)
        .load(conn)?;
    Ok(ids.into_iter().map(StatusId::from).collect())
}
