//! Who wrote something, in our own API.

use serde::Serialize;
use staffroom_service::accounts::AccountRow;
use utoipa::ToSchema;

use super::shaper::Shaper;

/// Somebody, as far as is needed beside what they wrote. The whole account is in the Mastodon client API.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person {
    /// The id of the account.
    id: String,
    /// Their name on their server.
    username: String,
    /// `name`, or `name@server` of those elsewhere.
    acct: String,
    /// The name that they show.
    display_name: String,
    /// Their page.
    url: String,
}

impl Shaper<'_> {
    pub(super) fn person(self, row: &AccountRow) -> Person {
        Person {
            id: row.id.to_string(),
            username: row.username.clone(),
            acct: row.acct(),
            display_name: row.display_name.clone(),
            url: self.page_of(row),
        }
    }
}
