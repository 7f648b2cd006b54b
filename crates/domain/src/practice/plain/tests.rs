//! Lines as people type them.

use proptest::prelude::*;
use serde_json::{Value, json};
use staffroom_vocabulary::{BASE, Concept};

use super::*;
use crate::practice::{OutcomeRecord, PracticeRecord};

/// A record with its concepts as paths.
fn short(record: &Map<String, Value>) -> Value {
    fn shorten(value: &Value) -> Value {
        match value {
            Value::String(text) => text.strip_prefix(BASE).unwrap_or(text).into(),
            Value::Array(all) => all.iter().map(shorten).collect(),
            other => other.clone(),
        }
    }
    record
        .iter()
        .map(|(name, value)| (name.clone(), shorten(value)))
        .collect()
}

fn practice(text: &str) -> Plain {
    assert_eq!(PlainKind::of(text), Some(PlainKind::Practice), "{text}");
    Plain::read(PlainKind::Practice, text)
}

fn outcome(text: &str) -> Plain {
    assert_eq!(PlainKind::of(text), Some(PlainKind::Outcome), "{text}");
    Plain::read(PlainKind::Outcome, text)
}

#[test]
fn the_six_lines_of_the_guide_are_a_practice() {
    let read = practice(
        "Practice: Audio feedback in Y8\nProblem: marking takes my evenings\n\
         Did: 2-min voice notes, 3 weeks, one class\nResult: partly, they liked it, no better redrafts\n\
         Warning: agree on a quiet place first\n#EdTechAssessment #KS3 #English #EvidenceTried #MyOwnTag",
    );
    assert_eq!(read.title, "Audio feedback in Y8");
    assert_eq!(
        read.text,
        "Problem: marking takes my evenings\n2-min voice notes, 3 weeks, one class\n\
         Result: partly, they liked it, no better redrafts\n#MyOwnTag"
    );
    assert_eq!(
        short(&read.record),
        json!({
            "evidenceLevel": "ev/tried",
            "learners": "gs/10-35",
            "phase": ["ph/lower-secondary-ks3"],
            "problem": ["pr/workload"],
            "subject": ["su/english"],
            "technologyType": ["tech/assessment"],
            "wouldWarnAbout": "agree on a quiet place first",
        })
    );
    assert_eq!(
        short(&read.result),
        json!({
            "duration": "3 weeks",
            "evidenceLevel": "ev/tried",
            "learners": "gs/10-35",
            "outcome": "oc/partly",
            "wouldWarnAbout": "agree on a quiet place first",
        })
    );
    assert_eq!(read.language, Some("en"));
}

#[test]
fn what_was_tried_is_an_outcome_of_few_words() {
    let read = outcome("@amira@oakfield.example Tried: no effect, Y9, 4 weeks, 28 learners");
    assert_eq!(read.text, "");
    let whole = json!({
        "duration": "4 weeks",
        "evidenceLevel": "ev/tried",
        "learners": "gs/10-35",
        "outcome": "oc/no-effect",
        "phase": ["ph/lower-secondary-ks3"],
    });
    assert_eq!(short(&read.record), whole);
    let welsh = outcome("Rhoddwyd cynnig: dim effaith, Bl 9, pedair wythnos, 28 o ddisgyblion");
    assert_eq!(welsh.record.get("duration"), Some(&json!("pedair wythnos")));
    assert_eq!(welsh.record.get("outcome"), read.record.get("outcome"));
    assert_eq!(welsh.record.get("phase"), read.record.get("phase"));
    assert_eq!(welsh.record.get("learners"), read.record.get("learners"));
    assert_eq!(welsh.language, Some("cy"));
}

