//! Client programs, and the tokens that they have for themselves.

use diesel::prelude::*;
use staffroom_domain::{ApplicationId, ApplicationTokenId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{access_token, application, application_token};

/// A row of `application`. Only a digest of the secret is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = application, treat_none_as_default_value = false)]
pub struct ApplicationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ApplicationId,
    /// By which it says who it is.
    pub client_id: String,
    /// SHA-256.
    pub secret_hash: Vec<u8>,
    /// What it calls itself.
    pub name: String,
    /// Its page.
    pub website: Option<String>,
    /// Where people may be sent back to, one a line.
    pub redirect_uris: String,
    /// What it may ask for, separated by spaces.
    pub scopes: String,
    /// When it introduced itself.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it last asked for a token, to the day.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub last_used_at: Timestamp,
}

/// A row of `application_token`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = application_token, treat_none_as_default_value = false)]
pub struct ApplicationTokenRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ApplicationTokenId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub application_id: ApplicationId,
    /// SHA-256.
    pub token_hash: Vec<u8>,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Stores a program.
pub fn insert(conn: &mut Conn, row: ApplicationRow) -> DbResult<()> {
    diesel::insert_into(application::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The program of that id.
pub fn find(conn: &mut Conn, id: ApplicationId) -> DbResult<Option<ApplicationRow>> {
    Ok(application::table
        .find(id.get())
        .select(ApplicationRow::as_select())
        .first(conn)
        .optional()?)
}

/// The program that says it is this.
pub fn find_by_client_id(conn: &mut Conn, client_id: &str) -> DbResult<Option<ApplicationRow>> {
    Ok(application::table
        .filter(application::client_id.eq(client_id))
        .select(ApplicationRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of these ids, in no order.
pub fn find_many(conn: &mut Conn, ids: &[ApplicationId]) -> DbResult<Vec<ApplicationRow>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        let rows: Vec<ApplicationRow> = application::table
            .filter(application::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(ApplicationRow::as_select())
            .prepared_once()
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Notes that a program was used. The caller does not do so on each use.
pub fn touch(conn: &mut Conn, id: ApplicationId, now: Timestamp) -> DbResult<()> {
    diesel::update(application::table.find(id.get()))
        .set(application::last_used_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Forgets programs that nobody lets use an account and that asked for nothing since `before`, some at a
/// time; gives how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    let in_use = access_token::table
        .filter(access_token::application_id.eq(application::id.nullable()))
        .select(access_token::id);
    let ids: Vec<i64> = application::table
        .filter(application::last_used_at.lt(before.as_micros()))
        .filter(diesel::dsl::not(diesel::dsl::exists(in_use)))
        .order(application::last_used_at.asc())
        .limit(500)
        .select(application::id)
        .load(conn)?;
    if ids.is_empty() {
        return Ok(0);
    }
    Ok(
        diesel::delete(application::table.filter(application::id.eq_any(padded(ids))))
            .execute(conn)?,
    )
}

/// Stores a token of a program, of which it keeps the `keep` newest.
pub fn insert_token(conn: &mut Conn, row: ApplicationTokenRow, keep: i64) -> DbResult<()> {
    let of = row.application_id.get();
    diesel::insert_into(application_token::table)
        .values(row)
        .execute(conn)?;
    let newest: Vec<i64> = application_token::table
        .filter(application_token::application_id.eq(of))
        .order(application_token::id.desc())
        .limit(keep + 1)
        .select(application_token::id)
        .load(conn)?;
    let kept = usize::try_from(keep).unwrap_or(usize::MAX);
    if let Some(oldest) = newest.get(kept) {
        let old = application_token::application_id
            .eq(of)
            .and(application_token::id.le(*oldest));
        diesel::delete(application_token::table.filter(old)).execute(conn)?;
    }
    Ok(())
}

/// The token with that digest.
pub fn find_token(conn: &mut Conn, token_hash: &[u8]) -> DbResult<Option<ApplicationTokenRow>> {
    Ok(application_token::table
        .filter(application_token::token_hash.eq(token_hash))
        .select(ApplicationTokenRow::as_select())
        .first(conn)
        .optional()?)
}

/// Takes a token of a program back.
pub fn revoke_token(conn: &mut Conn, id: ApplicationTokenId) -> DbResult<bool> {
    let gone = diesel::delete(application_token::table.find(id.get())).execute(conn)?;
    Ok(gone == 1)
}
