//! Passkeys (WebAuthn), by which people sign in.

use diesel::prelude::*;
use staffroom_domain::{PasskeyChallengeId, PasskeyId, Timestamp, UserId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{passkey, passkey_challenge, passkey_handle};

/// A row of `passkey_handle`: one for a user.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkey_handle, treat_none_as_default_value = false)]
pub struct PasskeyHandleRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// 64 random bytes, by which their passkeys name them (WebAuthn Level 3, 14.6.1).
    pub handle: Vec<u8>,
}

/// A row of `passkey`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkey, treat_none_as_default_value = false)]
pub struct PasskeyRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: PasskeyId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// What it calls itself: 1 to 1,023 bytes, nobody else's.
    pub credential_id: Vec<u8>,
    /// Its public key (COSE, RFC 9053), as the browser gave it.
    pub public_key: Vec<u8>,
    /// What it counted last, 0 to 4,294,967,295. Those that do not count stay at 0.
    pub sign_count: i64,
    /// Whether it may be on several devices (the flag BE), which never changes.
    pub may_be_copied: bool,
    /// How browsers reach it, as words with a space between them; a hint.
    pub transports: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when somebody last signed in with it.
    pub last_used_at: Option<i64>,
}

/// A row of `passkey_challenge`: what a passkey is to sign, once.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkey_challenge, treat_none_as_default_value = false)]
pub struct PasskeyChallengeRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: PasskeyChallengeId,
    /// SHA-256 of the challenge.
    pub challenge_hash: Vec<u8>,
    /// A digest of what it is good for: for what, whose, in which browser.
    pub bound_to: Vec<u8>,
    /// Until when it is good.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
}

/// By what the passkeys of a user name them, if they ever had one.
pub fn handle(conn: &mut Conn, user: UserId) -> DbResult<Option<Vec<u8>>> {
    Ok(passkey_handle::table
        .find(user.get())
        .select(passkey_handle::handle)
        .first(conn)
        .optional()?)
}

/// Notes by what the passkeys of a user name them, unless that was settled before.
pub fn settle_handle(conn: &mut Conn, row: PasskeyHandleRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(passkey_handle::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)
    })?;
    Ok(())
}

/// Adds a passkey. [`crate::Unique::Passkey`] where there is one of that credential id.
pub fn insert(conn: &mut Conn, row: PasskeyRow) -> DbResult<()> {
    diesel::insert_into(passkey::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The passkeys of a user, the first first; `limit` at most.
pub fn list(conn: &mut Conn, user: UserId, limit: i64) -> DbResult<Vec<PasskeyRow>> {
    Ok(passkey::table
        .filter(passkey::user_id.eq(user.get()))
        .order(passkey::id.asc())
        .limit(limit)
        .select(PasskeyRow::as_select())
        .load(conn)?)
}

/// How many a user has.
pub fn count(conn: &mut Conn, user: UserId) -> DbResult<i64> {
    Ok(passkey::table
        .filter(passkey::user_id.eq(user.get()))
        .count()
        .get_result(conn)?)
}

/// The passkey of that credential id, whosever it is.
pub fn find_by_credential(conn: &mut Conn, credential_id: &[u8]) -> DbResult<Option<PasskeyRow>> {
    Ok(passkey::table
        .filter(passkey::credential_id.eq(credential_id))
        .select(PasskeyRow::as_select())
        .first(conn)
        .optional()?)
}

/// Notes that it was used, and what it counts now; `false` where it is gone, or has counted as far before. Those that do
/// not count stay at 0. The check and the change are one statement (WebAuthn Level 3, 6.1.1).
pub fn note_use(conn: &mut Conn, id: PasskeyId, sign_count: i64, now: Timestamp) -> DbResult<bool> {
    // Of 0, it has to be 0: below 1.
    let going_on = passkey::table
        .find(id.get())
        .filter(passkey::sign_count.lt(sign_count.max(1)));
    let changed = diesel::update(going_on)
        .set((
            passkey::sign_count.eq(sign_count),
            passkey::last_used_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives one of a user another name; `false` where they have none such.
pub fn rename(conn: &mut Conn, user: UserId, id: PasskeyId, name: &str) -> DbResult<bool> {
    let own = passkey::table
        .find(id.get())
        .filter(passkey::user_id.eq(user.get()));
    let changed = diesel::update(own)
        .set(passkey::name.eq(name))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Takes one of a user away; `false` where they have none such.
pub fn delete(conn: &mut Conn, user: UserId, id: PasskeyId) -> DbResult<bool> {
    let own = passkey::table
        .find(id.get())
        .filter(passkey::user_id.eq(user.get()));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Takes all of a user away; gives how many. By what they named their owner stays: one that is made on the same device
/// takes the place of the old.
pub fn delete_of(conn: &mut Conn, user: UserId) -> DbResult<usize> {
    Ok(diesel::delete(passkey::table.filter(passkey::user_id.eq(user.get()))).execute(conn)?)
}

/// Notes what a passkey is to sign.
pub fn insert_challenge(conn: &mut Conn, row: PasskeyChallengeRow) -> DbResult<()> {
    diesel::insert_into(passkey_challenge::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Uses a challenge up; `false` where there is none such for that, or it is over. One statement: of two that come with the
/// same one, one gets it.
pub fn take_challenge(
    conn: &mut Conn,
    challenge_hash: &[u8],
    bound_to: &[u8],
    now: Timestamp,
) -> DbResult<bool> {
    let open = passkey_challenge::table
        .filter(passkey_challenge::challenge_hash.eq(challenge_hash))
        .filter(passkey_challenge::bound_to.eq(bound_to))
        .filter(passkey_challenge::expires_at.gt(now.as_micros()));
    Ok(diesel::delete(open).execute(conn)? == 1)
}

/// Removes challenges that are over; gives how many.
pub fn prune_challenges(conn: &mut Conn, now: Timestamp) -> DbResult<usize> {
    let over = passkey_challenge::table.filter(passkey_challenge::expires_at.le(now.as_micros()));
    Ok(diesel::delete(over).execute(conn)?)
}
