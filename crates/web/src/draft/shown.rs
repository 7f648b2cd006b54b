//! From a draft onto a page.

use serde_json::Value;
use staffroom_domain::Visibility;
use staffroom_service::drafts::DraftContent;
use staffroom_vocabulary::Concept;

use super::entered::held;
use super::field::{Field, Place, Sort};
use super::lines::{Thing, plain};
use super::options::{Choice, Options};
use crate::words::{Message, Words};

/// A question on a page.
pub(crate) struct ShownField {
    pub(crate) name: &'static str,
    pub(crate) label: Message,
    pub(crate) hint: Option<Message>,
    pub(crate) sort: ShownSort,
}

/// How it is answered.
pub(crate) enum ShownSort {
    Line(String),
    Long(String),
    Number(String),
    Day(String),
    Time(String),
    Radio(Vec<ShownOption>),
    Select {
        options: Vec<ShownOption>,
        /// Whether nothing can be chosen.
        may_be_empty: bool,
    },
    Checks(Vec<Group>),
}

/// Choices that belong together.
pub(crate) struct Group {
    /// What they have in common; none where all stand together.
    pub(crate) title: Option<(String, Option<String>)>,
    /// Whether one of them is chosen.
    pub(crate) is_open: bool,
    pub(crate) options: Vec<ShownOption>,
}

/// Something to choose.
pub(crate) struct ShownOption {
    pub(crate) value: String,
    /// The end of its id.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) lang: Option<String>,
    pub(crate) meaning: Option<(&'static str, Option<&'static str>)>,
    pub(crate) is_chosen: bool,
    pub(crate) is_narrower: bool,
}

impl ShownField {
    /// A question with what a draft answers to it.
    pub(crate) fn new(words: Words, field: &Field, content: &DraftContent) -> Self {
        Self {
            name: field.name,
            label: field.label.clone(),
            hint: field.hint.clone(),
            sort: sort(words, field, content),
        }
    }
}

/// A question of a form that is no draft: any number of concepts of a scheme, as they are chosen for a practice.
pub(crate) fn concept_field(
    words: Words,
    (name, scheme): (&'static str, &'static str),
    label: Message,
    chosen: &[&Concept],
) -> ShownField {
    let field = Field::new(name, Place::Record(name), Sort::Line, label);
    let chosen: Vec<&str> = chosen.iter().map(|it| it.path()).collect();
    let groups = groups(words, &field, &Options::Scheme(scheme), &chosen);
    ShownField {
        name: field.name,
        label: field.label,
        hint: field.hint,
        sort: ShownSort::Checks(groups),
    }
}

fn sort(words: Words, field: &Field, content: &DraftContent) -> ShownSort {
    let text = text(field.place, content);
    let value = held(content, field.place);
    let things = |thing: Thing| {
        let all = value.and_then(Value::as_array);
        let all = all.into_iter().flatten().map(|it| thing.line(it));
        ShownSort::Long(all.collect::<Vec<_>>().join("\n"))
    };
    match &field.sort {
        Sort::Line => ShownSort::Line(text),
        Sort::Long => ShownSort::Long(text),
        Sort::Number => ShownSort::Number(text),
        Sort::Day => ShownSort::Day(text),
        Sort::Lines => {
            let all = value.and_then(Value::as_array);
            let all = all.into_iter().flatten().map(plain);
            ShownSort::Long(all.collect::<Vec<_>>().join("\n"))
        }
        Sort::Materials => things(Thing::Material),
        Sort::Citations => things(Thing::Citation),
        Sort::Products => things(Thing::Product),
        Sort::Radio(options) => ShownSort::Radio(choices(words, field, options, &text)),
        Sort::Select(options) => {
            let is_told = matches!(field.place, Place::Visibility | Place::Language);
            let chosen = match (field.place, text.as_str()) {
                (Place::Language, "") => words.code(),
                (_, text) => text,
            };
            ShownSort::Select {
                options: choices(words, field, options, chosen),
                may_be_empty: !is_told,
            }
        }
        Sort::Checks(options) => {
            let chosen = value.and_then(Value::as_array);
            let chosen: Vec<&str> = chosen
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            ShownSort::Checks(groups(words, field, options, &chosen))
        }
    }
}

