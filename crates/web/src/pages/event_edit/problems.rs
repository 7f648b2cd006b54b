//! What is wrong with an event, in the language of the page, and at which question it is mended.

use staffroom_domain::practice::Problem;
use staffroom_service::calendar::{self, ClockError, NewEvent};

use super::written::{Written, offer_name};
use crate::form::Problems;
use crate::words::{Message, key};

/// Adds what the service says to what the form says itself; of each question the first.
pub(super) fn add(problems: &mut Problems, found: &[Problem], written: &Written, event: &NewEvent) {
    for problem in found {
        let (id, text) = told(problem, written, event);
        // Several talks can be wrong, each in its row.
        if id == "talks" || problems.at(id).is_none() {
            problems.add(id, text);
        }
    }
}

fn told(problem: &Problem, written: &Written, event: &NewEvent) -> (&'static str, Message) {
    let (member, rest) = match problem.field.split_once(['[', '.']) {
        Some((member, rest)) => (member, rest),
        None => (problem.field.as_str(), ""),
    };
    let code = problem.code;
    match member {
        "starts" | "ends" | "zone" => time(member, code, event),
        "slots" => ("talks", talk(rest, code, written)),
        "slotsOffered" => offer(rest, event),
        "capacities" => capacity(rest, code),
        _ => other(member, code),
    }
}

fn time(member: &str, code: &str, event: &NewEvent) -> (&'static str, Message) {
    let is_end = member == "ends";
    let id = if is_end { "ends" } else { "starts" };
    let local = match &event.ends {
        Some(ends) if is_end => ends,
        _ => &event.starts,
    };
    let text = match (code, calendar::at_local(&event.zone, local)) {
        ("unknown-zone", _) => return ("zone", key("event-form-problem-zone")),
        ("skipped-time", Err(ClockError::Skipped { zone, local, next })) => {
            key("event-form-problem-skipped")
                .with("zone", zone)
                .with("time", local)
                .with("next", next)
        }
        ("before-start", _) => key("event-form-problem-order"),
        ("too-long", _) => key("event-form-problem-year"),
        ("past", _) => key("event-form-problem-past"),
        _ if is_end => key("event-form-problem-end"),
        _ => key("event-form-problem-start"),
    };
    (id, text)
}

/// `3].title`
fn talk(rest: &str, code: &str, written: &Written) -> Message {
    let Some((place, member)) = rest.split_once(']') else {
        return key("event-form-problem-talks");
    };
    let number = written.row_of(place.parse().unwrap_or_default());
    match (member.trim_start_matches('.'), code) {
        ("state", "changed") => key("event-form-problem-was"),
        ("title", "missing") => key("event-form-problem-talk-title").with("number", number),
        ("practice", _) => key("event-form-problem-talk-practice").with("number", number),
        ("minutes", _) => key("event-form-problem-talk-minutes").with("number", number),
        ("kind", _) => key("event-form-problem-talk-nano").with("number", number),
        _ => key("event-form-problem-talk-long").with("number", number),
    }
}

/// `1].minutes`
fn offer(rest: &str, event: &NewEvent) -> (&'static str, Message) {
    let place = rest.split(']').next().and_then(|it| it.parse().ok());
    let offers = &event.record.slots_offered;
    let offer = place.and_then(|place: usize| offers.get(place));
    let id = offer.map_or("offer-nano", |offer| offer_name(offer.kind));
    (id, key("event-form-problem-minutes"))
}

fn capacity(rest: &str, code: &str) -> (&'static str, Message) {
    let id = match rest {
        "attendees" => "attendees",
        "remote" => "remote",
        _ => "speakers",
    };
    let text = match (code, rest) {
        ("not-there", "remote") => key("event-form-problem-not-online"),
        ("not-there", _) => key("event-form-problem-only-online"),
        ("no-places", _) => key("event-form-problem-no-places"),
        _ => key("event-form-problem-number"),
    };
    (id, text)
}

fn other(member: &str, code: &str) -> (&'static str, Message) {
    let id = match member {
        "title" => "title",
        "text" => "text",
        "place" => "place",
        "onlineUrl" => "online-url",
        "joinUrl" => "join-url",
        "series" => "series",
        "access" => "access",
        "onlineNote" => "online-note",
        "rules" => "rules",
        "licence" => "licence",
        "phase" => "phase",
        "subject" => "subject",
        "technologyType" => "technology",
        "visibility" => "visibility",
        "state" => "state",
        "group" => "holder",
        _ => "form",
    };
    let text = match (member, code) {
        ("title", "missing") => key("event-form-problem-title"),
        ("place", "missing") => key("event-form-problem-place"),
        ("onlineUrl", "missing") => key("event-form-problem-online"),
        ("", "key-used") => key("event-form-problem-again"),
        (_, "not-an-address") => key("missing-address"),
        (_, "too-long") => key("missing-too-long"),
        (_, "too-many" | "too-large") => key("event-form-problem-many"),
        ("visibility", _) => key("missing-visibility"),
        _ => key("missing-unreadable"),
    };
    (id, text)
}
