//! Texts as the words that they are found by, the same for both databases: folded, and cut here.

use staffroom_domain::text::fold;
use staffroom_text::hashtag::is_word;

/// How many words of a text are kept.
const MAX_WORDS: usize = 2_000;
/// What is longer is cut: nobody types it.
const MAX_WORD: usize = 60;

/// The words of a text, in order. Languages that are written without spaces are cut into single
/// characters, which are then looked for in a row.
pub(super) fn words(text: &str) -> Vec<String> {
    words_up_to(text, MAX_WORDS)
}

fn words_up_to(text: &str, most: usize) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut length = 0;
    for c in fold(text).chars() {
        if is_written_without_spaces(c) {
            push(&mut words, &mut word, &mut length);
            words.push(c.to_string());
        } else if is_word(c) {
            length += 1;
            if length <= MAX_WORD {
                word.push(c);
            }
        } else {
            push(&mut words, &mut word, &mut length);
        }
        if words.len() >= most {
            break;
        }
    }
    push(&mut words, &mut word, &mut length);
    words.truncate(most);
    words
}

fn push(words: &mut Vec<String>, word: &mut String, length: &mut usize) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
    *length = 0;
}

/// Han, Kana, Thai, Lao, Khmer and Myanmar.
fn is_written_without_spaces(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(
            u32::from(c),
            0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF
                | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF
        )
}

/// Whether words stand in a text one after the other; the last may go on.
pub(super) fn stand_in(text: &[&str], wanted: &[String], is_prefix: bool) -> bool {
    if wanted.is_empty() {
        return true;
    }
    text.windows(wanted.len()).any(|window| {
        let last = wanted.len() - 1;
        window
            .iter()
            .zip(wanted)
            .enumerate()
            .all(|(n, (word, wanted))| {
                *word == wanted.as_str()
                    || (is_prefix && n == last && word.starts_with(wanted.as_str()))
            })
    })
}

/// The words of several texts, as they are stored: a text's last word and the next one's first are not
/// in a row.
pub(super) fn stored<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    stored_up_to(texts, MAX_WORDS)
}

/// The same, with another number of words.
pub(super) fn stored_up_to<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        let some = words_up_to(text, most);
        if some.is_empty() {
            continue;
        }
        if !all.is_empty() {
            // Stands for itself, and in nothing that is looked for.
            all.push("_".to_owned());
        }
        all.extend(some);
    }
    all.truncate(most);
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_cut_and_folded() {
        assert_eq!(
            words("Exit-Tickets, \u{FF26}ull #Maths!"),
            ["exit", "tickets", "full", "maths"]
        );
        assert_eq!(
            words("d'été snake_case 42"),
            ["d", "été", "snake_case", "42"]
        );
        assert_eq!(words("数学をabc"), ["数", "学", "を", "abc"]);
        assert!(words("\"'() -* :^ %").is_empty());
        assert_eq!(words(&"x".repeat(100))[0].len(), MAX_WORD);
    }

    #[test]
    fn words_stand_in_a_row() {
        let text = ["a", "lesson", "plan"];
        let wanted = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert!(stand_in(&text, &wanted(&["lesson", "plan"]), false));
        assert!(!stand_in(&text, &wanted(&["a", "plan"]), false));
        assert!(stand_in(&text, &wanted(&["lesson", "pl"]), true));
        assert!(!stand_in(&text, &wanted(&["lesson", "pl"]), false));
        assert_eq!(stored(["One two", "", "three"]), "one two _ three");
    }

    proptest! {
        #[test]
        fn no_word_has_what_a_database_takes_for_an_operator(text in any::<String>()) {
            for word in words(&text) {
                prop_assert!(!word.is_empty());
                prop_assert!(word.chars().all(is_word), "{word:?}");
            }
        }
    }
}
