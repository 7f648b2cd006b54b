//! Custom emojis that come with posts and profiles (FEP-9098).

use staffroom_protocol::incoming::IncomingEmoji;
use staffroom_service::emojis::{MAX_EMOJIS, NewEmoji};

/// As they are kept; which pictures and shortcodes are usable was seen to when they were read.
pub(super) fn emojis(found: &[IncomingEmoji]) -> Vec<NewEmoji> {
    found
        .iter()
        .take(MAX_EMOJIS)
        .map(|emoji| NewEmoji {
            shortcode: emoji.shortcode.clone(),
            uri: emoji.id.as_ref().map(|id| id.as_str().to_owned()),
            image_url: emoji.icon.as_str().to_owned(),
            updated: emoji.updated,
        })
        .collect()
}
