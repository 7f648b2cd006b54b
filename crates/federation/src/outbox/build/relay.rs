//! Groups: what members do is passed on unchanged (FEP-1b12).

use serde::Deserialize;
use serde_json::value::RawValue;
use staffroom_domain::AccountId;
use staffroom_protocol::Addressees;
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};

use super::{Builder, Built, Sending};
use crate::outbox::recipients::Recipients;

/// `Announce` of an activity, to the group's followers.
pub(super) fn relayed(
    b: &mut Builder<'_>,
    group: AccountId,
    activity: &str,
    activity_uri: &str,
) -> Built {
    let thread = object_of(activity).unwrap_or_else(|| activity_uri.to_owned());
    let object = Part::Verbatim(RawValue::from_string(activity.to_owned())?);
    let (id, iri) = b.new_activity()?;
    let mut announce: Activity<Nothing> =
        Activity::new(iri, ActivityKind::Announce, b.actor(group)?, object);
    announce.to = Addressees::everybody();
    announce.cc = Addressees::only([b.followers(group)?]);
    let sending = Sending::new(id, group, &announce)?
        .in_thread(thread)
        .to(Recipients::followers_and(Vec::new()));
    Ok(vec![sending])
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
