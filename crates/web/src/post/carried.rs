//! What a status says that can be counted, in one line: a practice, that somebody takes one up, or what came of it; or
//! an event.

use staffroom_domain::{RecordKind, TypedRecord};
use staffroom_service::calendar;
use staffroom_service::records::RecordView;
use staffroom_service::statuses::StatusView;
use staffroom_vocabulary::ConceptRef;

use crate::words::{Message, Words, key};

/// The line, and the page where all of it is.
pub(crate) struct Carried {
    pub(crate) line: Message,
    pub(crate) href: Option<String>,
    pub(crate) link: Message,
}

impl Carried {
    /// None where a status has nothing but its text.
    pub(crate) fn new(words: Words, view: &StatusView) -> Option<Self> {
        if let Some(event) = &view.event {
            let when = calendar::time(event, Some(words.code()));
            return Some(Self {
                line: key("carried-event").with("when", when),
                href: Some(format!("/events/{}", view.status.id)),
                link: key("carried-event-link"),
            });
        }
        let record = view.record.as_ref()?;
        let of = |id: Option<i64>| id.map(|id| format!("/practices/{id}"));
        let (line, href) = match record {
            RecordView::Practice { .. } => (
                practice(words, record.text()),
                of(Some(view.status.id.get())),
            ),
            RecordView::Adoption(row) => (adoption(&row.state), of(row.practice_id)),
            RecordView::Outcome(row) => (outcome(words, record.text()), of(row.practice_id)),
        };
        Some(Self {
            line,
            href,
            link: key("carried-practice-link"),
        })
    }
}

/// How sure, and with what result, as its author says.
fn practice(words: Words, record: &str) -> Message {
    let record = TypedRecord::stored(RecordKind::Practice, record).ok();
    let record = record.and_then(|record| record.practice());
    let (evidence, result) = record.map_or((None, None), |record| {
        (record.evidence_level, record.outcome)
    });
    match (name(words, evidence.as_ref()), name(words, result.as_ref())) {
        (Some(evidence), Some(result)) => key("carried-practice-result")
            .with("evidence", evidence)
            .with("result", result),
        (Some(evidence), None) => key("carried-practice-evidence").with("evidence", evidence),
        (None, _) => key("carried-practice"),
    }
}

fn adoption(state: &str) -> Message {
    match state {
        "planned" => key("carried-adoption-planned"),
        "running" => key("carried-adoption-running"),
        "completed" => key("carried-adoption-completed"),
        "abandoned" => key("carried-adoption-abandoned"),
        _ => key("carried-adoption"),
    }
}

fn outcome(words: Words, record: &str) -> Message {
    let record = TypedRecord::stored(RecordKind::Outcome, record).ok();
    let record = record.and_then(|record| record.outcome());
    let result = record.and_then(|record| name(words, Some(&record.outcome)));
    match result {
        Some(result) => key("carried-outcome").with("result", result),
        None => key("carried-outcome-other"),
    }
}

/// Of a concept that is known here.
fn name(words: Words, concept: Option<&ConceptRef>) -> Option<String> {
    let concept = concept?.known()?;
    Some(concept.label(words.code()).value.to_owned())
}
