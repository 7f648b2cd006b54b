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

#[cfg(test)]
mod tests {
    use super::*;

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
