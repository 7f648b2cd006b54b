//! Typed records: which kinds there are, and the text in which they are kept and passed on (ADR 0013).

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use crate::calendar::{EventNoteRecord, EventRecord};
use crate::practice::{AdoptionRecord, OutcomeRecord, PracticeRecord};

/// What a typed record says of the status that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// Something to do in teaching.
    Practice,
    /// That somebody takes it up.
    Adoption,
    /// What came of it.
    Outcome,
    /// A calendar event.
    Event,
    /// What was said or shown at one.
    EventNote,
}

impl RecordKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Practice,
        Self::Adoption,
        Self::Outcome,
        Self::Event,
        Self::EventNote,
    ];

    /// The member that holds it on the wire, which is also its name in our namespace and in the database.
    pub const fn property(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Adoption => "adoption",
            Self::Outcome => "outcome",
            Self::Event => "event",
            Self::EventNote => "eventNote",
        }
    }

    /// The kind of a member.
    pub fn from_property(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.property() == name)
    }
}

/// A typed record as it is stored and passed on: a JSON object, compact, members sorted by name (by their UTF-8) at every
/// depth, those that we do not know included; at most [`RecordText::MAX`] bytes.
///
/// Of one record there is one text, on every instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordText(String);

/// Why something is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RecordTextError {
    /// A list, a text or another value without members.
    #[error("a record is a JSON object")]
    NotAnObject,
    /// More than [`RecordText::MAX`] bytes.
    #[error("a record has at most 64 KiB")]
    TooLarge,
    /// Text that is no JSON.
    #[error("the text is not JSON")]
    Malformed,
    /// What a record of its kind cannot be without is missing: the practice of an adoption or outcome, the status of
    /// the one, the result of the other, the event of a note.
    #[error("the record lacks what it cannot be without")]
    Incomplete,
}

/// A typed record with its kind: what a status carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypedRecord {
    kind: RecordKind,
    text: RecordText,
}

impl TypedRecord {
    /// From JSON of others, read leniently: it only has to be a record of that kind.
    pub fn read(kind: RecordKind, value: Value) -> Result<Self, RecordTextError> {
        let complete = match kind {
            RecordKind::Adoption => AdoptionRecord::read(&value).is_some(),
            RecordKind::Outcome => OutcomeRecord::read(&value).is_some(),
            RecordKind::EventNote => EventNoteRecord::read(&value).is_some(),
            RecordKind::Practice | RecordKind::Event => true,
        };
        let text = RecordText::of_value(value)?;
        if complete {
            Ok(Self { kind, text })
        } else {
            Err(RecordTextError::Incomplete)
        }
    }

    /// From what was stored.
    pub fn stored(kind: RecordKind, text: &str) -> Result<Self, RecordTextError> {
        let text = RecordText::parse(text)?;
        Ok(Self { kind, text })
    }

    /// What it is about.
    pub const fn kind(&self) -> RecordKind {
        self.kind
    }

    /// What is stored and sent.
    pub const fn text(&self) -> &RecordText {
        &self.text
    }

    /// The practice, if it is one.
    pub fn practice(&self) -> Option<PracticeRecord> {
        (self.kind == RecordKind::Practice).then(|| PracticeRecord::read(&self.text.value()))?
    }

    /// The adoption, if it is one.
    pub fn adoption(&self) -> Option<AdoptionRecord> {
        (self.kind == RecordKind::Adoption).then(|| AdoptionRecord::read(&self.text.value()))?
    }

    /// The outcome, if it is one.
    pub fn outcome(&self) -> Option<OutcomeRecord> {
        (self.kind == RecordKind::Outcome).then(|| OutcomeRecord::read(&self.text.value()))?
    }

    /// The event, if it is one.
    pub fn event(&self) -> Option<EventRecord> {
        (self.kind == RecordKind::Event).then(|| EventRecord::read(&self.text.value()))?
    }

    /// The note about an event, if it is one.
    pub fn event_note(&self) -> Option<EventNoteRecord> {
        (self.kind == RecordKind::EventNote).then(|| EventNoteRecord::read(&self.text.value()))?
    }

    fn ours(kind: RecordKind, record: &impl Serialize) -> Result<Self, RecordTextError> {
        let text = RecordText::of(record)?;
        Ok(Self { kind, text })
    }
}

/// Fails only where it is larger than [`RecordText::MAX`], which the checks find.
impl TryFrom<&PracticeRecord> for TypedRecord {
    type Error = RecordTextError;

    fn try_from(record: &PracticeRecord) -> Result<Self, RecordTextError> {
        Self::ours(RecordKind::Practice, record)
    }
}

/// Fails only where it is larger than [`RecordText::MAX`], which the checks find.
impl TryFrom<&EventRecord> for TypedRecord {
    type Error = RecordTextError;

    fn try_from(record: &EventRecord) -> Result<Self, RecordTextError> {
        Self::ours(RecordKind::Event, record)
    }
}

/// Fails only where it is larger than [`RecordText::MAX`], which the checks find.
impl TryFrom<&EventNoteRecord> for TypedRecord {
    type Error = RecordTextError;

    fn try_from(record: &EventNoteRecord) -> Result<Self, RecordTextError> {
        Self::ours(RecordKind::EventNote, record)
    }
}

