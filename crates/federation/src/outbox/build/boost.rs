//! Boosts.

use staffroom_db::statuses;
use staffroom_domain::{AccountId, StatusId, Visibility};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_service::statuses::load_one;

use super::{Builder, Built, Sending, recipients};
use crate::documents;

/// `Announce`, also to whose post it is.
pub(super) fn boosted(b: &mut Builder<'_>, boost: StatusId) -> Built {
    let Some(row) = b.live(boost)?.filter(|row| row.local) else {
        return Ok(Vec::new());
    };
    let view = load_one(b.conn, Some(row.account_id), boost)?;
    let Some(view) = view.filter(|view| view.author.is_active()) else {
        return Ok(Vec::new());
    };
    let Some(original) = &view.boost_of else {
        return Ok(Vec::new());
    };
    let activity = documents::boost(b.addresses(), &view)?;
    // The id on the wire is the boost's; the row needs one of its own.
    let (id, _) = b.new_activity()?;
    let sending = Sending::new(id, row.account_id, &activity)?
        .about(boost)
        .in_thread(original.status.id)
        .in_outbox(row.visibility().is_open())
        .to(recipients(row.visibility(), vec![original.author.id]));
    Ok(vec![sending])
}

/// `Undo` of an `Announce`.
pub(super) fn removed(
    b: &mut Builder<'_>,
    boost: StatusId,
    by: AccountId,
    of: StatusId,
    visibility: Visibility,
) -> Built {
    let original = statuses::find(b.conn, of)?;
    let object = match &original {
        Some(row) => documents::object_id(b.addresses(), row),
        None => b.addresses().object(of),
    };
    let people: Vec<AccountId> = original.iter().map(|row| row.account_id).collect();
    let (to, cc) = b.audience(by, visibility, &people)?;
    let announce: Activity<Nothing> = Activity::new(
        Iri::parse(&b.addresses().boost(boost))?,
        ActivityKind::Announce,
        b.actor(by)?,
        Part::Id(Iri::parse(&object)?),
    );
    let (id, iri) = b.new_activity()?;
    let object = Part::Full(Box::new(announce.addressed(to.clone(), cc.clone())));
    let undo = Activity::new(iri, ActivityKind::Undo, b.actor(by)?, object);
    let sending = Sending::new(id, by, &undo.addressed(to, cc))?
        .in_thread(of)
        .to(recipients(visibility, people));
    Ok(vec![sending])
}
