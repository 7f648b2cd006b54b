//! Small things that are said between commas: `Y9`, `28 learners`, `4 weeks`, `no effect`, `maths`.

use staffroom_vocabulary::{Concept, GroupSize, Outcome, Phase};

use super::phrases::{LONGEST, again_alone, folded, of_scheme, result};
use crate::practice::outcome::WouldDoAgain;

/// Something that was understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Phase(Phase),
    Learners(GroupSize),
    /// As it was typed.
    Duration(String),
    Result(Outcome),
    Named(&'static Concept),
    Again(WouldDoAgain),
    Independent,
    /// A word between others.
    Filler,
}

impl Piece {
    /// Whether it is understood also in the middle of a sentence: figures with what they count cannot be mistaken.
    pub(super) const fn is_plain_fact(&self) -> bool {
        matches!(self, Self::Phase(_) | Self::Learners(_) | Self::Duration(_))
    }
}

/// What a fragment says.
pub(super) struct Fragment {
    pub(super) pieces: Vec<Piece>,
    /// Whether every word of it was understood.
    pub(super) is_whole: bool,
}

/// The most words of a fragment that are looked at: what is longer is prose.
const MOST_WORDS: usize = 60;

const FILLERS: [&str; 36] = [
    "in", "with", "for", "of", "the", "a", "an", "and", "my", "our", "at", "on", "over", "to",
    "about", "was", "yn", "gyda", "am", "o", "y", "yr", "ac", "fy", "ein", "i", "dros", "r", "n",
    "mewn", "ar", "tua", "oedd", "lessons", "gwersi", "only",
];
const LEARNERS: [&str; 25] = [
    "learner",
    "learners",
    "pupil",
    "pupils",
    "student",
    "students",
    "child",
    "children",
    "kids",
    "dysgwr",
    "dysgwyr",
    "ddysgwr",
    "ddysgwyr",
    "disgybl",
    "disgyblion",
    "ddisgybl",
    "ddisgyblion",
    "myfyriwr",
    "myfyrwyr",
    "fyfyriwr",
    "fyfyrwyr",
    "plentyn",
    "plant",
    "blant",
    "phlant",
];
const UNITS: [&str; 38] = [
    "day",
    "days",
    "week",
    "weeks",
    "wk",
    "wks",
    "fortnight",
    "fortnights",
    "month",
    "months",
    "term",
    "terms",
    "half-term",
    "half-terms",
    "lesson",
    "lessons",
    "session",
    "sessions",
    "diwrnod",
    "diwrnodau",
    "ddiwrnod",
    "wythnos",
    "wythnosau",
    "mis",
    "misoedd",
    "fis",
    "fisoedd",
    "tymor",
    "tymhorau",
    "dymor",
    "hanner-tymor",
    "gwers",
    "gwersi",
    "wers",
    "wersi",
    "sesiwn",
    "sesiynau",
    "bythefnos",
];
const NUMBERS: [(&str, u32); 44] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("a", 1),
    ("un", 1),
    ("dau", 2),
    ("ddau", 2),
    ("dwy", 2),
    ("ddwy", 2),
    ("tri", 3),
    ("dri", 3),
    ("tair", 3),
    ("dair", 3),
    ("pedwar", 4),
    ("bedwar", 4),
    ("pedair", 4),
    ("bedair", 4),
    ("pum", 5),
    ("bum", 5),
    ("pump", 5),
    ("bump", 5),
    ("chwe", 6),
    ("chwech", 6),
    ("saith", 7),
    ("wyth", 8),
    ("naw", 9),
    ("deg", 10),
    ("ddeg", 10),
    ("twenty", 20),
    ("thirty", 30),
    ("ugain", 20),
    ("half", 0),
    ("hanner", 0),
    ("several", 0),
    ("sawl", 0),
];
const YEAR_WORDS: [&str; 7] = [
    "year",
    "years",
    "yr",
    "bl",
    "blwyddyn",
    "blynyddoedd",
    "flwyddyn",
];
const PLACES: [&str; 3] = ["su", "se", "ph"];

/// A word as it was typed, and as it is compared.
struct Word<'a> {
    typed: &'a str,
    /// Lower case, without what stands around it; hyphens inside stay.
    plain: String,
}