#[test]
fn lines_may_come_in_any_order_and_in_both_languages() {
    let one = outcome(
        "Tried:\nY tro nesaf: llai o eiriau\nBlwyddyn: 7-9\nResult: dim gwahaniaeth\nDisgyblion: 8",
    );
    let two = outcome(
        "Rhoddwyd cynnig:\nDisgyblion: 8\nNext time: llai o eiriau\nCanlyniad: no effect\nYears: 7-9",
    );
    assert_eq!(one.record, two.record);
    assert_eq!(
        short(&one.record),
        json!({
            "evidenceLevel": "ev/tried",
            "learners": "gs/under-10",
            "nextTime": "llai o eiriau",
            "outcome": "oc/no-effect",
            "phase": ["ph/lower-secondary-ks3"],
        })
    );
}

#[test]
fn answers_about_who_reports_and_whether_again_are_read() {
    let read = outcome(
        "Tried: partly\nAgain: with changes\nIndependent: yes\nWarning: noise\nand heat\n\nThanks!",
    );
    assert_eq!(
        short(&read.record),
        json!({
            "evidenceLevel": "ev/tried",
            "independence": "in/independent-practitioner",
            "outcome": "oc/partly",
            "wouldDoAgain": "with-changes",
            "wouldWarnAbout": "noise\nand heat",
        })
    );
    assert_eq!(read.text, "Thanks!");
}

#[test]
fn what_cannot_be_told_apart_stays_words() {
    let read = outcome("Tried: it worked, but only in Y9 maths, not with the art of it");
    assert_eq!(read.text, "but only in Y9 maths, not with the art of it");
    assert_eq!(read.record.get("subject"), None);
    // Two results, levels of curators, tags of several meanings, a second size.
    let read = outcome(
        "Tried: worked, harmful, 28 learners, 200 learners\n#EvidenceEstablished #teaching",
    );
    assert_eq!(
        read.text,
        "harmful, 200 learners\n#EvidenceEstablished #teaching"
    );
    let level = Concept::from_path("ev/tried").unwrap().iri();
    assert_eq!(read.record.get("evidenceLevel"), Some(&json!(level)));
}

#[test]
fn titles_come_from_the_first_line_that_has_one() {
    assert_eq!(practice("#practice Voice notes").title, "Voice notes");
    assert_eq!(practice("#Arfer: Nodiadau llais").title, "Nodiadau llais");
    assert_eq!(
        practice("Practice:\n\nVoice notes\nmore").title,
        "Voice notes"
    );
    let welsh = practice("Arfer: Nodiadau\nProblem: marcio\nCost: isel");
    assert_eq!(welsh.language, Some("cy"));
    let long = "word ".repeat(100);
    let read = practice(&format!("Practice: {long}"));
    assert_eq!(read.title.chars().count(), 200);
    assert_eq!(read.text, long.trim());
    assert_eq!(practice("Practice:").title, "");
}

#[test]
fn only_a_keyword_at_the_beginning_makes_a_draft() {
    for plain in [
        "",
        "@amira",
        "Our practice: audio",
        "practice makes perfect",
        "#practicematters: yes",
        "Best practice: see below",
        "http://practice: x",
        "A\nPractice: b",
        "Problem: marking",
    ] {
        assert_eq!(PlainKind::of(plain), None, "{plain}");
    }
    assert_eq!(PlainKind::of("PRACTICE :x"), Some(PlainKind::Practice));
    assert_eq!(
        PlainKind::of("@a @b Tried\u{ff1a}x"),
        Some(PlainKind::Outcome)
    );
}

#[test]
fn a_reason_makes_it_reasoned() {
    let read = practice(&format!("Practice: Notes\nWhy: {}", "because ".repeat(12)));
    assert_eq!(short(&read.record)["evidenceLevel"], "ev/reasoned");
    assert_eq!(
        short(&practice("Practice: Notes").record)["evidenceLevel"],
        "ev/idea"
    );
}

