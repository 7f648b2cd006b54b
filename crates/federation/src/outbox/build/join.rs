//! Places at events of others: asked for, and given up.

use staffroom_domain::{AccountId, ParticipationId, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// `Join`; none where it was taken back since, so that it never comes after its `Leave`.
pub(super) fn joined(
    b: &mut Builder<'_>,
    participation: ParticipationId,
    by: AccountId,
    event: StatusId,
) -> Built {
    let row = staffroom_db::participations::get(b.conn, participation)?;
    if !row.is_some_and(|row| row.takes_part()) {
        return Ok(Vec::new());
    }
    let id = Iri::parse(&b.addresses().join(participation))?;
    told(b, ActivityKind::Join, id, by, event)
}

/// `Leave`
pub(super) fn left(b: &mut Builder<'_>, by: AccountId, event: StatusId) -> Built {
    let (_, id) = b.new_activity()?;
    told(b, ActivityKind::Leave, id, by, event)
}

fn told(
    b: &mut Builder<'_>,
    kind: ActivityKind,
    iri: Iri,
    by: AccountId,
    event: StatusId,
) -> Built {
    let Some(row) = b.live(event)?.filter(|row| !row.local) else {
        return Ok(Vec::new());
    };
    let Some((author, author_iri)) = b.account(row.account_id)? else {
        return Ok(Vec::new());
    };
    let object = Iri::parse(&documents::object_id(b.addresses(), &row))?;
    let activity: Activity<Nothing> = Activity::new(iri, kind, b.actor(by)?, Part::Id(object));
    let to = Addressees::only([author_iri]);
    let (id, _) = b.new_activity()?;
    let sending = Sending::new(id, by, &activity.addressed(to, Addressees::default()))?
        .about(event)
        .in_thread(format_args!("with-{}", author.id))
        .to(Recipients::one(author.id));
    Ok(vec![sending])
}
