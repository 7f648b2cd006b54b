//! The real clock and the real source of randomness.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom as AwsRandom};
use staffroom_domain::{Clock, Random, Timestamp};

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one clock that asks the system"
    )]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The cryptographic random source of this machine.
#[derive(Debug, Default)]
pub struct SystemRandom(AwsRandom);

impl SystemRandom {
    /// Opens it.
    pub fn new() -> Self {
        Self(AwsRandom::new())
    }
}

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // Predictable keys are worse than no program.
        #[expect(clippy::expect_used, reason = "nothing may go on without randomness")]
        self.0
            .fill(bytes)
            .expect("the operating system gives random bytes");
    }
}
