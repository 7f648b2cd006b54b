//! What an event must say, told to its organiser; and when it may be.

use std::time::Duration;

use super::note::EventNoteRecord;
use super::places::PlaceKind;
use super::record::EventRecord;
use super::talk::{SlotKind, SlotRecord};
use crate::practice::Problem;
use crate::practice::limits::{ADDRESS, CONCEPTS, LONG, NAME, SHORT};
use crate::time::Timestamp;

/// The longest event: a course of a year.
pub const LONGEST_EVENT: Duration = Duration::from_hours(24 * 366);

/// The most places of one kind.
const MOST_PLACES: u32 = 100_000;
/// The most kinds of talks, and rules, and languages.
const FEW: usize = 20;
/// The most talks.
const TALKS: usize = 200;
/// The longest talk, in minutes.
const MINUTES: u16 = 240;
/// The most links of a note.
const LINKS: usize = 20;

/// What is wrong with the record of an event that somebody here writes; nothing where all is well.
pub fn check_event(record: &EventRecord) -> Vec<Problem> {
    let mut problems = Vec::new();
    places(record, &mut problems);
    let lists = [
        ("phase", record.phase.len(), CONCEPTS),
        ("subject", record.subject.len(), CONCEPTS),
        ("technologyType", record.technology_type.len(), CONCEPTS),
        ("languages", record.languages.len(), FEW),
        ("rules", record.rules.len(), FEW),
        ("slotsOffered", record.slots_offered.len(), FEW),
        ("slots", record.slots.len(), TALKS),
    ];
    for (field, length, most) in lists {
        if length > most {
            let message = format!("Give at most {most} of these.");
            problems.push(Problem::new(field, "too-many", message));
        }
    }
    let texts = [
        ("series", record.series.as_ref(), NAME),
        ("access", record.access.as_ref(), SHORT),
        ("onlineNote", record.online_note.as_ref(), SHORT),
        ("licence", record.licence.as_ref(), NAME),
    ];
    for (field, text, most) in texts {
        too_long(field, text.map_or("", String::as_str), most, &mut problems);
    }
    for (at, rule) in record.rules.iter().enumerate() {
        too_long(&format!("rules[{at}]"), rule, SHORT, &mut problems);
    }
    for (at, offer) in record.slots_offered.iter().enumerate() {
        minutes(
            &format!("slotsOffered[{at}]."),
            offer.minutes,
            &mut problems,
        );
    }
    for (at, talk) in record.slots.iter().enumerate() {
        talk_at(&format!("slots[{at}]."), talk, &mut problems);
    }
    problems
}

fn places(record: &EventRecord, problems: &mut Vec<Problem>) {
    let named = |kind| match kind {
        PlaceKind::Speaker => "capacities.speakers",
        PlaceKind::Attendee => "capacities.attendees",
        PlaceKind::Remote => "capacities.remote",
    };
    for kind in PlaceKind::ALL {
        let most = record.capacities.of(kind);
        if most.is_some_and(|most| most > MOST_PLACES) {
            let message = format!("An event has at most {MOST_PLACES} places of a kind.");
            problems.push(Problem::new(named(kind), "too-many", message));
        }
        if most.is_some_and(|most| most > 0) && !record.mode.has(kind) {
            let message = match kind {
                PlaceKind::Remote => "Nobody can be there by the net: say that it is hybrid.",
                _ => "Nobody can go there: say that it is hybrid.",
            };
            problems.push(Problem::new(named(kind), "not-there", message));
        }
    }
    let none = PlaceKind::ALL
        .into_iter()
        .filter(|kind| record.mode.has(*kind))
        .all(|kind| record.capacities.of(kind) == Some(0));
    if none {
        let message = "There are no places at all: give one kind at least one.";
        problems.push(Problem::new("capacities", "no-places", message));
    }
}

/// What is wrong with a talk that somebody here enters.
pub fn check_talk(talk: &SlotRecord) -> Vec<Problem> {
    let mut problems = Vec::new();
    talk_at("", talk, &mut problems);
    problems
}

fn talk_at(field: &str, talk: &SlotRecord, problems: &mut Vec<Problem>) {
    if talk.title.trim().is_empty() {
        let message = "Say what the talk is called.";
        problems.push(Problem::new(format!("{field}title"), "missing", message));
    }
    too_long(&format!("{field}title"), &talk.title, NAME, problems);
    let name = talk.speaker_name.as_deref().unwrap_or_default();
    too_long(&format!("{field}speakerName"), name, NAME, problems);
    minutes(field, talk.minutes, problems);
    let addresses = [
        ("speaker", talk.speaker.as_deref()),
        ("practice", talk.practice.as_deref()),
    ];
    for (member, address) in addresses {
        if address.is_some_and(|address| !is_address(address)) {
            let message = "This should be an address that begins with https://.";
            problems.push(Problem::new(
                format!("{field}{member}"),
                "not-an-address",
                message,
            ));
        }
    }
    if talk.kind == SlotKind::Nano && talk.minutes > SlotKind::Micro.minutes() {
        let message = "A nano talk is short: call it micro, soapbox or custom.";
        problems.push(Problem::new(format!("{field}kind"), "too-long", message));
    }
}

fn minutes(field: &str, minutes: u16, problems: &mut Vec<Problem>) {
    if !(1..=MINUTES).contains(&minutes) {
        let message = format!("A talk takes 1 to {MINUTES} minutes.");
        problems.push(Problem::new(
            format!("{field}minutes"),
            "out-of-range",
            message,
        ));
    }
}

