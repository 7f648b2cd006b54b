//! Finding what an activity names among what is here.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{Addresses, Local};
use staffroom_protocol::Iri;
use staffroom_service::accounts;

/// Whether an id is of this instance, however it is written.
pub(super) fn is_ours(addresses: &Addresses, id: &Iri) -> bool {
    addresses.is_local(id.canonical())
}

/// The name by which rows are found: ours in the one form that we give out, others as their servers
/// write them.
fn wire_name<'a>(addresses: &Addresses, id: &'a Iri) -> &'a str {
    if is_ours(addresses, id) {
        id.canonical()
    } else {
        id.as_str()
    }
}

/// The account of an actor's id, ours or a remote one.
pub(super) fn account_at(
    conn: &mut Conn,
    addresses: &Addresses,
    id: &Iri,
) -> Result<Option<AccountRow>, DbError> {
    accounts::find_by_uri(conn, addresses, wire_name(addresses, id))
}

/// The account of this instance with that id.
pub(super) fn local_account_at(
    conn: &mut Conn,
    addresses: &Addresses,
    id: &Iri,
) -> Result<Option<AccountRow>, DbError> {
    if is_ours(addresses, id) {
        account_at(conn, addresses, id)
    } else {
        Ok(None)
    }
}

/// The row of an object or of a boost, also one that was deleted.
pub(super) fn row_at(
    conn: &mut Conn,
    addresses: &Addresses,
    id: &Iri,
) -> Result<Option<StatusRow>, DbError> {
    if !is_ours(addresses, id) {
        return statuses::find_by_uri(conn, id.as_str());
    }
    match addresses.parse(id.canonical()) {
        Some(Local::Object(status)) => {
            Ok(statuses::find(conn, status)?.filter(|row| row.local && !row.is_boost()))
        }
        _ => Ok(None),
    }
}

/// The status with that id: neither a boost nor deleted.
pub(super) fn status_at(
    conn: &mut Conn,
    addresses: &Addresses,
    id: &Iri,
) -> Result<Option<StatusRow>, DbError> {
    Ok(row_at(conn, addresses, id)?.filter(|row| row.deleted_at.is_none() && !row.is_boost()))
}
