//! `Relationship`.

use serde::Serialize;
use staffroom_domain::AccountId;
use staffroom_service::relationships;

use super::shaper::moment;

/// How whoever calls stands to somebody.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the entity has the fields that clients know"
)]
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Relationship {
    id: String,
    following: bool,
    showing_reblogs: bool,
    notifying: bool,
    languages: Option<Vec<String>>,
    followed_by: bool,
    blocking: bool,
    blocked_by: bool,
    muting: bool,
    muting_notifications: bool,
    muting_expires_at: Option<String>,
    requested: bool,
    requested_by: bool,
    domain_blocking: bool,
    endorsed: bool,
    note: String,
}

impl Relationship {
    /// To `other`.
    pub(crate) fn new(other: AccountId, found: relationships::Relationship) -> Self {
        let follow = found.follow;
        let accepted = follow.as_ref().is_some_and(|follow| follow.accepted);
        Self {
            id: other.to_string(),
            following: accepted,
            showing_reblogs: follow.as_ref().is_some_and(|follow| follow.reblogs),
            notifying: follow.as_ref().is_some_and(|follow| follow.notify),
            requested: follow.is_some() && !accepted,
            languages: follow
                .map(|follow| follow.languages)
                .filter(|languages| !languages.is_empty()),
            followed_by: found.followed_by,
            blocking: found.blocking,
            blocked_by: found.blocked_by,
            muting: found.mute.is_some(),
            muting_notifications: found.mute.is_some_and(|mute| mute.hides_notifications),
            muting_expires_at: found.mute.and_then(|mute| mute.until).map(moment),
            requested_by: found.requested_by,
            domain_blocking: found.domain_blocking,
            endorsed: false,
            note: found.note,
        }
    }
}
