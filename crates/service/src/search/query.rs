//! What somebody types to find posts: words, words in quotes, and operators such as `from:me`.

use staffroom_db::search::{SearchTextRow, Term};
use staffroom_domain::Timestamp;

use super::words::{stand_in, words};

/// How many parts of a query count.
const MAX_PARTS: usize = 24;
/// Shorter words are not looked for as beginnings of others.
const SHORTEST_PREFIX: usize = 4;

/// What is to hold of a post besides its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// It is by whom the text names: `me`, or a handle.
    From(String),
    /// It has this sort of thing.
    Has(Part),
    /// It answers something.
    IsReply,
    /// Its media are hidden until asked for.
    IsSensitive,
    /// It is in this language.
    Language(String),
    /// It was posted then or later, and before the other.
    Between(Option<Timestamp>, Option<Timestamp>),
    /// Nothing.
    Anything,
    /// The searcher has something to do with it.
    InLibrary,
    /// It is public, and its author lets it be found.
    InPublic,
}

/// What a post can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Files.
    Media,
    /// Pictures.
    Image,
    /// Films.
    Video,
    /// Sounds.
    Audio,
    /// A poll.
    Poll,
    /// A link.
    Link,
}

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// Words that are to stand in it.
    pub(super) terms: Vec<Term>,
    /// Words that are not.
    pub(super) without: Vec<Term>,
    /// What is to hold.
    pub(super) filters: Vec<Filter>,
    /// What is not.
    pub(super) not: Vec<Filter>,
}

impl Query {
    /// Reads what somebody typed. What looks like an operator and is none is words.
    pub(super) fn read(text: &str) -> Self {
        let mut query = Self::default();
        for part in parts(text).into_iter().take(MAX_PARTS) {
            query.take(&part, true);
        }
        query
    }

    /// The same, where there are no operators but the minus.
    pub(super) fn read_words(text: &str) -> Self {
        let mut query = Self::default();
        for part in parts(text).into_iter().take(MAX_PARTS) {
            query.take(&part, false);
        }
        query
    }

    /// Whether nothing is asked for.
    pub(super) const fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty()
    }

    fn take(&mut self, part: &Typed, has_operators: bool) {
        let (is_not, text) = match part.text.strip_prefix('-') {
            Some(rest) if !part.is_quoted => (true, rest),
            _ => (part.is_not, part.text.as_str()),
        };
        let text = text.strip_prefix('+').unwrap_or(text);
        if has_operators
            && !part.is_quoted
            && let Some(filter) = operator(text)
        {
            let filters = if is_not {
                &mut self.not
            } else {
                &mut self.filters
            };
            filters.push(filter);
            return;
        }
        let words = words(text);
        if words.is_empty() {
            return;
        }
        let is_long = |word: &String| word.chars().count() >= SHORTEST_PREFIX;
        let is_prefix = !part.is_quoted && words.last().is_some_and(is_long);
        let term = Term { words, is_prefix };
        if is_not {
            self.without.push(Term {
                is_prefix: false,
                ..term
            });
        } else {
            self.terms.push(term);
        }
    }

    /// Whether a post has the words, and not the others.
    pub(super) fn matches(&self, row: &SearchTextRow) -> bool {
        let text: Vec<&str> = row.words.split(' ').collect();
        let stands = |term: &Term| stand_in(&text, &term.words, term.is_prefix);
        self.terms.iter().all(stands) && !self.without.iter().any(stands)
    }
}

/// Something typed between spaces, or quotes.
struct Typed {
    text: String,
    is_quoted: bool,
    is_not: bool,
}

fn parts(text: &str) -> Vec<Typed> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (is_not, after) = match rest.strip_prefix('-') {
            Some(after) if after.starts_with('"') => (true, after),
            _ => (false, rest),
        };
        let beyond = if let Some(quoted) = after.strip_prefix('"') {
            let end = quoted.find('"').unwrap_or(quoted.len());
            let (inner, beyond) = quoted.split_at(end);
            parts.push(Typed {
                text: inner.to_owned(),
                is_quoted: true,
                is_not,
            });
            beyond.strip_prefix('"').unwrap_or(beyond)
        } else {
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            let (word, beyond) = after.split_at(end);
            parts.push(Typed {
                text: word.to_owned(),
                is_quoted: false,
                is_not,
            });
            beyond
        };
        rest = beyond.trim_start();
    }
    parts
}