/// Reads a fragment, from its first word on.
pub(super) fn read(fragment: &str) -> Fragment {
    let words: Vec<Word<'_>> = fragment.split_whitespace().map(word).collect();
    let words: Vec<Word<'_>> = words
        .into_iter()
        .filter(|it| !it.plain.is_empty())
        .collect();
    let mut pieces = Vec::new();
    let mut is_whole = !words.is_empty() && words.len() <= MOST_WORDS;
    let mut at = 0;
    while at < words.len().min(MOST_WORDS) {
        let rest = words.get(at..).unwrap_or_default();
        if let Some((taken, mut found)) = piece(rest) {
            pieces.append(&mut found);
            at += taken.max(1);
        } else {
            is_whole = false;
            at += 1;
        }
    }
    let says_something = pieces.iter().any(|it| *it != Piece::Filler);
    Fragment {
        pieces,
        is_whole: is_whole && says_something,
    }
}

fn word(typed: &str) -> Word<'_> {
    let plain = typed.trim_matches(|c: char| !c.is_alphanumeric());
    Word {
        typed,
        plain: plain
            .to_lowercase()
            .replace(['\u{2013}', '\u{2010}', '\u{2011}'], "-"),
    }
}

/// The longest piece that these words begin with, and how many of them it takes.
fn piece(words: &[Word<'_>]) -> Option<(usize, Vec<Piece>)> {
    years(words)
        .or_else(|| learners(words))
        .or_else(|| duration(words))
        .or_else(|| phrase(words))
        .or_else(|| filler(words))
}

fn filler(words: &[Word<'_>]) -> Option<(usize, Vec<Piece>)> {
    let first = words.first()?;
    let is_filler = FILLERS.contains(&first.plain.as_str());
    is_filler.then(|| (1, vec![Piece::Filler]))
}

/// `Y9`, `Yr 9`, `Years 7-9`, `Bl 9`, `KS3`, `Cyfnod Allweddol 3`, `Reception`.
fn years(words: &[Word<'_>]) -> Option<(usize, Vec<Piece>)> {
    let first = words.first()?.plain.as_str();
    let second = words.get(1).map_or("", |it| it.plain.as_str());
    let third = words.get(2).map_or("", |it| it.plain.as_str());
    if matches!(
        first,
        "reception" | "nursery" | "eyfs" | "derbyn" | "meithrin"
    ) {
        return Some((1, vec![Piece::Phase(Phase::EarlyChildhood)]));
    }
    for prefix in ["ks", "ca"] {
        if let Some(stage) = first.strip_prefix(prefix).and_then(stage) {
            return Some((1, vec![Piece::Phase(stage)]));
        }
    }
    if let ("key" | "cyfnod", "stage" | "allweddol", Some(stage)) = (first, second, stage(third)) {
        return Some((3, vec![Piece::Phase(stage)]));
    }
    if YEAR_WORDS.contains(&first) {
        let joined = matches!(third, "and" | "to" | "a" | "i") && words.get(3).is_some();
        let last = words.get(3).and_then(|it| it.plain.parse().ok());
        if let (Ok(from), true, Some(to)) = (second.parse::<u32>(), joined, last) {
            return phases(from, to).map(|found| (4, found));
        }
        return range(second).map(|found| (2, found));
    }
    for prefix in ["y", "yr", "bl"] {
        let numbers = first.strip_prefix(prefix);
        let numbers = numbers.filter(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(found) = numbers.and_then(range) {
            return Some((1, found));
        }
    }
    None
}

fn stage(text: &str) -> Option<Phase> {
    Some(match text {
        "1" => Phase::PrimaryKs1,
        "2" => Phase::PrimaryKs2,
        "3" => Phase::LowerSecondaryKs3,
        "4" => Phase::UpperSecondaryKs4,
        "5" => Phase::UpperSecondary1618,
        _ => return None,
    })
}

/// `9`, `7-9`, `7/8`, `7-y9`.
pub(super) fn range(text: &str) -> Option<Vec<Piece>> {
    let (from, to) = text.split_once(['-', '/']).unwrap_or((text, text));
    let to = to.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    phases(from.parse().ok()?, to.parse().ok()?)
}

/// The phases of school years of England and Wales.
fn phases(from: u32, to: u32) -> Option<Vec<Piece>> {
    let phase = |year: u32| {
        Some(match year {
            1 | 2 => Phase::PrimaryKs1,
            3..=6 => Phase::PrimaryKs2,
            7..=9 => Phase::LowerSecondaryKs3,
            10 | 11 => Phase::UpperSecondaryKs4,
            12 | 13 => Phase::UpperSecondary1618,
            _ => return None,
        })
    };
    if from > to || to > 13 {
        return None;
    }
    let all: Option<Vec<Phase>> = (from..=to).map(phase).collect();
    let mut all = all?;
    all.dedup();
    Some(all.into_iter().map(Piece::Phase).collect())
}

/// `28 learners`, `28 o ddisgyblion`, `one class`, `whole school`.
fn learners(words: &[Word<'_>]) -> Option<(usize, Vec<Piece>)> {
    let first = words.first()?.plain.as_str();
    let second = words.get(1).map_or("", |it| it.plain.as_str());
    let third = words.get(2).map_or("", |it| it.plain.as_str());
    let size = |size| vec![Piece::Learners(size)];
    match (first, second) {
        ("one" | "a" | "my" | "our", "class") | ("un", "dosbarth") | ("fy", "nosbarth") => {
            return Some((2, size(GroupSize::From10To35)));
        }
        ("whole", "school") | ("ysgol", "gyfan") => {
            return Some((2, size(GroupSize::WholeInstitution)));
        }
        _ => {}
    }
    let number = number(first)?;
    if LEARNERS.contains(&second) {
        return Some((2, size(band(number)?)));
    }
    let is_of = second == "o" && LEARNERS.contains(&third);
    if is_of {
        Some((3, size(band(number)?)))
    } else {
        None
    }
}

/// How many learners these are, as it is told: groups below ten are never split further.
pub(super) fn band(number: u32) -> Option<GroupSize> {
    Some(match number {
        0 => return None,
        1..=9 => GroupSize::Under10,
        10..=35 => GroupSize::From10To35,
        36..=150 => GroupSize::From36To150,
        _ => GroupSize::Over150,
    })
}

/// A number in digits or as a word.
pub(super) fn number(text: &str) -> Option<u32> {
    let digits = text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    let known = || NUMBERS.iter().find(|(word, _)| *word == text);
    if digits {
        text.parse().ok()
    } else {
        known().map(|(_, number)| *number)
    }
}

/// `4 weeks`, `half a term`, `hanner tymor`, `pedair wythnos`.
fn duration(words: &[Word<'_>]) -> Option<(usize, Vec<Piece>)> {
    let first = words.first()?;
    let is_unit = |at: usize| {
        words
            .get(at)
            .is_some_and(|it| UNITS.contains(&it.plain.as_str()))
    };
    let is_half = matches!(first.plain.as_str(), "half" | "hanner");
    let is_of = words
        .get(1)
        .is_some_and(|it| matches!(it.plain.as_str(), "a" | "o"));
    let counts = number(&first.plain).is_some() || range_of_numbers(&first.plain);
    let taken = if counts && is_unit(1) {
        2
    } else if is_half && is_of && is_unit(2) {
        3
    } else {
        return None;
    };
    let typed: Vec<&str> = words.iter().take(taken).map(|it| it.typed).collect();
    let typed = typed.join(" ");
    let typed = typed.trim_matches(|c: char| !c.is_alphanumeric());
    Some((taken, vec![Piece::Duration(typed.to_owned())]))
}

fn range_of_numbers(text: &str) -> bool {
    text.split_once('-')
        .is_some_and(|(from, to)| number(from).is_some() && number(to).is_some())
}

/// A result, a subject, a setting: the longest name that these words begin with.
fn phrase(words: &[Word<'_>]) -> Option<(usize, Vec<Piece>)> {
    let most = words.len().min(LONGEST);
    (1..=most).rev().find_map(|taken| {
        let typed: Vec<&str> = words.iter().take(taken).map(|it| it.typed).collect();
        let phrase = folded(&typed.join(" "));
        let found = result(&phrase)
            .map(Piece::Result)
            .or_else(|| again_alone(&phrase).map(Piece::Again))
            .or_else(|| is_independent(&phrase).then_some(Piece::Independent))
            .or_else(|| of_scheme(&phrase, &PLACES).map(Piece::Named))?;
        Some((taken, vec![found]))
    })
}

fn is_independent(phrase: &str) -> bool {
    matches!(phrase, "independent" | "annibynnol" | "yn annibynnol")
}
