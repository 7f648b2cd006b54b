//! What is wrong with what somebody filled in, said by the rules of the domain: as messages. Those of one use case
//! are with its page.

use staffroom_domain::email::InvalidEmail;
use staffroom_domain::password::{self, PasswordError};
use staffroom_domain::username::{self, UsernameError};

use crate::words::{Message, key};

/// No address.
pub(crate) fn email(InvalidEmail(text): &InvalidEmail) -> Message {
    key("problem-email").with("text", text)
}

/// No username.
pub(crate) fn username(error: &UsernameError) -> Message {
    match error {
        UsernameError::Empty => key("problem-username-empty"),
        UsernameError::TooLong => key("problem-username-long").with("most", username::MAX_LENGTH),
        UsernameError::BadCharacters => key("problem-username-characters"),
        UsernameError::BadHandle => key("problem-handle-characters"),
        UsernameError::Reserved(name) => key("problem-username-reserved").with("name", name),
    }
}

/// A text that is too long.
pub(crate) fn too_long(length: usize, most: usize) -> Message {
    key("problem-post-long")
        .with("length", length)
        .with("most", most)
}

/// No password.
pub(crate) fn password(error: &PasswordError) -> Message {
    match error {
        PasswordError::TooShort(least) => key("problem-password-short").with("least", *least),
        PasswordError::TooLong => key("problem-password-long").with("most", password::MAX_BYTES),
        PasswordError::TooCommon => key("problem-password-common"),
    }
}
