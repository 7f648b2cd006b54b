//! Tokens of client programs.

use diesel::prelude::*;
use staffroom_domain::{AccessTokenId, ApplicationId, News, Timestamp, UserId};

use crate::accounts::AccountRow;
use crate::connection::Conn;
use crate::error::DbResult;
use crate::news;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{access_token, account, user};
use crate::users::{Login, UserRow};

/// A row of `access_token`: what client programs show instead of a password. Only a digest of the token is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_token, treat_none_as_default_value = false)]
pub struct AccessTokenRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: AccessTokenId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// SHA-256.
    pub token_hash: Vec<u8>,
    /// What it is for.
    pub name: String,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when it was last used, to the day.
    pub last_used_at: Option<i64>,
    /// Of which program; none where it was made on the command line.
    pub application_id: Option<i64>,
}

/// Stores a token.
pub fn insert(conn: &mut Conn, row: AccessTokenRow) -> DbResult<()> {
    diesel::insert_into(access_token::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The token with that digest.
pub fn find(conn: &mut Conn, token_hash: &[u8]) -> DbResult<Option<AccessTokenRow>> {
    Ok(access_token::table
        .filter(access_token::token_hash.eq(token_hash))
        .select(AccessTokenRow::as_select())
        .first(conn)
        .optional()?)
}

/// The token with that digest, and whose it is.
pub fn find_with_login(
    conn: &mut Conn,
    token_hash: &[u8],
) -> DbResult<Option<(AccessTokenRow, Login)>> {
    let found: Option<(AccessTokenRow, UserRow, AccountRow)> = access_token::table
        .inner_join(user::table.inner_join(account::table))
        .filter(access_token::token_hash.eq(token_hash))
        .select((
            AccessTokenRow::as_select(),
            UserRow::as_select(),
            AccountRow::as_select(),
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(|(token, user, account)| (token, Login { user, account })))
}

/// Whose those tokens are; those that are gone are left out.
pub fn logins_of(conn: &mut Conn, ids: &[AccessTokenId]) -> DbResult<Vec<(AccessTokenId, Login)>> {
    let mut logins = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let found: Vec<(i64, UserRow, AccountRow)> = access_token::table
            .inner_join(user::table.inner_join(account::table))
            .filter(access_token::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select((
                access_token::id,
                UserRow::as_select(),
                AccountRow::as_select(),
            ))
            .prepared_once()
            .load(conn)?;
        let found = found.into_iter();
        logins.extend(found.map(|(id, user, account)| (id.into(), Login { user, account })));
    }
    Ok(logins)
}

/// That token of a user, if they have it.
pub fn find_of_user(
    conn: &mut Conn,
    user: UserId,
    id: AccessTokenId,
) -> DbResult<Option<AccessTokenRow>> {
    Ok(access_token::table
        .find(id.get())
        .filter(access_token::user_id.eq(user.get()))
        .select(AccessTokenRow::as_select())
        .first(conn)
        .optional()?)
}

/// Notes that a token was used. The caller does not do so on each use.
pub fn touch(conn: &mut Conn, id: AccessTokenId, now: Timestamp) -> DbResult<()> {
    diesel::update(access_token::table.find(id.get()))
        .set(access_token::last_used_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The tokens of a user, the newest first.
pub fn list(conn: &mut Conn, user: UserId) -> DbResult<Vec<AccessTokenRow>> {
    Ok(access_token::table
        .filter(access_token::user_id.eq(user.get()))
        .order(access_token::id.desc())
        .limit(100)
        .select(AccessTokenRow::as_select())
        .load(conn)?)
}

/// Takes a token of a user back; `false` when it is not theirs or is gone.
pub fn revoke(conn: &mut Conn, user: UserId, id: AccessTokenId) -> DbResult<bool> {
    let gone = diesel::delete(
        access_token::table.filter(
            access_token::id
                .eq(id.get())
                .and(access_token::user_id.eq(user.get())),
        ),
    )
    .execute(conn)?;
    news::tell(News::AccessChanged(user));
    Ok(gone == 1)
}

/// Takes a token back, whosever it is; `false` when it is gone.
pub fn revoke_any(conn: &mut Conn, id: AccessTokenId) -> DbResult<bool> {
    let owner: Option<i64> = access_token::table
        .find(id.get())
        .select(access_token::user_id)
        .first(conn)
        .optional()?;
    match owner {
        Some(owner) => revoke(conn, owner.into(), id),
        None => Ok(false),
    }
}

/// Takes all tokens of a user back that one program has; gives how many.
pub fn revoke_of_application(
    conn: &mut Conn,
    user: UserId,
    application: ApplicationId,
) -> DbResult<usize> {
    news::tell(News::AccessChanged(user));
    let these = access_token::application_id
        .eq(application.get())
        .and(access_token::user_id.eq(user.get()));
    Ok(diesel::delete(access_token::table.filter(these)).execute(conn)?)
}

/// Takes all tokens of a user back; gives how many.
pub fn revoke_all(conn: &mut Conn, user: UserId) -> DbResult<usize> {
    news::tell(News::AccessChanged(user));
    Ok(
        diesel::delete(access_token::table.filter(access_token::user_id.eq(user.get())))
            .execute(conn)?,
    )
}
