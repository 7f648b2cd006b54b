//! Announce: somebody elsewhere boosts a post; or a group passes an activity on (FEP-1b12).

use staffroom_db::accounts::AccountRow;
use staffroom_db::follows;
use staffroom_db::statuses::{self as all, StatusRow};
use staffroom_domain::{ActorKind, Visibility};
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{Document, IncomingActivity, Shape};
use staffroom_service::statuses::boost_in;
use staffroom_service::{Tx, groups};

use super::create::{HOSTS, REQUESTS};
use super::group;
use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::lookup::{is_ours, status_at};
use crate::resolve;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let embedded = received.activity.embedded().cloned().map(Document::from);
    if let Some(document) = embedded.filter(|document| document.shape() == Shape::Activity) {
        let inner = IncomingActivity::from_object(document.into_root())
            .map_err(|error| ReceiveError::Refused(error.to_string()))?;
        let may_pass_on = match received.actor.actor_kind() {
            ActorKind::Group => true,
            // The voice of its instance, and of no other.
            ActorKind::Organization => inner.actor.same_origin(received.actor_id()),
            _ => false,
        };
        if !may_pass_on {
            return received
                .ignore(fed, "only groups and organisations pass activities on")
                .await;
        }
        return Box::pin(group::receive(fed, received, inner)).await;
    }
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it boosts nothing"));
    };
    if !fetched(fed, received, &object).await? {
        return received.ignore(fed, "nobody here wants it").await;
    }
    let boost = Boost::of(received);
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            if boost.actor.actor_kind() == ActorKind::Group {
                groups::join_in(tx, &boost.actor, &status)?;
            }
            boost.keep(tx, &status)
        })
        .await
}

/// Makes sure that the post is here, if it should be: it is fetched for followers only, and only as
/// part of a public boost. `false` where nobody here wants it, and where nothing is exchanged with its
/// server, also if it is here from before.
pub(super) async fn fetched(
    fed: &Federation,
    received: &Received,
    object: &Iri,
) -> Result<bool, ReceiveError> {
    if !is_ours(fed.addresses(), object)
        && !resolve::federates(fed, &resolve::host_of(object)).await?
    {
        return Ok(false);
    }
    let (addresses, wanted) = (fed.addresses().clone(), object.clone());
    let actor = received.actor.id;
    let (there, is_followed) = fed
        .ctx()
        .db
        .read(move |conn| {
            let there = status_at(conn, &addresses, &wanted)?;
            Ok::<_, ReceiveError>((there, follows::has_local_followers(conn, actor)?))
        })
        .await?;
    if let Some(there) = there {
        return Ok(is_followed || there.local);
    }
    if is_ours(fed.addresses(), object) || !is_followed || !received.activity.is_public() {
        return Ok(false);
    }
    let mut budget = FetchBudget::new(REQUESTS, HOSTS);
    Ok(resolve::status(fed, object.as_str(), &mut budget)
        .await?
        .is_some())
}

/// A boost that is about to be written.
pub(super) struct Boost {
    actor: AccountRow,
    uri: Option<String>,
    visibility: Visibility,
    published: Option<staffroom_domain::Timestamp>,
}

impl Boost {
    pub(super) fn of(received: &Received) -> Self {
        let activity = &received.activity;
        let visibility = if activity.to.public {
            Visibility::Public
        } else if activity.cc.public {
            Visibility::Unlisted
        } else {
            Visibility::Private
        };
        Self {
            actor: received.actor.clone(),
            uri: activity.id.as_ref().map(|id| id.as_str().to_owned()),
            visibility,
            published: activity.published,
        }
    }

    pub(super) fn keep(self, tx: &mut Tx<'_>, status: &StatusRow) -> Result<Outcome, ReceiveError> {
        let is_own = status.account_id == self.actor.id;
        let allowed =
            status.visibility().is_open() || (is_own && status.visibility() == Visibility::Private);
        if !allowed {
            return Err(ReceiveError::refused("what it boosts is not for everybody"));
        }
        let author = staffroom_db::accounts::find(tx.conn, status.account_id)?;
        let is_shut_out = !author.is_some_and(|author| author.is_active())
            || staffroom_db::blocks::find(tx.conn, status.account_id, self.actor.id)?.is_some();
        if is_shut_out {
            return Ok(Outcome::Ignored("its author does not let it be boosted"));
        }
        if let Some(uri) = &self.uri
            && all::find_by_uri(tx.conn, uri)?.is_some()
        {
            return Ok(Outcome::Ignored("it is here already"));
        }
        let visibility = if is_own {
            self.visibility.max(status.visibility())
        } else {
            self.visibility
        };
        let published = self.published.unwrap_or(tx.now);
        let (_, is_new) = boost_in(tx, &self.actor, status, visibility, self.uri, published)?;
        Ok(if is_new {
            Outcome::Applied
        } else {
            Outcome::Ignored("it was boosted before")
        })
    }
}
