//! Answers to activities of others.

use serde_json::value::RawValue;
use staffroom_domain::AccountId;
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, Sending};
use crate::outbox::recipients::Recipients;

/// `Accept`, `Reject`, `Ignore`, with what is answered as it was given.
pub(super) fn answered(
    b: &mut Builder<'_>,
    by: AccountId,
    verb: &str,
    object: &str,
    to: AccountId,
) -> Built {
    let Some((_, to_iri)) = b.account(to)? else {
        return Ok(Vec::new());
    };
    let object = given(object)?;
    let kind = ActivityKind::known(verb).unwrap_or_else(|| ActivityKind::Other(verb.to_owned()));
    let (id, iri) = b.new_activity()?;
    let mut activity = Activity::new(iri, kind, b.actor(by)?, object);
    activity.to = Addressees::only([to_iri]);
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
