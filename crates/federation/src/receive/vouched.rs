//! Whether what a group passes on was done by whom it says: by their proof, or by what their own server
//! shows at its id.

use staffroom_db::accounts::AccountRow;
use staffroom_protocol::incoming::{self, IncomingActivity, ObjectRef};

use super::create::embedded_text;
use super::received::{ReceiveError, Received};
use crate::Federation;
use crate::inbox;
use crate::lookup::{is_ours, status_at};
use crate::resolve::{self, FetchBudget, Freshness};

/// The inner activity as if it had come by itself, where it has the proof of its actor.
pub(super) async fn by_proof(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
) -> Result<Option<Received>, ReceiveError> {
    if !inner.has_proof || is_ours(fed.addresses(), &inner.actor) {
        return Ok(None);
    }
    let body = embedded_text(received);
    let Some(activity) = read(&body) else {
        return Ok(None);
    };
    match inbox::actor_of_proof(fed, &activity, body.as_bytes()).await {
        Ok(actor) => Ok(Some(part(received, actor, activity, body))),
        Err(reason) => {
            tracing::debug!(actor = %activity.actor, reason, "a proof does not hold");
            Ok(None)
        }
    }
}

/// The same, or as its actor's server shows it: only where it is about a post that is here.
pub(super) async fn by_anybody(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
) -> Result<Option<Received>, ReceiveError> {
    if !is_about_known(fed, inner).await? {
        return Ok(None);
    }
    if let Some(proven) = by_proof(fed, received, inner).await? {
        return Ok(Some(proven));
    }
    by_origin(fed, received, inner).await
}

async fn by_origin(
    fed: &Federation,
    received: &Received,
    inner: &IncomingActivity,
) -> Result<Option<Received>, ReceiveError> {
    let id = inner.id.as_ref().filter(|id| id.same_origin(&inner.actor));
    let Some(id) = id.filter(|id| !is_ours(fed.addresses(), id)) else {
        return Ok(None);
    };
    let shown = match resolve::at(fed, id, &mut FetchBudget::default()).await {
        Ok(shown) => shown,
        Err(error) if error.is_temporary() => return Err(error.into()),
        Err(_) => return Ok(None),
    };
    let Some(activity) = read(&shown.raw) else {
        return Ok(None);
    };
    let is_same = activity.id.as_ref() == Some(id)
        && activity.actor == inner.actor
        && activity.kind == inner.kind;
    if !is_same {
        return Ok(None);
    }
    match resolve::actor(fed, activity.actor.as_str(), Freshness::Known).await {
        Ok(actor) if actor.is_active() => Ok(Some(part(received, actor, activity, shown.raw))),
        Err(error) if error.is_temporary() => Err(error.into()),
        _ => Ok(None),
    }
}

fn read(body: &str) -> Option<IncomingActivity> {
    let document = incoming::parse(body.as_bytes()).ok()?;
    let activity = document.into_activity().ok()?;
    (activity.id.is_some() && activity.id_is_of_actor()).then_some(activity)
}

/// A Like and the like, or the Undo of one, of a post that is here.
async fn is_about_known(fed: &Federation, inner: &IncomingActivity) -> Result<bool, ReceiveError> {
    let undone = inner
        .embedded()
        .and_then(|undone| IncomingActivity::from_object(undone.clone()).ok())
        .and_then(|undone| undone.object_id());
    let Some(object) = undone.or_else(|| inner.objects.first().and_then(ObjectRef::id)) else {
        return Ok(false);
    };
    let addresses = fed.addresses().clone();
    fed.ctx()
        .db
        .read(move |conn| Ok(status_at(conn, &addresses, &object)?.is_some()))
        .await
}

fn part(
    received: &Received,
    actor: AccountRow,
    activity: IncomingActivity,
    body: String,
) -> Received {
    Received {
        item: received.item,
        host: resolve::host_of(&activity.actor),
        actor,
        uri: activity
            .id
            .as_ref()
            .map_or_else(|| received.uri.clone(), |id| id.as_str().to_owned()),
        activity,
        body,
        passed_on: true,
    }
}
