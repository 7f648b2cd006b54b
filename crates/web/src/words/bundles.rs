//! The message files, inside the program and read once.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::language::Language;
use super::message::{Message, Value, escaped};

type Bundle = FluentBundle<FluentResource>;

/// The files of a language, one for each area.
macro_rules! files {
    ($language:literal: $($area:literal),* $(,)?) => {
        &[$(($area, include_str!(concat!("../../locales/", $language, "/", $area, ".ftl")))),*]
    };
}

macro_rules! areas {
    ($language:literal) => {
        files!($language:
            "account", "admin", "announcements", "compose", "dates", "drafts", "emojis", "errors", "events", "hub", "layout", "ledger",
            "library", "lists", "notifications", "oauth", "people", "posts", "practices", "problems", "public", "questions", "reach", "search", "settings", "staff", "vocab",
        )
    };
}

/// Area and text.
pub(super) type Files = &'static [(&'static str, &'static str)];

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English));
static WELSH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Welsh));

pub(super) const fn files(language: Language) -> Files {
    match language {
        Language::English => areas!("en"),
        Language::Welsh => areas!("cy"),
    }
}

/// Reads the message files, so that the first visitor need not wait for it.
pub(crate) fn load() {
    for language in Language::ALL {
        of(language);
    }
}

fn of(language: Language) -> &'static Bundle {
    match language {
        Language::English => &ENGLISH,
        Language::Welsh => &WELSH,
    }
}

/// A file that is not right costs the messages that are not, and a test finds it before.
fn bundle(language: Language) -> Bundle {
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Names are put into `<bdi>` by the messages; marks in the text would get into copies and searches.
    bundle.set_use_isolating(false);
    for (area, text) in files(language) {
        let resource =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(it, errors)| {
                tracing::error!(area, ?errors, "a message file cannot be read");
                it
            });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(area, ?errors, "a message is there twice");
        }
    }
    bundle
}

/// The message as text, or as HTML with the values of its variables escaped. One that the language lacks is said
/// in English; one that nobody knows, by its key.
pub(super) fn format(language: Language, message: &Message, is_html: bool) -> String {
    let mut arguments = FluentArgs::new();
    for (name, value) in message.arguments() {
        let value = match value {
            Value::Number(number) => FluentValue::from(*number),
            Value::Text(text) if is_html => FluentValue::from(escaped(text)),
            Value::Text(text) => FluentValue::from(text.clone()),
            Value::Markup(markup) if is_html => FluentValue::from(markup.html().to_owned()),
            Value::Markup(markup) => FluentValue::from(markup.text().to_owned()),
            Value::Message(inner) if is_html => {
                FluentValue::from(escaped(&format(language, inner, false)))
            }
            Value::Message(inner) => FluentValue::from(format(language, inner, false)),
        };
        arguments.set(name, value);
    }
    let said = [language, Language::English]
        .into_iter()
        .find_map(|language| said(of(language), message.key(), &arguments));
    said.unwrap_or_else(|| {
        tracing::error!(key = message.key(), "there is no such message");
        message.key().to_owned()
    })
}

fn said(bundle: &Bundle, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors);
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a message lacks something");
    }
    Some(text.into_owned())
}
