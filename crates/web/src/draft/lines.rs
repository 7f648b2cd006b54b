//! Things that have several parts, one a line: materials, citations and products. What cannot be made out stays as the
//! name, and the check says what is missing; what the form does not ask for stays with the thing.

use serde_json::{Map, Value};
use staffroom_vocabulary::{Facet as _, Licence};

/// What the lines are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// `name address licence`
    Material,
    /// `title (year) address`
    Citation,
    /// `name (maker) address`
    Product,
}

impl Thing {
    /// The member that names it.
    const fn name(self) -> &'static str {
        match self {
            Self::Material | Self::Product => "name",
            Self::Citation => "title",
        }
    }

    /// The members that the line has.
    const fn members(self) -> &'static [&'static str] {
        match self {
            Self::Material => &["name", "url", "licence"],
            Self::Citation => &["title", "year", "url"],
            Self::Product => &["name", "maker", "url"],
        }
    }

    /// One thing as a line.
    pub(super) fn line(self, value: &Value) -> String {
        let Some(members) = value.as_object() else {
            return plain(value);
        };
        let part = |member: &str| members.get(member).map(plain).filter(|it| !it.is_empty());
        let bracketed = |member: &str| part(member).map(|it| format!("({it})"));
        let parts = match self {
            Self::Material => [part("name"), part("url"), part("licence")],
            Self::Citation => [part("title"), bracketed("year"), part("url")],
            Self::Product => [part("name"), bracketed("maker"), part("url")],
        };
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(" ").replace(['\r', '\n'], " ")
    }

    /// The things of several lines. One that stays as it was, or keeps its address, keeps what the line does not say.
    pub(super) fn read(self, text: &str, before: Option<&Value>) -> Vec<Value> {
        let before = before.and_then(Value::as_array).map(Vec::as_slice);
        let before = before.unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| self.one(line, before)).collect()
    }

    fn one(self, line: &str, before: &[Value]) -> Value {
        if let Some(same) = before.iter().find(|it| self.line(it).trim() == line) {
            return same.clone();
        }
        let mut members = self.parts(line);
        let url = members.get("url");
        let there = before
            .iter()
            .find(|it| url.is_some() && it.get("url") == url);
        for (name, value) in there.and_then(Value::as_object).into_iter().flatten() {
            if !self.members().contains(&name.as_str()) {
                members.insert(name.clone(), value.clone());
            }
        }
        Value::Object(members)
    }

    fn parts(self, line: &str) -> Map<String, Value> {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let mut members = Map::new();
        let is_address = |word: &str| word.starts_with("https://") || word.starts_with("http://");
        let is_licence = |word: &str| self == Self::Material && Licence::from_slug(word).is_some();
        if let Some(last) = words.last().filter(|_| words.len() > 1)
            && is_licence(last)
        {
            members.insert("licence".to_owned(), (*last).into());
            words.pop();
        }
        if let Some(at) = words.iter().rposition(|word| is_address(word)) {
            members.insert("url".to_owned(), words.remove(at).into());
        }
        let mut name = words.join(" ");
        if self != Self::Material
            && let Some((before, inside)) =
                name.strip_suffix(')').and_then(|it| it.rsplit_once('('))
        {
            let (before, inside) = (before.trim().to_owned(), inside.trim());
            let bracketed: Option<(&str, Value)> = match self {
                Self::Citation => inside.parse::<u16>().ok().map(|year| ("year", year.into())),
                _ => (!inside.is_empty()).then(|| ("maker", inside.into())),
            };
            if let Some((member, value)) = bracketed {
                members.insert(member.to_owned(), value);
                name = before;
            }
        }
        if !name.is_empty() {
            members.insert(self.name().to_owned(), name.into());
        }
        members
    }
}

/// A value as somebody would type it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_are_things_and_things_are_lines() {
        for (thing, line, value) in [
            (
                Thing::Material,
                "Prompt sheet https://school.example/1 CC-BY-4.0",
                json!({ "name": "Prompt sheet", "url": "https://school.example/1", "licence": "CC-BY-4.0" }),
            ),
            (
                Thing::Material,
                "https://school.example/1",
                json!({ "url": "https://school.example/1" }),
            ),
            (
                Thing::Material,
                "A sheet (without address)",
                json!({ "name": "A sheet (without address)" }),
            ),
            (
                Thing::Citation,
                "Heard (or not) (2019) https://doi.org/10.1/1",
                json!({ "title": "Heard (or not)", "year": 2019, "url": "https://doi.org/10.1/1" }),
            ),
            (
                Thing::Citation,
                "Heard (or not)",
                json!({ "title": "Heard (or not)" }),
            ),
            (
                Thing::Product,
                "Voicebox (Example Ltd) https://v.example",
                json!({ "name": "Voicebox", "maker": "Example Ltd", "url": "https://v.example" }),
            ),
            (Thing::Product, "()", json!({ "name": "()" })),
        ] {
            assert_eq!(thing.line(&value), line);
            assert_eq!(thing.read(line, None), [value], "{line}");
        }
        assert_eq!(Thing::Product.line(&json!("Voicebox")), "Voicebox");
    }

    #[test]
    fn what_the_form_does_not_ask_for_stays() {
        let before = json!([
            { "title": "Heard", "year": 2019, "url": "https://doi.org/10.1/1", "kind": "study" },
            { "title": "Unread", "kind": "comparison" },
        ]);
        let text = "Heard (2020) https://doi.org/10.1/1\r\n\n Unread \nNew";
        assert_eq!(
            Thing::Citation.read(text, Some(&before)),
            [
                json!({ "title": "Heard", "year": 2020, "url": "https://doi.org/10.1/1", "kind": "study" }),
                json!({ "title": "Unread", "kind": "comparison" }),
                json!({ "title": "New" }),
            ]
        );
    }
}
