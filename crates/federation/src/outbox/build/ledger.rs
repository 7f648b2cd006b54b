//! What the author of a practice here answers to those who enter something about it, and who else hears of it.

use staffroom_db::statuses::StatusRow;
use staffroom_domain::ledger::Reason;
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// `Accept` to whoever entered it, and `Add` to the ledger for the followers; or `Reject` with the reason.
pub(super) fn answered(
    b: &mut Builder<'_>,
    by: AccountId,
    practice: StatusId,
    entry: StatusId,
    reason: Option<&str>,
) -> Built {
    let Some(entry) = b.live(entry)? else {
        return Ok(Vec::new());
    };
    let object = Iri::parse(&documents::object_id(b.addresses(), &entry))?;
    let mut sendings = Vec::new();
    if !entry.local {
        sendings.push(answer(b, by, entry.account_id, object.clone(), reason)?);
    }
    let Some(practice) = b.live(practice)? else {
        return Ok(sendings);
    };
    let is_open = practice.visibility().is_open() && entry.visibility().is_open();
    if reason.is_none() && is_open && entry.account_id != by {
        // Since when it says what it says: whoever has it as it is need not look again.
        let since = entry
            .edited_at
            .map_or(entry.created_at, Timestamp::from_micros);
        let (kind, since) = (ActivityKind::Add, Some(since));
        sendings.push(listed(b, by, &practice, (object, since), kind)?);
    }
    Ok(sendings)
}

/// `Remove` from the ledger, for the followers: they ask the entry's own server what became of it.
pub(super) fn removed(
    b: &mut Builder<'_>,
    by: AccountId,
    practice: StatusId,
    entry: &str,
) -> Built {
    let practice = b.live(practice)?;
    let Some(practice) = practice.filter(|row| row.visibility().is_open()) else {
        return Ok(Vec::new());
    };
    let entry = Iri::parse(entry)?;
    let sending = listed(b, by, &practice, (entry, None), ActivityKind::Remove)?;
    Ok(vec![sending])
}

/// `Reject` of what is not kept here.
pub(super) fn refused(
    b: &mut Builder<'_>,
    by: AccountId,
    to: AccountId,
    entry: &str,
    reason: &str,
) -> Built {
    let entry = Iri::parse(entry)?;
    Ok(vec![answer(b, by, to, entry, Some(reason))?])
}

fn answer(
    b: &mut Builder<'_>,
    by: AccountId,
    to: AccountId,
    entry: Iri,
    reason: Option<&str>,
) -> Result<Sending, BuildError> {
    let kind = match reason {
        None => ActivityKind::Accept,
        Some(_) => ActivityKind::Reject,
    };
    let people = b.people(&[to])?;
    let (id, iri) = b.new_activity()?;
    let mut activity: Activity<Nothing> = Activity::new(iri, kind, b.actor(by)?, Part::Id(entry));
    activity.to = Addressees::only(people);
    if let Some(reason) = reason {
        let reason = Reason::from_code(reason);
        activity.summary = Some(reason.english().to_owned());
        activity.rejection_reason = Some(reason);
    }
    Ok(Sending::new(id, by, &activity)?
        .in_thread(format_args!("with-{to}"))
        .to(Recipients::one(to)))
}

fn listed(
    b: &mut Builder<'_>,
    by: AccountId,
    practice: &StatusRow,
    (entry, since): (Iri, Option<Timestamp>),
    kind: ActivityKind,
) -> Result<Sending, BuildError> {
    let (id, iri) = b.new_activity()?;
    let mut activity: Activity<Nothing> = Activity::new(iri, kind, b.actor(by)?, Part::Id(entry));
    activity.published = since;
    activity.target = Some(Iri::parse(&b.addresses().of_object(practice.id, "ledger"))?);
    let (to, cc) = b.audience(by, practice.visibility(), &[])?;
    Ok(Sending::new(id, by, &activity.addressed(to, cc))?
        .about(practice.id)
        .in_thread(practice.thread_id)
        .to(Recipients::followers_and(Vec::new())))
}
