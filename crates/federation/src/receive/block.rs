//! Block: somebody elsewhere blocks somebody here.

use staffroom_service::follows;

use super::lookup::local_account_at;
use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it blocks nobody"));
    };
    let (actor, uri) = (received.actor.clone(), received.uri.clone());
    received
        .apply(fed, move |tx| {
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
