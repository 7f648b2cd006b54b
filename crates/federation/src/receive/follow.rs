//! Follow: somebody elsewhere wants to follow somebody here.

use staffroom_db::accounts::AccountRow;
use staffroom_db::{blocks, follows as rows};
use staffroom_domain::{ActorKind, Event};
use staffroom_protocol::Iri;
use staffroom_service::Tx;
use staffroom_service::follows;

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::lookup::local_account_at;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(target) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it names nobody to follow"));
    };
    let (actor, uri) = (received.actor.clone(), received.uri.clone());
    received
        .apply(fed, move |tx| follow(tx, &actor, &target, uri))
        .await
}

fn follow(
    tx: &mut Tx<'_>,
    actor: &AccountRow,
    target: &Iri,
    uri: String,
) -> Result<Outcome, ReceiveError> {
    let Some(target) = local_account_at(tx.conn, tx.addresses, target)? else {
        return Ok(Outcome::Ignored("nobody here is followed"));
    };
    if target.deleted_at.is_some() {
        // Its server learns so from its Delete, and from its address. Nobody is left who could answer.
        return Ok(Outcome::Ignored("nobody here is followed"));
    }
    let cannot_be_followed = !target.is_active()
        || target.has_moved()
        || target.actor_kind() == ActorKind::Application
        || blocks::find(tx.conn, target.id, actor.id)?.is_some();
    if cannot_be_followed {
        tx.emit(&Event::FollowAnswered {
            account: target.id,
            follower: actor.id,
            follow_uri: uri,
            accepted: false,
        })?;
        return Ok(Outcome::Applied);
    }
    let Some(mut row) = rows::find(tx.conn, actor.id, target.id)? else {
        follows::begin_in(tx, actor, &target, Some(uri))?;
        return Ok(Outcome::Applied);
    };
    rows::set_uri(tx.conn, row.id, &uri)?;
    row.uri = Some(uri);
    follows::ask_again_in(tx, actor, &target, &row)?;
    Ok(Outcome::Applied)
}
