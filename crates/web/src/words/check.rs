//! Reads all message files, templates and sources: what is said is there, in each language with the same variables;
//! and what is there is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::bundles::{files, format as said};
use super::language::Language;
use super::message::{Message, Value, key};

/// A message as it stands in its file.
#[derive(Debug)]
struct Written {
    area: &'static str,
    key: &'static str,
    text: &'static str,
}

impl Written {
    /// The variables that it has.
    fn variables(&self) -> BTreeSet<&'static str> {
        let mut variables = self.text.split('$');
        variables.next();
        variables
            .map(|rest| {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                rest.split_at(end.unwrap_or(rest.len())).0
            })
            .collect()
    }

    /// The elements in it.
    fn elements(&self) -> BTreeSet<&'static str> {
        let mut elements = self.text.split('<');
        elements.next();
        elements
            .map(|rest| rest.split_once('>').expect("each element ends").0)
            .collect()
    }
}

fn written(language: Language) -> Vec<Written> {
    let mut all = Vec::new();
    for (area, text) in files(language) {
        let starts: Vec<usize> = text
            .match_indices('\n')
            .map(|(n, _)| n + 1)
            .filter(|n| text[*n..].starts_with(|c: char| c.is_ascii_lowercase()))
            .collect();
        for (n, start) in starts.iter().enumerate() {
            let end = starts.get(n + 1).copied().unwrap_or(text.len());
            let entry = &text[*start..end];
            let entry = entry.split("\n#").next().unwrap();
            let (key, text) = entry.split_once(" =").expect("a key and a text");
            all.push(Written { area, key, text });
        }
    }
    all
}

fn by_key(language: Language) -> BTreeMap<&'static str, Written> {
    let mut all = BTreeMap::new();
    for message in written(language) {
        let key = message.key;
        assert!(all.insert(key, message).is_none(), "{key} is there twice");
    }
    all
}

/// Where a key stands in a template or a source.
#[derive(Debug)]
struct Use {
    at: String,
    key: String,
    /// Whether as HTML.
    is_html: bool,
    variables: BTreeSet<String>,
}

fn uses() -> Vec<Use> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for file in below(&crate_folder.join("src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let program = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let lines = program.lines();
        let code: Vec<&str> = lines
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        found.extend(uses_in(&code.join("\n"), &file));
    }
    for file in below(&crate_folder.join("templates"), "html") {
        found.extend(uses_in(&fs::read_to_string(&file).unwrap(), &file));
    }
    found
}

fn below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(below(&path, extension));
        } else if path.ends_with("words/check.rs") {
            // This file.
        } else if path.extension().is_some_and(|it| it == extension) {
            files.push(path);
        }
    }
    files
}

/// `say("key")`, `html("key")` and `key("key")`, each with what `.with("variable", …)` follows it.
fn uses_in(text: &str, file: &Path) -> Vec<Use> {
    let mut found = Vec::new();
    for (call, is_html) in [("say(", false), ("html(", true), ("key(", false)] {
        for (start, _) in text.match_indices(call) {
            let before = text[..start].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = text[start + call.len()..].trim_start();
            let Some((key, rest)) = rest.strip_prefix('"').and_then(|it| it.split_once('"')) else {
                continue;
            };
            let Some(mut rest) = rest.trim_start().strip_prefix(')') else {
                continue;
            };
            let mut variables = BTreeSet::new();
            while let Some(argument) = rest.trim_start().strip_prefix(".with(") {
                let name = argument.trim_start().strip_prefix('"').expect("a literal");
                variables.insert(name.split_once('"').unwrap().0.to_owned());
                rest = &argument[closed(argument)..];
            }
            found.push(Use {
                at: format!("{}, {key}", file.display()),
                key: key.to_owned(),
                is_html,
                variables,
            });
        }
    }
    found
}

/// Where the bracket ends that was opened before `text`.
fn closed(text: &str) -> usize {
    let (mut depth, mut quoted) = (1, false);
    for (n, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return n + 1;
        }
    }
    panic!("a bracket is open: {text}");
}

#[test]
fn the_files_can_be_read_and_none_is_left_out() {
    for language in Language::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(language.code());
        let mut there: Vec<String> = below(&folder, "ftl")
            .iter()
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        there.sort();
        let known: Vec<&str> = files(language).iter().map(|(area, _)| *area).collect();
        assert_eq!(there, known, "{language:?}: areas in bundles.rs");
        for (area, text) in files(language) {
            let read = FluentResource::try_new((*text).to_owned());
            let read = read.unwrap_or_else(|(_, errors)| panic!("{language:?} {area}: {errors:?}"));
            // What this file finds in it, so that the other tests see everything.
            let messages = written(language);
            let messages = messages.iter().filter(|it| it.area == *area).count();
            assert_eq!(
                read.entries()
                    .filter(|it| format!("{it:?}").starts_with("Message("))
                    .count(),
                messages,
                "{area}"
            );
        }
    }
}

