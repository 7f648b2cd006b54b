//! The lines, one after the other.

use super::gathered::Gathered;
use super::labels::{Label, Labelled, is_practice_tag, labelled, without_people};
use super::phrases::{again, folded, is_yes, of_hashtag, of_scheme, problem, result};
use super::pieces::{self, Piece};
use super::{Plain, PlainKind};
use crate::text::{single_line, truncate};

/// The longest title, in characters; what is longer stays in the text, and its beginning is proposed as title.
const TITLE: usize = 200;
/// The most words of a line about a problem that are looked at.
const WORDS: usize = 40;

impl Plain {
    /// Reads plain lines of that kind. Never fails: what is not understood stays in the text.
    pub fn read(kind: PlainKind, text: &str) -> Self {
        let (people, text) = without_people(text);
        let mut reading = Reading::new(kind);
        reading
            .understood
            .extend(people.into_iter().map(str::to_owned));
        for (at, line) in text.lines().enumerate() {
            reading.line(line, at == 0);
        }
        reading.finish()
    }
}

struct Reading {
    kind: PlainKind,
    gathered: Gathered,
    title: String,
    wants_title: bool,
    lines: Vec<String>,
    understood: Vec<String>,
    /// The text that lines without a keyword go on with.
    open: Option<&'static str>,
    /// How many keywords are English, and how many Welsh.
    keywords: (usize, usize),
}

impl Reading {
    const fn new(kind: PlainKind) -> Self {
        Self {
            kind,
            gathered: Gathered::new(kind),
            title: String::new(),
            wants_title: false,
            lines: Vec::new(),
            understood: Vec::new(),
            open: None,
            keywords: (0, 0),
        }
    }

    fn finish(self) -> Plain {
        let (record, result) = self.gathered.finish();
        let text = self.lines.join("\n");
        Plain {
            title: self.title,
            text: without_gaps(text.trim()),
            record,
            result,
            understood: self.understood,
            language: match self.keywords {
                (0, 0) => None,
                (english, welsh) if welsh > english => Some("cy"),
                _ => Some("en"),
            },
        }
    }

    fn line(&mut self, line: &str, is_first: bool) {
        let line = line.trim();
        if line.is_empty() {
            self.open = None;
            self.lines.push(String::new());
            return;
        }
        let first = line.split_whitespace().next().unwrap_or_default();
        if let Some(language) = is_practice_tag(first).filter(|_| is_first) {
            self.spoken(language);
            self.understood.push(first.to_owned());
            let rest = line.get(first.len()..).unwrap_or_default().trim();
            let titled = labelled(rest).filter(|it| it.label == Label::Practice);
            if let Some(titled) = titled {
                self.labelled(&titled, rest);
            } else {
                self.set_title(rest);
            }
            return;
        }
        if line.split_whitespace().all(|word| word.starts_with('#')) {
            return self.hashtags(line);
        }
        for tag in line.split_whitespace().filter(|word| word.starts_with('#')) {
            self.hashtag(tag);
        }
        match labelled(line) {
            Some(labelled) => self.labelled(&labelled, line),
            None => self.unlabelled(line),
        }
    }

    fn spoken(&mut self, language: &str) {
        match language {
            "cy" => self.keywords.1 += 1,
            "en" => self.keywords.0 += 1,
            _ => {}
        }
    }

    /// A hashtag that means something which has a place.
    fn hashtag(&mut self, tag: &str) -> bool {
        let tag = tag.trim_matches(|c: char| !c.is_alphanumeric());
        of_hashtag(tag).is_some_and(|concept| self.gathered.concept(concept))
    }

    /// A line of hashtags: those that are members are not needed in the text.
    fn hashtags(&mut self, line: &str) {
        let mut rest = Vec::new();
        for tag in line.split_whitespace() {
            if self.hashtag(tag) {
                self.understood.push(tag.to_owned());
            } else {
                rest.push(tag);
            }
        }
        if !rest.is_empty() {
            self.lines.push(rest.join(" "));
        }
    }

    fn unlabelled(&mut self, line: &str) {
        if self.wants_title {
            return self.set_title(line);
        }
        if let Some(member) = self.open {
            return self.gathered.text(member, line);
        }
        if self.kind == PlainKind::Outcome {
            return self.facts(line);
        }
        self.plain_facts(line);
        self.lines.push(line.to_owned());
    }

