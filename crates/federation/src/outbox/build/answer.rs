//! Answers to activities of others.

use serde_json::value::RawValue;
use staffroom_domain::AccountId;
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, Sending};
use crate::outbox::recipients::Recipients;

/// How something is answered.
pub(super) struct Answer<'a> {
    /// The activity's type.
    pub(super) verb: &'a str,
    /// What is answered: JSON, or a bare id.
    pub(super) object: &'a str,
    /// The number on a waiting list.
    pub(super) place: Option<u32>,
}

/// `Accept`, `TentativeAccept`, `Reject`, `Ignore`, with what is answered as it was given.
pub(super) fn answered(
    b: &mut Builder<'_>,
    by: AccountId,
    answer: &Answer<'_>,
    to: AccountId,
) -> Built {
    let verb = answer.verb;
    let Some((_, to_iri)) = b.account(to)? else {
        return Ok(Vec::new());
    };
    let object = given(answer.object)?;
    let kind = ActivityKind::known(verb).unwrap_or_else(|| ActivityKind::Other(verb.to_owned()));
    let (id, iri) = b.new_activity()?;
    let mut activity = Activity::new(iri, kind, b.actor(by)?, object);
    activity.to = Addressees::only([to_iri]);
    activity.waiting_place = answer.place;
    let sending = Sending::new(id, by, &activity)?
        .in_thread(format_args!("with-{to}"))
        .to(Recipients::one(to));
    Ok(vec![sending])
}

/// JSON, or a bare id.
fn given(object: &str) -> Result<Part<Nothing>, BuildError> {
    match RawValue::from_string(object.to_owned()) {
        Ok(json) => Ok(Part::Verbatim(json)),
        Err(_) => Ok(Part::Id(Iri::parse(object)?)),
    }
}
