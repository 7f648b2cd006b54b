//! Groups: ours pass on what their members send them, and others pass activities on to us (FEP-1b12).

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, follows};
use staffroom_domain::{ActorKind, Event, Visibility};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity};
use staffroom_service::Tx;
use staffroom_service::statuses::boost_in;

use super::announce::{Boost, fetched};
use super::lookup::{account_at, local_account_at, status_at};
use super::received::{Outcome, ReceiveError, Received};
use super::reread::{self, Reread};
use crate::Federation;

/// An activity that may be for groups of ours.
pub(super) struct Relay {
    actor: AccountRow,
    addressed: Vec<Iri>,
    body: String,
    uri: String,
}

impl Relay {
    pub(super) fn of(received: &Received) -> Self {
        let activity = &received.activity;
        let addressed = [&activity.to, &activity.cc, &activity.audience]
            .into_iter()
            .flat_map(|addressees| &addressees.ids)
            .cloned()
            .collect();
        Self {
            actor: received.actor.clone(),
            addressed,
            body: received.body.clone(),
            uri: received.uri.clone(),
        }
    }

    /// Lets the groups that are addressed, and that the author is a member of, boost the status and
    /// pass the activity on. Only what everybody may see: a group never widens an audience.
    pub(super) fn pass_on(&self, tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
        if !status.visibility().is_open() || status.account_id != self.actor.id {
            return Ok(());
        }
        for id in &self.addressed {
            let Some(group) = local_account_at(tx.conn, tx.addresses, id)? else {
                continue;
            };
            let is_member = group.actor_kind() == ActorKind::Group
                && group.is_active()
                && follows::is_accepted(tx.conn, self.actor.id, group.id)?;
            if !is_member {
                continue;
            }
            let now = tx.now;
            let (_, is_new) = boost_in(tx, &group, status, Visibility::Public, None, now)?;
            if is_new {
                tx.emit(&Event::GroupRelayed {
                    group: group.id,
                    activity: self.body.clone(),
                    activity_uri: self.uri.clone(),
                })?;
            }
        }
        Ok(())
    }
}

/// What another server's group passes on. Nothing of it is believed: what it is about is asked of its
/// own server.
pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
    inner: IncomingActivity,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = inner.object_id() else {
        return received.ignore(fed, "it passes nothing on").await;
    };
    if is_shut_out(fed, &inner.actor).await? {
        return received.ignore(fed, "its actor is shut out").await;
    }
    match inner.kind {
        ActivityKind::Create => create(fed, received, object).await,
        ActivityKind::Update | ActivityKind::Delete => check(fed, received, object).await,
        // Who likes what, or takes it back, is told by themselves alone.
        _ => received.ignore(fed, "it is not taken from a group").await,
    }
}

async fn is_shut_out(fed: &Federation, actor: &Iri) -> Result<bool, ReceiveError> {
    let (addresses, actor) = (fed.addresses().clone(), actor.clone());
    fed.ctx()
        .db
        .read(move |conn| {
            let known = account_at(conn, &addresses, &actor)?;
            Ok(known.is_some_and(|account| !account.is_active()))
        })
        .await
}

async fn create(
    fed: &Federation,
    received: &Received,
    object: Iri,
) -> Result<Outcome, ReceiveError> {
    if !fetched(fed, received, &object).await? {
        return received.ignore(fed, "nobody here wants it").await;
    }
    let boost = Boost::of(received);
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            boost.keep(tx, &status)
        })
        .await
}

/// Something was changed or deleted, the group says: it is read again.
async fn check(
    fed: &Federation,
    received: &Received,
    object: Iri,
) -> Result<Outcome, ReceiveError> {
    let (addresses, wanted) = (fed.addresses().clone(), object.clone());
    let there = fed
        .ctx()
        .db
        .read(move |conn| status_at(conn, &addresses, &wanted))
        .await?;
    let Some(there) = there.filter(|row| !row.local && row.visibility().is_open()) else {
        return received.ignore(fed, "it is not here").await;
    };
    let reread = reread::of(fed, &object, &there).await?;
    received
        .apply(fed, move |tx| match reread {
            Reread::Same => Ok(Outcome::Ignored("its server says otherwise")),
            changed => changed.keep(tx, &object),
        })
        .await
}
