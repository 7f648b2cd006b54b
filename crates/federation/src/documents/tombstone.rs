//! What is left of the deleted.

use staffroom_domain::{Addresses, StatusKind, Timestamp};
use staffroom_protocol::IriError;
use staffroom_protocol::outgoing::Tombstone;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::statuses::StatusRow;

use super::iri;
use super::object::object_id;

/// In place of a status of ours that was deleted.
pub fn tombstone(addresses: &Addresses, row: &StatusRow) -> Result<Tombstone, IriError> {
    Ok(Tombstone {
        id: iri(&object_id(addresses, row))?,
        former_type: Some(match row.kind() {
            StatusKind::Article => "Article",
            StatusKind::Page => "Page",
            StatusKind::Question => "Question",
            StatusKind::Event => "Event",
            StatusKind::Boost => "Announce",
            _ => "Note",
        }),
        deleted: row.deleted_at.map(Timestamp::from_micros),
    })
}

/// In place of an actor of ours that is gone.
pub fn actor_tombstone(addresses: &Addresses, row: &AccountRow) -> Result<Tombstone, IriError> {
    Ok(Tombstone {
        id: iri(&accounts::uri(addresses, row))?,
        former_type: Some(row.actor_kind().type_name()),
        deleted: row.deleted_at.map(Timestamp::from_micros),
    })
}
