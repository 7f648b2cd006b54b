//! `Announcement` and its `Reaction`.

use serde::Serialize;
use staffroom_domain::{Timestamp, UserId};
use staffroom_service::Ctx;
use staffroom_service::announcements::{AnnouncementView, EmojiRow};
use staffroom_service::media::Shown;
use staffroom_text::{Format, emoji_shortcodes, render};

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
    read: bool,
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
    me: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    static_url: Option<String>,
}

impl Announcement {
    /// As a user sees it, with the pictures of our emoji.
    pub(crate) fn new(
        ctx: &Ctx,
        view: &AnnouncementView,
        user: UserId,
        emojis: &[EmojiRow],
    ) -> Self {
        let row = &view.row;
        let at = |micros: Option<i64>| {
            let at = micros.map(Timestamp::from_micros)?;
            Some(if row.all_day { date(at) } else { moment(at) })
        };
        let rendered = render(&row.text, Format::Plain, &|_| None, &|_| String::new());
        let has_emoji = !emoji_shortcodes(&row.text).is_empty();
        let shown = if has_emoji {
            shown_in(ctx, &[&row.text], emojis)
        } else {
            Vec::new()
        };
        Self {
            id: row.id.to_string(),
            content: rendered.html,
            starts_at: at(row.starts_at),
            ends_at: at(row.ends_at),
            all_day: row.all_day,
            published_at: moment(row.published_at),
            updated_at: moment(row.updated_at),
            read: view.read,
            mentions: [],
            statuses: [],
            tags: [],
            emojis: shown,
            reactions: reactions(ctx, view, user, emojis),
        }
    }
}

fn reactions(
    ctx: &Ctx,
    view: &AnnouncementView,
    user: UserId,
    emojis: &[EmojiRow],
) -> Vec<Reaction> {
    let mut all: Vec<Reaction> = Vec::new();
    for row in &view.reactions {
        let is_mine = row.user_id == user;
        if let Some(there) = all.last_mut().filter(|there| there.name == row.name) {
            there.count += 1;
            there.me |= is_mine;
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