fn too_long(field: &str, text: &str, most: usize, problems: &mut Vec<Problem>) {
    if text.chars().count() > most {
        let message = format!("This has more than {most} characters.");
        problems.push(Problem::new(field, "too-long", message));
    }
}

fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    text.len() <= ADDRESS
        && rest.is_some_and(|rest| !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// What is wrong with when an event is. One that is announced must lie ahead; `was_announced` where it is changed, so
/// that notes can be put right afterwards.
pub fn check_times(
    starts: Timestamp,
    ends: Option<Timestamp>,
    now: Timestamp,
    was_announced: bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    match ends {
        Some(ends) if ends < starts => {
            let message = "It ends before it begins: give a later end, or none.";
            problems.push(Problem::new("ends", "before-start", message));
        }
        Some(ends) if ends.since(starts) > LONGEST_EVENT => {
            let message = "It lasts for more than a year: make a series of events.";
            problems.push(Problem::new("ends", "too-long", message));
        }
        _ => {}
    }
    if !was_announced && ends.unwrap_or(starts) < now {
        let message = "It is over already: give a time that lies ahead.";
        problems.push(Problem::new("starts", "past", message));
    }
    problems
}

/// What is wrong with a note that somebody here writes.
pub fn check_note(record: &EventNoteRecord) -> Vec<Problem> {
    let mut problems = Vec::new();
    if record.text.trim().is_empty() && record.links.is_empty() {
        let message = "Say what was said, or give a link.";
        problems.push(Problem::new("text", "missing", message));
    }
    too_long("text", &record.text, LONG, &mut problems);
    if record.slot == Some(0) {
        let message = "Talks are numbered from 1.";
        problems.push(Problem::new("slot", "out-of-range", message));
    }
    if record.links.len() > LINKS {
        let message = format!("Give at most {LINKS} of these.");
        problems.push(Problem::new("links", "too-many", message));
    }
    for (at, link) in record.links.iter().enumerate() {
        if !is_address(link) {
            let message = "This should be an address that begins with https://.";
            problems.push(Problem::new(
                format!("links[{at}]"),
                "not-an-address",
                message,
            ));
        }
    }
    let licence = record.licence.as_deref().unwrap_or_default();
    too_long("licence", licence, NAME, &mut problems);
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Capacities, Mode, SlotOffer};

    fn codes(problems: &[Problem]) -> Vec<(&str, &str)> {
        problems
            .iter()
            .map(|problem| (problem.field.as_str(), problem.code))
            .collect()
    }

    #[test]
    fn an_event_ends_after_it_begins_and_lies_ahead() {
        let at = Timestamp::from_secs;
        let check = |starts, ends: Option<i64>, was| {
            codes(&check_times(at(starts), ends.map(at), at(1_000), was))
                .into_iter()
                .map(|(field, code)| format!("{field} {code}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(check(2_000, Some(3_000), false), [""; 0]);
        assert_eq!(check(2_000, Some(2_000), false), [""; 0]);
        assert_eq!(check(2_000, Some(1_999), false), ["ends before-start"]);
        assert_eq!(check(900, Some(1_100), false), [""; 0]);
        assert_eq!(check(900, Some(999), false), ["starts past"]);
        assert_eq!(check(900, None, false), ["starts past"]);
        assert_eq!(check(900, Some(999), true), [""; 0]);
        assert_eq!(check(2_000, Some(40_000_000), false), ["ends too-long"]);
    }

    #[test]
    fn places_are_where_one_can_be() {
        let with = |mode, speakers, attendees, remote| EventRecord {
            mode,
            capacities: Capacities {
                speakers,
                attendees,
                remote,
            },
            ..EventRecord::default()
        };
        assert_eq!(check_event(&EventRecord::default()), []);
        let problems = check_event(&with(Mode::Online, Some(3), Some(4), Some(100_001)));
        assert_eq!(
            codes(&problems),
            [
                ("capacities.attendees", "not-there"),
                ("capacities.remote", "too-many")
            ]
        );
        let problems = check_event(&with(Mode::InPerson, Some(0), Some(0), None));
        assert_eq!(codes(&problems), [("capacities", "no-places")]);
        assert_eq!(
            check_event(&with(Mode::Online, Some(6), Some(0), Some(80))),
            []
        );
    }

    #[test]
    fn talks_have_titles_and_last_a_while() {
        let talk = SlotRecord {
            minutes: 9,
            speaker: Some("ruth".to_owned()),
            ..SlotRecord::default()
        };
        let record = EventRecord {
            slots_offered: vec![SlotOffer::default()],
            slots: vec![talk],
            ..EventRecord::default()
        };
        assert_eq!(
            codes(&check_event(&record)),
            [
                ("slotsOffered[0].minutes", "out-of-range"),
                ("slots[0].title", "missing"),
                ("slots[0].speaker", "not-an-address"),
                ("slots[0].kind", "too-long"),
            ]
        );
    }

    #[test]
    fn a_note_says_something() {
        let note = EventNoteRecord::default();
        assert_eq!(codes(&check_note(&note)), [("text", "missing")]);
        let note = EventNoteRecord {
            slot: Some(0),
            links: vec!["javascript:alert(1)".to_owned()],
            ..EventNoteRecord::default()
        };
        assert_eq!(
            codes(&check_note(&note)),
            [("slot", "out-of-range"), ("links[0]", "not-an-address")]
        );
    }
}
