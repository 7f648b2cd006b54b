//! What a practice and an event are, in the words of schema.org (with LRMI, which is part of it).

use serde_json::{Map, Value, json};
use staffroom_domain::Addresses;
use staffroom_domain::practice::{Ages, PracticeRecord};
use staffroom_service::calendar::EventView;
use staffroom_service::practices::PracticeView;
use staffroom_service::records::uri_of;
use staffroom_service::{accounts, links};
use staffroom_vocabulary::{ConceptRef, Facet as _};

use crate::moment::Moment;
use crate::shown::Person;

/// A practice: a `LearningResource`. What came of it is not in it, since schema.org knows stars only.
pub(crate) fn practice(addresses: &Addresses, url: &str, it: &PracticeView) -> String {
    let (row, record) = (&it.view.status, &it.record);
    let written = Moment::from(row.created_at).iso;
    let changed = row.edited_at.map(|at| Moment::from(at).iso);
    let mut all = Map::new();
    put(&mut all, "@context", json!("https://schema.org"));
    put(&mut all, "@type", json!("LearningResource"));
    put(&mut all, "@id", json!(uri_of(addresses, row)));
    put(&mut all, "url", json!(url));
    put(&mut all, "name", json!(row.title));
    put(&mut all, "description", json!(row.spoiler));
    put(
        &mut all,
        "inLanguage",
        json!(record.language.as_deref().or(row.language.as_deref())),
    );
    put(&mut all, "datePublished", json!(written));
    put(
        &mut all,
        "dateModified",
        json!(changed.as_deref().unwrap_or(&written)),
    );
    put(&mut all, "version", json!(it.practice.version));
    put(&mut all, "author", person(addresses, &it.view.author));
    put(
        &mut all,
        "license",
        json!(record.licence.as_deref().map(licence)),
    );
    put(&mut all, "learningResourceType", json!("teaching practice"));
    put(
        &mut all,
        "audience",
        json!({"@type": "EducationalAudience", "educationalRole": "teacher"}),
    );
    put(&mut all, "educationalLevel", terms(&record.phase));
    put(&mut all, "about", terms_of(record));
    put(
        &mut all,
        "typicalAgeRange",
        json!(record.ages.and_then(ages)),
    );
    let based_on: Vec<&String> = record
        .adopts
        .iter()
        .filter(|it| links::web(it).is_some())
        .collect();
    put(&mut all, "isBasedOn", json!(based_on));
    put(&mut all, "hasPart", materials(record));
    put(&mut all, "citation", citations(record));
    written_into_html(&Value::Object(all))
}

/// An event.
pub(crate) fn event(addresses: &Addresses, url: &str, it: &EventView) -> String {
    let (row, event) = (&it.status, &it.event);
    let mut all = Map::new();
    put(&mut all, "@context", json!("https://schema.org"));
    put(&mut all, "@type", json!("EducationEvent"));
    put(&mut all, "@id", json!(uri_of(addresses, row)));
    put(&mut all, "url", json!(url));
    put(&mut all, "name", json!(row.title));
    put(&mut all, "inLanguage", json!(row.language));
    put(
        &mut all,
        "startDate",
        json!(Moment::from(event.starts_at).iso),
    );
    put(
        &mut all,
        "endDate",
        json!(event.ends_at.map(|at| Moment::from(at).iso)),
    );
    let state = match event.state.as_str() {
        "cancelled" => "EventCancelled",
        "postponed" => "EventPostponed",
        "rescheduled" => "EventRescheduled",
        "online" => "EventMovedOnline",
        _ => "EventScheduled",
    };
    put(
        &mut all,
        "eventStatus",
        json!(format!("https://schema.org/{state}")),
    );
    let online = it.plan.as_ref().and_then(|plan| plan.online_url.as_deref());
    let online = online.and_then(links::web);
    let mut places = Vec::new();
    if event.place_name.is_some() || event.place_address.is_some() {
        let mut place = Map::new();
        put(&mut place, "@type", json!("Place"));
        put(&mut place, "name", json!(event.place_name));
        put(&mut place, "address", json!(event.place_address));
        places.push(Value::Object(place));
    }
    if let Some(online) = online {
        places.push(json!({"@type": "VirtualLocation", "url": online}));
    }
    let mode = match (places.len(), online.is_some()) {
        (2, _) => Some("MixedEventAttendanceMode"),
        (1, true) => Some("OnlineEventAttendanceMode"),
        (1, false) => Some("OfflineEventAttendanceMode"),
        _ => None,
    };
    let mode = mode.map(|mode| format!("https://schema.org/{mode}"));
    put(&mut all, "eventAttendanceMode", json!(mode));
    put(&mut all, "location", one_or_more(places));
    put(&mut all, "organizer", person(addresses, &it.author));
    written_into_html(&Value::Object(all))
}

