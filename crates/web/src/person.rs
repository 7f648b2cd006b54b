//! How somebody who is signed in stands to somebody else, and the buttons for that.

use staffroom_service::accounts::AccountRow;
use staffroom_service::relationships::Relationship;

use crate::page::Page;

/// What is shown beside somebody.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what two people have to do with one another is one thing each"
)]
pub(crate) struct Standing {
    pub(crate) id: String,
    pub(crate) form_token: String,
    pub(crate) here: String,
    pub(crate) following: bool,
    pub(crate) asked: bool,
    pub(crate) follows: bool,
    pub(crate) wants_to_follow: bool,
    pub(crate) muting: bool,
    pub(crate) blocking: bool,
    pub(crate) blocked_by: bool,
    /// Whether whoever follows them has to be let in.
    pub(crate) is_locked: bool,
    pub(crate) may_follow: bool,
    pub(crate) handle: String,
}

impl Standing {
    pub(crate) fn new(page: &Page, row: &AccountRow, to: &Relationship) -> Self {
        let follow = to.follow.as_ref();
        Self {
            id: row.id.to_string(),
            form_token: page.form_token(),
            here: page.here().to_owned(),
            following: follow.is_some_and(|it| it.accepted),
            asked: follow.is_some_and(|it| !it.accepted),
            follows: to.followed_by,
            wants_to_follow: to.requested_by,
            muting: to.mute.is_some(),
            blocking: to.blocking,
            blocked_by: to.blocked_by,
            is_locked: row.locked,
            may_follow: !to.blocking && !to.blocked_by && !row.has_moved(),
            handle: format!("@{}", row.acct()),
        }
    }
}
