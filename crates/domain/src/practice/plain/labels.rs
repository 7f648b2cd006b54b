//! The keywords that lines begin with.

use super::PlainKind;
use super::phrases::folded;

/// What a line is about that begins with a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Practice,
    Tried,
    Problem,
    Did,
    Result,
    Duration,
    Learners,
    Years,
    Subject,
    Setting,
    Technology,
    Change,
    Cost,
    Evidence,
    Measure,
    Warning,
    NextTime,
    Lesson,
    Again,
    Independent,
    Reasons,
    Why,
}

/// The longest keyword with its spaces, in characters.
const LONGEST: usize = 40;

/// Keywords as they are compared: lower case, letters and digits, one space between words.
const WORDS: [(&str, Label, &str); 97] = [
    ("practice", Label::Practice, "en"),
    ("arfer", Label::Practice, "cy"),
    ("ymarfer", Label::Practice, "cy"),
    ("tried", Label::Tried, "en"),
    ("tried it", Label::Tried, "en"),
    ("we tried it", Label::Tried, "en"),
    ("i tried it", Label::Tried, "en"),
    ("rhoddwyd cynnig", Label::Tried, "cy"),
    ("rhoddwyd cynnig arni", Label::Tried, "cy"),
    ("rhoddwyd cynnig arno", Label::Tried, "cy"),
    ("rhoddwyd cynnig ar hyn", Label::Tried, "cy"),
    ("rhoi cynnig", Label::Tried, "cy"),
    ("wedi rhoi cynnig", Label::Tried, "cy"),
    ("wedi rhoi cynnig arni", Label::Tried, "cy"),
    ("wedi rhoi cynnig arno", Label::Tried, "cy"),
    ("wedi rhoi cynnig ar hyn", Label::Tried, "cy"),
    // The same in both.
    ("problem", Label::Problem, ""),
    ("problems", Label::Problem, "en"),
    ("y broblem", Label::Problem, "cy"),
    ("problemau", Label::Problem, "cy"),
    ("did", Label::Did, "en"),
    ("we did", Label::Did, "en"),
    ("what we did", Label::Did, "en"),
    ("what i did", Label::Did, "en"),
    ("gwnaed", Label::Did, "cy"),
    ("gwnaethom", Label::Did, "cy"),
    ("gwneud", Label::Did, "cy"),
    ("beth wnaethom", Label::Did, "cy"),
    ("beth wnaethon ni", Label::Did, "cy"),
    ("result", Label::Result, "en"),
    ("results", Label::Result, "en"),
    ("outcome", Label::Result, "en"),
    ("canlyniad", Label::Result, "cy"),
    ("canlyniadau", Label::Result, "cy"),
    ("deilliant", Label::Result, "cy"),
    ("how long", Label::Duration, "en"),
    ("for how long", Label::Duration, "en"),
    ("duration", Label::Duration, "en"),
    ("weeks", Label::Duration, "en"),
    ("am faint", Label::Duration, "cy"),
    ("pa mor hir", Label::Duration, "cy"),
    ("hyd", Label::Duration, "cy"),
    ("wythnosau", Label::Duration, "cy"),
    ("learners", Label::Learners, "en"),
    ("pupils", Label::Learners, "en"),
    ("students", Label::Learners, "en"),
    ("how many", Label::Learners, "en"),
    ("dysgwyr", Label::Learners, "cy"),
    ("disgyblion", Label::Learners, "cy"),
    ("myfyrwyr", Label::Learners, "cy"),
    ("faint", Label::Learners, "cy"),
    ("year", Label::Years, "en"),
    ("years", Label::Years, "en"),
    ("year group", Label::Years, "en"),
    ("phase", Label::Years, "en"),
    ("blwyddyn", Label::Years, "cy"),
    ("blynyddoedd", Label::Years, "cy"),
    ("cyfnod", Label::Years, "cy"),
    ("subject", Label::Subject, "en"),
    ("subjects", Label::Subject, "en"),
    ("pwnc", Label::Subject, "cy"),
    ("pynciau", Label::Subject, "cy"),
    ("setting", Label::Setting, "en"),
    ("lleoliad", Label::Setting, "cy"),
    ("technology", Label::Technology, "en"),
    ("tech", Label::Technology, "en"),
    ("technoleg", Label::Technology, "cy"),
    ("change", Label::Change, "en"),
    ("newid", Label::Change, "cy"),
    ("cost", Label::Cost, ""),
    ("y gost", Label::Cost, "cy"),
    ("evidence", Label::Evidence, "en"),
    ("how we know", Label::Evidence, "en"),
    ("tystiolaeth", Label::Evidence, "cy"),
    ("sut rydyn ni n gwybod", Label::Evidence, "cy"),
    ("measure", Label::Measure, "en"),
    ("mesur", Label::Measure, "cy"),
    ("warning", Label::Warning, "en"),
    ("warn", Label::Warning, "en"),
    ("watch out", Label::Warning, "en"),
    ("rhybudd", Label::Warning, "cy"),
    ("rhybuddio", Label::Warning, "cy"),
    ("next time", Label::NextTime, "en"),
    ("y tro nesaf", Label::NextTime, "cy"),
    ("tro nesaf", Label::NextTime, "cy"),
    ("lesson", Label::Lesson, "en"),
    ("learnt", Label::Lesson, "en"),
    ("gwers", Label::Lesson, "cy"),
    ("again", Label::Again, "en"),
    ("would do again", Label::Again, "en"),
    ("eto", Label::Again, "cy"),
    ("independent", Label::Independent, "en"),
    ("annibynnol", Label::Independent, "cy"),
    ("reason", Label::Reasons, "en"),
    ("rheswm", Label::Reasons, "cy"),
    ("why", Label::Why, "en"),
    ("pam", Label::Why, "cy"),
];

