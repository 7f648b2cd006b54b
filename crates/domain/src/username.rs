//! Handles: the `name` in `@name@domain`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::fold;

/// The longest handle, in characters.
pub const MAX_LENGTH: usize = 30;

/// Names that nobody may take: they are pages, mailboxes or voices of the instance, or would let
/// somebody pass for staff.
const RESERVED: &[&str] = &[
    "about",
    "abuse",
    "account",
    "accounts",
    "actor",
    "admin",
    "administrator",
    "all",
    "ap",
    "api",
    "assets",
    "auth",
    "concept",
    "contact",
    "desk",
    "events",
    "everyone",
    "explore",
    "federation",
    "followers",
    "following",
    "group",
    "groups",
    "head",
    "headteacher",
    "health",
    "help",
    "home",
    "hostmaster",
    "hub",
    "inbox",
    "info",
    "instance",
    "invitation",
    "invite",
    "library",
    "list",
    "lists",
    "login",
    "logout",
    "mail",
    "me",
    "media",
    "metrics",
    "mod",
    "moderator",
    "moderators",
    "no_reply",
    "nobody",
    "noreply",
    "notifications",
    "null",
    "oauth",
    "official",
    "outbox",
    "owner",
    "postmaster",
    "practice",
    "practices",
    "principal",
    "privacy",
    "ready",
    "relay",
    "report",
    "root",
    "rules",
    "safeguarding",
    "safeguarding_lead",
    "search",
    "security",
    "settings",
    "sign_in",
    "sign_out",
    "sign_up",
    "signin",
    "signout",
    "signup",
    "staff",
    "staffroom",
    "static",
    "status",
    "statuses",
    "student",
    "students",
    "support",
    "system",
    "tag",
    "tags",
    "teacher",
    "teachers",
    "undefined",
    "users",
    "vocab",
    "vocabulary",
    "webfinger",
    "webmaster",
    "well_known",
    "www",
];

/// A local person's handle: letters, digits and single underscores between them, at most
/// [`MAX_LENGTH`]. It keeps the case it was chosen in and is compared without it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Username(String);

/// Why a text cannot be a handle.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UsernameError {
    /// Nothing there.
    #[error("a username is needed")]
    Empty,
    /// More than [`MAX_LENGTH`] characters.
    #[error("a username has at most {MAX_LENGTH} characters")]
    TooLong,
    /// Something else than letters, digits and single underscores inside.
    #[error(
        "a username has only letters a to z, digits and single underscores between them, like \"amira_k\""
    )]
    BadCharacters,
    /// The same of an actor that nobody signs in to, which may have dots and hyphens too.
    #[error(
        "a handle has only letters a to z, digits and, between them, single dots, hyphens and underscores, \
         like \"year8-science\""
    )]
    BadHandle,
    /// On the list of names that would mislead.
    #[error("the username \"{0}\" is reserved; choose another")]
    Reserved(String),
}

impl Username {
    /// Checks a name that a person wants for themselves.
    pub fn parse(text: &str) -> Result<Self, UsernameError> {
        let text = text.trim().trim_start_matches('@');
        if text.is_empty() {
            return Err(UsernameError::Empty);
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(UsernameError::TooLong);
        }
        let well_formed = text
            .split('_')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if !well_formed {
            return Err(UsernameError::BadCharacters);
        }
        if RESERVED.contains(&fold(text).as_str()) {
            return Err(UsernameError::Reserved(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is compared and looked up by.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// Checks the handle of an actor that nobody signs in to: as a person's, and with dots and hyphens
/// inside. Gives it in lower case.
pub fn parse_actor_handle(text: &str) -> Result<String, UsernameError> {
    let text = fold(text.trim().trim_start_matches('@'));
    let as_person = Username::parse(&text.replace(['.', '-'], "_"));
    as_person.map_err(|error| match error {
        UsernameError::Reserved(_) => UsernameError::Reserved(text.clone()),
        UsernameError::BadCharacters => UsernameError::BadHandle,
        other => other,
    })?;
    Ok(text)
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Username {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, UsernameError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Username {
    type Error = UsernameError;

    fn try_from(text: String) -> Result<Self, UsernameError> {
        Self::parse(&text)
    }
}

impl From<Username> for String {
    fn from(name: Username) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn good_names_keep_their_case_and_fold_for_comparison() {
        let name = Username::parse("@Amira_K2").unwrap();
        assert_eq!(name.as_str(), "Amira_K2");
        assert_eq!(name.folded(), "amira_k2");
    }

    #[test]
    fn bad_names_say_what_is_wrong() {
        use UsernameError as E;
        for (text, error) in [
            ("", E::Empty),
            ("  ", E::Empty),
            ("@", E::Empty),
            ("_amira", E::BadCharacters),
            ("amira_", E::BadCharacters),
            ("am__ira", E::BadCharacters),
            ("a.mira", E::BadCharacters),
            ("amira-k", E::BadCharacters),
            ("amïra", E::BadCharacters),
            ("amira\u{202e}", E::BadCharacters),
            ("Admin", E::Reserved("Admin".into())),
            ("0123456789012345678901234567890", E::TooLong),
        ] {
            assert_eq!(Username::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn actors_may_have_dots_and_hyphens_between_letters() {
        use UsernameError as E;
        let parse = |text| parse_actor_handle(text);
        assert_eq!(
            parse("@TeachMeet.Leeds-2026"),
            Ok("teachmeet.leeds-2026".into())
        );
        for bad in [".maths", "maths.", "maths..leeds", "maths.-leeds", "máths"] {
            assert_eq!(parse(bad), Err(E::BadHandle), "{bad}");
        }
        assert_eq!(parse("no-reply"), Err(E::Reserved("no-reply".into())));
        assert_eq!(parse(""), Err(E::Empty));
    }

    #[test]
    fn the_reserved_list_is_sorted_folded_and_well_formed() {
        assert!(RESERVED.is_sorted(), "keep the list in order");
        for name in RESERVED {
            assert_eq!(&fold(name), name);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_panic(text in "\\PC{0,40}") {
            if let Ok(name) = Username::parse(&text) {
                prop_assert_eq!(Username::parse(name.as_str()), Ok(name.clone()));
                prop_assert!(name.folded().is_ascii());
            }
        }
    }
}
