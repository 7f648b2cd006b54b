//! `Poll`.

use serde::Serialize;
use staffroom_service::statuses::{PollView, StatusView};

use super::emoji::{Emoji, shown_in};
use super::shaper::{Shaper, moment};

/// A poll; its id is that of its status.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Poll {
    id: String,
    expires_at: Option<String>,
    expired: bool,
    multiple: bool,
    votes_count: i64,
    voters_count: Option<i64>,
    /// Only for somebody who could vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    voted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_votes: Option<Vec<i32>>,
    options: Vec<PollOption>,
    emojis: Vec<Emoji>,
}

/// A choice.
#[derive(Clone, Debug, Serialize)]
struct PollOption {
    title: String,
    votes_count: Option<i64>,
}

impl Shaper<'_> {
    /// A poll; whoever made it counts as having voted, so that clients show them the result.
    pub(crate) fn poll(self, of: &StatusView, view: &PollView) -> Poll {
        let poll = &view.poll;
        let is_own = self.viewer == Some(of.status.account_id);
        let voted = is_own || !view.own_votes.is_empty();
        let titles: Vec<&str> = view
            .options
            .iter()
            .map(|option| option.title.as_str())
            .collect();
        let shows_totals = view.shows_totals(self.now);
        Poll {
            id: poll.status_id.to_string(),
            expires_at: view.ends_at().map(moment),
            expired: view.is_over(self.now),
            multiple: poll.multiple,
            votes_count: view.options.iter().map(|option| option.votes_count).sum(),
            voters_count: Some(poll.voters_count),
            voted: self.viewer.map(|_| voted),
            own_votes: self.viewer.map(|_| view.own_votes.clone()),
            options: view
                .options
                .iter()
                .map(|option| PollOption {
                    title: option.title.clone(),
                    votes_count: shows_totals.then_some(option.votes_count),
                })
                .collect(),
            emojis: shown_in(self.ctx, &titles, &of.emojis),
        }
    }
}
