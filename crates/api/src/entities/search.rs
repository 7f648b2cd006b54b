//! `Search`.

use serde::Serialize;
use staffroom_service::search::Hits;

use super::account::Account;
use super::shaper::Shaper;
use super::status::Status;

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Search {
    accounts: Vec<Account>,
    statuses: Vec<Status>,
    hashtags: Vec<serde_json::Value>,
}

impl Shaper<'_> {
    /// What was found.
    pub(crate) fn search(self, hits: &Hits) -> Search {
        Search {
            accounts: hits.accounts.iter().map(|row| self.account(row)).collect(),
            statuses: self.statuses(&hits.statuses),
            hashtags: Vec::new(),
        }
    }
}
