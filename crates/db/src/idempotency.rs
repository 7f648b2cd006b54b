//! Idempotency keys of client programs.

use diesel::prelude::*;
use staffroom_domain::{StatusId, Timestamp, UserId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::idempotency;

/// A row of `idempotency`: which status a client's Idempotency-Key has made.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency, treat_none_as_default_value = false)]
pub struct IdempotencyRow {
    /// Whose client.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// What the client sent.
    pub key: String,
    /// What it made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
