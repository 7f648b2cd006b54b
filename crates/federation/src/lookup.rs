//! Finding what a document names among what is here.

use staffroom_db::accounts::{AccountRow, find_many};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, Addresses, Local};
use staffroom_protocol::Iri;
use staffroom_service::accounts;

/// Whether an id is of this instance, however it is written.
pub(crate) fn is_ours(addresses: &Addresses, id: &Iri) -> bool {
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
pub(crate) fn account_at(
    conn: &mut Conn,
    addresses: &Addresses,
    id: &Iri,
) -> Result<Option<AccountRow>, DbError> {
    accounts::find_by_uri(conn, addresses, wire_name(addresses, id))
}

/// The account of this instance with that id.
pub(crate) fn local_account_at(
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

/// The accounts of this instance among these ids; whatever else is passed over. A query for each few
/// hundred.
pub(crate) fn local_accounts_at<'a>(
    conn: &mut Conn,
    addresses: &Addresses,
    ids: impl IntoIterator<Item = &'a Iri>,
) -> Result<Vec<AccountRow>, DbError> {
    let ids: Vec<AccountId> = ids
        .into_iter()
        .filter_map(|id| match addresses.parse(id.canonical()) {
            Some(Local::Actor(id)) => Some(id),
            _ => None,
        })
        .collect();
    let mut found = find_many(conn, &ids)?;
    found.retain(AccountRow::is_local);
    Ok(found)
}

/// The row of an object or of a boost, also one that was deleted.
pub(crate) fn row_at(
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
pub(crate) fn status_at(
    conn: &mut Conn,
    addresses: &Addresses,
    id: &Iri,
) -> Result<Option<StatusRow>, DbError> {
    Ok(row_at(conn, addresses, id)?.filter(|row| row.deleted_at.is_none() && !row.is_boost()))
}
