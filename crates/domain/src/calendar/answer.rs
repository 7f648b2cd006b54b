//! What a short answer to an event asks for: "lurk", "speak nano: title", "leave", in English and Welsh.
//!
//! Only an answer that is nothing else counts, so that nobody joins or leaves by talking.

use super::places::PlaceKind;
use super::talk::SlotKind;
use crate::text::{fold, single_line, truncate};

/// What somebody says who answers an event with its keywords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What they want.
    pub wish: Wish,
    /// The language of the keyword: `en` or `cy`.
    pub language: &'static str,
}

/// What somebody wants of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To take part no more.
    Leave,
    /// A place of that kind.
    Place(PlaceKind),
    /// A place to speak, about this.
    Talk(TalkOffer),
}

/// A talk that somebody would give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TalkOffer {
    /// How it is held.
    pub kind: SlotKind,
    /// What it is called; may be empty.
    pub title: String,
}

/// The longest title of a talk, in characters.
const TITLE: usize = 200;

const WORDS: [(&str, Wish, &str); 18] = [
    ("lurk", Wish::Place(PlaceKind::Attendee), "en"),
    ("join", Wish::Place(PlaceKind::Attendee), "en"),
    ("attend", Wish::Place(PlaceKind::Attendee), "en"),
    ("listen", Wish::Place(PlaceKind::Attendee), "en"),
    ("lurk online", Wish::Place(PlaceKind::Remote), "en"),
    ("join online", Wish::Place(PlaceKind::Remote), "en"),
    ("listen online", Wish::Place(PlaceKind::Remote), "en"),
    ("remote", Wish::Place(PlaceKind::Remote), "en"),
    ("online", Wish::Place(PlaceKind::Remote), "en"),
    ("leave", Wish::Leave, "en"),
    ("gwrando", Wish::Place(PlaceKind::Attendee), "cy"),
    ("ymuno", Wish::Place(PlaceKind::Attendee), "cy"),
    ("gwrando ar-lein", Wish::Place(PlaceKind::Remote), "cy"),
    ("gwrando ar lein", Wish::Place(PlaceKind::Remote), "cy"),
    ("ymuno ar-lein", Wish::Place(PlaceKind::Remote), "cy"),
    ("ar-lein", Wish::Place(PlaceKind::Remote), "cy"),
    ("gadael", Wish::Leave, "cy"),
    ("lurk remote", Wish::Place(PlaceKind::Remote), "en"),
];

const KINDS: [(&str, SlotKind); 9] = [
    ("nano", SlotKind::Nano),
    ("micro", SlotKind::Micro),
    ("soapbox", SlotKind::Soapbox),
    ("round-table", SlotKind::RoundTable),
    ("round table", SlotKind::RoundTable),
    ("bwrdd crwn", SlotKind::RoundTable),
    ("bocs sebon", SlotKind::Soapbox),
    ("nano-sgwrs", SlotKind::Nano),
    ("micro-sgwrs", SlotKind::Micro),
];

/// Reads an answer, as plain text. Whom it names at its beginning and the hashtags at its end do not count.
pub fn read_answer(text: &str) -> Option<Answer> {
    let line = bare(text);
    let folded = fold(line.trim_end_matches(['.', '!']));
    let known = WORDS.iter().find(|(word, _, _)| *word == folded);
    if let Some((_, wish, language)) = known {
        return Some(Answer {
            wish: wish.clone(),
            language,
        });
    }
    let (rest, language) = [("speak", "en"), ("siarad", "cy")]
        .into_iter()
        .find_map(|(word, language)| Some((after(&line, word)?, language)))?;
    Some(Answer {
        wish: offer(rest)?,
        language,
    })
}

/// Without the people in front and the hashtags behind; one line.
fn bare(text: &str) -> String {
    let line = single_line(text);
    let mut words: Vec<&str> = line
        .split(' ')
        .skip_while(|word| word.starts_with('@'))
        .collect();
    while words.last().is_some_and(|word| word.starts_with('#')) {
        words.pop();
    }
    words.join(" ")
}

/// What follows a word at the beginning, if it is the whole word.
fn after<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let start = line.get(..word.len())?;
    let rest = line.get(word.len()..)?;
    let ends = rest.is_empty() || rest.starts_with([' ', ':', '.', '!']);
    (start.eq_ignore_ascii_case(word) && ends).then(|| rest.trim())
}

/// The talk behind "speak": nothing, a kind, a kind and a title, or a title after a colon. Anything else is talk of
/// another sort: nothing is asked for.
fn offer(rest: &str) -> Option<Wish> {
    if rest.trim_matches(['.', '!']).is_empty() {
        return Some(Wish::Place(PlaceKind::Speaker));
    }
    let kind = KINDS
        .iter()
        .find_map(|(word, kind)| Some((*kind, after(rest, word)?)));
    let (kind, title) = match kind {
        Some((kind, title)) => (kind, title),
        None if rest.starts_with(':') => (SlotKind::default(), rest),
        None => return None,
    };
    let is_said = title.starts_with(':') || title.trim_matches(['.', '!']).is_empty();
    let title = title.trim_start_matches(':').trim();
    is_said.then(|| {
        Wish::Talk(TalkOffer {
            kind,
            title: truncate(title, TITLE).to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wish(text: &str) -> Option<Wish> {
        read_answer(text).map(|answer| answer.wish)
    }

    #[test]
    fn keywords_ask_for_places() {
        let place = Wish::Place;
        let (attend, remote) = (place(PlaceKind::Attendee), place(PlaceKind::Remote));
        for (text, expected) in [
            ("lurk", attend.clone()),
            ("@leeds@leeds.example Lurk!", attend.clone()),
            ("@a @b@c.example\n lurk online #TMLeeds", remote.clone()),
            ("GWRANDO", attend.clone()),
            ("@x gwrando ar-lein.", remote.clone()),
            ("leave", Wish::Leave),
            ("Gadael", Wish::Leave),
            ("speak", place(PlaceKind::Speaker)),
        ] {
            assert_eq!(wish(text), Some(expected), "{text}");
        }
        assert_eq!(read_answer("Gadael").unwrap().language, "cy");
        assert_eq!(
            read_answer("siarad nano: Dwy funud").unwrap().language,
            "cy"
        );
    }

    #[test]
    fn who_only_talks_asks_for_nothing() {
        for text in [
            "",
            "@leeds@leeds.example",
            "Leave it to me!",
            "lurk? What is that?",
            "Speak up, please",
            "speaking of which",
            "speak nano or micro, what is better?",
            "I will lurk @leeds",
            "join us on the net",
        ] {
            assert_eq!(read_answer(text), None, "{text}");
        }
    }

    #[test]
    fn a_talk_has_a_kind_and_a_title() {
        let offer = |kind, title: &str| {
            let title = title.to_owned();
            Some(Wish::Talk(TalkOffer { kind, title }))
        };
        assert_eq!(
            wish("@l@l.example speak nano: Five questions: on paper #TM"),
            offer(SlotKind::Nano, "Five questions: on paper")
        );
        assert_eq!(wish("Speak round table"), offer(SlotKind::RoundTable, ""));
        assert_eq!(wish("speak: Anything"), offer(SlotKind::Nano, "Anything"));
        assert_eq!(
            wish("siarad micro : Dwy funud"),
            offer(SlotKind::Micro, "Dwy funud")
        );
        let long = wish(&format!("speak micro: {}", "x".repeat(1_000)));
        assert_eq!(long, offer(SlotKind::Micro, &"x".repeat(TITLE)));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read_answer(&text);
        }
    }
}
