//! What moderators of groups here do: take posts out, keep people out, feature posts, and say who
//! moderates (FEP-1b12). Nobody else's word counts, whatever they are on their own server.

use staffroom_db::Conn;
use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_domain::Addresses;
use staffroom_protocol::Iri;
use staffroom_service::groups::{self, GroupError};
use staffroom_service::statuses::{has_room, pin_in};
use staffroom_service::{DbError, Tx, follows};

use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::{account_at, is_ours, local_account_at, status_at};
use crate::resolve::{self, Freshness};

/// A collection of a group here that its moderators change.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    group: Iri,
    name: &'static str,
}

impl Collection {
    /// The collection with that id, if it is one.
    pub(super) fn at(addresses: &Addresses, id: &Iri) -> Option<Self> {
        if !is_ours(addresses, id) {
            return None;
        }
        ["moderators", "featured"].into_iter().find_map(|name| {
            let group = id.canonical().strip_suffix(name)?.strip_suffix('/')?;
            let group = Iri::parse(group).ok()?;
            Some(Self { group, name })
        })
    }
}

/// The group here with that id, where `by` moderates it; refused otherwise.
fn moderated(
    conn: &mut Conn,
    addresses: &Addresses,
    by: &AccountRow,
    id: &Iri,
) -> Result<AccountRow, ReceiveError> {
    let group = local_account_at(conn, addresses, id)?.filter(groups::is_ours);
    let Some(group) = group else {
        return Err(ReceiveError::refused("it is no group of ours"));
    };
    if groups::moderates(conn, by, group.id)? {
        Ok(group)
    } else {
        Err(ReceiveError::refused(
            "its actor does not moderate the group",
        ))
    }
}

/// Takes somebody else's post out of the groups here that `by` moderates; `false` where there is none.
pub(super) fn take_out(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    relay: &Relay,
) -> Result<bool, DbError> {
    let mut moderated = Vec::new();
    for group in groups::of_status(tx.conn, status)? {
        if groups::is_ours(&group) && groups::moderates(tx.conn, by, group.id)? {
            groups::take_out_in(tx, &group, status)?;
            moderated.push(group);
        }
    }
    relay.pass_on_by(tx, &moderated)?;
    Ok(!moderated.is_empty())
}

/// Add and Remove: a post that the group features, or somebody who moderates it.
pub(super) async fn change(
    fed: &Federation,
    received: &Received,
    collection: Collection,
    object: Iri,
    added: bool,
) -> Result<Outcome, ReceiveError> {
    if collection.name == "moderators" && added {
        know(fed, received, &collection, &object).await?;
    }
    let (actor, relay) = (received.actor.clone(), Relay::of(received));
    received
        .apply(fed, move |tx| {
            let group = moderated(tx.conn, tx.addresses, &actor, &collection.group)?;
            let changed = if collection.name == "moderators" {
                appoint(tx, &group, &object, added)?
            } else {
                feature(tx, &group, &object, added)?
            };
            if !changed {
                return Ok(Outcome::Ignored("it was so before"));
            }
            relay.pass_on_by(tx, &[group])?;
            Ok(Outcome::Applied)
        })
        .await
}

/// Fetches whoever is to moderate, where a moderator says so.
async fn know(
    fed: &Federation,
    received: &Received,
    collection: &Collection,
    object: &Iri,
) -> Result<(), ReceiveError> {
    let (actor, group) = (received.actor.clone(), collection.group.clone());
    let addresses = fed.addresses().clone();
    fed.ctx()
        .db
        .read(move |conn| moderated(conn, &addresses, &actor, &group).map(drop))
        .await?;
    if !is_ours(fed.addresses(), object) {
        resolve::actor(fed, object.as_str(), Freshness::Known).await?;
    }
    Ok(())
}

fn appoint(
    tx: &mut Tx<'_>,
    group: &AccountRow,
    object: &Iri,
    added: bool,
) -> Result<bool, ReceiveError> {
    let Some(account) = account_at(tx.conn, tx.addresses, object)? else {
        return Err(ReceiveError::refused("it is nobody who is known"));
    };
    groups::moderator_in(tx, group, account.id, added).map_err(|error| match error {
        GroupError::Db(error) => ReceiveError::Db(error),
        other => ReceiveError::Refused(other.to_string()),
    })
}

fn feature(
    tx: &mut Tx<'_>,
    group: &AccountRow,
    object: &Iri,
    added: bool,
) -> Result<bool, ReceiveError> {
    let Some(status) = status_at(tx.conn, tx.addresses, object)? else {
        return Err(ReceiveError::refused("it is not here"));
    };
    let is_in = groups::of_status(tx.conn, &status)?
        .iter()
        .any(|there| there.id == group.id);
    if !is_in {
        return Err(ReceiveError::refused("it is not in the group"));
    }
    if added && !has_room(tx.conn, group.id, status.id)? {
        return Err(ReceiveError::refused(
            "the group features as many as it can",
        ));
    }
    Ok(pin_in(tx, group, &status, added)?)
}

/// Block with a group as its target, and (`blocked` false) what takes it back: whoever is blocked is
/// no member any more. It holds until it is taken back.
pub(super) fn keep_out(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    (group, person): (&Iri, &Iri),
    blocked: bool,
    relay: &Relay,
) -> Result<Outcome, ReceiveError> {
    let group = moderated(tx.conn, tx.addresses, by, group)?;
    let Some(person) = account_at(tx.conn, tx.addresses, person)? else {
        return Ok(Outcome::Ignored("it is nobody who is known"));
    };
    let changed = if blocked {
        follows::block_in(tx, &group, &person, None)?
    } else {
        follows::unblock_in(tx, &group, &person)?
    };
    if !changed {
        return Ok(Outcome::Ignored("it was so before"));
    }
    relay.pass_on_by(tx, &[group])?;
    Ok(Outcome::Applied)
}
