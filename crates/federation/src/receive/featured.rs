//! Add and Remove: somebody elsewhere features one of their posts, or no more; or a moderator changes a
//! list of a group here; or the author of a practice lists what was entered about it.

use staffroom_db::{follows, remote_actors};
use staffroom_net::FetchBudget;
use staffroom_protocol::incoming::ObjectRef;
use staffroom_service::statuses::pin_in;

use super::create::{HOSTS, REQUESTS};
use super::received::{Outcome, ReceiveError, Received};
use super::{entries, moderation};
use crate::Federation;
use crate::lookup::{is_ours, status_at};
use crate::resolve;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
    pinned: bool,
) -> Result<Outcome, ReceiveError> {
    let target = received.activity.target.as_ref().and_then(ObjectRef::id);
    let (Some(target), Some(object)) = (target, received.activity.object_id()) else {
        return Err(ReceiveError::refused("it says not what belongs where"));
    };
    if let Some(collection) = moderation::Collection::at(fed.addresses(), &target) {
        return moderation::change(fed, received, collection, object, pinned).await;
    }
    if let Some(practice) = entries::practice_of_ledger(fed, received, &target).await? {
        return entries::listed(fed, received, practice, object, pinned).await;
    }
    let actor = received.actor.clone();
    let (id, addresses, wanted) = (actor.id, fed.addresses().clone(), object.clone());
    let (featured, is_here, is_followed) = fed
        .ctx()
        .db
        .read(move |conn| {
            let featured = remote_actors::find(conn, id)?.and_then(|row| row.featured);
            let is_here = status_at(conn, &addresses, &wanted)?.is_some();
            Ok::<_, ReceiveError>((featured, is_here, follows::has_local_followers(conn, id)?))
        })
        .await?;
    let is_own = featured.is_some_and(|own| own == target.canonical() || own == target.as_str());
    if !is_own {
        return Err(ReceiveError::refused("the collection is not its actor's"));
    }
    let can_be_fetched =
        received.may_speak_for(&object) && !is_ours(&fed.addresses().clone(), &object);
    if pinned && !is_here && is_followed && can_be_fetched {
        let mut budget = FetchBudget::new(REQUESTS, HOSTS);
        resolve::status(fed, object.as_str(), &mut budget).await?;
    }
    received
        .apply(fed, move |tx| {
            let Some(status) = status_at(tx.conn, tx.addresses, &object)? else {
                return Ok(Outcome::Ignored("it is not here"));
            };
            if status.account_id != actor.id {
                return Err(ReceiveError::refused("it is somebody else's post"));
            }
            if pinned && !status.visibility().is_open() {
                return Ok(Outcome::Ignored("it is not for everybody"));
            }
            Ok(if pin_in(tx, &actor, &status, pinned)? {
                Outcome::Applied
            } else {
                Outcome::Ignored("it was so before")
            })
        })
        .await
}
