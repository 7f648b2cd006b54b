//! What the organisation of the instance announces of it.

use staffroom_db::{accounts, follows};
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};
use staffroom_service::voice;

use super::{BuildError, Builder, Built, PassedOn, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// The most accounts of one server that are told as its hub.
const MOST_HUBS: i64 = 5;

/// Who passes on what was done with a status at that moment, and to whom: the organisation that announces it, or did until
/// then; also to those who are told no more from then on.
pub(super) fn passing_on(
    b: &mut Builder<'_>,
    status: StatusId,
    done_at: Timestamp,
) -> Result<Option<PassedOn>, BuildError> {
    let row = voice::of_status(b.conn, status)?;
    let Some(row) = row.filter(|row| row.stood_at(done_at)) else {
        return Ok(None);
    };
    let before = row.told_before(done_at);
    let only = match &row.hub {
        Some(hub) if before != Some("") => {
            let mut told = hub_among_followers(b, row.organisation_id, hub)?;
            if let Some(before) = before {
                told.extend(hub_among_followers(b, row.organisation_id, before)?);
            }
            Some(told)
        }
        _ => None,
    };
    Ok(Some(PassedOn {
        by: row.organisation_id,
        only,
    }))
}

/// `Announce` of something that is for one hub alone, and goes nowhere else.
pub(super) fn announced(b: &mut Builder<'_>, by: AccountId, status: StatusId, hub: &str) -> Built {
    let row = voice::of_status(b.conn, status)?;
    let stands = row.is_some_and(|row| row.is_standing() && row.hub.as_deref() == Some(hub));
    let people = hub_among_followers(b, by, hub)?;
    let Some(post) = b.live(status)?.filter(|_| stands && !people.is_empty()) else {
        return Ok(Vec::new());
    };
    let object = Iri::parse(&documents::object_id(b.addresses(), &post))?;
    let (id, iri) = b.new_activity()?;
    let announce: Activity<Nothing> =
        Activity::new(iri, ActivityKind::Announce, b.actor(by)?, Part::Id(object));
    let to = Addressees::everybody();
    let cc = Addressees::only(b.people(&people)?);
    let sending = Sending::new(id, by, &announce.addressed(to, cc))?
        .in_thread(status)
        .to(Recipients {
            people,
            personal: true,
            ..Recipients::default()
        });
    Ok(vec![sending])
}

/// The hub of a domain, where it follows: its organisations, by the domain of their handles.
fn hub_among_followers(
    b: &mut Builder<'_>,
    organisation: AccountId,
    hub: &str,
) -> Result<Vec<AccountId>, BuildError> {
    let mut found = Vec::new();
    for row in accounts::organisations_of(b.conn, hub, MOST_HUBS)? {
        if row.is_active() && follows::is_accepted(b.conn, row.id, organisation)? {
            found.push(row.id);
        }
    }
    Ok(found)
}
