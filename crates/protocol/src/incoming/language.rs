//! Texts in several languages, and the language of a text.

use super::fields::cut;
use crate::json::{Json, Object};

/// The text of `name`, else the first of `nameMap` (and so on), cut.
pub(super) fn text_or_map(object: &Object, name: &str, map: &str, most: usize) -> Option<String> {
    object.text(name, most).or_else(|| {
        let entries = object.get(map)?.as_object()?;
        entries
            .members()
            .find_map(|(_, value)| value.as_str().filter(|text| !text.is_empty()))
            .map(|text| cut(text, most))
    })
}

/// The language: of the entry whose text is the content, else the first key of `contentMap`, `nameMap`, `summaryMap`
/// (the rule of Mastodon), else `language.identifier` (Lemmy) or `inLanguage` (Mobilizon).
pub(super) fn language_of(object: &Object) -> Option<String> {
    same_text(object, "content", "contentMap")
        .or_else(|| {
            ["contentMap", "nameMap", "summaryMap"]
                .iter()
                .find_map(|map| tag(object.get(map)?.as_object()?.members().next()?.0))
        })
        .or_else(|| tag(object.get("language")?.as_object()?.word("identifier")?))
        .or_else(|| tag(object.word("inLanguage")?))
}

fn same_text(object: &Object, name: &str, map: &str) -> Option<String> {
    let text = object.get(name)?.as_str()?;
    let entries = object.get(map)?.as_object()?;
    entries
        .members()
        .find(|(_, value)| value.as_str() == Some(text))
        .and_then(|(key, _)| tag(key))
}

/// A language tag (BCP 47), by its form; `und` says nothing.
fn tag(text: &str) -> Option<String> {
    let form = (2..=35).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (form && text != "und").then(|| text.replace('_', "-"))
}

/// Whether nothing is written there, neither as text nor by language.
pub(super) fn is_blank(object: &Object, name: &str, map: &str) -> bool {
    let text = object.get(name).and_then(Json::as_str).unwrap_or_default();
    text.trim().is_empty() && text_or_map(object, name, map, 64).is_none()
}
