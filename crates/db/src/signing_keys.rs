//! Key pairs of local actors.

use diesel::prelude::*;
use staffroom_domain::{AccountId, KeyId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::signing_key;

/// A row of `signing_key`: key pairs of local actors. The private half is sealed with a key derived from the instance's secret key.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_key, treat_none_as_default_value = false)]
pub struct SigningKeyRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: KeyId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `rsa` or `ed25519`.
    pub algorithm: String,
    /// `SubjectPublicKeyInfo`, DER.
    pub public_key: Vec<u8>,
    /// PKCS#8, DER, sealed.
    pub private_key: Vec<u8>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when another took its place.
    pub retired_at: Option<i64>,
}

/// Stores a key pair.
pub fn insert(conn: &mut Conn, row: SigningKeyRow) -> DbResult<()> {
    diesel::insert_into(signing_key::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The keys that an account signs with, the oldest first.
pub fn current(conn: &mut Conn, account: AccountId) -> DbResult<Vec<SigningKeyRow>> {
    Ok(signing_key::table
        .filter(signing_key::account_id.eq(account.get()))
        .filter(signing_key::retired_at.is_null())
        .order(signing_key::id.asc())
        .select(SigningKeyRow::as_select())
        .load(conn)?)
}

/// All keys that an account has had, the oldest first.
pub fn all_of(conn: &mut Conn, account: AccountId) -> DbResult<Vec<SigningKeyRow>> {
    Ok(signing_key::table
        .filter(signing_key::account_id.eq(account.get()))
        .order(signing_key::id.asc())
        .select(SigningKeyRow::as_select())
        .load(conn)?)
}

/// Removes all keys of an account; gives how many.
pub fn delete_of(conn: &mut Conn, account: AccountId) -> DbResult<usize> {
    let all = signing_key::table.filter(signing_key::account_id.eq(account.get()));
    Ok(diesel::delete(all).execute(conn)?)
}

/// Takes a key out of use; `false` when it is not in use.
pub fn retire(conn: &mut Conn, id: KeyId, now: Timestamp) -> DbResult<bool> {
    let in_use = signing_key::table.filter(
        signing_key::id
            .eq(id.get())
            .and(signing_key::retired_at.is_null()),
    );
    let changed = diesel::update(in_use)
        .set(signing_key::retired_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}
