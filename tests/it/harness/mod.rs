//! What the black-box tests stand on: the program as a process, names that lead to it, a server of other
//! people, a mail server that counts.

pub(crate) mod client;
pub(crate) mod demo;
pub(crate) mod fedify;
pub(crate) mod instance;
pub(crate) mod network;
pub(crate) mod smtp;
pub(crate) mod tls;
pub(crate) mod visitor;

use std::time::Duration;

/// How often a condition is looked at while it is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Waits until `condition` holds; fails with `what` after `limit`.
pub(crate) async fn until(what: &str, limit: Duration, mut condition: impl FnMut() -> bool) {
    let waited = tokio::time::timeout(limit, async {
        while !condition() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    assert!(waited.await.is_ok(), "waited {limit:?} in vain: {what}");
}

/// Whether the long rounds are asked for (`cargo xtask test --full`).
#[expect(clippy::disallowed_methods, reason = "a test reads how it was started")]
pub(crate) fn is_full() -> bool {
    std::env::var_os("STAFFROOM_TEST_FULL").is_some()
}

/// What random moments of a test are drawn with: `STAFFROOM_TEST_SEED`, or another one each time. It is
/// printed, so that a failure can be repeated as far as moments can.
#[expect(clippy::disallowed_methods, reason = "a test reads how it was started")]
pub(crate) fn seed() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    let given = std::env::var("STAFFROOM_TEST_SEED").ok();
    let seed = given.map_or_else(
        || RandomState::new().hash_one(()),
        |given| given.parse().expect("STAFFROOM_TEST_SEED is a number"),
    );
    println!("STAFFROOM_TEST_SEED={seed}");
    seed
}
