//! Delete: somebody elsewhere removed what they posted, or is gone.

use staffroom_db::tombstones;
use staffroom_protocol::Iri;
use staffroom_service::Tx;
use staffroom_service::statuses::{remove_in, unboost_in};

use super::departure;
use super::lookup::{is_ours, row_at};
use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;

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
    if is_ours(fed.addresses(), &id) {
        return Err(ReceiveError::refused("what it deletes is ours"));
    }
    if !received.may_speak_for(&id) {
        return Err(ReceiveError::refused(
            "what it deletes is of another server",
        ));
    }
    let actor = received.actor.clone();
    received.apply(fed, move |tx| remove(tx, &actor, &id)).await
}

fn remove(
    tx: &mut Tx<'_>,
    actor: &staffroom_db::accounts::AccountRow,
    id: &Iri,
) -> Result<Outcome, ReceiveError> {
    let Some(row) = row_at(tx.conn, tx.addresses, id)? else {
        // It may overtake its Create.
        tombstones::bury(tx.conn, id.as_str(), tx.now)?;
        return Ok(Outcome::Ignored("it is not here"));
    };
    if row.account_id != actor.id {
        return Err(ReceiveError::refused("what it deletes is somebody else's"));
    }
    if row.is_boost() {
        unboost_in(tx, actor, &row)?;
    } else {
        remove_in(tx, actor, &row)?;
        tombstones::bury(tx.conn, id.as_str(), tx.now)?;
    }
    Ok(Outcome::Applied)
}
