//! `NotificationPolicy` and `NotificationRequest`.

use serde::Serialize;
use staffroom_service::emojis::EmojiRow;
use staffroom_service::notifications::{Policy, RequestView};

use super::account::Account;
use super::shaper::{Shaper, moment};
use super::status::Status;

/// Whom somebody wants to hear of.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct NotificationPolicy {
    for_not_following: &'static str,
    for_not_followers: &'static str,
    for_new_accounts: &'static str,
    for_private_mentions: &'static str,
    for_limited_accounts: &'static str,
    summary: Summary,
}

/// What is kept from somebody.
#[derive(Clone, Copy, Debug, Serialize)]
struct Summary {
    pending_requests_count: i64,
    pending_notifications_count: i64,
}

/// What one account did and is kept from somebody.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NotificationRequest {
    id: String,
    created_at: String,
    updated_at: String,
    /// A text, as Mastodon has it.
    notifications_count: String,
    account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_status: Option<Status>,
}

impl From<&Policy> for NotificationPolicy {
    fn from(policy: &Policy) -> Self {
        Self {
            for_not_following: policy.for_not_following.as_str(),
            for_not_followers: policy.for_not_followers.as_str(),
            for_new_accounts: policy.for_new_accounts.as_str(),
            for_private_mentions: policy.for_private_mentions.as_str(),
            for_limited_accounts: policy.for_limited_accounts.as_str(),
            summary: Summary {
                pending_requests_count: policy.pending_requests,
                pending_notifications_count: policy.pending_notifications,
            },
        }
    }
}

impl Shaper<'_> {
    /// A request with whom it is of.
    pub(crate) fn notification_request(
        self,
        view: &RequestView,
        emojis: &[EmojiRow],
    ) -> NotificationRequest {
        let row = &view.request;
        NotificationRequest {
            id: row.id.to_string(),
            created_at: moment(row.created_at),
            updated_at: moment(row.updated_at),
            notifications_count: row.notifications.to_string(),
            account: self.account(&view.from, emojis),
            last_status: view.last_status.as_ref().map(|view| self.status(view)),
        }
    }
}
