//! Normal forms for keys. `SQLite` folds ASCII only, so everything that is looked up by is folded
//! here, before it is stored.

use unicode_normalization::UnicodeNormalization;

/// The form in which names, addresses and tags are compared: NFKC, lower case, no outer spaces.
pub fn fold(text: &str) -> String {
    // Lower-casing can undo composition, hence the second pass; NFKC can bring spaces forth (U+00B4
    // becomes a space and an accent), hence trimming last.
    let folded: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    folded.trim().to_owned()
}

/// Without the accents of Latin letters, so that `ecole` finds `école`, and `dwr` finds `dŵr`. Marks of other writing
/// systems are letters there, and stay. For text that is folded already.
pub fn without_accents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd() {
        match c {
            '\u{300}'..='\u{36F}' => {}
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ß' => plain.push_str("ss"),
            'þ' => plain.push_str("th"),
            other => plain.push(other),
        }
    }
    plain.nfc().collect()
}

/// Removes control characters (line breaks too) and outer spaces, and collapses runs of spaces:
/// for one-line texts such as names and notes.
pub fn single_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// At most `max` characters, cut at a character's boundary.
pub fn truncate(text: &str, max: usize) -> &str {
    text.char_indices()
        .nth(max)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folding_is_more_than_ascii() {
        assert_eq!(fold(" ŁÓDŹ "), fold("łódź"));
        assert_eq!(fold("Ａmira"), "amira");
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
    }

    #[test]
    fn latin_letters_lose_their_accents() {
        assert_eq!(
            without_accents("école dŵr tŷ łódź straße cœur"),
            "ecole dwr ty lodz strasse coeur"
        );
        assert_eq!(without_accents("कि が 学 한"), "कि が 学 한");
        assert_eq!(without_accents("e_1"), "e_1");
    }

    #[test]
    fn one_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(single_line("  a\r\n b\t\u{0} c "), "a b c");
    }

    #[test]
    fn truncation_counts_characters() {
        assert_eq!(truncate("żółw", 2), "żó");
        assert_eq!(truncate("ab", 5), "ab");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
