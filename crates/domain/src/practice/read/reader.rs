//! The members of one object, read in one of both manners.

use serde_json::{Map, Value};
use staffroom_vocabulary::{Concept, ConceptRef, Facet};

use crate::day::Day;
use crate::practice::address::is_web_address;
use crate::practice::licence::known_licence;
use crate::practice::limits;
use crate::practice::problem::Problem;
use crate::practice::version::Version;
use crate::text::truncate;

/// Reads the members of one object.
pub(super) struct Reader<'a> {
    members: &'a Map<String, Value>,
    /// Whether everything that cannot be read is a problem. Then nothing is cut either: that is for the checks to tell.
    strict: bool,
    /// What stands before the names of members in problems: `materials[2].`.
    path: String,
    asked: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn lenient(members: &'a Map<String, Value>) -> Self {
        Self {
            members,
            strict: false,
            path: String::new(),
            asked: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn strict(members: &'a Map<String, Value>) -> Self {
        Self {
            strict: true,
            ..Self::lenient(members)
        }
    }

    /// What could not be read; in the strict manner also members that nobody asked for, which are mistakes in spelling.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        for name in self.members.keys() {
            if !self.asked.iter().any(|asked| asked == name) {
                let message = "There is no such member. Is it spelt right?";
                self.problem(truncate(name, limits::WORD), "unknown-member", message);
            }
        }
        self.problems
    }

    /// The value of a member; `null` is none.
    fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.asked.push(name);
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// The values of a member that may be one or many; of many one more than there may be, for the checks to see.
    fn each(&mut self, name: &'static str, most: usize) -> &'a [Value] {
        let values = match self.get(name) {
            None => return &[],
            Some(Value::Array(values)) => values.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let most = most + usize::from(self.strict);
        values.get(..most).unwrap_or(values)
    }

    fn problem(&mut self, name: &str, code: &'static str, message: &'static str) {
        if self.strict {
            let field = format!("{}{name}", self.path);
            self.problems.push(Problem::new(field, code, message));
        }
    }

    pub(super) fn need(&mut self, met: bool, name: &str, message: &'static str) {
        let told = |problem: &Problem| problem.field == format!("{}{name}", self.path);
        if !met && !self.problems.iter().any(told) {
            self.problem(name, "required", message);
        }
    }

    /// A value made of a text; whatever cannot be made is a problem.
    fn made<T>(
        &mut self,
        name: &'static str,
        make: impl Fn(&str) -> Option<T>,
        message: &'static str,
    ) -> Option<T> {
        let value = self.get(name)?;
        let result = value.as_str().and_then(make);
        let blank = value.as_str().is_some_and(|text| text.trim().is_empty());
        if result.is_none() && !blank {
            self.problem(name, "wrong-form", message);
        }
        result
    }

    pub(super) fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        let strict = self.strict;
        self.made(
            name,
            |text| read_text(text, most, strict),
            "This should be a text.",
        )
    }

    pub(super) fn needed_text(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name, limits::NAME);
        self.need(text.is_some(), name, "Something is missing here.");
        text
    }

    pub(super) fn texts(&mut self, name: &'static str, entries: usize, most: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for (at, value) in self.each(name, entries).iter().enumerate() {
            match value.as_str() {
                Some(text) => texts.extend(read_text(text, most, self.strict)),
                None => self.problem(
                    &format!("{name}[{at}]"),
                    "wrong-form",
                    "This should be a text.",
                ),
            }
        }
        texts
    }

    pub(super) fn word(&mut self, name: &'static str) -> Option<String> {
        let strict = self.strict;
        let make = |text: &str| {
            let text = read_text(text, usize::MAX, strict)?;
            (text.len() <= limits::WORD).then_some(text)
        };
        self.made(name, make, "This should be a short text.")
    }

    pub(super) fn licence(&mut self, name: &'static str) -> Option<String> {
        let word = self.word(name)?;
        // Written in one way by authors here.
        match known_licence(&word) {
            Some(licence) if self.strict => Some(licence.slug().to_owned()),
            _ => Some(word),
        }
    }

    /// A link or an id. Others' have to be usable; those of authors here are checked afterwards.
    pub(super) fn address(&mut self, name: &'static str) -> Option<String> {
        let strict = self.strict;
        self.made(
            name,
            |text| read_address(text, strict),
            "This should be an address.",
        )
    }

    pub(super) fn needed_address(&mut self, name: &'static str) -> Option<String> {
        let address = self.address(name);
        self.need(address.is_some(), name, "An address is missing here.");
        address
    }

    pub(super) fn addresses(&mut self, name: &'static str, entries: usize) -> Vec<String> {
        let mut all = Vec::new();
        for (at, value) in self.each(name, entries).iter().enumerate() {
            match value
                .as_str()
                .and_then(|text| read_address(text, self.strict))
            {
                Some(address) if all.contains(&address) => {}
                Some(address) => all.push(address),
                None => self.problem(
                    &format!("{name}[{at}]"),
                    "wrong-form",
                    "This should be an address.",
                ),
            }
        }
        all
    }

    pub(super) fn concept(&mut self, name: &'static str) -> Option<ConceptRef> {
        let strict = self.strict;
        let message = "This should be one choice, as an address of a concept.";
        self.made(name, |text| read_concept(text, strict), message)
    }

    /// Each concept once.
    pub(super) fn concepts(&mut self, name: &'static str) -> Vec<ConceptRef> {
        let mut all = Vec::new();
        for (at, value) in self.each(name, limits::CONCEPTS).iter().enumerate() {
            match value
                .as_str()
                .and_then(|text| read_concept(text, self.strict))
            {
                Some(concept) if all.contains(&concept) => {}
                Some(concept) => all.push(concept),
                None => self.problem(
                    &format!("{name}[{at}]"),
                    "wrong-form",
                    "This should be a choice, as an address of a concept.",
                ),
            }
        }
        all
    }

    pub(super) fn one_of<T>(
        &mut self,
        name: &'static str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        self.made(
            name,
            known,
            "This is none of the words that may stand here.",
        )
    }

    pub(super) fn day(&mut self, name: &'static str) -> Option<Day> {
        self.made(
            name,
            |text| Day::parse(text).ok(),
            "This should be a day, like 2026-11-27.",
        )
    }

    /// What interest somebody has; some only say that they have one, or none.
    pub(super) fn interest(&mut self, name: &'static str) -> Option<String> {
        match self.get(name)? {
            Value::Bool(true) => Some("Yes".to_owned()),
            Value::Bool(false) => None,
            _ => self.text(name, limits::SHORT),
        }
    }

    pub(super) fn number<T: TryFrom<i64>>(&mut self, name: &'static str) -> Option<T> {
        let value = self.get(name)?;
        let number = whole(value).and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.problem(
                name,
                "wrong-form",
                "This should be a whole number that makes sense here.",
            );
        }
        number
    }

    /// A version: the first where nothing is said, none where something impossible is.
    pub(super) fn version(&mut self, name: &'static str) -> Option<Version> {
        let Some(value) = self.get(name) else {
            return Some(Version::FIRST);
        };
        let version = whole(value)
            .and_then(|number| u32::try_from(number).ok())
            .and_then(Version::of);
        if version.is_none() {
            self.problem(name, "wrong-form", "Versions are counted from 1.");
        }
        version
    }

    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Reader<'_>) -> T,
    ) -> Option<T> {
        let value = self.get(name)?;
        self.part(name, value, &read)
    }

    pub(super) fn objects<T>(
        &mut self,
        name: &'static str,
        entries: usize,
        read: impl Fn(&mut Reader<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (at, value) in self.each(name, entries).iter().enumerate() {
            all.extend(self.part(&format!("{name}[{at}]"), value, &read).flatten());
        }
        all
    }

    fn part<T>(
        &mut self,
        name: &str,
        value: &Value,
        read: &impl Fn(&mut Reader<'_>) -> T,
    ) -> Option<T> {
        let Some(members) = value.as_object() else {
            self.problem(name, "wrong-form", "This should be an object with members.");
            return None;
        };
        let mut reader = Reader {
            strict: self.strict,
            path: format!("{}{name}.", self.path),
            ..Reader::lenient(members)
        };
        let part = read(&mut reader);
        self.problems.extend(reader.into_problems());
        Some(part)
    }
}

/// Others' texts as they are, cut; those of authors here in full, without what nobody sees.
fn read_text(text: &str, most: usize, strict: bool) -> Option<String> {
    if !strict {
        return (!text.trim().is_empty()).then(|| truncate(text, most).to_owned());
    }
    let seen = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(seen).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn read_address(text: &str, strict: bool) -> Option<String> {
    if strict {
        read_text(text, usize::MAX, true)
    } else {
        is_web_address(text).then(|| text.to_owned())
    }
}

fn read_concept(text: &str, strict: bool) -> Option<ConceptRef> {
    let text = if strict { text.trim() } else { text };
    if text.trim().is_empty() || text.len() > limits::CONCEPT {
        return None;
    }
    let concept = ConceptRef::from_iri(text);
    match Concept::from_path(text) {
        Some(known) if strict => Some(known.into()),
        _ => Some(concept),
    }
}

/// A whole number, also one that is written as `3.0`.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let float = value.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it lies between -1e9 and 1e9"
        )]
        let whole = float as i64;
        (float.abs() <= 1e9 && float.fract() == 0.0).then_some(whole)
    })
}