/// Fails only where it is larger than [`RecordText::MAX`], which the checks find.
impl TryFrom<&AdoptionRecord> for TypedRecord {
    type Error = RecordTextError;

    fn try_from(record: &AdoptionRecord) -> Result<Self, RecordTextError> {
        Self::ours(RecordKind::Adoption, record)
    }
}

/// Fails only where it is larger than [`RecordText::MAX`], which the checks find.
impl TryFrom<&OutcomeRecord> for TypedRecord {
    type Error = RecordTextError;

    fn try_from(record: &OutcomeRecord) -> Result<Self, RecordTextError> {
        Self::ours(RecordKind::Outcome, record)
    }
}

impl RecordText {
    /// The most bytes of a record.
    pub const MAX: usize = 64 * 1024;

    /// From JSON, whatever it says.
    pub fn of_value(mut value: Value) -> Result<Self, RecordTextError> {
        if !value.is_object() {
            return Err(RecordTextError::NotAnObject);
        }
        // Sorted anyway, unless some crate of the program turns on `serde_json/preserve_order`.
        value.sort_all_objects();
        let text = value.to_string();
        if text.len() > Self::MAX {
            return Err(RecordTextError::TooLarge);
        }
        Ok(Self(text))
    }

    /// From a record of ours.
    pub fn of(record: &impl Serialize) -> Result<Self, RecordTextError> {
        let value = serde_json::to_value(record).map_err(|_| RecordTextError::NotAnObject)?;
        Self::of_value(value)
    }

    /// From text, such as the database has; made canonical where it is not.
    pub fn parse(text: &str) -> Result<Self, RecordTextError> {
        Self::of_value(serde_json::from_str(text).map_err(|_| RecordTextError::Malformed)?)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it says, to be read.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for RecordText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<RecordText> for String {
    fn from(text: RecordText) -> Self {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_sorted_at_every_depth_and_everything_is_kept() {
        let text = r#"{ "z": [ {"b":1.0,"a":-0.0} ], "é": "\u0041\n", "a": {"Z":null, "B":18446744073709551615}, "n": 1e400 }"#;
        assert_eq!(RecordText::parse(text), Err(RecordTextError::Malformed));
        let text = text.replace("1e400", "1E2");
        assert_eq!(
            RecordText::parse(&text).unwrap().as_str(),
            r#"{"a":{"B":18446744073709551615,"Z":null},"n":100.0,"z":[{"a":-0.0,"b":1.0}],"é":"A\n"}"#
        );
    }

    #[test]
    fn only_objects_of_at_most_64_kib_are_records() {
        for value in [json!(null), json!([]), json!("practice"), json!(1)] {
            assert_eq!(
                RecordText::of_value(value),
                Err(RecordTextError::NotAnObject)
            );
        }
        // Ten bytes besides the letters: {"text":""} has eleven.
        let of = |letters: usize| RecordText::of_value(json!({ "text": "x".repeat(letters) }));
        assert_eq!(
            of(RecordText::MAX - 11).unwrap().as_str().len(),
            RecordText::MAX
        );
        assert_eq!(of(RecordText::MAX - 10), Err(RecordTextError::TooLarge));
    }

    #[test]
    fn kinds_go_there_and_back() {
        for kind in RecordKind::ALL {
            assert_eq!(RecordKind::from_property(kind.property()), Some(kind));
        }
        assert_eq!(RecordKind::from_property("tombola"), None);
    }

    #[test]
    fn a_typed_record_is_read_as_what_it_is() {
        let outcome = json!({
            "practice": "https://a.example/1",
            "outcome": "https://elsewhere.example/v/x",
            "theirs": [1],
        });
        let record = TypedRecord::read(RecordKind::Outcome, outcome.clone()).unwrap();
        assert_eq!(record.outcome().unwrap().practice, "https://a.example/1");
        assert_eq!((record.practice(), record.adoption()), (None, None));
        assert_eq!(
            TypedRecord::stored(RecordKind::Outcome, record.text().as_str()),
            Ok(record)
        );
        assert_eq!(
            TypedRecord::read(RecordKind::Adoption, outcome.clone()),
            Err(RecordTextError::Incomplete)
        );
        let practice = TypedRecord::read(RecordKind::Practice, outcome).unwrap();
        assert!(practice.text().as_str().contains(r#""theirs":[1]"#));
        let ours = TypedRecord::try_from(&PracticeRecord::default()).unwrap();
        assert_eq!(ours.text().as_str(), r#"{"version":1}"#);
        assert_eq!(ours.practice(), Some(PracticeRecord::default()));
    }

    /// Any JSON object.
    fn object() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        let value = leaf.prop_recursive(4, 48, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        });
        prop::collection::btree_map(any::<String>(), value, 0..8)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn the_text_of_a_text_is_the_same_text(value in object()) {
            let text = RecordText::of_value(value.clone()).unwrap();
            prop_assert_eq!(&RecordText::parse(text.as_str()).unwrap(), &text);
            prop_assert_eq!(text.value(), value.clone());
            prop_assert_eq!(RecordText::parse(&serde_json::to_string_pretty(&value).unwrap()).unwrap(), text);
        }
    }
}
