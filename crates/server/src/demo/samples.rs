//! The sample people and practices of `tests/data`, compiled in: what a demonstration is filled with, and what tests
//! enter.

use serde_json::{Map, Value, json};

/// The people and the organisations that they belong to.
const PEOPLE: &str = include_str!("../../../../tests/data/people.toml");

macro_rules! sample {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../../tests/data/", $name, ".toml")),
        )
    };
}

pub(super) use sample;

/// Each practice with the name of its file.
const PRACTICES: &[(&str, &str)] = &[
    sample!("practices/01-chatbot-lesson-planning"),
    sample!("practices/02-rime-game-year-2"),
    sample!("practices/03-texts-to-parents"),
    sample!("practices/04-texts-to-resit-students"),
    sample!("practices/05-open-chatbot-for-maths-practice"),
    sample!("practices/06-phones-away-all-day"),
    sample!("practices/07-online-maths-homework"),
    sample!("practices/08-maths-apps-year-1"),
    sample!("practices/09-book-quizzes-year-5"),
    sample!("practices/10-answer-handsets-year-5"),
    sample!("practices/11-play-videos-for-nursery-families"),
    sample!("practices/12-speaking-tablet-single-case"),
    sample!("practices/13-podlediad-cymraeg"),
    sample!("practices/14-pupils-judge-pairs"),
    sample!("practices/15-spaced-quizzes-biology"),
    sample!("practices/16-voice-messages-esol"),
];

/// What stands beside the members of an entry's record.
const BESIDE: [&str; 7] = [
    "author", "instance", "own", "basis", "text", "language", "rejected",
];

/// Somebody of `people.toml`.
#[derive(Clone, Debug)]
pub struct SamplePerson {
    /// The name by which they are found.
    pub handle: String,
    /// At which of the sample instances.
    pub instance: String,
    /// What they are called.
    pub name: String,
    /// What they say of themselves.
    pub about: String,
    /// Whether the organisation of that instance lists them as its own.
    pub is_member: bool,
    /// Their school, where that is another one.
    pub school: Option<String>,
}

/// An organisation of `people.toml`: that of a sample instance.
#[derive(Clone, Debug)]
pub struct SampleOrganisation {
    /// The name of the instance.
    pub instance: String,
    /// What it is called.
    pub name: String,
    /// What it says of itself.
    pub about: String,
}

/// A practice with everything that is entered about it.
#[derive(Clone, Debug)]
pub struct SamplePractice {
    /// The file's name: `05-open-chatbot-for-maths-practice`.
    pub name: String,
    /// By whom: a handle.
    pub author: String,
    /// At which instance.
    pub instance: String,
    /// What it is called.
    pub title: String,
    /// Its text: Markdown.
    pub text: String,
    /// Its record.
    pub record: Value,
    /// Who tries it.
    pub adoptions: Vec<SampleEntry>,
    /// What came of it, where its author tried it and elsewhere.
    pub outcomes: Vec<SampleEntry>,
}

/// An adoption or an outcome.
#[derive(Clone, Debug)]
pub struct SampleEntry {
    /// By whom: a handle.
    pub author: String,
    /// At which instance.
    pub instance: String,
    /// Whether it is the author's own result.
    pub is_own: bool,
    /// Their words.
    pub text: String,
    /// BCP 47; none: that of the practice.
    pub language: Option<String>,
    /// The record, without what is told by where it is entered.
    pub record: Value,
    /// Why the author of the practice keeps it out of their ledger, where they do: a reason code.
    pub rejected: Option<String>,
}

/// A sample file that is not as the README of `tests/data` says.
#[derive(Debug, thiserror::Error)]
#[error("the sample {file} is wrong: {reason}")]
pub struct SampleError {
    file: String,
    reason: String,
}

/// A file that was read.
pub(super) struct Sample<'a> {
    file: &'a str,
    pub(super) all: Value,
}

