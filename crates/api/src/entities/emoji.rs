//! `CustomEmoji`.

use std::collections::HashSet;

use serde::Serialize;
use staffroom_service::links::web;
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

impl From<&EmojiRow> for Emoji {
    fn from(row: &EmojiRow) -> Self {
        Self {
            shortcode: row.shortcode.clone(),
            url: row.image_url.clone(),
            static_url: row.image_url.clone(),
            visible_in_picker: row.domain.is_empty(),
            category: None,
        }
    }
}

/// Those among `rows` that texts show, and whose pictures a client may fetch.
pub(super) fn shown_in(texts: &[&str], rows: &[EmojiRow]) -> Vec<Emoji> {
    if rows.is_empty() {
        return Vec::new();
    }
    let codes: HashSet<&str> = texts
        .iter()
        .flat_map(|text| staffroom_text::emoji_shortcodes(text))
        .collect();
    rows.iter()
        .filter(|row| codes.contains(row.shortcode.as_str()))
        .filter(|row| row.domain.is_empty() || web(&row.image_url).is_some())
        .map(Emoji::from)
        .collect()
}