#[test]
fn answers_are_yes_no_lines_or_something_else() {
    for yes in ["yes", "Yes!", "@instance ie", "yes please.", "Ie, plis"] {
        assert_eq!(read_reply(yes), Reply::Yes, "{yes}");
    }
    for no in ["no", "@instance\nNA.", "Nage"] {
        assert_eq!(read_reply(no), Reply::No, "{no}");
    }
    for other in [
        "",
        "thanks!",
        "yes, but later",
        "no idea what you mean",
        "@instance",
    ] {
        assert_eq!(read_reply(other), Reply::Other, "{other}");
    }
    let lines = "Warning: noise\nand heat";
    assert_eq!(
        read_reply(&format!("@instance {lines}")),
        Reply::Lines(lines.to_owned())
    );
    assert_eq!(
        read_reply("#KS3 #Workload"),
        Reply::Lines("#KS3 #Workload".to_owned())
    );
}

/// Everything that a reading has kept, in one text.
fn kept(read: &Plain) -> String {
    fn collect(value: &Value, into: &mut String) {
        match value {
            Value::String(text) => into.push_str(text),
            Value::Array(all) => all.iter().for_each(|it| collect(it, into)),
            _ => {}
        }
    }
    let mut all = format!(
        "{}\n{}\n{}",
        read.title,
        read.text,
        read.understood.join("\n")
    );
    for value in read.record.values().chain(read.result.values()) {
        collect(value, &mut all);
    }
    all
}

fn letters(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut all = std::collections::BTreeMap::new();
    for letter in text.chars().filter(|c| c.is_alphanumeric()) {
        *all.entry(letter).or_default() += 1;
    }
    all
}

fn check(kind: PlainKind, text: &str) {
    let read = Plain::read(kind, text);
    let there = letters(&kept(&read));
    for (letter, number) in letters(text) {
        assert!(
            there.get(&letter) >= Some(&number),
            "{letter} of {text:?} in {read:?}"
        );
    }
    assert!(read.title.chars().count() <= 200);
    // What is in the records is what they take.
    assert!(
        PracticeRecord::parse(&Value::Object(read.record.clone())).is_ok()
            || kind != PlainKind::Practice
    );
    let mut entry = if kind == PlainKind::Practice {
        read.result
    } else {
        read.record
    };
    if entry.contains_key("outcome") {
        entry.insert("practice".to_owned(), "https://oakfield.example/1".into());
        assert!(OutcomeRecord::parse(&Value::Object(entry)).is_ok());
    }
}

/// Lines that have something to do with keywords.
fn lines() -> impl Strategy<Value = String> {
    let begin = prop::sample::select(vec![
        "Practice:",
        "Tried:",
        "Problem:",
        "Did:",
        "Result:",
        "Weeks:",
        "Learners:",
        "Years:",
        "Subject:",
        "Cost:",
        "Evidence:",
        "Warning:",
        "Y tro nesaf:",
        "Again:",
        "Independent:",
        "Reason:",
        "Why:",
        "#practice",
        "#KS3",
        "@amira",
        "",
    ]);
    let word = prop_oneof![
        prop::sample::select(vec![
            "no effect",
            "partly",
            "Y9",
            "Bl 7-9",
            "28 learners",
            "28 o ddisgyblion",
            "4 weeks",
            "half a term",
            "maths",
            "one class",
            ",",
            ";",
            ".",
            "#Workload",
            "workload",
            "yes",
            "very low",
            "marking",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
        any::<String>().prop_map(|text| text.chars().take(12).collect()),
    ];
    (begin, prop::collection::vec(word, 0..8))
        .prop_map(|(begin, words)| format!("{begin} {}", words.join(" ")))
}

proptest! {
    #[test]
    fn no_word_is_lost_and_nothing_panics(lines in prop::collection::vec(lines(), 0..8)) {
        let text = lines.join("\n");
        check(PlainKind::Practice, &text);
        check(PlainKind::Outcome, &text);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        check(PlainKind::Practice, &text);
        check(PlainKind::Outcome, &text);
        let _ = (PlainKind::of(&text), read_reply(&text));
    }
}
