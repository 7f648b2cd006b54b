//! `Search`.

use serde::Serialize;
use staffroom_service::emojis::EmojiRow;
use staffroom_service::search::Hits;

use super::account::Account;
use super::shaper::Shaper;
use super::status::Status;

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Search<T> {
    accounts: Vec<Account>,
    statuses: Vec<Status>,
    hashtags: Vec<T>,
}

/// A hashtag that was found.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FoundTag {
    id: String,
    name: String,
    url: String,
    /// How often it was used each day: not told where it is only found.
    history: Vec<serde_json::Value>,
}

impl Shaper<'_> {
    /// What was found. `emojis` are those of the profiles.
    pub(crate) fn search(self, hits: &Hits, emojis: &[EmojiRow]) -> Search<FoundTag> {
        let tags = hits.tags.iter().map(|row| FoundTag {
            id: row.id.to_string(),
            name: row.display.clone(),
            url: self.ctx.addresses.tag_page(&row.name),
            history: Vec::new(),
        });
        self.found(hits, emojis, tags.collect())
    }

    /// The same as it once was: of hashtags only the names.
    pub(crate) fn old_search(self, hits: &Hits, emojis: &[EmojiRow]) -> Search<String> {
        let tags = hits.tags.iter().map(|row| row.display.clone());
        self.found(hits, emojis, tags.collect())
    }

    fn found<T>(self, hits: &Hits, emojis: &[EmojiRow], hashtags: Vec<T>) -> Search<T> {
        let accounts = hits.accounts.iter();
        Search {
            accounts: accounts.map(|row| self.account(row, emojis)).collect(),
            statuses: self.statuses(&hits.statuses),
            hashtags,
        }
    }
}
