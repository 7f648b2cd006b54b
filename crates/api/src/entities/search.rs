//! `Search`.

use serde::Serialize;
use staffroom_service::emojis::EmojiRow;
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
    /// What was found. `emojis` are those of the profiles.
    pub(crate) fn search(self, hits: &Hits, emojis: &[EmojiRow]) -> Search {
        let accounts = hits.accounts.iter();
        Search {
            accounts: accounts.map(|row| self.account(row, emojis)).collect(),
            statuses: self.statuses(&hits.statuses),
            hashtags: Vec::new(),
        }
    }
}
