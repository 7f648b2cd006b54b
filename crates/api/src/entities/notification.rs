//! `Notification`.

use serde::Serialize;
use staffroom_service::emojis::EmojiRow;
use staffroom_service::notifications::NotificationView;

use super::account::Account;
use super::shaper::{Shaper, moment};
use super::status::Status;

/// Something that somebody was told of.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Notification {
    id: String,
    r#type: String,
    created_at: String,
    group_key: String,
    account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

impl Shaper<'_> {
    /// A notification, in a group of its own. `emojis` are those of the profiles.
    pub(crate) fn notification(self, view: &NotificationView, emojis: &[EmojiRow]) -> Notification {
        let row = &view.notification;
        Notification {
            id: row.id.to_string(),
            r#type: row.kind.clone(),
            created_at: moment(row.created_at),
            group_key: format!("ungrouped-{}", row.id),
            account: self.account(&view.from, emojis),
            status: view.status.as_ref().map(|view| self.status(view)),
        }
    }
}
