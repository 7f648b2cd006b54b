//! Codes: those of a step of time, and those that were written down.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use staffroom_domain::random::{self, Random};
use staffroom_domain::{Timestamp, UserId};

use crate::secrets::SecretKey;

/// So long a code is shown, in seconds (RFC 6238, 4.1).
const STEP: i64 = 30;
/// Digits of a code.
pub(super) const DIGITS: u32 = 6;
/// What the codes are made of: 160 bits, as RFC 4226 recommends.
const SECRET_LENGTH: usize = 20;
/// A written code has 80 bits: nobody guesses one, so that nothing slower than a hash is needed.
const WRITTEN_LENGTH: usize = 10;

/// For what secrets are sealed; the user is bound to each.
const SEALED: &str = "second factor";
/// For what written codes are hashed.
const WRITTEN: &str = "recovery code";

/// What the codes of somebody are made of.
pub(super) struct Secret([u8; SECRET_LENGTH]);

impl Secret {
    pub(super) fn generate(random: &dyn Random) -> Self {
        Self(random::bytes(random))
    }

    pub(super) fn seal(&self, key: &SecretKey, random: &dyn Random, of: UserId) -> Option<Vec<u8>> {
        key.seal(random, SEALED, &of.get().to_be_bytes(), self.0.to_vec())
    }

    /// None where another key sealed it, or for somebody else.
    pub(super) fn open(key: &SecretKey, of: UserId, sealed: &[u8]) -> Option<Self> {
        let plain = key.open(SEALED, &of.get().to_be_bytes(), sealed)?;
        Some(Self(plain.try_into().ok()?))
    }

    /// As people type it into their program.
    pub(super) fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The code of a step (RFC 4226, 5.3).
    fn code(&self, step: i64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0xf);
        let word = bytes
            .get(offset..offset + 4)
            .and_then(|four| four.try_into().ok())
            .map_or(0, u32::from_be_bytes);
        (word & 0x7fff_ffff) % 10_u32.pow(DIGITS)
    }

    /// Of which step a code is: this one, the one before or the one after, since clocks differ.
    pub(super) fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = typed.len() == DIGITS as usize && typed.bytes().all(|b| b.is_ascii_digit());
        let typed: u32 = typed.parse().ok().filter(|_| is_code)?;
        let this = now.as_micros().div_euclid(STEP * 1_000_000);
        [this, this - 1, this + 1]
            .into_iter()
            .find(|step| self.code(*step) == typed)
    }

    /// The code that a program shows now. For tests.
    #[cfg(test)]
    fn shown(&self, now: Timestamp) -> String {
        format!("{:06}", self.code(now.as_micros() / (STEP * 1_000_000)))
    }
}

/// A code to be written down: `abcd-efgh-ijkl-mnop`.
pub(super) fn written(random: &dyn Random) -> String {
    let text = BASE32_NOPAD.encode(&random::bytes::<WRITTEN_LENGTH>(random));
    let text = text.to_lowercase();
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((part, after)) = rest.split_at_checked(4) {
        parts.push(part);
        rest = after;
    }
    parts.join("-")
}

/// What the database keeps of a written code, however it was typed.
pub(super) fn hash(key: &SecretKey, of: UserId, typed: &str) -> Vec<u8> {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .take(64)
        .collect();
    key.sign(WRITTEN, format!("{of} {plain}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SECRET: Secret = Secret(*b"12345678901234567890");

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let now = Timestamp::from_secs(seconds);
            assert_eq!(SECRET.shown(now), code);
            assert_eq!(SECRET.step_of(code, now), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_is_good_for_a_moment_before_and_after() {
        let at = |seconds: i64| Timestamp::from_secs(1_000_000_020 + seconds);
        let code = SECRET.shown(at(0));
        for (seconds, good) in [
            (-50, false),
            (-30, true),
            (29, true),
            (59, true),
            (90, false),
        ] {
            assert_eq!(
                SECRET.step_of(&code, at(seconds)).is_some(),
                good,
                "{seconds}"
            );
        }
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        assert!(SECRET.step_of(&spaced, at(0)).is_some());
        for bad in ["", "12345", "1234567", "+12345", "abcdef"] {
            assert_eq!(SECRET.step_of(bad, at(0)), None, "{bad}");
        }
    }
}
