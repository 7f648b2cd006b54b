//! `Conversation`.

use serde::Serialize;
use staffroom_service::conversations::ConversationView;
use staffroom_service::statuses::EmojiRow;

use super::account::Account;
use super::shaper::Shaper;
use super::status::Status;

/// Direct posts among the same people.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Conversation {
    id: String,
    unread: bool,
    accounts: Vec<Account>,
    last_status: Option<Status>,
}

impl Shaper<'_> {
    /// A conversation, with those of `emojis` that the profiles of its people show.
    pub(crate) fn conversation(self, view: &ConversationView, emojis: &[EmojiRow]) -> Conversation {
        let accounts = view.accounts.iter();
        Conversation {
            id: view.conversation.id.to_string(),
            unread: view.conversation.unread,
            accounts: accounts.map(|row| self.account(row, emojis)).collect(),
            last_status: view.last_status.as_ref().map(|it| self.status(it)),
        }
    }
}
