//! Block: somebody elsewhere blocks somebody here; or a moderator keeps somebody out of a group here.

use staffroom_protocol::incoming::ObjectRef;
use staffroom_service::follows;

use super::moderation;
use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::{is_ours, local_account_at};

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it blocks nobody"));
    };
    let (actor, uri) = (received.actor.clone(), received.uri.clone());
    let target = received.activity.target.as_ref().and_then(ObjectRef::id);
    let group = target.filter(|id| is_ours(fed.addresses(), id));
    let relay = Relay::of(received);
    received
        .apply(fed, move |tx| {
            if let Some(group) = group {
                return moderation::keep_out(tx, &actor, (&group, &object), true, &relay);
            }
            let Some(target) = local_account_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("nobody here is blocked"));
            };
            Ok(if follows::block_in(tx, &actor, &target, Some(uri))? {
                Outcome::Applied
            } else {
                Outcome::Ignored("it was there before")
            })
        })
        .await
}
