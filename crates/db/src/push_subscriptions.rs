//! Where programs of people are told of notifications: Web Push.

use diesel::prelude::*;
use staffroom_domain::{AccessTokenId, AccountId, PushSubscriptionId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::push_subscription;

/// A row of `push_subscription`: where a program is told; one for each token, and gone with it.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = push_subscription, treat_none_as_default_value = false)]
pub struct PushSubscriptionRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: PushSubscriptionId,
    /// By which token.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub access_token_id: AccessTokenId,
    /// Who is told.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The address at the push service.
    pub endpoint: String,
    /// The public key of the program: P-256, uncompressed.
    pub public_key: Vec<u8>,
    /// What the program shares with us alone.
    pub secret: Vec<u8>,
    /// Whether messages have the form of RFC 8291.
    pub standard: bool,
    /// Of whose doings: `all`, `followed`, `follower` or `none`.
    pub policy: String,
    /// Of which kinds: a JSON array.
    pub alerts: String,
    /// The token, which the program knows itself by; sealed.
    pub token: Vec<u8>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it was changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

/// The subscription of a token.
pub fn of_token(conn: &mut Conn, token: AccessTokenId) -> DbResult<Option<PushSubscriptionRow>> {
    Ok(push_subscription::table
        .filter(push_subscription::access_token_id.eq(token.get()))
        .select(PushSubscriptionRow::as_select())
        .first(conn)
        .optional()?)
}

/// The one of that id.
pub fn find(conn: &mut Conn, id: PushSubscriptionId) -> DbResult<Option<PushSubscriptionRow>> {
    Ok(push_subscription::table
        .find(id.get())
        .select(PushSubscriptionRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of an account, at most `limit`.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    limit: i64,
) -> DbResult<Vec<PushSubscriptionRow>> {
    Ok(push_subscription::table
        .filter(push_subscription::account_id.eq(account.get()))
        .order(push_subscription::id.desc())
        .limit(limit)
        .select(PushSubscriptionRow::as_select())
        .load(conn)?)
}

/// Writes a subscription in place of the one that its token had.
pub fn put(conn: &mut Conn, row: PushSubscriptionRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(push_subscription::table)
        .values(row.clone())
        .on_conflict(push_subscription::access_token_id)
        .do_update()
        .set(row)
        .prepared_once()
        .execute(c))?;
    Ok(())
}

/// Removes a subscription; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: PushSubscriptionId) -> DbResult<bool> {
    Ok(diesel::delete(push_subscription::table.find(id.get())).execute(conn)? == 1)
}
