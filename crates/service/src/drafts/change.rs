//! Plain lines that were changed after a draft was made of them.

use serde_json::{Map, Value};
use staffroom_domain::practice::plain::{Plain, PlainKind};

use super::content::{DraftContent, DraftKind};

/// The kind of lines that a draft is made of.
pub(super) const fn plain_kind(kind: DraftKind) -> PlainKind {
    match kind {
        DraftKind::Practice => PlainKind::Practice,
        DraftKind::Adoption | DraftKind::Outcome => PlainKind::Outcome,
    }
}

/// The draft of plain lines.
pub(super) fn content_of(plain: Plain) -> DraftContent {
    DraftContent {
        title: plain.title,
        text: plain.text,
        record: plain.record,
        result: (!plain.result.is_empty()).then_some(plain.result),
        visibility: None,
        language: plain.language.map(str::to_owned),
    }
}

/// What a draft becomes whose lines said `before` and say `after`: what its author has changed elsewhere stays, all else
/// follows the lines.
pub(super) fn followed(
    draft: DraftContent,
    before: &DraftContent,
    after: DraftContent,
) -> DraftContent {
    let none = Map::new();
    let result = followed_members(
        draft.result.clone().unwrap_or_default(),
        before.result.as_ref().unwrap_or(&none),
        after.result.as_ref().unwrap_or(&none),
    );
    DraftContent {
        title: followed_text(draft.title, &before.title, after.title),
        text: followed_text(draft.text, &before.text, after.text),
        record: followed_members(draft.record, &before.record, &after.record),
        result: (!result.is_empty()).then_some(result),
        visibility: draft.visibility,
        language: draft.language,
    }
}

fn followed_text(draft: String, before: &str, after: String) -> String {
    if draft == before { after } else { draft }
}

fn followed_members(
    mut draft: Map<String, Value>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Map<String, Value> {
    let names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    for name in names {
        if draft.get(&name) != before.get(&name) {
            continue;
        }
        match after.get(&name) {
            Some(value) => {
                draft.insert(name, value.clone());
            }
            None => {
                draft.remove(&name);
            }
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> DraftContent {
        content_of(Plain::read(PlainKind::Outcome, text))
    }

    #[test]
    fn what_was_changed_by_hand_stays_and_the_rest_follows_the_lines() {
        let before = read("Tried: partly, 28 learners\nAnd they sang");
        let mut draft = before.clone();
        draft.record.insert("duration".to_owned(), json!("a year"));
        draft
            .record
            .insert("practice".to_owned(), json!("https://a.example/1"));
        let after = read("Tried: no effect, 4 weeks\nAnd they danced");
        let now = followed(draft, &before, after.clone());
        assert_eq!(now.record.get("outcome"), after.record.get("outcome"));
        assert_eq!(now.record.get("duration"), Some(&json!("a year")));
        assert_eq!(
            now.record.get("practice"),
            Some(&json!("https://a.example/1"))
        );
        assert_eq!(now.record.get("learners"), None);
        assert_eq!(now.text, "And they danced");
    }
}
