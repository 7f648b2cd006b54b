//! The sample TeachMeets of `tests/data`, compiled in.

use serde_json::{Map, Value, json};

use super::samples::{Sample, SampleError, optional, sample};

/// Each TeachMeet with the name of its file.
const TEACHMEETS: &[(&str, &str)] = &[
    sample!("teachmeets/01-leeds-winter"),
    sample!("teachmeets/02-cwrdd-dysgu-ar-lein"),
    sample!("teachmeets/03-oakfield-all-through"),
];

/// A TeachMeet.
#[derive(Clone, Debug)]
pub struct SampleEvent {
    /// By whom: a handle.
    pub author: String,
    /// At which instance.
    pub instance: String,
    /// What it is called.
    pub title: String,
    /// As our own API takes it, but for the talks.
    pub body: Value,
    /// Its programme.
    pub talks: Vec<SampleTalk>,
    /// What was said there.
    pub notes: Vec<SampleNote>,
}

/// A talk of a TeachMeet.
#[derive(Clone, Debug)]
pub struct SampleTalk {
    /// Who speaks: a handle.
    pub speaker: String,
    /// The name of the file of the practice that it is about.
    pub practice: Option<String>,
    /// Its record, but for these.
    pub record: Map<String, Value>,
}

/// What somebody noted at a TeachMeet.
#[derive(Clone, Debug)]
pub struct SampleNote {
    /// By whom: a handle.
    pub author: String,
    /// BCP 47; none: that of the event.
    pub language: Option<String>,
    /// The record, but for which event it is.
    pub record: Value,
}

/// Every sample TeachMeet, in the order of their numbers.
///
/// # Errors
///
/// Where a file is not as its README says.
pub fn events() -> Result<Vec<SampleEvent>, SampleError> {
    TEACHMEETS
        .iter()
        .map(|(name, text)| event(name, text))
        .collect()
}

fn event(name: &str, text: &str) -> Result<SampleEvent, SampleError> {
    let sample = Sample::read(name, text)?;
    let all = &sample.all;
    let title = sample.text(all, "name")?;
    let member = |at: &str| all.pointer(at).cloned();
    let mode = match (member("/place"), member("/online")) {
        (Some(_), Some(_)) => "hybrid",
        (Some(_), None) => "in-person",
        _ => "online",
    };
    let mut record = json!({"mode": mode, "waitingList": true});
    for (to, at) in [
        ("kind", "/kind"),
        ("series", "/series"),
        ("languages", "/languages"),
        ("rules", "/rules"),
        ("phase", "/phase"),
        ("subject", "/subject"),
        ("technologyType", "/technologyType"),
        ("capacities", "/capacities"),
        ("access", "/place/access"),
        ("onlineNote", "/online/note"),
    ] {
        put(&mut record, to, member(at));
    }
    let mut body = json!({"title": title, "record": record});
    for (to, at) in [
        ("text", "/summary"),
        ("language", "/language"),
        ("zone", "/zone"),
        ("starts", "/start"),
        ("ends", "/end"),
        ("onlineUrl", "/online/url"),
    ] {
        put(&mut body, to, member(at));
    }
    let place = member("/place").map(|it| {
        let mut place = json!({});
        for of in ["name", "address"] {
            put(&mut place, of, it.get(of).cloned());
        }
        place
    });
    put(&mut body, "place", place);
    Ok(SampleEvent {
        author: sample.text(all, "author")?,
        instance: sample.text(all, "instance")?,
        title,
        body,
        talks: sample.each("slots", |it| talk(&sample, it))?,
        notes: sample.each("notes", |it| note(&sample, it))?,
    })
}

fn put(members: &mut Value, name: &str, value: Option<Value>) {
    if let (Some(members), Some(value)) = (members.as_object_mut(), value) {
        members.insert(name.to_owned(), value);
    }
}

fn talk(sample: &Sample<'_>, of: &Value) -> Result<SampleTalk, SampleError> {
    let speaker = of.get("speaker").cloned().unwrap_or_default();
    let mut record = of.as_object().cloned().unwrap_or_default();
    record.remove("speaker");
    record.remove("practice");
    Ok(SampleTalk {
        speaker: sample.text(&speaker, "handle")?,
        practice: optional(of, "practice"),
        record,
    })
}

fn note(sample: &Sample<'_>, of: &Value) -> Result<SampleNote, SampleError> {
    let mut record = json!({});
    for name in ["slot", "text", "links", "licence"] {
        put(&mut record, name, of.get(name).cloned());
    }
    Ok(SampleNote {
        author: sample.text(of, "author")?,
        language: optional(of, "language"),
        record,
    })
}

impl SampleEvent {
    /// Whether one can come to it, and not by the net alone.
    pub fn has_room(&self) -> bool {
        let places = self.body.pointer("/record/capacities/attendees");
        places.and_then(Value::as_u64).is_some_and(|most| most > 0)
    }
}
