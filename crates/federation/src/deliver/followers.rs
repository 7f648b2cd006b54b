//! The header that tells a host whom of its people we hold for somebody's followers (FEP-8fcf).

use staffroom_domain::{AccountId, Addresses};

use crate::followers_digest::FollowersDigest;

/// The name of the header.
pub(super) const HEADER: &str = "collection-synchronization";

/// The header's value, for the ids of an account's followers on the host that it is sent to.
pub(super) fn header(addresses: &Addresses, account: AccountId, followers: &[String]) -> String {
    let digest = FollowersDigest::of(followers.iter().map(String::as_str));
    format!(
        r#"collectionId="{}", url="{}", digest="{}""#,
        addresses.of_actor(account, "followers"),
        addresses.of_actor(account, "followers_synchronization"),
        digest.to_hex()
    )
}
