//! `Notification`.

use serde::Serialize;
use staffroom_service::emojis::EmojiRow;
use staffroom_service::notifications::{Kind, NotificationView};

use super::account::Account;
use super::report::Report;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
}

impl Shaper<'_> {
    /// A notification. `emojis` are those of the profiles.
    pub(crate) fn notification(self, view: &NotificationView, emojis: &[EmojiRow]) -> Notification {
        let row = &view.notification;
        Notification {
            id: row.id.to_string(),
            r#type: client_name(&row.kind).to_owned(),
            created_at: moment(row.created_at),
            group_key: row.group_key.clone(),
            account: self.account(&view.from, emojis),
            status: view.status.as_ref().map(|view| self.status(view)),
            report: view
                .report
                .as_ref()
                .map(|(report, target)| self.report(report, target, emojis)),
        }
    }
}

/// What clients know a kind as.
pub(super) fn client_name(kind: &str) -> &str {
    Kind::from_name(kind).map_or(kind, |kind| kind.client_name())
}
