//! `Tag` and `FeaturedTag`.

use serde::Serialize;
use staffroom_domain::Timestamp;
use staffroom_service::tags::{Featured, TagView};

use super::shaper::{Shaper, date};

/// A hashtag with how much it is used.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Tag {
    /// Empty where nobody has used it yet, as in Mastodon.
    id: String,
    name: String,
    url: String,
    history: Vec<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    featuring: Option<bool>,
}

/// How much a hashtag was used on a day. Numbers are texts here.
#[derive(Clone, Debug, Serialize)]
struct Day {
    #[serde(rename = "day")]
    begins: String,
    uses: String,
    accounts: String,
}

/// A hashtag on a profile.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FeaturedTag {
    id: String,
    name: String,
    url: String,
    /// A number as text, as Mastodon has it.
    statuses_count: String,
    last_status_at: Option<String>,
}

impl Shaper<'_> {
    /// A hashtag.
    pub(crate) fn hashtag(self, view: &TagView) -> Tag {
        Tag {
            id: view.id.map(|id| id.to_string()).unwrap_or_default(),
            name: view.display.clone(),
            url: self.ctx.addresses.tag_page(&view.name),
            history: view
                .history
                .iter()
                .map(|day| Day {
                    begins: day.begins.as_secs().to_string(),
                    uses: day.statuses.to_string(),
                    accounts: day.accounts.to_string(),
                })
                .collect(),
            following: view.following,
            featuring: view.featuring,
        }
    }

    /// Several, in their order.
    pub(crate) fn hashtags(self, views: &[TagView]) -> Vec<Tag> {
        views.iter().map(|view| self.hashtag(view)).collect()
    }

    /// A hashtag on a profile; its address is that of what its owner posted with it.
    pub(crate) fn featured_tag(self, featured: &Featured) -> FeaturedTag {
        let profile = self.ctx.addresses.profile_page(&featured.username);
        let last = featured.row.last_status_at.map(Timestamp::from_micros);
        FeaturedTag {
            id: featured.row.id.to_string(),
            name: featured.tag.display.clone(),
            url: format!("{profile}/tagged/{}", featured.tag.name),
            statuses_count: featured.row.statuses_count.to_string(),
            last_status_at: last.map(date),
        }
    }
}
