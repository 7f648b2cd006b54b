//! Password hashes: argon2id, a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{CustomizedPasswordHasher as _, PasswordVerifier as _};
use argon2::{Argon2, Params};
use staffroom_domain::Password;
use staffroom_domain::random::{self, Random};
use thiserror::Error;
use tokio::sync::Semaphore;

/// Memory for one hash, in KiB; with [`PASSES`] the smallest of the settings that OWASP's Password
/// Storage Cheat Sheet recommends with one lane.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;

/// Hashes and checks passwords on blocking threads, so many at once as the settings allow: sign-ins
/// can take neither all cores nor all memory.
#[derive(Clone)]
pub struct Hasher {
    turns: Arc<Semaphore>,
    params: Params,
}

/// A password that could not be hashed or checked, for a reason that is ours.
#[derive(Clone, Debug, Error)]
#[error("password hashing failed: {0}")]
pub struct HashError(String);

impl HashError {
    fn new(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl Hasher {
    /// A hasher with so many turns at once; `None` for half the cores, at least one.
    pub fn new(concurrency: Option<usize>) -> Self {
        let half = || std::thread::available_parallelism().map_or(1, |n| n.get().div_ceil(2));
        Self {
            turns: Arc::new(Semaphore::new(concurrency.unwrap_or_else(half).max(1))),
            params: Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or(Params::DEFAULT),
        }
    }

    /// A hasher that costs next to nothing, for tests that are not about hashing.
    pub fn weak() -> Self {
        let params = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap_or(Params::DEFAULT);
        Self {
            params,
            ..Self::new(None)
        }
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: Password, random: &dyn Random) -> Result<String, HashError> {
        let salt = random::bytes::<16>(random);
        let params = self.params.clone();
        self.in_turn(move || {
            Argon2::default()
                .hash_password_with_params(password.as_bytes(), &salt, params)
                .map(|hash: PasswordHash| hash.to_string())
                .map_err(HashError::new)
        })
        .await
    }

    /// Whether the password is the one that was hashed. Without a stored hash it takes as long and
    /// answers `false`, so that time does not tell who has an account.
    pub async fn verify(
        &self,
        password: Password,
        stored: Option<String>,
        random: &dyn Random,
    ) -> Result<bool, HashError> {
        let Some(stored) = stored else {
            self.hash(password, random).await?;
            return Ok(false);
        };
        self.in_turn(move || {
            let parsed = PasswordHash::new(&stored).map_err(HashError::new)?;
            Ok(Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok())
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(HashError::new)?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(HashError::new)?
    }
}
