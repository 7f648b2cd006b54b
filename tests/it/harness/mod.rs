//! What the black-box tests stand on: the program as a process, a mail server that counts.

pub(crate) mod client;
pub(crate) mod fedify;
pub(crate) mod instance;
pub(crate) mod smtp;
pub(crate) mod tls;

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
