//! From a form into a draft. Whatever was typed is kept, right or wrong.

use serde_json::{Map, Value};
use staffroom_domain::Visibility;
use staffroom_service::drafts::DraftContent;
use staffroom_vocabulary::PlainAnswers;

use super::field::{Field, Place, Sort};
use super::lines::Thing;
use super::options::Options;
use super::shown::text as shown_text;
use crate::fields::Fields;

/// What a draft holds once its form was sent: the answers to these questions, and the rest as it was.
pub(crate) fn entered<'a>(
    before: &DraftContent,
    questions: impl Iterator<Item = &'a Field>,
    form: &Fields,
) -> DraftContent {
    let mut content = before.clone();
    let mut answers = None;
    let mut sentence = None;
    for field in questions {
        let value = value(field, before, form);
        match field.place {
            // What these mean depends on other answers.
            Place::Real | Place::Planned | Place::Fair => {
                let is_yes = form.get(field.name) == "yes";
                if field.place == Place::Real && !form.get(field.name).is_empty() {
                    answers = Some(PlainAnswers {
                        real_learners: is_yes,
                        ..PlainAnswers::default()
                    });
                }
                if let Some(answers) = answers.as_mut() {
                    match field.place {
                        Place::Planned => answers.planned_and_collected = is_yes,
                        Place::Fair => answers.fair_comparison = is_yes,
                        _ => {}
                    }
                }
            }
            Place::Sentence => sentence = Some(typed(form, field.name)),
            _ => put(&mut content, field.place, value),
        }
    }
    if let Some(answers) = answers {
        content.answer_plainly(answers);
    }
    if let Some(sentence) = sentence {
        content.say_sentence(before.sentence(), &sentence);
    }
    content.result = content.result.filter(|result| !result.is_empty());
    content
}

/// Text as it was typed, with one kind of line end.
fn typed(form: &Fields, name: &str) -> String {
    form.get(name).replace("\r\n", "\n").trim().to_owned()
}

/// The answer to a question; none where it was not given.
fn value(field: &Field, before: &DraftContent, form: &Fields) -> Option<Value> {
    let text = typed(form, field.name);
    let things = |thing: Thing| {
        let all = thing.read(&text, held(before, field.place));
        (!all.is_empty()).then_some(Value::Array(all))
    };
    match &field.sort {
        Sort::Line | Sort::Long | Sort::Day => (!text.is_empty()).then(|| text.into()),
        Sort::Number => match text.parse::<u8>() {
            Ok(number) => Some(number.into()),
            Err(_) => (!text.is_empty()).then(|| text.into()),
        },
        Sort::Lines => {
            let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
            let lines: Vec<Value> = lines.map(Value::from).collect();
            (!lines.is_empty()).then_some(Value::Array(lines))
        }
        Sort::Materials => things(Thing::Material),
        Sort::Citations => things(Thing::Citation),
        Sort::Products => things(Thing::Product),
        Sort::Radio(options) | Sort::Select(options) => one(options, field, before, &text),
        Sort::Checks(options) => several(options, field, before, form),
    }
}

fn one(options: &Options, field: &Field, before: &DraftContent, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let choices = options.choices();
    match choices.iter().find(|choice| choice.value == text) {
        Some(choice) => Some(choice.stored.into()),
        // Only what is there already: the form shows it, and offers it to nobody else.
        None => (shown_text(field.place, before) == text).then(|| text.into()),
    }
}

fn several(
    options: &Options,
    field: &Field,
    before: &DraftContent,
    form: &Fields,
) -> Option<Value> {
    let choices = options.choices();
    let mut all: Vec<Value> = form
        .all(field.name)
        .filter_map(|text| choices.iter().find(|choice| choice.value == text))
        .map(|choice| choice.stored.into())
        .collect();
    let there = held(before, field.place).and_then(Value::as_array);
    for value in there.into_iter().flatten() {
        // Concepts of other vocabularies are not in the form, and stay.
        let is_offered = value
            .as_str()
            .is_some_and(|text| choices.iter().any(|choice| choice.is_meant_by(text)));
        if !is_offered {
            all.push(value.clone());
        }
    }
    (!all.is_empty()).then_some(Value::Array(all))
}

/// What a draft holds at a place, where that is a value.
pub(super) fn held(content: &DraftContent, place: Place) -> Option<&Value> {
    let result = content.result.as_ref();
    match place {
        Place::Record(name) => content.record.get(name),
        Place::Result(name) => result?.get(name),
        Place::Both(name) => content
            .record
            .get(name)
            .or_else(|| result.and_then(|it| it.get(name))),
        Place::Ages(end) => content.record.get("ages")?.get(end),
        _ => None,
    }
}

fn put(content: &mut DraftContent, place: Place, value: Option<Value>) {
    let text = |value: Option<Value>| value.and_then(|it| it.as_str().map(str::to_owned));
    match place {
        Place::Title => content.title = text(value).unwrap_or_default(),
        Place::Text => content.text = text(value).unwrap_or_default(),
        Place::Visibility => {
            content.visibility = text(value).as_deref().and_then(Visibility::from_name);
        }
        Place::Language => {
            content.record.remove("language");
            content.language = text(value);
        }
        Place::Record("region") => {
            let region = text(value).map(|it| it.to_uppercase().into());
            set(&mut content.record, "region", region);
        }
        Place::Record(name) => set(&mut content.record, name, value),
        Place::Result(name) => set(content.result.get_or_insert_default(), name, value),
        Place::Both(name) => {
            set(&mut content.record, name, value);
            content.result.as_mut().map(|it| it.remove(name));
        }
        Place::Ages(end) => {
            let mut ages = match content.record.remove("ages") {
                Some(Value::Object(ages)) => ages,
                _ => Map::new(),
            };
            set(&mut ages, end, value);
            if !ages.is_empty() {
                content.record.insert("ages".to_owned(), ages.into());
            }
        }
        // Depend on others: `entered` sets them.
        Place::Sentence | Place::Real | Place::Planned | Place::Fair => {}
    }
}

fn set(members: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            members.insert(name.to_owned(), value);
        }
        None => {
            members.remove(name);
        }
    }
}
