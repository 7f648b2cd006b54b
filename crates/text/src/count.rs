//! How long a text is for those who write it.

use unicode_segmentation::UnicodeSegmentation;

use crate::entities::{Entity, Part, parts};

/// As many characters an address counts, whatever its length.
const LINK: usize = 23;

/// The length of a text as Mastodon and its apps count: characters as readers see them (grapheme
/// clusters), 23 for each address, and mentions without their domain.
pub fn count(text: &str) -> usize {
    // What replaces an entity can join with what surrounds it, hence one text and one count.
    let mut counted = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Text(text) => counted.push_str(text),
            Part::Entity(Entity::Link(_)) => counted.extend(std::iter::repeat_n('x', LINK)),
            Part::Entity(Entity::Hashtag(hashtag)) => {
                counted.push('#');
                counted.push_str(&hashtag.name);
            }
            Part::Entity(Entity::Mention(mention)) => {
                counted.push('@');
                counted.push_str(&mention.username);
            }
        }
    }
    counted.graphemes(true).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_readers_see_them() {
        for (text, expected) in [
            ("", 0),
            ("hello", 5),
            ("👩\u{200D}👩\u{200D}👧\u{200D}👦", 1),
            ("e\u{301}", 1),
            (
                "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
                1,
            ),
            ("a\nb", 3),
            ("https://example.org/a/very/long/path?with=a&query=too", 23),
            ("see http://a.org, and https://b.org.", 4 + 23 + 6 + 23 + 1),
            ("@alice@example.org hi", 9),
            ("@alice hi", 9),
            ("#hashtag", 8),
            ("mail me@example.org", 19),
        ] {
            assert_eq!(count(text), expected, "{text:?}");
        }
    }
}
