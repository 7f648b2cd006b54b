//! What a password must be.

use thiserror::Error;

/// The longest password that is looked at, in bytes: hashing is work, and work is bounded.
pub const MAX_BYTES: usize = 1_024;

/// A password that its owner has just typed. Never shown, never logged, never stored.
#[derive(Clone)]
pub struct Password(String);

/// Why a text cannot be a password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error("a password has at least {0} characters; a few words in a row are easy to remember")]
    TooShort(usize),
    /// More than [`MAX_BYTES`].
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
    /// On the short list of what everybody tries first, or the username itself.
    #[error("this password is among the first that anybody would try; choose another")]
    TooCommon,
}

impl Password {
    /// A password that somebody chooses for `username`: at least `min` characters, not the
    /// username, not one of the very common ones (NIST SP 800-63B, 3.1.1.2: length, a block list,
    /// no rules about character kinds).
    pub fn choose(text: String, min: usize, username: &str) -> Result<Self, PasswordError> {
        if text.chars().count() < min {
            return Err(PasswordError::TooShort(min));
        }
        if text.len() > MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        let folded = crate::text::fold(&text);
        let letters: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
        let same = folded.chars().all(|c| folded.starts_with(c));
        if same
            || folded == crate::text::fold(username)
            || COMMON.contains(&folded.as_str())
            || COMMON_WORDS.contains(&letters.as_str())
        {
            return Err(PasswordError::TooCommon);
        }
        Ok(Self(text))
    }

    /// A password that somebody signs in with: only the length is bounded.
    pub fn present(text: String) -> Result<Self, PasswordError> {
        if text.len() > MAX_BYTES {
            Err(PasswordError::TooLong)
        } else {
            Ok(Self(text))
        }
    }

    /// The bytes, for the hash function.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Sequences that are long enough to pass a length rule.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "12345678910",
    "123456789012",
    "0987654321",
    "9876543210",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "qwertyuiop",
    "asdfghjkl;",
    "zaq12wsxcde",
    "qazwsxedcrfv",
    "1111122222",
    "abcdefghij",
    "abcdefghijkl",
];

/// Words that stay common however many digits stand around them.
const COMMON_WORDS: &[&str] = &[
    "password",
    "passwordpassword",
    "passw",
    "pwd",
    "welcome",
    "letmein",
    "changeme",
    "changemenow",
    "qwerty",
    "qwertyuiop",
    "admin",
    "administrator",
    "teacher",
    "teachers",
    "school",
    "staffroom",
    "classroom",
    "headteacher",
    "football",
    "iloveyou",
    "sunshine",
    "princess",
    "monkey",
    "dragon",
    "liverpool",
    "arsenal",
    "chelsea",
    "summer",
    "winter",
    "spring",
    "autumn",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(text: &str) -> Result<(), PasswordError> {
        Password::choose(text.to_owned(), 10, "amira_khan").map(|_| ())
    }

    #[test]
    fn length_and_a_block_list_are_all_there_is() {
        assert_eq!(choose("correct horse"), Ok(()));
        assert_eq!(choose("ffenestri wedi'u golchi"), Ok(()));
        assert_eq!(choose("short"), Err(PasswordError::TooShort(10)));
        assert_eq!(choose(&"xy".repeat(2_000)), Err(PasswordError::TooLong));
        for common in [
            "Password123!",
            "1234567890",
            "Amira_Khan",
            "aaaaaaaaaaaa",
            "Welcome2026",
        ] {
            assert_eq!(choose(common), Err(PasswordError::TooCommon), "{common}");
        }
    }

    #[test]
    fn a_password_never_shows_itself() {
        let password = Password::present("hunter2-hunter2".into()).unwrap();
        assert_eq!(format!("{password:?}"), "Password(…)");
    }
}
