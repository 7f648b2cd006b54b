//! What the author of an object lets others do with it.

use staffroom_domain::ReplyPolicy;
use staffroom_protocol::incoming::{IncomingObject, InteractionPolicy, SubPolicy};
use staffroom_service::statuses::Limits;

/// Who may answer. `followers` is the author's collection of them.
pub(super) fn replies(object: &IncomingObject, followers: Option<&str>) -> ReplyPolicy {
    who(object, |policy| policy.can_reply.as_ref(), followers)
}

/// Who may like and boost.
pub(super) fn limits(object: &IncomingObject, followers: Option<&str>) -> Limits {
    Limits {
        likes: who(object, |policy| policy.can_like.as_ref(), followers),
        boosts: who(object, |policy| policy.can_announce.as_ref(), followers),
    }
}

/// Whoever needs approval may ask, and asks by doing it: their server holds it back until then.
fn who(
    object: &IncomingObject,
    sub: impl Fn(&InteractionPolicy) -> Option<&SubPolicy>,
    followers: Option<&str>,
) -> ReplyPolicy {
    let Some(sub) = object.interaction_policy.as_ref().and_then(sub) else {
        return ReplyPolicy::Public;
    };
    let both = [&sub.automatic, &sub.manual];
    let names_followers =
        |ids: &[staffroom_protocol::Iri]| ids.iter().any(|id| Some(id.as_str()) == followers);
    if both.iter().any(|who| who.public) {
        ReplyPolicy::Public
    } else if both.iter().any(|who| names_followers(&who.ids)) {
        ReplyPolicy::Followers
    } else {
        ReplyPolicy::Nobody
    }
}
