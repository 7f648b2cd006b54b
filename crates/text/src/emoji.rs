//! Shortcodes of custom emoji.

/// The longest shortcode, in characters.
const MAX_SHORTCODE: usize = 128;

/// The shortcodes in a text, without colons, each once, in order: `[a-zA-Z0-9_]{2,}` between colons
/// that touch no letter, digit or colon outside, as Mastodon finds them.
pub fn emoji_shortcodes(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == ':');
    let mut before = None;
    let mut rest = text;
    while let Some((skipped, after)) = rest.split_once(':') {
        before = skipped.chars().next_back().or(before);
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(after.len());
        let (code, next) = after.split_at_checked(end).unwrap_or((after, ""));
        let closed = next.strip_prefix(':').filter(|_| !touches(before));
        match closed {
            Some(behind)
                if (2..=MAX_SHORTCODE).contains(&code.len()) && !touches(behind.chars().next()) =>
            {
                if seen.insert(code) {
                    found.push(code);
                }
                before = Some(':');
                rest = behind;
            }
            _ => {
                before = code.chars().next_back().or(Some(':'));
                rest = next;
            }
        }
    }
    found
}

/// The longest emoji, in bytes: a family of them has some thirty.
const MAX_EMOJI: usize = 64;

/// Whether a text is one emoji, as reactions are (FEP-c0e0): one sign as a reader sees it. Letters,
/// digits and punctuation are none.
pub fn is_emoji(text: &str) -> bool {
    let is_one = !text.is_empty() && text.len() <= MAX_EMOJI && crate::count(text) == 1;
    let is_letter = |c: char| c.is_alphabetic() || c.is_control() || c.is_whitespace();
    is_one && text.chars().any(is_picture) && !text.chars().any(is_letter)
}

/// Where the pictures are among the characters, and the frame around a key.
const fn is_picture(c: char) -> bool {
    matches!(c, '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{20E3}' | '\u{2100}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_is_one_sign() {
        for emoji in [
            "👍",
            "❤️",
            "👩\u{200D}🏫",
            "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
            "1️⃣",
        ] {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for other in [
            "", "a", "é", "日", "1", "!", " ", "👍👍", "👍 ", ":blob:", "\u{202E}",
        ] {
            assert!(!is_emoji(other), "{other:?}");
        }
        assert!(!is_emoji(&"👩\u{200D}".repeat(40)));
    }

    #[test]
    fn shortcodes_stand_between_colons() {
        for (text, expected) in [
            (":blob:", vec!["blob"]),
            ("hello :blob_cat: and :Blob2:!", vec!["blob_cat", "Blob2"]),
            (":a: :bb:", vec!["bb"]),
            ("x:blob: :blob:y", vec![]),
            ("at 10:30:45", vec![]),
            ("::blob::", vec![]),
            (":one: :one:", vec!["one"]),
            (":one::two:", vec![]),
            ("日本:blob:", vec![]),
            (":bl-ob: :<b>:", vec![]),
            ("(:blob:)", vec!["blob"]),
        ] {
            assert_eq!(emoji_shortcodes(text), expected, "{text:?}");
        }
    }
}
