//! Signed-in browsers.

use diesel::prelude::*;
use staffroom_domain::{SessionId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::session;

/// A row of `session`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
pub struct SessionRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: SessionId,
    /// Who is signed in.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// SHA-256 of the cookie.
    pub token_hash: Vec<u8>,
    /// When it began.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub last_seen_at: Timestamp,
    /// When it ends.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
    /// What the browser calls itself, shortened.
    pub user_agent: String,
    /// The network address at the last use.
    pub address: String,
}

/// Begins a session.
pub fn insert(conn: &mut Conn, row: SessionRow) -> DbResult<()> {
    diesel::insert_into(session::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The session of that cookie, unless it has ended.
pub fn find(conn: &mut Conn, token_hash: &[u8], now: Timestamp) -> DbResult<Option<SessionRow>> {
    Ok(session::table
        .filter(
            session::token_hash
                .eq(token_hash)
                .and(session::expires_at.gt(now.as_micros())),
        )
        .select(SessionRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether that session of a user has not ended.
pub fn is_open(conn: &mut Conn, user: UserId, id: SessionId, now: Timestamp) -> DbResult<bool> {
    let open = session::table.select(session::id).filter(
        session::id
            .eq(id.get())
            .and(session::user_id.eq(user.get()))
            .and(session::expires_at.gt(now.as_micros())),
    );
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// The sessions of a user, the newest first.
pub fn list(conn: &mut Conn, user: UserId, now: Timestamp) -> DbResult<Vec<SessionRow>> {
    Ok(session::table
        .filter(
            session::user_id
                .eq(user.get())
                .and(session::expires_at.gt(now.as_micros())),
        )
        .order(session::id.desc())
        .limit(100)
        .select(SessionRow::as_select())
        .load(conn)?)
}

/// Notes that a session is in use.
pub fn touch(
    conn: &mut Conn,
    id: SessionId,
    address: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> DbResult<()> {
    diesel::update(session::table.find(id.get()))
        .set((
            session::last_seen_at.eq(now.as_micros()),
            session::expires_at.eq(expires_at.as_micros()),
            session::address.eq(address),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Ends one session of a user; `false` when it is not theirs or has ended.
pub fn delete(conn: &mut Conn, user: UserId, id: SessionId) -> DbResult<bool> {
    let gone = diesel::delete(
        session::table.filter(
            session::id
                .eq(id.get())
                .and(session::user_id.eq(user.get())),
        ),
    )
    .execute(conn)?;
    Ok(gone == 1)
}

/// Ends all sessions of a user but one; gives how many.
pub fn delete_others(conn: &mut Conn, user: UserId, keep: Option<SessionId>) -> DbResult<usize> {
    Ok(diesel::delete(
        session::table.filter(
            session::user_id
                .eq(user.get())
                .and(session::id.ne(keep.map_or(0, SessionId::get))),
        ),
    )
    .execute(conn)?)
}

/// Removes ended sessions; gives how many.
pub fn prune(conn: &mut Conn, now: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(session::table.filter(session::expires_at.le(now.as_micros())))
            .execute(conn)?,
    )
}
