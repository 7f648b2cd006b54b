//! What a client program was given after somebody agreed, until it has exchanged it for a token.

use diesel::prelude::*;
use staffroom_domain::{AccessTokenId, ApplicationId, AuthorizationCodeId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::authorization_code;

/// A row of `authorization_code`. Only a digest of the code is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = authorization_code, treat_none_as_default_value = false)]
pub struct AuthorizationCodeRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: AuthorizationCodeId,
    /// SHA-256.
    pub code_hash: Vec<u8>,
    /// For which program.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub application_id: ApplicationId,
    /// Who agreed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// Where it was sent.
    pub redirect_uri: String,
    /// What was agreed to, separated by spaces.
    pub scopes: String,
    /// What the program must show the preimage of (PKCE, S256).
    pub challenge: Option<String>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Until when it can be exchanged.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
    /// The token that it was exchanged for.
    pub token_id: Option<i64>,
}

/// Stores a code.
pub fn insert(conn: &mut Conn, row: AuthorizationCodeRow) -> DbResult<()> {
    diesel::insert_into(authorization_code::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The code with that digest, exchanged or not. On `PostgreSQL` it is locked, so that of two programs
/// that show it one is the second.
pub fn take(conn: &mut Conn, code_hash: &[u8]) -> DbResult<Option<AuthorizationCodeRow>> {
    let found = authorization_code::table.filter(authorization_code::code_hash.eq(code_hash));
    Ok(match conn {
        Conn::Sqlite(c) => found
            .select(AuthorizationCodeRow::as_select())
            .first(c)
            .optional()?,
        Conn::Postgres(c) => found
            .select(AuthorizationCodeRow::as_select())
            .for_update()
            .load(c)?
            .pop(),
    })
}

/// Notes for which token a code was exchanged.
pub fn exchanged(conn: &mut Conn, id: AuthorizationCodeId, token: AccessTokenId) -> DbResult<()> {
    diesel::update(authorization_code::table.find(id.get()))
        .set(authorization_code::token_id.eq(token.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Takes back what a user agreed to and no program has fetched yet; of one program, or of all.
pub fn revoke_of_user(
    conn: &mut Conn,
    user: UserId,
    application: Option<ApplicationId>,
) -> DbResult<usize> {
    let of_user = authorization_code::user_id.eq(user.get());
    Ok(match application {
        Some(id) => {
            let these = of_user.and(authorization_code::application_id.eq(id.get()));
            diesel::delete(authorization_code::table.filter(these)).execute(conn)?
        }
        None => diesel::delete(authorization_code::table.filter(of_user)).execute(conn)?,
    })
}

/// Forgets codes that ended before; gives how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    let ended = authorization_code::expires_at.lt(before.as_micros());
    Ok(diesel::delete(authorization_code::table.filter(ended)).execute(conn)?)
}
