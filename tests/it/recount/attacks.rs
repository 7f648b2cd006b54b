//! What those who cheat do to a ledger: some to what stands in it, some to its numbers.

use std::time::Duration;

use serde_json::json;
use staffroom_domain::RecordKind;
use staffroom_domain::ledger::{Flag, LedgerSummary};

use super::made::{DAY, Draw, Making, Person, iri};

/// All but the last do something to what is listed, which changes no count. Each ledger has three of them.
pub(super) fn attack(making: &mut Making<'_>) {
    let attacks = [
        twice,
        forged,
        late,
        withdrawn,
        one_school,
        throw_away,
        borrowed,
        wrong_version,
        something_else,
        nonsense,
    ];
    for _ in 0..3 {
        let attack = making.draw.below(attacks.len());
        attacks[attack](making);
    }
}

/// An id is listed again.
fn twice(making: &mut Making<'_>) {
    let again = making.listed.first().cloned();
    making.listed.extend(again);
}

/// A result in the name of somebody of another server; and one that is found where another is named.
fn forged(making: &mut Making<'_>) {
    let (host, other) = (host(making, "forger"), host(making, "victim"));
    for (id, named, author) in [
        (
            format!("https://{host}/ap/objects/1"),
            format!("https://{host}/ap/objects/1"),
            format!("https://{other}/ap/actors/2"),
        ),
        (
            format!("https://{host}/ap/objects/2"),
            format!("https://{other}/ap/objects/2"),
            format!("https://{other}/ap/actors/2"),
        ),
    ] {
        let note = note(making, &named, &author);
        list(making, &id, &note.to_string());
    }
}

/// Somebody says that they said something in years to come, so as to stay the newest: it counts from when it came.
fn late(making: &mut Making<'_>) {
    let person = person(making, "late", 2, true);
    let days = |n: u64| Duration::from_secs(n * DAY);
    let (future, came, after) = (
        making.now.plus(days(2_000)),
        making.now.minus(days(4)),
        making.now.minus(days(1)),
    );
    let record = making.outcome();
    making.enter(&person, RecordKind::Outcome, record, 1, future, came);
    let record = making.outcome();
    making.enter(&person, RecordKind::Outcome, record, 1, after, after);
}

/// Something that was taken back is listed on.
fn withdrawn(making: &mut Making<'_>) {
    let host = host(making, "gone");
    let id = format!("https://{host}/ap/objects/1");
    list(
        making,
        &id,
        &json!({ "id": id, "type": "Tombstone" }).to_string(),
    );
    let id = format!("https://{host}/ap/objects/2");
    making.listed.push((iri(&id), making.now));
}

/// Five accounts of one school are one setting.
fn one_school(making: &mut Making<'_>) {
    for number in 2..7 {
        let person = person(making, "one", number, true);
        making.reports(&person, 1);
    }
}

/// Five accounts name a school that lists none of them.
fn throw_away(making: &mut Making<'_>) {
    for number in 2..7 {
        let person = person(making, "false", number, false);
        making.reports(&person, 1);
    }
}

/// Five accounts name a school of another server, and their own server says that it lists them.
fn borrowed(making: &mut Making<'_>) {
    for number in 2..7 {
        let mut person = person(making, "thief", number, true);
        person.organisation = Some(format!("https://school{}-1.example/ap/actors/1", making.n));
        making.reports(&person, 1);
    }
}

/// Versions that there never were.
fn wrong_version(making: &mut Making<'_>) {
    let person = person(making, "ahead", 2, true);
    let (record, at) = (making.outcome(), making.now);
    let version = making.version + 3;
    making.enter(&person, RecordKind::Outcome, record, version, at, at);
}

/// What is about another practice, answers something else, or is for a few only.
fn something_else(making: &mut Making<'_>) {
    let host = host(making, "else");
    let author = format!("https://{host}/ap/actors/2");
    for (number, member, value) in [
        (
            1,
            "outcome",
            json!({ "practice": "https://other.example/1", "practiceVersion": 1, "outcome": "x" }),
        ),
        (2, "inReplyTo", json!("https://other.example/1")),
        (3, "to", json!([format!("{author}/followers")])),
    ] {
        let id = format!("https://{host}/ap/objects/{number}");
        let mut note = note(making, &id, &author);
        note[member] = value;
        list(making, &id, &note.to_string());
    }
}

/// What nobody can read.
fn nonsense(making: &mut Making<'_>) {
    let host = host(making, "nonsense");
    let author = format!("https://{host}/ap/actors/2");
    let id = |number: usize| format!("https://{host}/ap/objects/{number}");
    list(making, &id(1), "worked, worked, worked");
    for (number, member, value) in [
        (2, "attributedTo", json!([{ "type": "Person" }])),
        (3, "published", json!("yesterday")),
        (4, "outcome", json!("worked")),
        (
            5,
            "outcome",
            json!({ "practice": making.practice, "practiceVersion": "one", "outcome": "x" }),
        ),
        (6, "id", json!(null)),
    ] {
        let mut note = note(making, &id(number), &author);
        note[member] = value;
        list(making, &id(number), &note.to_string());
    }
}

fn host(making: &Making<'_>, name: &str) -> String {
    format!("{name}{}.example", making.n)
}

fn person(making: &Making<'_>, name: &str, number: usize, vouched: bool) -> Person {
    let host = host(making, name);
    Person {
        organisation: Some(format!("https://{host}/ap/actors/1")),
        number,
        vouched,
        host,
    }
}

fn list(making: &mut Making<'_>, id: &str, document: &str) {
    making.web.put(id, document);
    making.listed.push((iri(id), making.now));
}

/// An outcome that would count.
fn note(making: &Making<'_>, id: &str, author: &str) -> serde_json::Value {
    json!({
        "id": id, "type": "Note", "attributedTo": author, "inReplyTo": making.practice,
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "published": "2026-06-01T00:00:00Z",
        "outcome": {
            "practice": making.practice, "practiceVersion": 1,
            "outcome": "https://w3id.org/staffroom/v/oc/worked",
        },
    })
}

/// Changes one number, and gives its name.
pub(super) fn lie(draw: &Draw<'_>, summary: &mut LedgerSummary, total: &mut u64) -> &'static str {
    match draw.below(8) {
        0 => {
            summary.outcomes.worked += 1;
            "outcomes.worked:"
        }
        1 => {
            summary.organisations += 5;
            "organisations:"
        }
        2 => {
            summary.independent += 1;
            "independent:"
        }
        3 => {
            summary.denominator.overdue += 1;
            "denominator.overdue:"
        }
        4 => {
            summary.confirmed += 2;
            "confirmed:"
        }
        5 => {
            *total += 1;
            "totalItems:"
        }
        6 => {
            summary.unverified_outcomes.harmful += 1;
            "unverifiedOutcomes.harmful:"
        }
        _ => {
            match summary
                .flags
                .iter()
                .position(|flag| *flag == Flag::HarmReported)
            {
                Some(at) => drop(summary.flags.remove(at)),
                None => summary.flags.push(Flag::HarmReported),
            }
            "flags:"
        }
    }
}
