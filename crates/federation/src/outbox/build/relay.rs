//! Groups: what members do is passed on unchanged (FEP-1b12).

use serde::Deserialize;
use serde_json::value::RawValue;
use staffroom_domain::{AccountId, ActivityId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, PassedOn, Sending};
use crate::Federation;
use crate::outbox::recipients::Recipients;

/// `Announce` of an activity, to the group's followers.
pub(super) fn relayed(
    b: &mut Builder<'_>,
    group: AccountId,
    activity: &str,
    activity_uri: &str,
) -> Built {
    let group = PassedOn {
        by: group,
        only: None,
    };
    let mut sending = announce(b.fed, &group, activity)?;
    if object_of(activity).is_none() {
        sending = sending.in_thread(activity_uri);
    }
    Ok(vec![sending])
}

/// The same of what a member here does, once it has its proof.
pub(in crate::outbox) fn announce(
    fed: &Federation,
    passed_on: &PassedOn,
    activity: &str,
) -> Result<Sending, BuildError> {
    let by = passed_on.by;
    let addresses = fed.addresses();
    let object = Part::Verbatim(RawValue::from_string(activity.to_owned())?);
    let id: ActivityId = fed.ctx().new_id();
    let mut announce: Activity<Nothing> = Activity::new(
        Iri::parse(&addresses.activity(id))?,
        ActivityKind::Announce,
        Iri::parse(&addresses.actor(by))?,
        object,
    );
    announce.to = Addressees::everybody();
    announce.cc = Addressees::only([Iri::parse(&addresses.of_actor(by, "followers"))?]);
    let to = match &passed_on.only {
        None => Recipients::followers_and(Vec::new()),
        Some(people) => Recipients {
            people: people.clone(),
            personal: true,
            ..Recipients::default()
        },
    };
    Ok(Sending::new(id, by, &announce)?
        .in_thread(object_of(activity).unwrap_or_default())
        .to(to))
}

/// The id of what an activity is about: what is about the same goes in order.
fn object_of(activity: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Inner {
        object: Object,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Object {
        Id(String),
        Activity { object: String },
        Document { id: String },
    }
    let inner: Inner = serde_json::from_str(activity).ok()?;
    Some(match inner.object {
        Object::Id(id) | Object::Activity { object: id } | Object::Document { id } => id,
    })
}

#[cfg(test)]
mod tests {
    use super::object_of;

    #[test]
    fn what_is_about_the_same_has_the_same_key() {
        for activity in [
            r#"{"type":"Like","object":"https://a.example/1"}"#,
            r#"{"type":"Create","object":{"id":"https://a.example/1","type":"Note"}}"#,
            r#"{"type":"Undo","object":{"id":"x","type":"Like","object":"https://a.example/1"}}"#,
        ] {
            assert_eq!(object_of(activity).unwrap(), "https://a.example/1");
        }
        for strange in ["", "{}", "[]", r#"{"object":[]}"#, r#"{"object":{}}"#] {
            assert_eq!(object_of(strange), None, "{strange}");
        }
    }
}
