//! `CustomEmoji`.

use std::collections::HashSet;

use serde::Serialize;
use staffroom_service::Ctx;
use staffroom_service::media::Shown;
use staffroom_service::statuses::EmojiRow;

/// A custom emoji.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Emoji {
    shortcode: String,
    url: String,
    static_url: String,
    visible_in_picker: bool,
    category: Option<String>,
}

impl Emoji {
    /// An emoji; none where its picture cannot be shown.
    pub(crate) fn new(ctx: &Ctx, row: &EmojiRow) -> Option<Self> {
        let shown = Shown::emoji(ctx, row)?;
        Some(Self {
            shortcode: row.shortcode.clone(),
            url: shown.url,
            static_url: shown.still,
            visible_in_picker: row.domain.is_empty(),
            category: row.category.clone(),
        })
    }
}

/// Those among `rows` that texts show, and whose pictures a client may fetch.
pub(super) fn shown_in(ctx: &Ctx, texts: &[&str], rows: &[EmojiRow]) -> Vec<Emoji> {
    if rows.is_empty() {
        return Vec::new();
    }
    let codes: HashSet<&str> = texts
        .iter()
        .flat_map(|text| staffroom_text::emoji_shortcodes(text))
        .collect();
    rows.iter()
        .filter(|row| codes.contains(row.shortcode.as_str()))
        .filter_map(|row| Emoji::new(ctx, row))
        .collect()
}
