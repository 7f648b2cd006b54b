//! `Announcement` and its `Reaction`.

use serde::Serialize;
use staffroom_domain::{Timestamp, UserId};
use staffroom_service::Ctx;
use staffroom_service::announcements::{self, AnnouncementView, EmojiRow};
use staffroom_service::media::Shown;

use super::emoji::{Emoji, shown_in};
use super::shaper::{date, moment};

/// What everybody here is told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Announcement {
    id: String,
    content: String,
    starts_at: Option<String>,
    ends_at: Option<String>,
    all_day: bool,
    published_at: String,
    updated_at: String,
    /// Only where it is told to somebody: on streams it is told to everybody at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<bool>,
    mentions: [(); 0],
    statuses: [(); 0],
    tags: [(); 0],
    emojis: Vec<Emoji>,
    reactions: Vec<Reaction>,
}

/// An emoji, and how often.
#[derive(Clone, Debug, Serialize)]
struct Reaction {
    name: String,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    me: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    static_url: Option<String>,
}

/// How often an emoji is used on an announcement now, as everybody is told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ToldReaction {
    #[serde(flatten)]
    reaction: Reaction,
    announcement_id: String,
}

impl Announcement {
    /// How often that emoji is used on it; also one that nobody uses any more.
    pub(crate) fn told_reaction(&self, name: &str) -> ToldReaction {
        let used = self.reactions.iter().find(|used| used.name == name);
        ToldReaction {
            reaction: used.cloned().unwrap_or_else(|| Reaction {
                name: name.to_owned(),
                count: 0,
                me: None,
                url: None,
                static_url: None,
            }),
            announcement_id: self.id.clone(),
        }
    }

    /// As a user sees it, or everybody, with the pictures of our emoji.
    pub(crate) fn new(
        ctx: &Ctx,
        view: &AnnouncementView,
        user: Option<UserId>,
        emojis: &[EmojiRow],
    ) -> Self {
        let row = &view.row;
        let at = |micros: Option<i64>| {
            let at = micros.map(Timestamp::from_micros)?;
            Some(if row.all_day { date(at) } else { moment(at) })
        };
        Self {
            id: row.id.to_string(),
            content: announcements::html(row),
            starts_at: at(row.starts_at),
            ends_at: at(row.ends_at),
            all_day: row.all_day,
            published_at: moment(row.published_at),
            updated_at: moment(row.updated_at),
            read: user.map(|_| view.read),
            mentions: [],
            statuses: [],
            tags: [],
            emojis: shown_in(ctx, &[&row.text], emojis),
            reactions: reactions(ctx, view, user, emojis),
        }
    }
}

fn reactions(
    ctx: &Ctx,
    view: &AnnouncementView,
    user: Option<UserId>,
    emojis: &[EmojiRow],
) -> Vec<Reaction> {
    let mut all: Vec<Reaction> = Vec::new();
    for row in &view.reactions {
        let is_mine = user.map(|user| row.user_id == user);
        if let Some(there) = all.last_mut().filter(|there| there.name == row.name) {
            there.count += 1;
            there.me = there.me.zip(is_mine).map(|(one, other)| one || other);
            continue;
        }
        let picture = emojis.iter().find(|emoji| emoji.shortcode == row.name);
        let shown = picture.and_then(|emoji| Shown::emoji(ctx, emoji));
        all.push(Reaction {
            name: row.name.clone(),
            count: 1,
            me: is_mine,
            url: shown.as_ref().map(|shown| shown.url.clone()),
            static_url: shown.map(|shown| shown.still),
        });
    }
    all
}
