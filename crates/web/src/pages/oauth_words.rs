//! What a client program may do, in words.

use staffroom_service::oauth::covers;

use crate::words::{Message, key};

/// Scopes and what they mean. Where a wide one is there, the narrow ones below it are not said.
const MEANINGS: [(&str, Message); 36] = [
    ("read", key("scope-read")),
    ("read:accounts", key("scope-read-accounts")),
    ("read:blocks", key("scope-read-blocks")),
    ("read:bookmarks", key("scope-read-bookmarks")),
    ("read:collections", key("scope-read-collections")),
    ("read:events", key("scope-read-events")),
    ("read:favourites", key("scope-read-favourites")),
    ("read:filters", key("scope-read-filters")),
    ("read:follows", key("scope-read-follows")),
    ("read:lists", key("scope-read-lists")),
    ("read:mutes", key("scope-read-mutes")),
    ("read:notifications", key("scope-read-notifications")),
    ("read:practices", key("scope-read-practices")),
    ("read:search", key("scope-read-search")),
    ("read:statuses", key("scope-read-statuses")),
    ("write", key("scope-write")),
    ("write:accounts", key("scope-write-accounts")),
    ("write:blocks", key("scope-write-blocks")),
    ("write:bookmarks", key("scope-write-bookmarks")),
    ("write:collections", key("scope-write-collections")),
    ("write:conversations", key("scope-write-conversations")),
    ("write:events", key("scope-write-events")),
    ("write:favourites", key("scope-write-favourites")),
    ("write:filters", key("scope-write-filters")),
    ("write:follows", key("scope-write-follows")),
    ("write:lists", key("scope-write-lists")),
    ("write:media", key("scope-write-media")),
    ("write:mutes", key("scope-write-mutes")),
    ("write:notifications", key("scope-write-notifications")),
    ("write:practices", key("scope-write-practices")),
    ("write:reports", key("scope-write-reports")),
    ("write:statuses", key("scope-write-statuses")),
    ("follow", key("scope-follow")),
    ("push", key("scope-push")),
    ("profile", key("scope-profile")),
    ("admin:", key("scope-admin")),
];

/// Each meaning once, in the order of the table.
pub(super) fn of<'a>(scopes: impl Iterator<Item = &'a str>) -> Vec<Message> {
    let scopes: Vec<&str> = scopes.collect();
    let is_said = |meaning: &str| {
        if meaning == "admin:" {
            return scopes.iter().any(|scope| scope.starts_with(meaning));
        }
        let is_narrower = scopes
            .iter()
            .any(|other| *other != meaning && covers(other, meaning));
        scopes.contains(&meaning) && !is_narrower
    };
    MEANINGS
        .into_iter()
        .filter(|(scope, _)| is_said(scope))
        .map(|(_, words)| words)
        .collect()
}

#[cfg(test)]
mod tests {
    use staffroom_service::oauth::KNOWN;

    use super::*;
    use crate::words::{Language, Words};

    #[test]
    fn every_scope_is_said_in_words() {
        for scope in KNOWN {
            assert_eq!(of([scope].into_iter()).len(), 1, "{scope}");
        }
    }

    #[test]
    fn what_a_wide_scope_says_is_not_said_again() {
        let words = of(["read:statuses", "read", "push", "admin:read", "admin:write"].into_iter());
        assert_eq!(words.len(), 3);
        let first = Words::new(Language::English).say(&words[0]).to_string();
        assert!(first.starts_with("Read everything"), "{first}");
    }
}
