//! Idempotency keys of client programs.

use diesel::prelude::*;
use staffroom_domain::{Timestamp, UserId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::idempotency;

/// A row of `idempotency`: what a client's Idempotency-Key has made.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency, treat_none_as_default_value = false)]
pub struct IdempotencyRow {
    /// Whose client.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// What the client sent.
    pub key: String,
    /// The id of what it made.
    pub made_id: i64,
    /// Whether that waits for its time.
    pub is_scheduled: bool,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Remembers what a key is going to make, unless it has made something after `since`: gives that. On
/// `PostgreSQL` waits for another transaction that does the same with the same key.
pub fn claim(
    conn: &mut Conn,
    row: IdempotencyRow,
    since: Timestamp,
) -> DbResult<Option<IdempotencyRow>> {
    use diesel::query_dsl::methods::FilterDsl as _;

    let (user, key) = (row.user_id, row.key.clone());
    let again = (
        idempotency::made_id.eq(row.made_id),
        idempotency::is_scheduled.eq(row.is_scheduled),
        idempotency::created_at.eq(row.created_at.as_micros()),
    );
    let claimed = each_backend!(conn, c => diesel::insert_into(idempotency::table)
        .values(row)
        .on_conflict((idempotency::user_id, idempotency::key))
        .do_update()
        .set(again)
        .filter(idempotency::created_at.lt(since.as_micros()))
        .prepared_once()
        .execute(c))?;
    if claimed == 1 {
        Ok(None)
    } else {
        find(conn, user, &key, since)
    }
}

/// What a user's key has made after `since`.
pub fn find(
    conn: &mut Conn,
    user: UserId,
    key: &str,
    since: Timestamp,
) -> DbResult<Option<IdempotencyRow>> {
    Ok(idempotency::table
        .find((user.get(), key))
        .filter(idempotency::created_at.ge(since.as_micros()))
        .select(IdempotencyRow::as_select())
        .first(conn)
        .optional()?)
}

/// Forgets keys that were used before `before`; gives how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(idempotency::table.filter(idempotency::created_at.lt(before.as_micros())))
            .execute(conn)?,
    )
}
