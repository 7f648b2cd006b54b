//! Following, and being followed.

use staffroom_db::follows;
use staffroom_domain::{AccountId, FollowId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{Builder, Built, Sending};
use crate::outbox::recipients::Recipients;

/// `Follow`; none where it was taken back since, so that it never comes after its `Undo`.
pub(super) fn requested(
    b: &mut Builder<'_>,
    follow: FollowId,
    by: AccountId,
    target: AccountId,
) -> Built {
    let now = follows::find(b.conn, by, target)?;
    if now.is_none_or(|now| now.id != follow) {
        return Ok(Vec::new());
    }
    let Some((_, target_iri)) = b.account(target)? else {
        return Ok(Vec::new());
    };
    let follow = activity(
        Iri::parse(&b.addresses().follow(follow))?,
        b.actor(by)?,
        target_iri,
    );
    let (id, _) = b.new_activity()?;
    Ok(vec![pair(Sending::new(id, by, &follow)?, target)])
}

/// `Undo` of a `Follow`.
pub(super) fn undone(
    b: &mut Builder<'_>,
    follow: FollowId,
    by: AccountId,
    target: AccountId,
) -> Built {
    let Some((_, target_iri)) = b.account(target)? else {
        return Ok(Vec::new());
    };
    let follow = Iri::parse(&b.addresses().follow(follow))?;
    let follow = activity(follow, b.actor(by)?, target_iri);
    let (id, iri) = b.new_activity()?;
    let to = follow.to.clone();
    let object = Part::Full(Box::new(follow));
    let undo = Activity::new(iri, ActivityKind::Undo, b.actor(by)?, object);
    let undo = undo.addressed(to, Addressees::default());
    Ok(vec![pair(Sending::new(id, by, &undo)?, target)])
}

/// `Accept` or `Reject` of a `Follow`, written out for those who do not remember its id.
pub(super) fn answered(
    b: &mut Builder<'_>,
    by: AccountId,
    follower: AccountId,
    follow_uri: &str,
    accepted: bool,
) -> Built {
    let Some((_, follower_iri)) = b.account(follower)? else {
        return Ok(Vec::new());
    };
    let mut follow: Activity<Nothing> = Activity::new(
        Iri::parse(follow_uri)?,
        ActivityKind::Follow,
        follower_iri.clone(),
        Part::Id(b.actor(by)?),
    );
    follow.to = Addressees::default();
    let kind = if accepted {
        ActivityKind::Accept
    } else {
        ActivityKind::Reject
    };
    let (id, iri) = b.new_activity()?;
    let answer = Activity::new(iri, kind, b.actor(by)?, Part::Full(Box::new(follow)));
    let to = Addressees::only([follower_iri]);
    let answer = answer.addressed(to, Addressees::default());
    Ok(vec![pair(Sending::new(id, by, &answer)?, follower)])
}

fn activity(id: Iri, by: Iri, target: Iri) -> Activity<Nothing> {
    let to = Addressees::only([target.clone()]);
    Activity::new(id, ActivityKind::Follow, by, Part::Id(target))
        .addressed(to, Addressees::default())
}

/// What two have with each other goes in order.
fn pair(sending: Sending, other: AccountId) -> Sending {
    sending
        .in_thread(format_args!("with-{other}"))
        .to(Recipients::one(other))
}