/// Leaves out what is not there.
fn put(all: &mut Map<String, Value>, name: &str, value: Value) {
    let is_empty = match &value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    if !is_empty {
        all.insert(name.to_owned(), value);
    }
}

fn one_or_more(mut all: Vec<Value>) -> Value {
    match all.len() {
        0 => Value::Null,
        1 => all.remove(0),
        _ => Value::Array(all),
    }
}

fn person(addresses: &Addresses, row: &accounts::AccountRow) -> Value {
    use staffroom_domain::ActorKind;
    let sort = match row.actor_kind() {
        ActorKind::Group | ActorKind::Organization => "Organization",
        _ => "Person",
    };
    let shown = Person::new(addresses, row);
    json!({"@type": sort, "@id": accounts::uri(addresses, row), "name": shown.name, "url": shown.href})
}

/// Concepts as terms of their schemes; those that are not known here, by their IRIs alone.
fn terms(concepts: &[ConceptRef]) -> Value {
    let term = |concept: &ConceptRef| match concept.known() {
        Some(known) => json!({
            "@type": "DefinedTerm",
            "@id": known.iri(),
            "name": known.label("en").value,
            "inDefinedTermSet": known.scheme().iri(),
        }),
        None => json!({"@type": "DefinedTerm", "@id": concept.iri()}),
    };
    Value::Array(concepts.iter().map(term).collect())
}

fn terms_of(record: &PracticeRecord) -> Value {
    let all = [&record.subject, &record.problem, &record.technology_type];
    let all: Vec<ConceptRef> = all.into_iter().flatten().cloned().collect();
    terms(&all)
}

fn ages(ages: Ages) -> Option<String> {
    match (ages.from, ages.to) {
        (Some(from), Some(to)) => Some(format!("{from}-{to}")),
        (Some(from), None) => Some(format!("{from}-")),
        (None, Some(to)) => Some(format!("-{to}")),
        (None, None) => None,
    }
}

/// The page of a licence that we know; else what was said.
fn licence(text: &str) -> String {
    let record = PracticeRecord {
        licence: Some(text.to_owned()),
        ..PracticeRecord::default()
    };
    let known = record.known_licence();
    known.map_or_else(|| text.to_owned(), |it| it.concept().iri().to_owned())
}

fn materials(record: &PracticeRecord) -> Value {
    let usable = record
        .materials
        .iter()
        .filter(|it| links::web(&it.url).is_some());
    let part = usable.map(|it| {
        let mut part = Map::new();
        put(&mut part, "@type", json!("LearningResource"));
        put(&mut part, "url", json!(it.url));
        put(&mut part, "name", json!(it.name));
        put(
            &mut part,
            "license",
            json!(it.licence.as_deref().map(licence)),
        );
        put(
            &mut part,
            "learningResourceType",
            json!(it.learning_resource_type),
        );
        Value::Object(part)
    });
    Value::Array(part.collect())
}

fn citations(record: &PracticeRecord) -> Value {
    let work = record.citations.iter().map(|it| {
        let mut work = Map::new();
        put(&mut work, "@type", json!("CreativeWork"));
        put(&mut work, "name", json!(it.title));
        put(
            &mut work,
            "datePublished",
            json!(it.year.map(|year| year.to_string())),
        );
        let url = it.url.as_deref().and_then(links::web);
        put(&mut work, "url", json!(url));
        Value::Object(work)
    });
    Value::Array(work.collect())
}

/// JSON in which nothing can end the element that it stands in, nor begin a comment.
fn written_into_html(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element() {
        let text = written_into_html(&json!({"name": "</script><!-- & \u{2028}"}));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], "</script><!-- & \u{2028}");
    }
}