/// What is answered, where that is a text or a word.
pub(super) fn text(place: Place, content: &DraftContent) -> String {
    let yes_or_no = |yes: Option<bool>| match yes {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => String::new(),
    };
    let answers = content.plain_answers();
    match place {
        Place::Title => content.title.clone(),
        Place::Text => content.text.clone(),
        Place::Visibility => content
            .visibility
            .map(Visibility::as_str)
            .unwrap_or_default()
            .to_owned(),
        Place::Language => {
            let of_record = content.record.get("language").and_then(Value::as_str);
            let said = of_record.or(content.language.as_deref());
            said.unwrap_or_default().to_owned()
        }
        Place::Sentence => content.sentence().to_owned(),
        Place::Real => yes_or_no(answers.map(|it| it.real_learners)),
        // Asked only where the one before is answered with yes.
        Place::Planned => yes_or_no(
            answers
                .filter(|it| it.real_learners)
                .map(|it| it.planned_and_collected),
        ),
        Place::Fair => yes_or_no(
            answers
                .filter(|it| it.planned_and_collected)
                .map(|it| it.fair_comparison),
        ),
        Place::Record(_) | Place::Result(_) | Place::Both(_) | Place::Ages(_) => {
            held(content, place).map(plain).unwrap_or_default()
        }
    }
}

fn choices(words: Words, field: &Field, options: &Options, chosen: &str) -> Vec<ShownOption> {
    let all = options.choices();
    let mut shown: Vec<ShownOption> = all
        .iter()
        .map(|choice| ShownOption::new(words, field, choice, choice.is_meant_by(chosen)))
        .collect();
    // One that cannot be chosen any more, or a choice of others.
    if !chosen.is_empty() && !shown.iter().any(|it| it.is_chosen) {
        shown.push(ShownOption {
            value: chosen.to_owned(),
            id: "other".to_owned(),
            name: chosen.to_owned(),
            lang: None,
            meaning: None,
            is_chosen: true,
            is_narrower: false,
        });
    }
    shown
}

/// With a title for each where some belong under others.
fn groups(words: Words, field: &Field, options: &Options, chosen: &[&str]) -> Vec<Group> {
    let all = options.choices();
    let shown = all.iter().map(|choice| {
        let is_chosen = chosen.iter().any(|text| choice.is_meant_by(text));
        ShownOption::new(words, field, choice, is_chosen)
    });
    let has_groups = all.iter().any(Choice::is_narrower);
    let mut groups: Vec<Group> = Vec::new();
    for option in shown {
        if has_groups && !option.is_narrower {
            groups.push(Group {
                title: Some((option.name.clone(), option.lang.clone())),
                is_open: false,
                options: Vec::new(),
            });
        } else if groups.is_empty() {
            groups.push(Group {
                title: None,
                is_open: false,
                options: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.is_open |= option.is_chosen;
            group.options.push(option);
        }
    }
    groups
}

impl ShownOption {
    /// One that has a name and no more.
    pub(crate) fn plain(value: &str, name: String, is_chosen: bool) -> Self {
        Self {
            value: value.to_owned(),
            id: value.to_owned(),
            name,
            lang: None,
            meaning: None,
            is_chosen,
            is_narrower: false,
        }
    }

    fn new(words: Words, field: &Field, choice: &Choice, is_chosen: bool) -> Self {
        let (name, lang) = choice.name(words);
        Self {
            value: choice.value.to_owned(),
            id: choice
                .value
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            name,
            lang: lang.map(str::to_owned),
            meaning: choice.meaning(words).filter(|_| field.is_defined),
            is_chosen,
            is_narrower: choice.is_narrower(),
        }
    }
}
