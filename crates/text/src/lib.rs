//! From what people type, or remote HTML, to safe HTML, plain text, mentions, hashtags, links and
//! language; the words of filters; and what a page says of itself.
//!
//! Here belongs what is true of a text alone, without a database or a network: sanitising, finding
//! entities, counting, rendering. Here does not belong whom a mention means or where a hashtag's page
//! is: callers of [`render`] say so.

mod allowed;
mod count;
mod display_name;
mod emoji;
mod entities;
mod escape;
mod fuzz;
pub mod hashtag;
mod keywords;
pub mod language;
mod link;
mod markdown;
mod markup;
mod mention;
mod page;
mod plain_text;
mod remembered;
mod render;
mod sanitize;
mod writer;

pub use count::count;
pub use display_name::{MAX_DISPLAY_NAME, display_name};
pub use emoji::{emoji_shortcodes, is_emoji};
pub use entities::{Entities, HashtagText, LinkText, MentionText, extract};
pub use escape::escape;
pub use fuzz::exercise;
pub use keywords::{Haystack, Keywords};
pub use page::{PageFacts, first_link, page_address, page_facts, page_text};
pub use plain_text::plain_text;
pub use remembered::sanitize_shown;
pub use render::{Format, MentionTarget, Rendered, render};
pub use sanitize::{MAX_INPUT, MAX_OUTPUT, sanitize, sanitize_inline};
