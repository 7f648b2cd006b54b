//! Groups elsewhere pass activities on to us (FEP-1b12). Of what others did, nothing is believed because
//! a group says so: it has their proof (FEP-8b32), or their own server is asked. What the group itself
//! boosts and features, it may say.

use staffroom_db::follows;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{accounts, remote_actors};
use staffroom_domain::ActorKind;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity, ObjectRef};
use staffroom_service::statuses::pin_in;
use staffroom_service::{Tx, groups};

use super::announce::{Boost, fetched};
use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use super::reread::{self, Reread};
use super::{create, dispatch, vouched};
use crate::Federation;
use crate::lookup::{account_at, is_ours, row_at, status_at};
use crate::resolve;

/// What a group of another server passes on.
pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
    inner: IncomingActivity,
) -> Result<Outcome, ReceiveError> {
    if !is_followed(fed, received).await? {
        return received.ignore(fed, "nobody here follows the group").await;
    }
    if is_shut_out(fed, &inner.actor).await? {
        return received.ignore(fed, "its actor is shut out").await;
    }
    let Some(object) = inner.objects.first().and_then(ObjectRef::id) else {
        return received.ignore(fed, "it passes nothing on").await;
    };
    let is_own = is_ours(fed.addresses(), &inner.actor);
    match inner.kind {
        ActivityKind::Create => create(fed, received, &inner, object).await,
        ActivityKind::Add => feature(fed, received, &inner, object, true).await,
        ActivityKind::Remove => feature(fed, received, &inner, object, false).await,
        _ if is_own => received.ignore(fed, "it was done here").await,
        ActivityKind::Update | ActivityKind::Delete => changed(fed, received, &inner, object).await,
        ActivityKind::Like | ActivityKind::EmojiReact | ActivityKind::Undo => {
            match vouched::by_anybody(fed, received, &inner).await? {
                Some(inner) => Box::pin(dispatch::dispatch(fed, &inner)).await,
                None => {
                    received
                        .ignore(fed, "its actor does not vouch for it")
                        .await
                }
            }
        }
        // Reports are told whom they concern; whom the group keeps out, it alone has to know.
        _ => received.ignore(fed, "it is not taken from a group").await,
    }
}

async fn is_followed(fed: &Federation, received: &Received) -> Result<bool, ReceiveError> {
    let group = received.actor.id;
    fed.ctx()
        .db
        .read(move |conn| Ok(follows::has_local_followers(conn, group)?))
        .await
}

async fn is_shut_out(fed: &Federation, actor: &Iri) -> Result<bool, ReceiveError> {
    let is_own = is_ours(fed.addresses(), actor);
    if !is_own && !resolve::federates(fed, &resolve::host_of(actor)).await? {
        return Ok(true);
    }
    let (addresses, actor) = (fed.addresses().clone(), actor.clone());
    fed.ctx()
        .db
        .read(move |conn| {
            let known = account_at(conn, &addresses, &actor)?;
            Ok(known.is_some_and(|account| !account.is_active()))
        })
        .await
}

/// A post: the group boosts it where it begins a thread. An answer is only kept with its thread, so that
/// whoever follows the group is not flooded.
async fn create(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
    object: Iri,
) -> Result<Outcome, ReceiveError> {
    if !given(fed, received, inner, &object).await? && !fetched(fed, received, &object).await? {
        return received.ignore(fed, "nobody here wants it").await;
    }
    let (group, boost) = (received.actor.clone(), Boost::of(received));
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            if status.in_reply_to_id.is_some() || status.in_reply_to_uri.is_some() {
                return Ok(Outcome::Applied);
            }
            // What an organisation announces stands by itself; its boost may have come before.
            if group.actor_kind() != ActorKind::Group {
                return Ok(Outcome::Applied);
            }
            groups::join_in(tx, &group, &status)?;
            boost.keep(tx, &status)
        })
        .await
}

