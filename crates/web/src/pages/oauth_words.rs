//! What a client program may do, in words.

use staffroom_service::oauth::covers;

/// Scopes and what they mean. Where a wide one is there, the narrow ones below it are not said.
const MEANINGS: [(&str, &str); 36] = [
    (
        "read",
        "Read everything that you can see here: posts, also those that are not public, notifications, lists and bookmarks",
    ),
    ("read:accounts", "See your profile and those of others"),
    ("read:blocks", "See whom you have blocked"),
    ("read:bookmarks", "See your bookmarks"),
    ("read:collections", "See your collections"),
    (
        "read:events",
        "See TeachMeets and other events, also those that are not public, and whether you take part",
    ),
    ("read:favourites", "See your favourites"),
    ("read:filters", "See your filters"),
    ("read:follows", "See whom you follow and who follows you"),
    ("read:lists", "See your lists"),
    ("read:mutes", "See whom you have muted"),
    ("read:notifications", "See your notifications"),
    (
        "read:practices",
        "Read practices and what came of them, also those that are not public, and what you have still to report",
    ),
    ("read:search", "Search in your name"),
    (
        "read:statuses",
        "Read all posts that you can see, also those that are not public",
    ),
    (
        "write",
        "Do everything that you can do: post, edit and delete posts, follow and block people, change your profile",
    ),
    ("write:accounts", "Change your profile"),
    ("write:blocks", "Block people and servers"),
    ("write:bookmarks", "Add and remove bookmarks"),
    ("write:collections", "Change your collections"),
    (
        "write:conversations",
        "Mark conversations as read, and delete them",
    ),
    (
        "write:events",
        "Announce TeachMeets and other events in your name, and take part in those of others",
    ),
    ("write:favourites", "Add and remove favourites"),
    ("write:filters", "Change your filters"),
    ("write:follows", "Follow and unfollow people"),
    ("write:lists", "Change your lists"),
    ("write:media", "Upload pictures and other files"),
    ("write:mutes", "Mute people and conversations"),
    ("write:notifications", "Clear your notifications"),
    (
        "write:practices",
        "Publish practices in your name, say what you try and report what came of it, change and withdraw these",
    ),
    ("write:reports", "Report people and posts to the moderators"),
    ("write:statuses", "Post in your name, edit and delete posts"),
    ("follow", "See and change whom you follow, mute and block"),
    ("push", "Send you notifications"),
    (
        "profile",
        "See who you are: your name, your picture and your profile",
    ),
    (
        "admin:",
        "Look after this server in your name, as far as you may yourself",
    ),
];

/// Each meaning once, in the order of the table.
pub(super) fn of<'a>(scopes: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
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
        assert!(words[0].starts_with("Read everything"));
    }
}
