//! Hashtags: what may be one, and the form in which two are the same.

use unicode_normalization::char::is_combining_mark;

use crate::entities::HashtagText;

/// The longest hashtag, in characters; longer runs are no hashtags.
pub const MAX_HASHTAG: usize = 100;

/// Letters, digits, marks and the underscore: `[[:word:]]` of Mastodon's grammar.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

/// What may stand between the words of a hashtag: middle dot, katakana middle dot, zero-width
/// non-joiner.
fn is_separator(c: char) -> bool {
    matches!(c, '\u{00B7}' | '\u{30FB}' | '\u{200C}')
}

/// The form by which a hashtag is looked up: without `#`, NFKC, lower case, and without what no
/// hashtag holds. Empty when nothing remains.
pub fn fold(name: &str) -> String {
    let name = name.trim().trim_start_matches(['#', '＃']);
    staffroom_domain::text::fold(name)
        .chars()
        .filter(|c| is_word(*c) || is_separator(*c))
        .collect()
}

/// The hashtag at the beginning of `rest`, and how many bytes it takes. `before` is the character in
/// front of it: not a letter, a digit, or what makes it part of an address or an entity.
pub(crate) fn at(before: Option<char>, rest: &str) -> Option<(usize, HashtagText)> {
    if before.is_some_and(|c| is_word(c) || matches!(c, '=' | '/' | ')' | '&' | '#' | '＃')) {
        return None;
    }
    let run = rest.strip_prefix(['#', '＃'])?;
    let end = run
        .find(|c: char| !is_word(c) && !is_separator(c))
        .unwrap_or(run.len());
    let name = run.get(..end)?.trim_end_matches(is_separator);
    let is_name = name.starts_with(is_word)
        && name.chars().any(char::is_alphabetic)
        && name.chars().count() <= MAX_HASHTAG;
    let folded = if is_name { fold(name) } else { String::new() };
    if folded.is_empty() {
        return None;
    }
    let length = rest.len().checked_sub(run.len())?.checked_add(name.len())?;
    let name = name.to_owned();
    Some((length, HashtagText { name, folded }))
}