impl<'a> Sample<'a> {
    pub(super) fn read(file: &'a str, text: &str) -> Result<Self, SampleError> {
        let all = toml::from_str(text).map_err(|error: toml::de::Error| SampleError {
            file: file.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self { file, all })
    }

    pub(super) fn text(&self, of: &Value, name: &str) -> Result<String, SampleError> {
        optional(of, name).ok_or_else(|| SampleError {
            file: self.file.to_owned(),
            reason: format!("{name} is missing"),
        })
    }

    pub(super) fn each<T>(
        &self,
        name: &str,
        read: impl Fn(&Value) -> Result<T, SampleError>,
    ) -> Result<Vec<T>, SampleError> {
        let list = self.all.get(name).and_then(Value::as_array);
        list.into_iter().flatten().map(read).collect()
    }

    fn entry(&self, of: &Value) -> Result<SampleEntry, SampleError> {
        let members = of.as_object().cloned().unwrap_or_default();
        let record: Map<String, Value> = members
            .into_iter()
            .filter(|(name, _)| !BESIDE.contains(&name.as_str()))
            .collect();
        Ok(SampleEntry {
            author: self.text(of, "author")?,
            instance: self.text(of, "instance")?,
            is_own: of.get("own") == Some(&true.into()),
            text: self.text(of, "text")?,
            language: optional(of, "language"),
            record: record.into(),
            rejected: optional(of, "rejected"),
        })
    }
}

pub(super) fn optional(of: &Value, name: &str) -> Option<String> {
    of.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// Everybody of `people.toml`, and the organisations of their instances.
///
/// # Errors
///
/// Where the file is not as its README says.
pub fn people() -> Result<(Vec<SampleOrganisation>, Vec<SamplePerson>), SampleError> {
    let all = Sample::read("people.toml", PEOPLE)?;
    let organisations = all.each("instances", |it| {
        Ok(SampleOrganisation {
            instance: all.text(it, "name")?,
            name: all.text(it, "organisation")?,
            about: all.text(it, "about")?,
        })
    })?;
    let people = all.each("people", |it| {
        Ok(SamplePerson {
            handle: all.text(it, "handle")?,
            instance: all.text(it, "instance")?,
            name: all.text(it, "name")?,
            about: all.text(it, "about")?,
            is_member: it.get("member") == Some(&true.into()),
            school: optional(it, "school"),
        })
    })?;
    Ok((organisations, people))
}

/// Every sample practice, in the order of their numbers.
///
/// # Errors
///
/// Where a file is not as its README says.
pub fn practices() -> Result<Vec<SamplePractice>, SampleError> {
    PRACTICES
        .iter()
        .map(|(name, text)| practice(name, text))
        .collect()
}

fn practice(name: &str, text: &str) -> Result<SamplePractice, SampleError> {
    let sample = Sample::read(name, text)?;
    let all = &sample.all;
    Ok(SamplePractice {
        name: name.trim_start_matches("practices/").to_owned(),
        author: sample.text(all, "author")?,
        instance: sample.text(all, "instance")?,
        title: sample.text(all, "title")?,
        text: sample.text(all, "content")?,
        record: all.get("practice").cloned().unwrap_or_default(),
        adoptions: sample.each("adoptions", |it| sample.entry(it))?,
        outcomes: sample.each("outcomes", |it| sample.entry(it))?,
    })
}

impl SampleEntry {
    /// As our own API takes it.
    pub fn body(&self) -> Value {
        let mut body = json!({"record": self.record, "text": self.text});
        if let (Some(language), Some(members)) = (&self.language, body.as_object_mut()) {
            members.insert("language".to_owned(), language.as_str().into());
        }
        body
    }
}

impl SamplePractice {
    /// What is published first: a level that asks for an own result is claimed once that is in.
    pub fn first(&self) -> Value {
        let mut record = self.record.clone();
        if let (true, Some(members)) = (self.needs_result_first(), record.as_object_mut()) {
            members.insert("evidenceLevel".to_owned(), "ev/reasoned".into());
        }
        json!({"title": self.title, "text": self.text, "record": record})
    }

    /// What replaces it once its author's own result is in, where it claims more than it could before.
    pub fn then(&self) -> Option<Value> {
        let has_own = self.outcomes.iter().any(|it| it.is_own);
        (self.needs_result_first() && has_own)
            .then(|| json!({"title": self.title, "text": self.text, "record": self.record}))
    }

    fn needs_result_first(&self) -> bool {
        self.record.get("evidenceLevel") == Some(&"ev/tried".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_compiled_in_and_can_be_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data");
        let met = std::fs::read_dir(format!("{folder}/teachmeets")).unwrap();
        assert_eq!(
            super::super::teachmeets::events().unwrap().len(),
            met.count()
        );
        let files = std::fs::read_dir(format!("{folder}/practices")).unwrap();
        let mut files: Vec<String> = files
            .map(|file| {
                file.unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        files.sort();
        let known: Vec<String> = practices().unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(known, files);
        assert!(people().unwrap().1.len() >= 20);
    }

    #[test]
    fn what_is_entered_is_by_somebody_of_that_instance() {
        let (_, people) = people().unwrap();
        let is_there = |handle: &str, instance: &str| {
            people
                .iter()
                .any(|it| it.handle == handle && it.instance == instance)
        };
        for practice in practices().unwrap() {
            assert!(
                is_there(&practice.author, &practice.instance),
                "{}",
                practice.name
            );
            for entry in practice.adoptions.iter().chain(&practice.outcomes) {
                assert!(
                    is_there(&entry.author, &entry.instance),
                    "{}: {}",
                    practice.name,
                    entry.author
                );
            }
        }
    }

    #[test]
    fn a_file_that_is_wrong_says_which() {
        let error = practice("99-nothing", "title = \"x\"").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the sample 99-nothing is wrong: author is missing"
        );
    }
}
