//! What Pleroma's clients know beyond Mastodon's statuses: emoji reactions.

use serde::Serialize;
use staffroom_service::media::Shown;
use staffroom_service::statuses::ReactionRow;

use super::shaper::Shaper;

/// How many of those who reacted are named; they are all counted.
const NAMED: usize = 40;

/// `status.pleroma`, as far as there is something in it here.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Pleroma {
    emoji_reactions: Vec<EmojiReaction>,
}

/// One emoji, and who reacted with it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EmojiReaction {
    name: String,
    count: usize,
    me: bool,
    url: Option<String>,
    #[serde(skip)]
    picture: Option<String>,
    account_ids: Vec<String>,
}

impl Shaper<'_> {
    /// The reactions to a status.
    pub(super) fn pleroma(self, rows: &[ReactionRow]) -> Pleroma {
        Pleroma {
            emoji_reactions: self.reactions(rows),
        }
    }

    /// Reactions by emoji, the first that came first. A custom emoji goes by its shortcode.
    pub(crate) fn reactions(self, rows: &[ReactionRow]) -> Vec<EmojiReaction> {
        let mut all: Vec<EmojiReaction> = Vec::new();
        for row in rows {
            let name = row.content.trim_matches(':');
            let is_mine = self.viewer == Some(row.account_id);
            // The same picture by the same name: one emoji, whoever reacted with it.
            let picture = (name, row.image_url.as_deref());
            let same =
                |one: &&mut EmojiReaction| (one.name.as_str(), one.picture.as_deref()) == picture;
            let Some(there) = all.iter_mut().find(same) else {
                all.push(EmojiReaction {
                    name: name.to_owned(),
                    count: 1,
                    me: is_mine,
                    url: Shown::reaction(self.ctx, row).map(|shown| shown.url),
                    picture: row.image_url.clone(),
                    account_ids: vec![row.account_id.to_string()],
                });
                continue;
            };
            there.count += 1;
            there.me |= is_mine;
            if there.account_ids.len() < NAMED {
                there.account_ids.push(row.account_id.to_string());
            }
        }
        all
    }
}
