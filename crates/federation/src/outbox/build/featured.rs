//! What somebody features on their profile.

use staffroom_domain::{AccountId, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// `Add` to or `Remove` from the collection `featured`, to the followers.
pub(super) fn pinned(b: &mut Builder<'_>, by: AccountId, status: StatusId, pinned: bool) -> Built {
    let Some(row) = b.live(status)? else {
        return Ok(Vec::new());
    };
    let object = Iri::parse(&documents::object_id(b.addresses(), &row))?;
    let kind = if pinned {
        ActivityKind::Add
    } else {
        ActivityKind::Remove
    };
    let (id, iri) = b.new_activity()?;
    let mut activity: Activity<Nothing> = Activity::new(iri, kind, b.actor(by)?, Part::Id(object));
    activity.target = Some(Iri::parse(&b.addresses().of_actor(by, "featured"))?);
    activity.to = Addressees::only([b.followers(by)?]);
    let sending = Sending::new(id, by, &activity)?
        .about(status)
        .in_thread(row.thread_id)
        .to(Recipients::followers_and(Vec::new()));
    Ok(vec![sending])
}
