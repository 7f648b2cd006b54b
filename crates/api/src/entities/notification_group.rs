//! `GroupedNotificationsResults`, `NotificationGroup` and `PartialAccountWithAvatar`.

use serde::Serialize;
use staffroom_service::accounts::AccountRow;
use staffroom_service::emojis::EmojiRow;
use staffroom_service::notifications::{GroupView, Groups};

use super::account::Account;
use super::notification::client_name;
use super::report::Report;
use super::shaper::{Shaper, moment};
use super::status::Status;

/// Notifications in groups, with what they are about.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GroupedNotifications {
    accounts: Vec<Account>,
    /// Those of whom only the picture is shown, where a client asked for less.
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_accounts: Option<Vec<PartialAccount>>,
    statuses: Vec<Status>,
    notification_groups: Vec<NotificationGroup>,
}

/// As much of an account as its picture needs.
#[derive(Clone, Debug, Serialize)]
struct PartialAccount {
    id: String,
    acct: String,
    locked: bool,
    bot: bool,
    url: String,
    avatar: String,
    avatar_static: String,
}

/// Notifications that are shown as one.
#[derive(Clone, Debug, Serialize)]
struct NotificationGroup {
    group_key: String,
    notifications_count: i64,
    r#type: String,
    /// The one id that is a number: Mastodon sends one, and typed clients take nothing else.
    most_recent_notification_id: i64,
    page_min_id: String,
    page_max_id: String,
    latest_page_notification_at: String,
    sample_account_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
}

impl Shaper<'_> {
    /// Groups. With `partial`, only whoever a group is last by comes whole.
    pub(crate) fn grouped_notifications(
        self,
        found: &Groups,
        emojis: &[EmojiRow],
        partial: bool,
    ) -> GroupedNotifications {
        let is_last = |row: &AccountRow| {
            let mut lasts = found.groups.iter().filter_map(|group| group.sample.first());
            lasts.any(|account| *account == row.id)
        };
        let (whole, rest): (Vec<&AccountRow>, Vec<&AccountRow>) = found
            .accounts
            .iter()
            .partition(|row| !partial || is_last(row));
        let accounts = whole.into_iter().map(|row| self.account(row, emojis));
        let partials = rest.into_iter().map(|row| self.partial_account(row));
        GroupedNotifications {
            accounts: accounts.collect(),
            partial_accounts: partial.then(|| partials.collect()),
            statuses: self.statuses(&found.statuses),
            notification_groups: found
                .groups
                .iter()
                .map(|group| self.group(group, emojis))
                .collect(),
        }
    }

    fn group(self, view: &GroupView, emojis: &[EmojiRow]) -> NotificationGroup {
        let head = &view.head;
        NotificationGroup {
            group_key: view.key.clone(),
            notifications_count: view.count,
            r#type: client_name(&head.kind).to_owned(),
            most_recent_notification_id: head.id.get(),
            page_min_id: view.oldest.to_string(),
            page_max_id: head.id.to_string(),
            latest_page_notification_at: moment(head.created_at),
            sample_account_ids: view.sample.iter().map(ToString::to_string).collect(),
            status_id: head.status_id.map(|id| id.to_string()),
            report: view
                .report
                .as_ref()
                .map(|(report, target)| self.report(report, target, emojis)),
        }
    }

    fn partial_account(self, row: &AccountRow) -> PartialAccount {
        let whole = self.account(row, &[]);
        PartialAccount {
            id: whole.id,
            acct: whole.acct,
            locked: whole.locked,
            bot: whole.bot,
            url: whole.url,
            avatar: whole.avatar,
            avatar_static: whole.avatar_static,
        }
    }
}
