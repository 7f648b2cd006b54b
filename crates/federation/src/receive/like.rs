//! Like.

use staffroom_service::statuses::{favourite_in, may_see};

use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::status_at;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it likes nothing"));
    };
    let (actor, uri) = (received.actor.clone(), received.uri.clone());
    let relay = Relay::of(received);
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            if !may_see(tx.conn, Some(actor.id), &status)? {
                return Ok(Outcome::Ignored("its actor cannot have seen it"));
            }
            if !favourite_in(tx, &actor, &status, Some(uri))? {
                return Ok(Outcome::Ignored("it was liked before"));
            }
            relay.pass_on(tx, &status)?;
            Ok(Outcome::Applied)
        })
        .await
}