/// What an operator asks for; `None` where it is none.
fn operator(text: &str) -> Option<Filter> {
    let (name, value) = text.split_once(':')?;
    let value = value.trim_matches('"');
    if value.is_empty() {
        return None;
    }
    Some(match (name.to_ascii_lowercase().as_str(), value) {
        ("from", who) => Filter::From(who.to_owned()),
        ("has", what) => Filter::Has(part(what)?),
        ("is", "reply") => Filter::IsReply,
        ("is", "sensitive") => Filter::IsSensitive,
        ("language", tag) => Filter::Language(tag.to_ascii_lowercase()),
        ("in", "library") => Filter::InLibrary,
        ("in", "public") => Filter::InPublic,
        ("in", "all") => Filter::Anything,
        ("before", date) => Filter::Between(None, Some(day(date)?.0)),
        ("after", date) => Filter::Between(Some(day(date)?.1), None),
        ("during", date) => {
            let (begins, ends) = day(date)?;
            Filter::Between(Some(begins), Some(ends))
        }
        _ => return None,
    })
}

fn part(name: &str) -> Option<Part> {
    match name {
        "media" => Some(Part::Media),
        "image" => Some(Part::Image),
        "video" => Some(Part::Video),
        "audio" => Some(Part::Audio),
        "poll" => Some(Part::Poll),
        "link" => Some(Part::Link),
        _ => None,
    }
}

/// When a day, a month or a year begins and ends, in UTC: `2026-09-01`, `2026-09`, `2026`.
fn day(text: &str) -> Option<(Timestamp, Timestamp)> {
    use chrono::{Datelike as _, Days, Months, NaiveDate};
    let mut numbers = text.splitn(3, '-');
    let year: i32 = numbers.next().filter(|it| it.len() == 4)?.parse().ok()?;
    let month: Option<u32> = numbers.next().map(str::parse).transpose().ok()?;
    let date: Option<u32> = numbers.next().map(str::parse).transpose().ok()?;
    let begins = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), date.unwrap_or(1))?;
    let ends = match (month, date) {
        (Some(_), Some(_)) => begins.checked_add_days(Days::new(1))?,
        (Some(_), None) => begins.checked_add_months(Months::new(1))?,
        _ => begins.with_year(begins.year() + 1)?,
    };
    let at = |date: NaiveDate| {
        let midnight = date.and_hms_opt(0, 0, 0)?.and_utc();
        Some(Timestamp::from_secs(midnight.timestamp()))
    };
    Some((at(begins)?, at(ends)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn term(words: &[&str], is_prefix: bool) -> Term {
        Term {
            words: words.iter().map(|it| (*it).to_owned()).collect(),
            is_prefix,
        }
    }

    #[test]
    fn words_quotes_and_operators_are_told_apart() {
        let query = Query::read(
            "Lesson \"exit ticket\" -dull -\"old hat\" to from:@ben has:poll -is:reply",
        );
        assert_eq!(
            query.terms,
            [
                term(&["lesson"], true),
                term(&["exit", "ticket"], false),
                term(&["to"], false)
            ]
        );
        assert_eq!(
            query.without,
            [term(&["dull"], false), term(&["old", "hat"], false)]
        );
        assert_eq!(
            query.filters,
            [Filter::From("@ben".to_owned()), Filter::Has(Part::Poll)]
        );
        assert_eq!(query.not, [Filter::IsReply]);
    }

    #[test]
    fn what_is_no_operator_is_words() {
        let query = Query::read("has:nothing before:yesterday from: x:y");
        assert!(query.filters.is_empty());
        assert_eq!(query.terms.len(), 4);
        assert!(Query::read(" \" - : \"\" ").is_empty());
    }

    #[test]
    fn days_months_and_years_begin_and_end() {
        let seconds = |text: &str| {
            let (begins, ends) = day(text).unwrap();
            (ends.as_millis() - begins.as_millis()) / 86_400_000
        };
        assert_eq!(seconds("2026-09-01"), 1);
        assert_eq!(seconds("2026-02"), 28);
        assert_eq!(seconds("2028"), 366);
        for wrong in [
            "",
            "x",
            "26-01-01",
            "2026-13",
            "2026-02-30",
            "2026-1-1-1",
            "99999",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        let query = Query::read("during:2026-09-01");
        let (begins, ends) = day("2026-09-01").unwrap();
        assert_eq!(query.filters, [Filter::Between(Some(begins), Some(ends))]);
    }

    proptest! {
        #[test]
        fn everything_can_be_read(text in any::<String>()) {
            let query = Query::read(&text);
            prop_assert!(query.terms.len() <= MAX_PARTS);
        }
    }
}
