//! Everything at once, for a fuzz target.

use crate::{
    Format, MentionTarget, count, display_name, emoji_shortcodes, hashtag, language, plain_text,
    render, sanitize, sanitize_inline,
};

/// What no text and no attribute can look like in safe HTML, where `<` of a text is escaped.
const FORBIDDEN: [&str; 6] = [
    "<script",
    "<style",
    "<iframe",
    "<svg",
    "<math",
    "<a href=\"javascript:",
];

/// Does everything that this crate can do with any bytes.
///
/// # Panics
///
/// When sanitising twice is not the same as once, or leaves an element that acts: a fuzz target calls
/// this and nothing else does.
pub fn exercise(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for once in [sanitize(&text), sanitize(&sanitize_inline(&text))] {
        assert_eq!(sanitize(&once), once, "sanitising is not idempotent");
        let lower = once.to_ascii_lowercase();
        for mark in FORBIDDEN {
            assert!(!lower.contains(mark), "{mark} is left after sanitising");
        }
    }
    let name = display_name(&text);
    assert_eq!(
        display_name(&name),
        name,
        "cleaning a name is not idempotent"
    );
    plain_text(&text);
    count(&text);
    emoji_shortcodes(&text);
    hashtag::fold(&text);
    language::detect(&text);
    // The answer is only wanted for not panicking.
    drop(language::Language::parse(&text));
    for format in [Format::Plain, Format::Markdown] {
        render(
            &text,
            format,
            &|mention| {
                let acct = mention.username.clone();
                let url = format!("https://example.org/@{acct}");
                Some(MentionTarget {
                    id: url.clone(),
                    url,
                    acct,
                })
            },
            &|tag| format!("https://example.org/tags/{tag}"),
        );
    }
}
