//! Update: somebody elsewhere changed what they posted, or themselves.

use std::time::Duration;

use staffroom_db::{DbError, attachments};
use staffroom_domain::Timestamp;
use staffroom_protocol::incoming::{Document, IncomingObject, Shape};
use staffroom_service::Tx;
use staffroom_service::statuses::{Revised, Revision, StatusRow, revise_in};

use super::create::{NO_DIRECT, embedded_text, is_by, keep};
use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::{is_ours, row_at};
use crate::resolve::{self, Freshness, Prepared};

/// An Update of something unknown that is older tells us nothing new.
const NEWS: Duration = Duration::from_hours(24);

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(id) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it changes nothing that has an id"));
    };
    if is_ours(fed.addresses(), &id) {
        return Err(ReceiveError::refused("what it changes is ours"));
    }
    if !received.may_speak_for(&id) {
        return Err(ReceiveError::refused(
            "what it changes is of another server",
        ));
    }
    let is_actor = id == *received.actor_id();
    let document = received.activity.embedded().cloned().map(Document::from);
    let shape = document.as_ref().map(Document::shape);
    if is_actor {
        // Fetched rather than believed: what the actor's id gives is the same for everybody.
        resolve::actor(fed, id.as_str(), Freshness::Now).await?;
        return received.apply(fed, |_| Ok(Outcome::Applied)).await;
    }
    if shape == Some(Shape::Actor) {
        return Err(ReceiveError::refused("it changes another actor"));
    }
    let Some(Ok(object)) = document.map(|document| document.object()) else {
        return received.ignore(fed, "what changed is not in it").await;
    };
    if !is_by(received, &object) {
        return Err(ReceiveError::refused("what it changes is somebody else's"));
    }
    Box::pin(change(fed, received, object)).await
}

async fn change(
    fed: &Federation,
    received: &Received,
    object: IncomingObject,
) -> Result<Outcome, ReceiveError> {
    let (addresses, id) = (fed.addresses().clone(), object.id.clone());
    let there = fed
        .ctx()
        .db
        .read(move |conn| row_at(conn, &addresses, &id))
        .await?;
    let Some(there) = there else {
        let is_news = object
            .published
            .is_some_and(|published| published.plus(NEWS) > fed.ctx().now());
        return if is_news {
            Box::pin(keep(fed, received, object)).await
        } else {
            received.ignore(fed, "it is not here").await
        };
    };
    if there.account_id != received.actor.id || there.is_boost() {
        return Err(ReceiveError::refused("what it changes is somebody else's"));
    }
    let edited = object.updated.or(received.activity.updated);
    // A group never widens an audience, nor what became narrower.
    let is_open = object.to.public || object.cc.public;
    let relay = Relay::of(received);
    let author = received.actor.clone();
    let prepared =
        resolve::draft_of(fed, author.clone(), &object, &embedded_text(received)).await?;
    let id = object.id;
    received
        .apply(fed, move |tx| {
            let row = row_at(tx.conn, tx.addresses, &id)?;
            let Some(row) = row.filter(|row| row.deleted_at.is_none()) else {
                return Ok(Outcome::Ignored("it was deleted"));
            };
            if is_older(&row, edited) {
                return Ok(Outcome::Ignored("a newer version is here"));
            }
            let edited = edited.unwrap_or(tx.now);
            let revision = revision(tx, &row, prepared, edited)?;
            match revise_in(tx, &author, &row, &revision)? {
                Revised::Done => {}
                Revised::Refused => return Ok(Outcome::Ignored(NO_DIRECT)),
                Revised::Removed => return Ok(Outcome::Applied),
            }
            if is_open {
                relay.pass_on(tx, &row)?;
            }
            Ok(Outcome::Applied)
        })
        .await
}

fn is_older(row: &StatusRow, edited: Option<Timestamp>) -> bool {
    match (row.edited_at, edited) {
        (Some(here), Some(edited)) => edited.as_micros() < here,
        _ => false,
    }
}

/// A new version; files that are the same count as unchanged, so that new counts of a poll are no edit.
pub(super) fn revision(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    prepared: Prepared,
    edited: Timestamp,
) -> Result<Revision, DbError> {
    let files = attachments::of_statuses(tx.conn, &[row.id])?;
    let new = &prepared.draft.attachments;
    let is_same = files.len() == new.len()
        && files
            .iter()
            .zip(new)
            .all(|(old, new)| old.url == new.url && old.description == new.description);
    let mut revision = prepared.into_revision(edited);
    if is_same {
        revision.attachments = None;
    }
    Ok(revision)
}
