//! What somebody shows beside their password when they sign in.

use diesel::prelude::*;
use staffroom_domain::{RecoveryCodeId, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{recovery_code, second_factor};

/// A row of `second_factor`: one for a user.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = second_factor, treat_none_as_default_value = false)]
pub struct SecondFactorRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// What the codes are made of, sealed.
    pub secret: Vec<u8>,
    /// Microseconds since the Unix epoch; since when it is asked for. Before, it is being set up.
    pub confirmed_at: Option<i64>,
    /// The latest step of time whose code was taken: none is taken twice.
    pub last_step: i64,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `recovery_code`: it stands in for a code, once.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = recovery_code, treat_none_as_default_value = false)]
pub struct RecoveryCodeRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: RecoveryCodeId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// What it is told by.
    pub code_hash: Vec<u8>,
    /// Microseconds since the Unix epoch; when it was used.
    pub used_at: Option<i64>,
}

/// That of a user, also one that is being set up.
pub fn find(conn: &mut Conn, user: UserId) -> DbResult<Option<SecondFactorRow>> {
    Ok(second_factor::table
        .find(user.get())
        .select(SecondFactorRow::as_select())
        .first(conn)
        .optional()?)
}

/// Writes one in place of what was there.
pub fn put(conn: &mut Conn, row: SecondFactorRow) -> DbResult<()> {
    delete(conn, row.user_id)?;
    diesel::insert_into(second_factor::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// From now on it is asked for; `false` where there is none to be confirmed.
pub fn confirm(conn: &mut Conn, user: UserId, now: Timestamp) -> DbResult<bool> {
    let begun = second_factor::table
        .find(user.get())
        .filter(second_factor::confirmed_at.is_null());
    let changed = diesel::update(begun)
        .set(second_factor::confirmed_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes that the code of a step was taken; `false` where that, or one of a later step, was before. The check and the
/// change are one statement.
pub fn take_step(conn: &mut Conn, user: UserId, step: i64) -> DbResult<bool> {
    let fresh = second_factor::table
        .find(user.get())
        .filter(second_factor::last_step.lt(step));
    let changed = diesel::update(fresh)
        .set(second_factor::last_step.eq(step))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Takes it away with all recovery codes; `false` where there was none.
pub fn delete(conn: &mut Conn, user: UserId) -> DbResult<bool> {
    diesel::delete(recovery_code::table.filter(recovery_code::user_id.eq(user.get())))
        .execute(conn)?;
    Ok(diesel::delete(second_factor::table.find(user.get())).execute(conn)? == 1)
}

/// Takes away one that is being set up, and no other: one statement.
pub fn delete_begun(conn: &mut Conn, user: UserId) -> DbResult<()> {
    let begun = second_factor::table
        .find(user.get())
        .filter(second_factor::confirmed_at.is_null());
    diesel::delete(begun).execute(conn)?;
    Ok(())
}

/// Writes recovery codes in place of those that there were.
pub fn replace_codes(conn: &mut Conn, user: UserId, rows: Vec<RecoveryCodeRow>) -> DbResult<()> {
    diesel::delete(recovery_code::table.filter(recovery_code::user_id.eq(user.get())))
        .execute(conn)?;
    for row in rows {
        diesel::insert_into(recovery_code::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// Uses a recovery code; `false` where there is none such, or it was used before. One statement, as [`take_step`].
pub fn use_code(conn: &mut Conn, user: UserId, hash: &[u8], now: Timestamp) -> DbResult<bool> {
    let unused = recovery_code::table
        .filter(recovery_code::user_id.eq(user.get()))
        .filter(recovery_code::code_hash.eq(hash))
        .filter(recovery_code::used_at.is_null());
    let changed = diesel::update(unused)
        .set(recovery_code::used_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// How many recovery codes are left.
pub fn codes_left(conn: &mut Conn, user: UserId) -> DbResult<i64> {
    Ok(recovery_code::table
        .filter(recovery_code::user_id.eq(user.get()))
        .filter(recovery_code::used_at.is_null())
        .count()
        .get_result(conn)?)
}
