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

/// Remembers what a key has made; `false` when it has made something before, which then stays.
pub fn remember(conn: &mut Conn, row: IdempotencyRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => diesel::insert_into(idempotency::table)
        .values(row)
        .on_conflict((idempotency::user_id, idempotency::key))
        .do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// What a user's key has made.
pub fn find(conn: &mut Conn, user: UserId, key: &str) -> DbResult<Option<StatusId>> {
    let id: Option<i64> = idempotency::table
        .find((user.get(), key))
        .select(idempotency::status_id)
        .first(conn)
        .optional()?;
    Ok(id.map(StatusId::from))
}

/// Forgets keys that were used before `before`; gives how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(idempotency::table.filter(idempotency::created_at.lt(before.as_micros())))
            .execute(conn)?,
    )
}
