//! Links to set a new password.

use diesel::prelude::*;
use staffroom_domain::{PasswordResetId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::password_reset;

/// A row of `password_reset`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = password_reset, treat_none_as_default_value = false)]
pub struct PasswordResetRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: PasswordResetId,
    /// Whose password.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// SHA-256 of the link's token.
    pub token_hash: Vec<u8>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Until when it works.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
}

/// Adds a link.
pub fn insert(conn: &mut Conn, row: PasswordResetRow) -> DbResult<()> {
    diesel::insert_into(password_reset::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The link of that token, unless it is over.
pub fn find(
    conn: &mut Conn,
    token_hash: &[u8],
    now: Timestamp,
) -> DbResult<Option<PasswordResetRow>> {
    Ok(password_reset::table
        .filter(
            password_reset::token_hash
                .eq(token_hash)
                .and(password_reset::expires_at.gt(now.as_micros())),
        )
        .select(PasswordResetRow::as_select())
        .first(conn)
        .optional()?)
}

/// Removes all links of a user: one was used, or the password was changed otherwise. Gives how many.
pub fn delete_of(conn: &mut Conn, user: UserId) -> DbResult<usize> {
    Ok(
        diesel::delete(password_reset::table.filter(password_reset::user_id.eq(user.get())))
            .execute(conn)?,
    )
}

/// Removes links that are over; gives how many.
pub fn prune(conn: &mut Conn, now: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(
            password_reset::table.filter(password_reset::expires_at.le(now.as_micros())),
        )
        .execute(conn)?,
    )
}
