//! What a token allows: scopes, each of which stands for itself and for what is below it.

use std::fmt;

/// Every scope that there is: those of Mastodon 4.5, and four of our own API, which `read` and `write` cover like all
/// others. Those of administration are known so that clients that ask for everything are not refused; what they are for
/// is not there yet.
pub const KNOWN: [&str; 51] = [
    "read",
    "read:accounts",
    "read:blocks",
    "read:bookmarks",
    "read:favourites",
    "read:filters",
    "read:follows",
    "read:lists",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
    "write",
    "write:accounts",
    "write:blocks",
    "write:bookmarks",
    "write:conversations",
    "write:favourites",
    "write:filters",
    "write:follows",
    "write:lists",
    "write:media",
    "write:mutes",
    "write:notifications",
    "write:reports",
    "write:statuses",
    "follow",
    "push",
    "profile",
    "read:collections",
    "write:collections",
    "read:practices",
    "write:practices",
    "read:events",
    "write:events",
    "admin:read",
    "admin:read:accounts",
    "admin:read:reports",
    "admin:read:domain_allows",
    "admin:read:domain_blocks",
    "admin:read:ip_blocks",
    "admin:read:email_domain_blocks",
    "admin:read:canonical_email_blocks",
    "admin:write",
    "admin:write:accounts",
    "admin:write:reports",
    "admin:write:domain_allows",
    "admin:write:domain_blocks",
    "admin:write:ip_blocks",
    "admin:write:email_domain_blocks",
    "admin:write:canonical_email_blocks",
];

/// What `follow` stands for, which is older than the narrow ones.
const OF_FOLLOW: [&str; 6] = [
    "read:follows",
    "write:follows",
    "read:blocks",
    "write:blocks",
    "read:mutes",
    "write:mutes",
];

/// Whether somebody who was given one scope may do what needs another.
pub fn covers(given: &str, wanted: &str) -> bool {
    let is_below = wanted
        .strip_prefix(given)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    is_below || (given == "follow" && OF_FOLLOW.contains(&wanted))
}

/// A set of scopes, in the order in which they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(Vec<&'static str>);

impl Scopes {
    /// Those in a text, separated by white space; none where one of them is not known, or there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut all = Vec::new();
        for word in text.split_ascii_whitespace() {
            let known = KNOWN.into_iter().find(|scope| *scope == word)?;
            if !all.contains(&known) {
                all.push(known);
            }
        }
        (!all.is_empty()).then_some(Self(all))
    }

    /// What is asked for where nothing is said.
    pub fn by_default() -> Self {
        Self(vec!["read"])
    }

    /// Whether they allow what needs this one.
    pub fn allow(&self, wanted: &str) -> bool {
        self.0.iter().any(|given| covers(given, wanted))
    }

    /// Whether everything that they allow is allowed by `others` too.
    pub fn are_within(&self, others: &Self) -> bool {
        self.0.iter().all(|scope| others.allow(scope))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wide_cover_the_narrow_and_nothing_else() {
        for (given, wanted, may) in [
            ("read", "read", true),
            ("read", "read:statuses", true),
            ("read", "read:practices", true),
            ("write", "write:events", true),
            ("write:statuses", "write:practices", false),
            ("read:practices", "read:statuses", false),
            ("read", "write:statuses", false),
            ("read", "profile", false),
            ("read", "admin:read", false),
            ("read:statuses", "read", false),
            ("read:statuses", "read:accounts", false),
            ("read:list", "read:lists", false),
            ("follow", "write:mutes", true),
            ("follow", "read:follows", true),
            ("follow", "write:statuses", false),
            ("admin:read", "admin:read:reports", true),
            ("admin:read", "admin:write:reports", false),
        ] {
            assert_eq!(covers(given, wanted), may, "{given} {wanted}");
        }
    }

    #[test]
    fn what_is_unknown_is_no_set() {
        let set = Scopes::parse("  write read\tread:statuses read ").unwrap();
        assert_eq!(set.to_string(), "write read read:statuses");
        assert_eq!(Scopes::parse("read everything"), None);
        assert_eq!(Scopes::parse(" "), None);
        assert_eq!(Scopes::parse("READ"), None);
    }

    #[test]
    fn a_set_is_within_a_wider_one() {
        let app = Scopes::parse("read follow").unwrap();
        for (asked, is_within) in [
            ("read", true),
            ("read:statuses write:mutes", true),
            ("read write", false),
            ("profile", false),
        ] {
            assert_eq!(
                Scopes::parse(asked).unwrap().are_within(&app),
                is_within,
                "{asked}"
            );
        }
    }
}
