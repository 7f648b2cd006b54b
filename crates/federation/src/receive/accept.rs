//! Accept and Reject: whom somebody here asked to follow answers; so does the server of an event where they asked for a
//! place, and the author of a practice that they entered something about.

use staffroom_db::{DbError, accounts, follows as rows};
use staffroom_domain::{Local, StatusId};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity, ObjectRef};
use staffroom_service::Tx;
use staffroom_service::follows::{self, FollowRow};

use super::entries;
use super::join;
use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::lookup::{is_ours, local_account_at};

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
    accepted: bool,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object().cloned() else {
        return Err(ReceiveError::refused("it answers nothing"));
    };
    let (actor, actor_id) = (received.actor.clone(), received.actor_id().clone());
    if let Some(asked) = join::asked(fed, &received.activity) {
        return join::answered(fed, received, asked).await;
    }
    if let Some(entry) = entry_at(fed, &object) {
        return entries::answered(fed, received, entry, accepted).await;
    }
    received
        .apply(fed, move |tx| {
            let Some(row) = answered(tx, &object, &actor_id, actor.id)? else {
                return Ok(Outcome::Ignored("nobody here asked for it"));
            };
            if row.target_id != actor.id {
                return Err(ReceiveError::refused("somebody else was asked"));
            }
            let Some(by) = accounts::find(tx.conn, row.account_id)? else {
                return Ok(Outcome::Ignored("whoever asked is gone"));
            };
            if accepted {
                follows::accept_in(tx, &by, &actor, &row)?;
            } else {
                follows::refuse_in(tx, &by, &actor, &row)?;
            }
            Ok(Outcome::Applied)
        })
        .await
}

/// Something that was posted here, and is answered: an entry about a practice elsewhere.
fn entry_at(fed: &Federation, object: &ObjectRef) -> Option<StatusId> {
    match fed.addresses().parse(object.id()?.canonical()) {
        Some(Local::Object(id)) => Some(id),
        _ => None,
    }
}

/// The follow of somebody here that is answered: by the id of our Follow, or, where the id is none of
/// ours, by who follows whom. An id of ours that names no follow any more answers nothing: it was
/// taken back.
fn answered(
    tx: &mut Tx<'_>,
    object: &ObjectRef,
    actor_id: &Iri,
    actor: staffroom_domain::AccountId,
) -> Result<Option<FollowRow>, DbError> {
    if let Some(id) = object.id().filter(|id| is_ours(tx.addresses, id)) {
        return match tx.addresses.parse(id.canonical()) {
            Some(Local::Follow(id)) => Ok(rows::get(tx.conn, id)?.filter(|row| row.local)),
            _ => Ok(None),
        };
    }
    let Some(embedded) = object.embedded() else {
        return Ok(None);
    };
    let Ok(follow) = IncomingActivity::from_object(embedded.clone()) else {
        return Ok(None);
    };
    if follow.kind != ActivityKind::Follow || follow.object_id().as_ref() != Some(actor_id) {
        return Ok(None);
    }
    let Some(by) = local_account_at(tx.conn, tx.addresses, &follow.actor)? else {
        return Ok(None);
    };
    rows::find(tx.conn, by.id, actor)
}
