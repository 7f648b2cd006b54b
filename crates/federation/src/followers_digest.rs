//! The digest of a list of followers (FEP-8fcf).

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

/// The SHA-256 of all ids, combined by exclusive or: the order does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FollowersDigest([u8; 32]);

impl FollowersDigest {
    /// Of all these ids.
    pub(crate) fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for id in ids {
            all.add(id);
        }
        all
    }

    /// With one more.
    pub(crate) fn add(&mut self, id: &str) {
        let one = digest(&SHA256, id.as_bytes());
        for (byte, other) in self.0.iter_mut().zip(one.as_ref()) {
            *byte ^= other;
        }
    }

    /// As the header has it.
    pub(crate) fn parse(hex: &str) -> Option<Self> {
        let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// As the header has it.
    pub(crate) fn to_hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_fep() {
        let (a, b) = (
            "https://testing.example.org/users/1",
            "https://testing.example.org/users/2",
        );
        assert_eq!(FollowersDigest::of([a, b]), FollowersDigest::of([b, a]));
        assert_eq!(FollowersDigest::of([]).to_hex(), "0".repeat(64));
        assert_eq!(FollowersDigest::of([a, b, a]), FollowersDigest::of([b]));
        let one = FollowersDigest::of([a]);
        assert_eq!(
            FollowersDigest::parse(&one.to_hex().to_uppercase()),
            Some(one)
        );
        assert_eq!(FollowersDigest::parse("00"), None);
    }
}
