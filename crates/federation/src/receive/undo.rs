//! Undo: somebody elsewhere takes back a Follow, Like, reaction, Announce, Block or Join of their
//! own.

use staffroom_db::accounts::AccountRow;
use staffroom_db::{DbError, follows as rows, participations, statuses as all};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity, ObjectRef};
use staffroom_service::Tx;
use staffroom_service::calendar;
use staffroom_service::follows;
use staffroom_service::statuses::{unboost_in, unfavourite_in, unreact_in};

use super::moderation;
use super::react::reaction_of;
use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::{is_ours, local_account_at, row_at, status_at};

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object().cloned() else {
        return Err(ReceiveError::refused("it takes nothing back"));
    };
    let embedded = object
        .embedded()
        .and_then(|object| IncomingActivity::from_object(object.clone()).ok());
    let is_foreign = embedded
        .as_ref()
        .is_some_and(|inner| inner.actor != *received.actor_id())
        || object.id().is_some_and(|id| !received.may_speak_for(&id));
    if is_foreign {
        return Err(ReceiveError::refused(
            "what it takes back is somebody else's",
        ));
    }
    let (actor, relay) = (received.actor.clone(), Relay::of(received));
    received
        .apply(fed, move |tx| {
            if let Some((group, person)) = embedded.as_ref().and_then(|it| kept_out(tx, it)) {
                return moderation::keep_out(tx, &actor, (&group, &person), false, &relay);
            }
            let undone = match &embedded {
                Some(inner) if inner.object_id().is_some() => undo(tx, &actor, inner, &relay)?,
                _ => undo_named(tx, &actor, &object)?,
            };
            Ok(if undone {
                Outcome::Applied
            } else {
                Outcome::Ignored("there is nothing to take back")
            })
        })
        .await
}

/// By what the embedded activity says: the actor's own, whatever its id is.
fn undo(
    tx: &mut Tx<'_>,
    actor: &AccountRow,
    inner: &IncomingActivity,
    relay: &Relay,
) -> Result<bool, DbError> {
    let Some(object) = inner.object_id() else {
        return Ok(false);
    };
    match &inner.kind {
        ActivityKind::Follow => {
            let Some(target) = local_account_at(tx.conn, tx.addresses, &object)? else {
                return Ok(false);
            };
            let Some(row) = rows::find(tx.conn, actor.id, target.id)? else {
                return Ok(false);
            };
            follows::end_in(tx, actor, &target, &row)?;
            Ok(true)
        }
        ActivityKind::Block => match local_account_at(tx.conn, tx.addresses, &object)? {
            Some(target) => follows::unblock_in(tx, actor, &target),
            None => Ok(false),
        },
        ActivityKind::Join => {
            let Some(event) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(false);
            };
            calendar::leave_in(tx, actor, &event)
        }
        ActivityKind::Announce => {
            let Some(status) = row_at(tx.conn, tx.addresses, &object)? else {
                return Ok(false);
            };
            match all::find_boost(tx.conn, actor.id, status.id)? {
                Some(boost) => unboost_in(tx, actor, &boost).map(|()| true),
                None => Ok(false),
            }
        }
        ActivityKind::Like | ActivityKind::EmojiReact | ActivityKind::Dislike => {
            unlike(tx, actor, inner, relay)
        }
        _ => Ok(false),
    }
}

fn unlike(
    tx: &mut Tx<'_>,
    actor: &AccountRow,
    inner: &IncomingActivity,
    relay: &Relay,
) -> Result<bool, DbError> {
    let Some(object) = inner.object_id() else {
        return Ok(false);
    };
    let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
        return Ok(false);
    };
    if inner.kind == ActivityKind::Dislike {
        // Nothing of it is kept, but the groups have passed it on.
        return relay.pass_on(tx, &status);
    }
    let undone = match reaction_of(inner) {
        Some((content, _)) => unreact_in(tx, actor, &status, &content)?,
        None => unfavourite_in(tx, actor, &status)?,
    };
    if undone {
        relay.pass_on(tx, &status)?;
    }
    Ok(undone)
}

/// The group here that somebody is to be kept out of no more, and who.
fn kept_out(tx: &Tx<'_>, inner: &IncomingActivity) -> Option<(Iri, Iri)> {
    if inner.kind != ActivityKind::Block {
        return None;
    }
    let group = inner.target.as_ref().and_then(ObjectRef::id)?;
    is_ours(tx.addresses, &group).then_some(())?;
    Some((group, inner.object_id()?))
}

/// By the id alone: follows, boosts and Joins are found by it.
fn undo_named(tx: &mut Tx<'_>, actor: &AccountRow, object: &ObjectRef) -> Result<bool, DbError> {
    let Some(id) = object.id() else {
        return Ok(false);
    };
    let follow = rows::find_by_uri(tx.conn, id.as_str())?;
    if let Some(row) = follow.filter(|row| row.account_id == actor.id)
        && let Some(target) = staffroom_db::accounts::find(tx.conn, row.target_id)?
    {
        follows::end_in(tx, actor, &target, &row)?;
        return Ok(true);
    }
    if let Some(row) = participations::find_by_uri(tx.conn, actor.id, id.as_str())?
        && let Some(event) = all::find(tx.conn, row.status_id)?
    {
        return calendar::leave_in(tx, actor, &event);
    }
    let boost = all::find_by_uri(tx.conn, id.as_str())?;
    if let Some(boost) = boost.filter(|row| row.is_boost() && row.account_id == actor.id) {
        unboost_in(tx, actor, &boost)?;
        return Ok(true);
    }
    Ok(false)
}
