//! One at a time, for transactions whose checks must still hold when they write.

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Text};
use staffroom_domain::AccountId;

use crate::connection::Conn;
use crate::error::DbResult;

/// What is done by one transaction at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusive {
    /// Giving and taking roles: who may give, and whether an owner is left, are read first.
    Roles,
    /// Settling a fresh instance.
    Settling,
    /// Changing what the library of a hub is counted as: a practice must not be counted twice.
    Library,
    /// Claiming incoming activities: which may be applied depends on which others are claimed.
    Inbox,
}

/// Waits until no other transaction does the same; released with this one. `SQLite` has one writer
/// and need not wait; on `PostgreSQL` what is read afterwards is what the one before has left.
pub fn take_turn(conn: &mut Conn, what: Exclusive) -> DbResult<()> {
    let number: i64 = match what {
        Exclusive::Roles => 0x5354_4146_4652_4d01,
        Exclusive::Settling => 0x5354_4146_4652_4d02,
        Exclusive::Inbox => 0x5354_4146_4652_4d03,
        Exclusive::Library => 0x5354_4146_4652_4d04,
    };
    if let Conn::Postgres(c) = conn {
        c.batch_execute(&format!("SELECT pg_advisory_xact_lock({number})"))?;
    }
    Ok(())
}

/// The same for one group of what somebody is told: which of it is the newest is read before it is changed.
pub(crate) fn take_turn_with_group(conn: &mut Conn, of: AccountId, key: &str) -> DbResult<()> {
    if let Conn::Postgres(c) = conn {
        diesel::RunQueryDsl::execute(
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))")
                .bind::<Text, _>(key)
                .bind::<BigInt, _>(of.get()),
            c,
        )?;
    }
    Ok(())
}
