//! What the author of a practice here answers to those who enter something about it, and who else hears of it.

use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::statuses::StatusRow;
use staffroom_domain::ledger::Reason;
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, Sending};
use crate::documents;
use crate::lookup::row_at;
use crate::outbox::recipients::Recipients;

/// `Accept` to whoever entered it, or `Reject` with the reason.
pub(super) fn answered(
    b: &mut Builder<'_>,
    by: AccountId,
    entry: StatusId,
    reason: Option<&str>,
) -> Built {
    let entry = b.live(entry)?.filter(|entry| !entry.local);
    let Some(entry) = entry else {
        return Ok(Vec::new());
    };
    let object = Iri::parse(&documents::object_id(b.addresses(), &entry))?;
    Ok(vec![answer(b, by, entry.account_id, object, reason)?])
}

/// For the followers, of each entry as it is now: `Add` to the ledger, or `Remove` from it. They ask the entry's own server
/// what it says, or what became of it.
pub(super) fn changed(
    b: &mut Builder<'_>,
    by: AccountId,
    practice: StatusId,
    entries: &[String],
) -> Built {
    let practice = b.live(practice)?;
    let Some(practice) = practice.filter(|row| row.visibility().is_open()) else {
        return Ok(Vec::new());
    };
    let mut sendings = Vec::new();
    for entry in entries {
        let entry = Iri::parse(entry)?;
        let told = match state(b, practice.id, &entry)? {
            State::Listed(since) => Some((ActivityKind::Add, Some(since))),
            State::Gone => Some((ActivityKind::Remove, None)),
            State::Unlisted => None,
        };
        if let Some((kind, since)) = told {
            sendings.push(listed(b, by, &practice, (entry, since), kind)?);
        }
    }
    Ok(sendings)
}

/// How an entry stands.
enum State {
    /// It counts, and says what it says since then: whoever has it as it is need not look again.
    Listed(Timestamp),
    /// It is there, and not in the ledger for everybody.
    Unlisted,
    /// It was taken back.
    Gone,
}

fn state(b: &mut Builder<'_>, practice: StatusId, entry: &Iri) -> Result<State, BuildError> {
    let row = row_at(b.conn, b.fed.addresses(), entry)?;
    let Some(row) = row.filter(|row| row.deleted_at.is_none()) else {
        return Ok(State::Gone);
    };
    let counts = if let Some(adoption) = adoptions::find(b.conn, row.id)? {
        (
            adoption.practice_id,
            adoption.verdict == AdoptionRow::COUNTED,
        )
    } else if let Some(outcome) = outcomes::find(b.conn, row.id)? {
        let is_in = [OutcomeRow::COUNTED, OutcomeRow::SUPERSEDED].contains(&outcome.state.as_str());
        (outcome.practice_id, is_in)
    } else {
        (None, false)
    };
    Ok(match counts {
        (Some(about), _) if about != practice.get() => State::Gone,
        (None, _) => State::Gone,
        (_, true) if row.visibility().is_open() => {
            let since = row.edited_at.map(Timestamp::from_micros);
            State::Listed(since.unwrap_or(row.created_at))
        }
        _ => State::Unlisted,
    })
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
