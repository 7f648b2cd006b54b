//! Leases of node numbers: which processes make ids for this database.

use std::time::Duration;

use diesel::prelude::*;
use staffroom_domain::{NodeId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::RunQueryDsl;
use crate::schema::node;

/// How long a node's number is its own without being renewed.
pub const LEASE: Duration = Duration::from_mins(1);

/// A number that this process may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeLease {
    /// The number.
    pub id: NodeId,
    /// Random; shows that the lease is still this process's.
    pub token: i64,
}

/// Takes the smallest number that is free, or none where all 64 are in use.
///
/// Two processes that take the same one at the same moment: the slower one's insert is refused
/// ([`Unique::NodeId`](crate::Unique::NodeId)) and it tries again.
pub fn claim(
    conn: &mut Conn,
    name: &str,
    token: i64,
    now: Timestamp,
) -> DbResult<Option<NodeLease>> {
    diesel::delete(node::table.filter(node::lease_until.lt(now.as_micros()))).execute(conn)?;
    let in_use: Vec<i64> = node::table.select(node::id).load(conn)?;
    let free = (0..NodeId::COUNT).find(|n| !in_use.contains(&i64::from(*n)));
    let Some(id) = free.and_then(NodeId::new) else {
        return Ok(None);
    };
    diesel::insert_into(node::table)
        .values((
            node::id.eq(i64::from(id.get())),
            node::token.eq(token),
            node::name.eq(name),
            node::started_at.eq(now.as_micros()),
            node::lease_until.eq(now.plus(LEASE).as_micros()),
        ))
        .execute(conn)?;
    Ok(Some(NodeLease { id, token }))
}

/// Keeps the number for another [`LEASE`]; `false` when it was lost.
pub fn renew(conn: &mut Conn, lease: NodeLease, now: Timestamp) -> DbResult<bool> {
    let renewed = diesel::update(
        node::table
            .filter(node::id.eq(i64::from(lease.id.get())))
            .filter(node::token.eq(lease.token)),
    )
    .set(node::lease_until.eq(now.plus(LEASE).as_micros()))
    .prepared_once()
    .execute(conn)?;
    Ok(renewed == 1)
}

/// Gives the number back.
pub fn release(conn: &mut Conn, lease: NodeLease) -> DbResult<()> {
    diesel::delete(
        node::table
            .filter(node::id.eq(i64::from(lease.id.get())))
            .filter(node::token.eq(lease.token)),
    )
    .execute(conn)?;
    Ok(())
}