/// A line with a keyword.
pub(super) struct Labelled<'a> {
    pub(super) label: Label,
    pub(super) language: &'static str,
    /// The keyword as it was typed, with its colon.
    pub(super) typed: &'a str,
    pub(super) rest: &'a str,
}

/// The keyword that a line begins with, and what follows its colon.
pub(super) fn labelled(line: &str) -> Option<Labelled<'_>> {
    let line = line.trim();
    let at = line.find([':', '\u{ff1a}'])?;
    let (typed, rest) = line.split_at_checked(at)?;
    if typed.chars().count() > LONGEST {
        return None;
    }
    let colon = rest.chars().next()?.len_utf8();
    let key = folded(typed);
    let (_, label, language) = WORDS.iter().find(|(word, _, _)| *word == key)?;
    Some(Labelled {
        label: *label,
        language,
        typed: line.get(..at + colon)?,
        rest: rest.get(colon..)?.trim(),
    })
}

/// The hashtag in front of a practice.
pub(super) fn is_practice_tag(word: &str) -> Option<&'static str> {
    let tag = word.strip_prefix('#')?;
    let tag = tag.trim_end_matches([':', '\u{ff1a}', '.', ',', '!']);
    [("practice", "en"), ("arfer", "cy")]
        .into_iter()
        .find_map(|(name, language)| tag.eq_ignore_ascii_case(name).then_some(language))
}

/// Without the people who are named in front: clients put them there.
pub(super) fn without_people(text: &str) -> (Vec<&str>, &str) {
    let (mut people, mut rest) = (Vec::new(), text.trim_start());
    while rest.starts_with('@') {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (person, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        people.push(person);
        rest = behind.trim_start();
    }
    (people, rest)
}

impl PlainKind {
    /// What a text is about by how it begins; the people whom it names in front do not count. None of what begins
    /// otherwise: it is a text like any other.
    pub fn of(text: &str) -> Option<Self> {
        let (_, text) = without_people(text);
        let first = text.lines().next()?;
        let word = first.split_whitespace().next()?;
        if is_practice_tag(word).is_some() {
            return Some(Self::Practice);
        }
        match labelled(first)?.label {
            Label::Practice => Some(Self::Practice),
            Label::Tried => Some(Self::Outcome),
            _ => None,
        }
    }
}
