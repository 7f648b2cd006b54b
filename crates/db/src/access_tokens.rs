//! Tokens of client programs.

use diesel::prelude::*;
use staffroom_domain::{AccessTokenId, Timestamp, UserId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::access_token;

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
}