#[test]
fn each_language_has_the_same_messages_places_and_elements() {
    let english = by_key(Language::English);
    for language in Language::ALL {
        let other = by_key(language);
        let keys = |all: &BTreeMap<&'static str, Written>| -> Vec<(&str, &str)> {
            all.values().map(|it| (it.area, it.key)).collect()
        };
        assert_eq!(keys(&english), keys(&other), "{language:?}");
        for (key, message) in &english {
            let same = &other[key];
            assert_eq!(message.variables(), same.variables(), "{language:?} {key}");
            assert_eq!(message.elements(), same.elements(), "{language:?} {key}");
        }
    }
}

#[test]
fn what_is_said_is_there_and_what_is_there_is_said() {
    let english = by_key(Language::English);
    let mut known = BTreeSet::new();
    let uses = uses();
    assert!(uses.len() > 100, "the sources are not found");
    for one in &uses {
        let message = english.get(one.key.as_str());
        let message = message.unwrap_or_else(|| panic!("no message for {}", one.at));
        let variables: Vec<&str> = one.variables.iter().map(String::as_str).collect();
        let wanted: Vec<&str> = message.variables().into_iter().collect();
        assert_eq!(variables, wanted, "{}", one.at);
        assert!(
            one.is_html || message.elements().is_empty(),
            "has elements, so say it with html(): {}",
            one.at
        );
        known.insert(one.key.as_str());
    }
    let unused: Vec<&&str> = english.keys().filter(|it| !known.contains(**it)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

/// What stands in templates between elements, and in the attributes that people hear, is said from the files.
#[test]
fn templates_have_no_words_of_their_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for file in below(&folder, "html") {
        let text = fs::read_to_string(&file).unwrap();
        let text = without(
            &without(&without(&text, "{#", "#}"), "{%", "%}"),
            "{{",
            "}}",
        );
        let text = without(&text, "<pre>", "</pre>");
        for attribute in ["aria-label=\"", "alt=\"", "title=\"", "placeholder=\""] {
            let value = text
                .split(attribute)
                .skip(1)
                .find(|it| !it.starts_with('"'));
            assert!(value.is_none(), "{}: {value:?}", file.display());
        }
        // The name of the program, and what handles look like.
        let words = without(&text, "<", ">")
            .replace("Staffroom", "")
            .replace("@name@", "");
        let words: Vec<&str> = words
            .split_whitespace()
            .filter(|it| it.chars().any(char::is_alphabetic))
            // What macros put into elements.
            .filter(|it| !it.contains('"'))
            .collect();
        assert!(words.is_empty(), "{}: {words:?}", file.display());
    }
}

fn without(text: &str, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(end).expect("what begins ends").1);
    }
    out
}

#[test]
fn every_message_is_said_whole_with_any_number() {
    for language in Language::ALL {
        for message in written(language) {
            for number in [0, 1, 2, 3, 5, 6, 7, 12] {
                let mut whole = key(message.key);
                for variable in message.variables() {
                    whole = whole.with(variable, number);
                }
                let text = said(language, &whole, false);
                assert!(
                    !text.contains(['{', '}', '$']) && !text.is_empty() && text != message.key,
                    "{language:?} {text}"
                );
            }
        }
    }
}

#[test]
fn values_are_escaped_wherever_they_stand() {
    const HOSTILE: &str = "<img src=x onerror=\"alert('1')\">&{ $x }";
    for language in Language::ALL {
        for message in written(language) {
            let fill = |value: fn() -> Value| {
                let variables = message.variables();
                let whole = variables
                    .into_iter()
                    .fold(key(message.key), |whole, variable| {
                        whole.with(variable, Given(value()))
                    });
                said(language, &whole, true)
            };
            for value in [
                || Value::Text(HOSTILE.to_owned()),
                || Value::Message(Message::verbatim(HOSTILE)),
            ] {
                let html = fill(value);
                assert!(!html.contains("<img"), "{html}");
                assert!(!html.contains("onerror=\""), "{html}");
            }
        }
    }
}

/// A value as it is.
struct Given(Value);

impl super::message::Argument for Given {
    fn value(&self) -> Value {
        self.0.clone()
    }
}

#[test]
fn what_nobody_knows_is_said_by_its_key() {
    let unknown = key("no-such-message").with("name", "Amira");
    assert_eq!(said(Language::Welsh, &unknown, false), "no-such-message");
}

#[test]
fn marks_of_direction_are_not_in_texts() {
    let text = said(Language::Welsh, &Message::verbatim("Amira"), false);
    assert_eq!(text, "Amira");
}

#[test]
fn misspelt_keys_and_places_are_found() {
    let file = Path::new("page.html");
    let found = uses_in(
        "{{ t.say(\"a\").with(\"n\", f(x, \")\")).with( \"m\", 1) }} {{ t.html(\"b\") }} monkey(\"c\") key(d)",
        file,
    );
    let found: Vec<(&str, bool, Vec<&str>)> = found
        .iter()
        .map(|it| {
            (
                it.key.as_str(),
                it.is_html,
                it.variables.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    assert_eq!(found, [("a", false, vec!["m", "n"]), ("b", true, vec![])]);
}