/// Keeps what a proof vouches for, as if it had been fetched; `false` where there is none, or where it is
/// here already.
async fn given(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
    object: &Iri,
) -> Result<bool, ReceiveError> {
    if !received.activity.is_public() || is_ours(fed.addresses(), object) {
        return Ok(false);
    }
    let (addresses, wanted) = (fed.addresses().clone(), object.clone());
    let is_here = fed
        .ctx()
        .db
        .read(move |conn| Ok::<_, ReceiveError>(row_at(conn, &addresses, &wanted)?.is_some()))
        .await?;
    if is_here {
        return Ok(false);
    }
    let Some(inner) = vouched::by_proof(fed, received, inner).await? else {
        return Ok(false);
    };
    let document = inner.activity.embedded();
    let Some(Ok(post)) = document.map(staffroom_protocol::incoming::IncomingObject::read) else {
        return Ok(false);
    };
    if post.is_vote || !create::is_by(&inner, &post) {
        return Ok(false);
    }
    let raw = create::embedded_text(&inner);
    Ok(resolve::keep_given(fed, inner.actor.clone(), post, raw)
        .await?
        .is_some())
}

/// Update and Delete of a post that is here.
async fn changed(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
    object: Iri,
) -> Result<Outcome, ReceiveError> {
    let (addresses, wanted) = (fed.addresses().clone(), object.clone());
    let there = fed
        .ctx()
        .db
        .read(move |conn| {
            let Some(row) = status_at(conn, &addresses, &wanted)? else {
                return Ok::<_, ReceiveError>(None);
            };
            Ok(accounts::find(conn, row.account_id)?.map(|author| (row, author)))
        })
        .await?;
    let Some((there, author)) = there.filter(|(row, _)| row.visibility().is_open()) else {
        return received.ignore(fed, "it is not here").await;
    };
    let by_author = author.uri.as_deref() == Some(inner.actor.as_str());
    if !by_author && inner.kind == ActivityKind::Delete {
        return take_out(fed, received, there).await;
    }
    if !by_author || there.local {
        return received.ignore(fed, "it is somebody else's").await;
    }
    if let Some(inner) = vouched::by_proof(fed, received, inner).await? {
        return Box::pin(dispatch::dispatch(fed, &inner)).await;
    }
    let reread = reread::of(fed, &object, &there).await?;
    received
        .apply(fed, move |tx| match reread {
            Reread::Same => Ok(Outcome::Ignored("its server says otherwise")),
            changed => changed.keep(tx, &object),
        })
        .await
}

/// A moderator of the group took a post out, as the group says: it boosts it no more. Nothing else of
/// the post changes.
async fn take_out(
    fed: &Federation,
    received: &Received,
    status: StatusRow,
) -> Result<Outcome, ReceiveError> {
    let group = received.actor.clone();
    received
        .apply(fed, move |tx| {
            let boost = statuses::find_boost(tx.conn, group.id, status.id)?;
            if boost.is_none() && !is_in(tx, group.id, &status)? {
                return Ok(Outcome::Ignored("it is not in the group"));
            }
            groups::take_out_in(tx, &group, &status)?;
            Ok(Outcome::Applied)
        })
        .await
}

fn is_in(
    tx: &mut Tx<'_>,
    group: staffroom_domain::AccountId,
    status: &StatusRow,
) -> Result<bool, ReceiveError> {
    let groups = groups::of_status(tx.conn, status)?;
    Ok(groups.iter().any(|there| there.id == group))
}

/// What the group features. Who moderates it is not kept here.
async fn feature(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
    object: Iri,
    added: bool,
) -> Result<Outcome, ReceiveError> {
    let Some(target) = inner.target.as_ref().and_then(ObjectRef::id) else {
        return received.ignore(fed, "it says not where").await;
    };
    let group = received.actor.clone();
    received
        .apply(fed, move |tx| {
            let own = remote_actors::find(tx.conn, group.id)?.and_then(|row| row.featured);
            if own.is_none_or(|own| own != target.as_str() && own != target.canonical()) {
                return Ok(Outcome::Ignored("it is not what the group features"));
            }
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            if !is_in(tx, group.id, &status)? {
                return Ok(Outcome::Ignored("it is not in the group"));
            }
            Ok(if pin_in(tx, &group, &status, added)? {
                Outcome::Applied
            } else {
                Outcome::Ignored("it was so before")
            })
        })
        .await
}

/// A Dislike of a member is nothing here, but the followers of the group may have a word for it.
pub(super) async fn dislike(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it dislikes nothing"));
    };
    let relay = Relay::of(received);
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            Ok(if relay.pass_on(tx, &status)? {
                Outcome::Applied
            } else {
                Outcome::Ignored("nothing here depends on it")
            })
        })
        .await
}
