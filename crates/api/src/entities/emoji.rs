//! `CustomEmoji`.

use serde::Serialize;
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

/// Those among `rows` that a text shows.
pub(super) fn shown_in(text: &str, rows: &[EmojiRow]) -> Vec<Emoji> {
    let codes = staffroom_text::emoji_shortcodes(text);
    rows.iter()
        .filter(|row| codes.contains(&row.shortcode.as_str()))
        .map(Emoji::from)
        .collect()
}
