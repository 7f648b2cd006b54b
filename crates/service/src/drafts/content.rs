//! What a draft holds, and how it is stored.

use serde_json::{Map, Value};
use staffroom_db::DbError;
use staffroom_db::drafts::DraftRow;
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord, Problem};
use staffroom_domain::{RecordKind, RecordText, Visibility};

/// The longest title of a draft, in characters: more than is published, so that nothing is lost.
pub const MAX_TITLE: usize = 1_000;
/// The longest text of a draft, in characters.
pub const MAX_TEXT: usize = 50_000;
/// The largest record of a draft, in bytes of JSON.
pub const MAX_RECORD: usize = RecordText::MAX;

/// The practice of a result that has none yet; set when it is published.
pub(super) const NO_PRACTICE: &str = "https://practice.invalid/";

/// What a draft becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftKind {
    /// A practice, or another version of one.
    Practice,
    /// That somebody takes a practice up.
    Adoption,
    /// What came of a practice.
    Outcome,
}

impl DraftKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Practice, Self::Adoption, Self::Outcome];

    /// The name in the database and in our own API.
    pub const fn as_str(self) -> &'static str {
        self.record().property()
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The kind of the record that it becomes.
    pub const fn record(self) -> RecordKind {
        match self {
            Self::Practice => RecordKind::Practice,
            Self::Adoption => RecordKind::Adoption,
            Self::Outcome => RecordKind::Outcome,
        }
    }

    pub(super) fn of(row: &DraftRow) -> Self {
        Self::from_name(&row.kind).unwrap_or(Self::Practice)
    }
}

/// What a draft holds: whatever its author has said so far, right or wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftContent {
    /// Of a practice: what it is called.
    pub title: String,
    /// Of a practice, its description: Markdown; else what is said beside the record.
    pub text: String,
    /// Members of the record, by their names on the wire.
    pub record: Map<String, Value>,
    /// Of a practice: members of its author's own result.
    pub result: Option<Map<String, Value>>,
    /// Who may see it once it is published; none: as if nothing were said.
    pub visibility: Option<Visibility>,
    /// BCP 47.
    pub language: Option<String>,
}

impl DraftContent {
    pub(super) fn of(row: &DraftRow) -> Self {
        let members = |text: &str| serde_json::from_str(text).unwrap_or_default();
        Self {
            title: row.title.clone(),
            text: row.text.clone(),
            record: members(&row.record),
            result: row.result.as_deref().map(members),
            visibility: row.visibility.map(Visibility::from_i32),
            language: row.language.clone(),
        }
    }

    /// Writes it into a row.
    pub(super) fn put(&self, row: &mut DraftRow) -> Result<(), DbError> {
        let text = |members: &Map<String, Value>| {
            serde_json::to_string(members).map_err(|error| DbError::Corrupt(error.to_string()))
        };
        row.title.clone_from(&self.title);
        row.text.clone_from(&self.text);
        row.record = text(&self.record)?;
        row.result = self.result.as_ref().map(text).transpose()?;
        row.visibility = self.visibility.map(Visibility::as_i32);
        row.language.clone_from(&self.language);
        Ok(())
    }

    /// Says what is more than a draft may hold.
    pub(super) fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for (field, text, most) in [
            ("title", &self.title, MAX_TITLE),
            ("text", &self.text, MAX_TEXT),
        ] {
            if text.chars().count() > most {
                let message = format!("Shorten this to {most} characters.");
                problems.push(Problem::new(field, "too-long", message));
            }
        }
        let size = |members: &Map<String, Value>| {
            serde_json::to_string(members).map_or(usize::MAX, |text| text.len())
        };
        let sizes = [
            ("record", Some(&self.record)),
            ("result", self.result.as_ref()),
        ];
        for (field, members) in sizes {
            if members.is_some_and(|members| size(members) > MAX_RECORD) {
                let message = "This is too much for one record. Put longer texts into the description or into a material.";
                problems.push(Problem::new(field, "too-large", message));
            }
        }
        if self.visibility == Some(Visibility::Direct) {
            let message = "This should be public, unlisted or private.";
            problems.push(Problem::new("visibility", "visibility", message));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The practice that it would be, with its author's own result.
    pub(super) fn practice(&self) -> Result<(PracticeRecord, Option<OutcomeRecord>), Vec<Problem>> {
        match self.practice_as_far_as_it_goes() {
            (record, result, problems) if problems.is_empty() => Ok((record, result)),
            (_, _, problems) => Err(problems),
        }
    }

    /// The same without what cannot be read, which is told.
    pub(super) fn practice_as_far_as_it_goes(
        &self,
    ) -> (PracticeRecord, Option<OutcomeRecord>, Vec<Problem>) {
        let mut record = self.record.clone();
        record.remove("withdrawn");
        let (record, mut problems) =
            PracticeRecord::parse_as_far_as_it_goes(&Value::Object(record));
        let result = self.result.as_ref().filter(|it| !it.is_empty());
        let result = result.and_then(|result| {
            let mut result = result.clone();
            result.insert("practice".to_owned(), NO_PRACTICE.into());
            result.remove("practiceVersion");
            let (result, unread) = OutcomeRecord::parse_as_far_as_it_goes(&Value::Object(result));
            problems.extend(below_result(unread));
            result
        });
        let record = record.unwrap_or_default();
        let language = record.language.clone().or_else(|| self.language.clone());
        (PracticeRecord { language, ..record }, result, problems)
    }
}

fn below_result(problems: Vec<Problem>) -> Vec<Problem> {
    let below = |problem: Problem| Problem {
        field: format!("result.{}", problem.field),
        ..problem
    };
    problems.into_iter().map(below).collect()
}
