//! Records from JSON: leniently, what others wrote and what is stored; strictly, what people here write.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use staffroom_vocabulary::{Concept, ConceptRef};

use super::note::EventNoteRecord;
use super::record::EventRecord;
use crate::practice::Problem;

impl EventRecord {
    /// What others wrote or what is stored: a member of the wrong form is as if absent. None of what is no object.
    pub fn read(value: &Value) -> Option<Self> {
        lenient(value)
    }

    /// What somebody here wrote. Concepts may be paths (`ph/primary-ks2`).
    ///
    /// # Errors
    /// Every member that has the wrong form or is none of ours. What an event must say is for
    /// [`check_event`](super::check_event).
    pub fn parse(value: &Value) -> Result<Self, Vec<Problem>> {
        let mut record: Self = strict(value, &EVENT)?;
        for list in [
            &mut record.phase,
            &mut record.subject,
            &mut record.technology_type,
        ] {
            for concept in list.iter_mut() {
                *concept = by_path(concept);
            }
        }
        Ok(record)
    }
}

impl EventNoteRecord {
    /// What others wrote or what is stored, as [`EventRecord::read`]; none that names no event.
    pub fn read(value: &Value) -> Option<Self> {
        lenient(value).filter(|note: &Self| !note.event.is_empty())
    }

    /// What somebody here wrote.
    ///
    /// # Errors
    /// As [`EventRecord::parse`].
    pub fn parse(value: &Value) -> Result<Self, Vec<Problem>> {
        strict(value, &["event", "slot", "text", "links", "licence"])
    }
}

const EVENT: [&str; 15] = [
    "kind",
    "mode",
    "capacities",
    "waitingList",
    "slotsOffered",
    "slots",
    "series",
    "phase",
    "subject",
    "technologyType",
    "languages",
    "rules",
    "access",
    "onlineNote",
    "licence",
];

fn by_path(concept: &ConceptRef) -> ConceptRef {
    match Concept::from_path(concept.iri()) {
        Some(known) => ConceptRef::from(known),
        None => concept.clone(),
    }
}

fn lenient<T: DeserializeOwned>(value: &Value) -> Option<T> {
    let members = value.as_object()?;
    let good: Map<String, Value> = members
        .iter()
        .filter(|(name, value)| alone::<T>(name, value).is_ok())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    serde_json::from_value(Value::Object(good)).ok()
}

/// Reads a record of one member.
fn alone<T: DeserializeOwned>(name: &str, value: &Value) -> serde_json::Result<T> {
    let one: Map<String, Value> = [(name.to_owned(), value.clone())].into_iter().collect();
    serde_json::from_value(Value::Object(one))
}

fn strict<T: DeserializeOwned>(value: &Value, known: &[&str]) -> Result<T, Vec<Problem>> {
    let wrong = |field: &str| {
        let message = "This does not have the form that it should.";
        Problem::new(field, "wrong-form", message)
    };
    let Some(members) = value.as_object() else {
        return Err(vec![wrong("")]);
    };
    let mut problems = Vec::new();
    for (name, value) in members {
        if !known.contains(&name.as_str()) {
            let message = "There is no such member; see the documentation of this record.";
            problems.push(Problem::new(name.as_str(), "unknown", message));
        } else if alone::<T>(name, value).is_err() {
            problems.push(wrong(name));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    serde_json::from_value(value.clone()).map_err(|_| vec![wrong("")])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::calendar::{EventKind, Mode, SlotKind};

    #[test]
    fn what_others_write_is_read_as_far_as_it_goes() {
        let record = EventRecord::read(&json!({
            "kind": "tombola", "mode": 7, "capacities": {"speakers": 3, "attendees": -1},
            "waitingList": true, "slotsOffered": [{"kind": "lecture", "minutes": 50}],
            "phase": ["https://elsewhere.example/v/x"], "unknown": {"kept": "elsewhere"}
        }))
        .unwrap();
        assert_eq!(record.kind, EventKind::Other);
        assert_eq!(record.mode, Mode::InPerson);
        assert_eq!(record.capacities.speakers, None, "one wrong, all wrong");
        assert!(record.waiting_list);
        assert_eq!(record.slots_offered.first().unwrap().kind, SlotKind::Custom);
        assert_eq!(record.phase.first().unwrap().known(), None);
        assert_eq!(EventRecord::read(&json!([])), None);
        assert_eq!(EventNoteRecord::read(&json!({"text": "x"})), None);
    }

    #[test]
    fn what_people_here_write_is_held_to_its_form() {
        let problems = EventRecord::parse(&json!({
            "mode": "somewhere", "capacity": 3, "capacities": {"speakers": "many"}
        }))
        .unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["capacities", "capacity", "mode"]);
        let record = EventRecord::parse(&json!({"phase": ["ph/primary-ks2"]})).unwrap();
        let phase = record.phase.first().unwrap();
        assert_eq!(phase.known().unwrap().path(), "ph/primary-ks2");
        assert_eq!(
            serde_json::to_string(&record).unwrap(),
            r#"{"kind":"teachmeet","mode":"in-person","capacities":{},"waitingList":false,"phase":["https://w3id.org/staffroom/v/ph/primary-ks2"]}"#
        );
    }
}
