//! Which of many words and phrases a text has, in one pass over it.

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words and phrases to look for. They are compared without regard to case, to how letters are composed
/// and to which white space is between them.
#[derive(Clone, Debug)]
pub struct Keywords {
    machine: Option<AhoCorasick>,
    /// For each pattern of the machine: which keyword it is, and which of its ends must be that of a word.
    patterns: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug)]
struct Pattern {
    keyword: usize,
    begins_word: bool,
    ends_word: bool,
}

/// A text to look in, folded as keywords are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Haystack(String);

impl Haystack {
    /// Of the parts of something: no keyword reaches from one into the next.
    pub fn new<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = String::new();
        for part in parts {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&folded(part));
        }
        Self(all)
    }
}

impl Keywords {
    /// From keywords, each with whether only whole words count. Those of white space alone are never
    /// found, and neither are any of a list that is too large to be prepared.
    pub fn new<'a>(keywords: impl IntoIterator<Item = (&'a str, bool)>) -> Self {
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for (keyword, (text, is_whole)) in keywords.into_iter().enumerate() {
            let text = folded(text);
            if text.is_empty() {
                continue;
            }
            // As in Mastodon: an end counts as that of a word only where the keyword has a letter there.
            patterns.push(Pattern {
                keyword,
                begins_word: is_whole && text.chars().next().is_some_and(is_word),
                ends_word: is_whole && text.chars().next_back().is_some_and(is_word),
            });
            texts.push(text);
        }
        let machine = if texts.is_empty() {
            None
        } else {
            let mut builder = AhoCorasick::builder();
            builder.match_kind(MatchKind::Standard).build(&texts).ok()
        };
        Self { machine, patterns }
    }

    /// Whether nothing is ever found.
    pub const fn is_empty(&self) -> bool {
        self.machine.is_none()
    }

    /// Which keywords a text has: their places in the list, ascending, each once.
    pub fn found_in(&self, text: &Haystack) -> Vec<usize> {
        let Some(machine) = &self.machine else {
            return Vec::new();
        };
        let mut found: Vec<usize> = machine
            .find_overlapping_iter(&text.0)
            .filter_map(|hit| {
                let pattern = self.patterns.get(hit.pattern().as_usize())?;
                let before = text.0.get(..hit.start())?.chars().next_back();
                let after = text.0.get(hit.end()..)?.chars().next();
                let is_cut = (pattern.begins_word && before.is_some_and(is_word))
                    || (pattern.ends_word && after.is_some_and(is_word))
                    // A letter is not found in the same letter with an accent.
                    || after.is_some_and(is_combining_mark);
                (!is_cut).then_some(pattern.keyword)
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// NFKC, full case folding as far as upper and lower case tell it, and single spaces.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(
            word.nfkc()
                .flat_map(char::to_uppercase)
                .flat_map(char::to_lowercase)
                .nfkc(),
        );
    }
    folded
}

/// Part of a word, in any script (Unicode UTS 18, `\w`).
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(keywords: &[(&str, bool)], text: &str) -> Vec<usize> {
        Keywords::new(keywords.iter().copied()).found_in(&Haystack::new([text]))
    }

    #[test]
    fn whole_words_end_where_words_end() {
        for (keyword, text, is_found) in [
            ("cat", "The cat sat", true),
            ("cat", "CAT!", true),
            ("cat", "concatenate", false),
            ("cat", "cats", false),
            ("cat", "#cat", true),
            ("cat", "cat_flap", false),
            ("cat", "cat's", true),
            ("#cat", "my #cat", true),
            ("#cat", "my#cat", true),
            ("#cat", "#cats", false),
            ("c++", "I like C++.", true),
            ("c++", "I like C++17", true),
            ("école", "L’ÉCOLE est finie", true),
            ("ecole", "l’école", false),
            ("école", "les écoles", false),
            ("straße", "STRASSE", true),
            ("ΟΔΟΣ", "η οδός", false),
            ("ΟΔΟΣ", "η οδος.", true),
            ("школа", "ШКОЛА №1", true),
            ("кол", "школа", false),
            ("two words", "has two\u{a0}\n words in it", true),
            ("two words", "two swords", false),
            ("e", "e\u{301}", false),
            ("é", "E\u{301}", true),
            ("\u{fb01}sh", "FISH", true),
            ("ค", "คน", false),
        ] {
            assert_eq!(
                !found(&[(keyword, true)], text).is_empty(),
                is_found,
                "{keyword:?} in {text:?}"
            );
        }
    }

    #[test]
    fn parts_of_words_are_found_anywhere() {
        for (keyword, text) in [
            ("cat", "concatenate"),
            ("日本", "今日本を読む"),
            (" ca", "a cat"),
        ] {
            assert_eq!(found(&[(keyword, false)], text), [0], "{keyword} in {text}");
        }
    }

    #[test]
    fn all_keywords_are_found_also_within_each_other() {
        let all = [
            ("a", false),
            ("abc", false),
            ("bc", true),
            ("b", false),
            ("x", false),
        ];
        assert_eq!(found(&all, "abc"), [0, 1, 3]);
        assert!(found(&[("", false), (" \n", true)], "a b").is_empty());
        assert!(Keywords::new([(" ", true)]).is_empty());
    }

    #[test]
    fn no_keyword_reaches_over_two_parts() {
        let keywords = Keywords::new([("one two", false), ("two", true)]);
        assert_eq!(keywords.found_in(&Haystack::new(["one", "two"])), [1]);
    }

    /// Slow and plain: every place is looked at.
    fn model(keyword: &str, is_whole: bool, text: &str) -> bool {
        let (keyword, text) = (folded(keyword), folded(text));
        if keyword.is_empty() {
            return false;
        }
        let (keyword, text): (Vec<char>, Vec<char>) =
            (keyword.chars().collect(), text.chars().collect());
        (0..text.len()).any(|at| {
            let rest = &text[at..];
            let next = rest.get(keyword.len()).copied();
            let last = at.checked_sub(1).map(|n| text[n]);
            let bounds = |inner: char, outer: Option<char>| {
                !is_whole || !is_word(inner) || !outer.is_some_and(is_word)
            };
            rest.starts_with(&keyword)
                && !next.is_some_and(is_combining_mark)
                && bounds(keyword[0], last)
                && bounds(keyword[keyword.len() - 1], next)
        })
    }

    proptest! {
        #[test]
        fn the_machine_finds_what_a_plain_search_finds(
            keywords in proptest::collection::vec(("[aAbß é#_ ]{0,4}|\\PC{0,3}", any::<bool>()), 0..8),
            text in "[aAbBß éE#_ \u{301}]{0,30}|\\PC{0,40}",
        ) {
            let pairs: Vec<(&str, bool)> = keywords.iter().map(|(k, w)| (k.as_str(), *w)).collect();
            let expected: Vec<usize> = pairs
                .iter()
                .enumerate()
                .filter(|(_, (keyword, is_whole))| model(keyword, *is_whole, &text))
                .map(|(n, _)| n)
                .collect();
            prop_assert_eq!(found(&pairs, &text), expected);
        }

        #[test]
        fn a_word_is_found_where_it_stands_alone(word in "[\\p{Lu}\\p{Ll}]{1,8}", before in "\\PC{0,9}") {
            let text = format!("{before} {word} .");
            prop_assert_eq!(found(&[(&word, true)], &text), vec![0]);
        }
    }
}
