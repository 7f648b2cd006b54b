//! What becomes of actors here.

use staffroom_domain::AccountId;
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};
use staffroom_service::keys::ActorKeys;

use super::{Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// The thread of what an actor says of itself.
const THREAD: &str = "actor";

/// `Update` of the actor, to the followers.
pub(super) fn changed(b: &mut Builder<'_>, account: AccountId, keys: Option<&ActorKeys>) -> Built {
    let found = b.account(account)?;
    let (Some((row, actor)), Some(keys)) = (found, keys) else {
        return Ok(Vec::new());
    };
    if !row.is_local() || row.deleted_at.is_some() {
        return Ok(Vec::new());
    }
    let document = documents::actor(b.fed, &row, keys)?;
    let (id, iri) = b.new_activity()?;
    let object = Part::Full(Box::new(document));
    let mut activity = Activity::new(iri, ActivityKind::Update, actor, object);
    activity.to = Addressees::everybody();
    activity.cc = Addressees::only([b.followers(account)?]);
    let sending = Sending::new(id, account, &activity)?;
    Ok(vec![to_followers(sending)])
}

/// `Move`, to the followers (FEP-7628).
pub(super) fn moved(b: &mut Builder<'_>, account: AccountId, target: &str) -> Built {
    let actor = b.actor(account)?;
    let (id, iri) = b.new_activity()?;
    let object = Part::Id(actor.clone());
    let mut activity: Activity<Nothing> = Activity::new(iri, ActivityKind::Move, actor, object);
    activity.target = Some(Iri::parse(target)?);
    activity.to = Addressees::only([b.followers(account)?]);
    let sending = Sending::new(id, account, &activity)?;
    Ok(vec![to_followers(sending)])
}

/// `Delete` of the actor, to every server that is known: who keeps something of it, is not known.
pub(super) fn deleted(b: &mut Builder<'_>, account: AccountId) -> Built {
    let actor = b.actor(account)?;
    let (id, iri) = b.new_activity()?;
    let object = Part::Id(actor.clone());
    let mut activity: Activity<Nothing> = Activity::new(iri, ActivityKind::Delete, actor, object);
    activity.to = Addressees::everybody();
    let sending = Sending::new(id, account, &activity)?;
    // Without regard to who follows: follows are being removed meanwhile.
    let everybody = Recipients {
        everybody: true,
        ..Recipients::default()
    };
    Ok(vec![sending.in_thread(THREAD).to(everybody)])
}

fn to_followers(sending: Sending) -> Sending {
    sending
        .in_thread(THREAD)
        .to(Recipients::followers_and(Vec::new()))
}
