//! `Report`.

use serde::Serialize;
use staffroom_domain::Timestamp;
use staffroom_service::accounts::AccountRow;
use staffroom_service::reports::{self, ReportRow};
use staffroom_service::statuses::EmojiRow;

use super::account::Account;
use super::shaper::{Shaper, moment};

/// What somebody reported.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    id: String,
    action_taken: bool,
    action_taken_at: Option<String>,
    category: String,
    comment: String,
    forwarded: bool,
    created_at: String,
    status_ids: Vec<String>,
    rule_ids: Vec<String>,
    target_account: Account,
}

impl Shaper<'_> {
    /// A report with whom it is about.
    pub(crate) fn report(
        self,
        row: &ReportRow,
        target: &AccountRow,
        emojis: &[EmojiRow],
    ) -> Report {
        let (ids, rules) = (reports::statuses_of(row), reports::rules_of(row));
        Report {
            id: row.id.to_string(),
            action_taken: row.resolved_at.is_some(),
            action_taken_at: row.resolved_at.map(Timestamp::from_micros).map(moment),
            category: row.category.clone(),
            comment: row.comment.clone(),
            forwarded: row.forwarded,
            created_at: moment(row.created_at),
            status_ids: ids.iter().map(ToString::to_string).collect(),
            rule_ids: rules.iter().map(ToString::to_string).collect(),
            target_account: self.account(target, emojis),
        }
    }
}