    /// `line` is the whole of it.
    fn labelled(&mut self, it: &Labelled<'_>, line: &str) {
        self.spoken(it.language);
        self.open = None;
        let of_practice = self.kind == PlainKind::Practice;
        match it.label {
            Label::Practice if of_practice && self.title.is_empty() => {
                self.understood.push(it.typed.to_owned());
                self.set_title(it.rest);
            }
            Label::Tried | Label::Result if !of_practice => {
                self.understood.push(it.typed.to_owned());
                self.facts(it.rest);
            }
            Label::Tried | Label::Result if of_practice => self.result(line, it.rest),
            Label::Problem => self.problem(line, it.rest),
            Label::Did => {
                self.understood.push(it.typed.to_owned());
                self.plain_facts(it.rest);
                self.lines.push(it.rest.to_owned());
            }
            Label::Duration => self.duration(line, it),
            Label::Learners => self.learners(line, it.rest),
            Label::Years => self.years(line, it.rest),
            Label::Subject => self.named(line, it.rest, &["su"]),
            Label::Setting => self.named(line, it.rest, &["se"]),
            Label::Technology => self.named(line, it.rest, &["tech"]),
            Label::Change => self.named(line, it.rest, &["ik"]),
            Label::Cost => self.named(line, it.rest, &["co"]),
            Label::Evidence => self.named(line, it.rest, &["ev", "sd"]),
            Label::Measure => self.named(line, it.rest, &["me"]),
            Label::Warning => self.text("wouldWarnAbout", it),
            Label::NextTime => self.text("nextTime", it),
            Label::Lesson if of_practice => self.text("whatDidNotWork", it),
            Label::Lesson => self.text("lesson", it),
            Label::Reasons => self.text("reasons", it),
            Label::Why if of_practice => self.text("rationale", it),
            Label::Again => self.again(line, it.rest),
            Label::Independent => {
                let is = is_yes(&folded(it.rest));
                let is_taken = is.is_some_and(|is| self.gathered.independent(is) || !is);
                self.keep_unless(is_taken, line);
            }
            _ => self.lines.push(line.to_owned()),
        }
    }

    fn set_title(&mut self, text: &str) {
        let text = single_line(text);
        self.wants_title = text.is_empty();
        if text.is_empty() {
            return;
        }
        self.plain_facts(&text);
        let title = truncate(&text, TITLE);
        if title.len() < text.len() {
            self.lines.push(text.clone());
        }
        title.clone_into(&mut self.title);
    }

    fn text(&mut self, member: &'static str, it: &Labelled<'_>) {
        self.understood.push(it.typed.to_owned());
        if !it.rest.is_empty() {
            self.gathered.text(member, it.rest);
        }
        self.open = Some(member);
    }

    fn keep_unless(&mut self, is_understood: bool, line: &str) {
        if is_understood {
            self.understood.push(line.to_owned());
        } else {
            self.lines.push(line.to_owned());
        }
    }

    /// Takes what cannot be mistaken out of prose, and leaves the prose as it is.
    fn plain_facts(&mut self, text: &str) {
        for piece in fragments(text).flat_map(|it| pieces::read(it).pieces) {
            if piece.is_plain_fact() {
                self.gathered.take(&piece);
            }
        }
    }

    /// Facts between commas: what is understood is not said again in the text.
    fn facts(&mut self, text: &str) {
        let mut rest = String::new();
        for fragment in fragments(text) {
            let read = pieces::read(fragment);
            let usable = |piece: &&Piece| read.is_whole || piece.is_plain_fact();
            let mut is_taken = read.is_whole;
            for piece in read.pieces.iter().filter(usable) {
                is_taken &= self.gathered.take(piece);
            }
            if is_taken {
                self.understood.push(fragment.trim().to_owned());
            } else {
                self.begins_with_result(fragment, rest.is_empty());
                rest.push_str(fragment);
            }
        }
        let rest = rest.trim().trim_end_matches([',', ';']).trim();
        if !rest.is_empty() {
            self.lines.push(rest.to_owned());
        }
    }

    /// A sentence that begins with what came of it: `no effect on redrafts`. It stays in the text.
    fn begins_with_result(&mut self, fragment: &str, is_first: bool) {
        let words: Vec<&str> = fragment.split_whitespace().collect();
        let most = words.len().min(super::phrases::LONGEST);
        let found = (1..=most)
            .rev()
            .find_map(|taken| result(&folded(&words.get(..taken)?.join(" "))));
        if let Some(result) = found.filter(|_| is_first) {
            self.gathered.take(&Piece::Result(result));
        }
    }

    /// What came of a practice where its author tried it; the line belongs to the description.
    fn result(&mut self, line: &str, text: &str) {
        let mut is_whole = true;
        for (at, fragment) in fragments(text).enumerate() {
            let read = pieces::read(fragment);
            is_whole &= read.is_whole;
            for piece in &read.pieces {
                let is_result = read.is_whole && matches!(piece, Piece::Result(_));
                if is_result || piece.is_plain_fact() {
                    is_whole &= self.gathered.take(piece);
                } else {
                    is_whole &= *piece == Piece::Filler;
                }
            }
            if !read.is_whole {
                self.begins_with_result(fragment, at == 0);
            }
        }
        self.keep_unless(is_whole && !text.is_empty(), line);
    }

