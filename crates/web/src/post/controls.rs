//! The buttons under a status.

use staffroom_service::statuses::StatusView;

use super::reader::Reader;

/// What the reader did with a status, and can do.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a reader did with a status is one thing each"
)]
pub(crate) struct Controls {
    /// For the forms.
    pub(crate) form_token: String,
    /// The page that the buttons are on, to come back to.
    pub(crate) here: String,
    pub(crate) liked: bool,
    pub(crate) boosted: bool,
    pub(crate) kept: bool,
    pub(crate) pinned: bool,
    pub(crate) muted: bool,
    /// Whether those who see it may be passed it on.
    pub(crate) may_boost: bool,
    pub(crate) may_pin: bool,
    pub(crate) may_edit: bool,
    pub(crate) is_own: bool,
    pub(crate) author: String,
    pub(crate) author_handle: String,
    /// Its page here, for whoever reports it.
    pub(crate) page: String,
}

impl Controls {
    pub(super) fn new(reader: &Reader, view: &StatusView) -> Self {
        let row = &view.status;
        let is_own = row.account_id == reader.account;
        let is_open = row.visibility().is_open();
        let is_for_followers = row.visibility() == staffroom_domain::Visibility::Private;
        let is_typed = view.event.is_some() || view.record.is_some();
        Self {
            form_token: reader.form_token.clone(),
            here: reader.here.clone(),
            liked: view.favourited,
            boosted: view.boosted,
            kept: view.bookmarked,
            pinned: view.pinned,
            muted: view.muted,
            may_boost: is_open || is_own && is_for_followers,
            may_pin: is_own && is_open,
            may_edit: is_own && !is_typed,
            is_own,
            author: row.account_id.to_string(),
            author_handle: format!("@{}", view.author.acct()),
            page: format!("/@{}/{}", view.author.acct(), row.id),
        }
    }
}
