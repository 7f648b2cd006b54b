//! The digest of somebody's followers on one host (FEP-8fcf).

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use staffroom_domain::{AccountId, Addresses};

/// The name of the header.
pub(super) const HEADER: &str = "collection-synchronization";

/// The header's value, for the ids of an account's followers on the host that it is sent to.
pub(super) fn header(addresses: &Addresses, account: AccountId, followers: &[String]) -> String {
    format!(
        r#"collectionId="{}", url="{}", digest="{}""#,
        addresses.of_actor(account, "followers"),
        addresses.of_actor(account, "followers_synchronization"),
        digest_of(followers)
    )
}

/// The digests of all ids, combined by XOR: the order does not matter.
fn digest_of(followers: &[String]) -> String {
    let mut all = [0_u8; 32];
    for id in followers {
        let one = digest(&SHA256, id.as_bytes());
        for (sum, byte) in all.iter_mut().zip(one.as_ref()) {
            *sum ^= byte;
        }
    }
    HEXLOWER.encode(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_fep() {
        let ids = [
            "https://testing.example.org/users/1".to_owned(),
            "https://testing.example.org/users/2".to_owned(),
        ];
        let both = digest_of(&ids);
        let [a, b] = ids;
        assert_eq!(both, digest_of(&[b.clone(), a.clone()]));
        assert_eq!(digest_of(&[]), "0".repeat(64));
        assert_eq!(
            digest_of(&[a.clone(), b, a.clone()]),
            digest_of(&["https://testing.example.org/users/2".to_owned()])
        );
        assert_eq!(digest_of(std::slice::from_ref(&a)).len(), 64);
    }
}