    /// The words of a problem choose concepts, and stay.
    fn problem(&mut self, line: &str, text: &str) {
        let whole = problem(&folded(text)).is_some_and(|concept| self.gathered.concept(concept));
        if whole {
            return self.keep_unless(true, line);
        }
        let words = folded(text);
        let words: Vec<&str> = words.split(' ').take(WORDS).collect();
        for at in 0..words.len() {
            let found = (1..=3)
                .rev()
                .find_map(|taken| problem(&words.get(at..at + taken)?.join(" ")));
            if let Some(concept) = found {
                self.gathered.concept(concept);
            }
        }
        self.plain_facts(text);
        self.lines.push(line.to_owned());
    }

    fn duration(&mut self, line: &str, it: &Labelled<'_>) {
        let plain = folded(it.rest);
        let unit = folded(it.typed);
        let counts = matches!(unit.as_str(), "weeks" | "wythnosau");
        let text = match pieces::number(&plain) {
            Some(_) if counts => format!("{} {unit}", it.rest),
            _ => it.rest.to_owned(),
        };
        let fits = !text.is_empty()
            && text.chars().count() <= crate::practice::limits::NAME
            && self.gathered.duration_is_free();
        let is_taken = fits && self.gathered.take(&Piece::Duration(text));
        self.keep_unless(is_taken, line);
    }

    fn learners(&mut self, line: &str, text: &str) {
        let size = pieces::number(&folded(text)).and_then(pieces::band);
        let is_taken = match size {
            Some(size) => self.gathered.take(&Piece::Learners(size)),
            None => self.all_taken(text, |piece| matches!(piece, Piece::Learners(_))),
        };
        self.keep_unless(is_taken, line);
    }

    fn years(&mut self, line: &str, text: &str) {
        let mut is_taken = !text.is_empty();
        for fragment in fragments(text) {
            let plain = fragment
                .trim()
                .trim_end_matches([',', ';', '.'])
                .replace('\u{2013}', "-");
            is_taken &= match pieces::range(&plain) {
                Some(phases) => phases.iter().all(|phase| self.gathered.take(phase)),
                None => self.all_taken(fragment, |piece| {
                    matches!(piece, Piece::Phase(_)) || is_of(piece, "ph")
                }),
            };
        }
        self.keep_unless(is_taken, line);
    }

    /// Whether all that a text says is of that sort, and has a place.
    fn all_taken(&mut self, text: &str, is_meant: impl Fn(&Piece) -> bool) -> bool {
        let read = pieces::read(text);
        let is_meant = |piece: &Piece| *piece == Piece::Filler || is_meant(piece);
        read.is_whole
            && read.pieces.iter().all(is_meant)
            && read.pieces.iter().all(|piece| self.gathered.take(piece))
    }

    /// Names of concepts of these schemes, between commas.
    fn named(&mut self, line: &str, text: &str, schemes: &[&str]) {
        let mut is_taken = !text.is_empty();
        for fragment in fragments(text) {
            let found = of_scheme(&folded(fragment), schemes);
            is_taken &= found.is_some_and(|concept| self.gathered.concept(concept));
        }
        self.keep_unless(is_taken, line);
    }

    fn again(&mut self, line: &str, text: &str) {
        let found = again(&folded(text));
        let is_taken = found.is_some_and(|it| self.gathered.take(&Piece::Again(it)));
        self.keep_unless(is_taken, line);
    }
}

fn is_of(piece: &Piece, scheme: &str) -> bool {
    matches!(piece, Piece::Named(concept) if concept.scheme().slug() == scheme)
}

/// Pieces of a line, each with the comma, semicolon or full stop that ends it.
fn fragments(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.trim().is_empty() {
            return None;
        }
        let mut ends = rest.char_indices().filter(|(at, c)| {
            let behind = rest.get(at + c.len_utf8()..).unwrap_or_default();
            let is_last = behind.is_empty() || behind.starts_with(char::is_whitespace);
            matches!(c, ',' | ';' | '.') && is_last
        });
        let end = ends.next().map_or(rest.len(), |(at, c)| at + c.len_utf8());
        let (fragment, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = behind;
        Some(fragment)
    })
}

/// At most one empty line between others.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gaps = 0;
    for line in text.lines() {
        gaps = if line.is_empty() { gaps + 1 } else { 0 };
        if gaps < 2 {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
    }
    out
}
