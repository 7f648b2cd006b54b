//! Delete: somebody elsewhere removed what they posted, or is gone; or a moderator of a group here takes
//! a post out of it.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, tombstones};
use staffroom_protocol::Iri;
use staffroom_service::Tx;
use staffroom_service::statuses::{remove_in, unboost_in};

use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use super::{departure, moderation};
use crate::Federation;
use crate::lookup::{is_ours, row_at};

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(id) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it deletes nothing that has an id"));
    };
    if id == *received.actor_id() {
        return departure::of(fed, received).await;
    }
    let (actor, relay) = (received.actor.clone(), Relay::of(received));
    let is_own = received.may_speak_for(&id) && !is_ours(fed.addresses(), &id);
    received
        .apply(fed, move |tx| {
            let row = row_at(tx.conn, tx.addresses, &id)?;
            match row {
                Some(row) if is_own && row.account_id == actor.id => {
                    remove(tx, &actor, &row, &id)?;
                    relay.pass_on_removal(tx, &row)?;
                    Ok(Outcome::Applied)
                }
                Some(row) if moderation::take_out(tx, &actor, &row, &relay)? => {
                    Ok(Outcome::Applied)
                }
                None if is_own => {
                    // It may overtake its Create. Others of the same server may still have
                    // something by that id.
                    tombstones::bury(tx.conn, id.as_str(), actor.id, tx.now)?;
                    Ok(Outcome::Ignored("it is not here"))
                }
                _ => Err(ReceiveError::refused("what it deletes is somebody else's")),
            }
        })
        .await
}

fn remove(tx: &mut Tx<'_>, actor: &AccountRow, row: &StatusRow, id: &Iri) -> Result<(), DbError> {
    if row.is_boost() {
        return unboost_in(tx, actor, row);
    }
    remove_in(tx, actor, row)?;
    tombstones::bury(tx.conn, id.as_str(), actor.id, tx.now)
}
