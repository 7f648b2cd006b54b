//! What is settled once for an instance: its address, its key, whether it is a trial.

use staffroom_db::facts::{self, Fact};
use staffroom_db::locks::{self, Exclusive};
use staffroom_db::{Conn, DbError};
use staffroom_domain::Timestamp;
use thiserror::Error;

use crate::secrets::SecretKey;

/// How a process finds the database that it is started on.
#[derive(Clone, Debug)]
pub struct Start {
    /// `server.url`, its origin.
    pub server_url: String,
    /// `server.account_domain`.
    pub account_domain: String,
    /// Whether there is no configuration file.
    pub without_config: bool,
    /// Which secret key the process has.
    pub key_fingerprint: String,
}

impl Start {
    /// With a key.
    pub fn new(
        server_url: String,
        account_domain: String,
        without_config: bool,
        key: &SecretKey,
    ) -> Self {
        Self {
            server_url,
            account_domain,
            without_config,
            key_fingerprint: key.fingerprint(),
        }
    }
}

/// What a process has to know about the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Made by `serve` without configuration: never federates.
    pub trial: bool,
    /// Made just now.
    pub new: bool,
}

/// Why a process must not run on this database.
#[derive(Clone, Debug, Error)]
pub enum StandingError {
    /// The key in the file is not the one that this database was made with.
    #[error(
        "the secret key does not belong to this database; put the key file of this instance back \
         (it is in your backup, or set `security.secret_key_file`)"
    )]
    WrongKey,
    /// The database was made for another address.
    #[error(
        "this database belongs to {stored}, but `{setting}` now says {configured}; an instance cannot \
         change its address: set `{setting}` back, or start a fresh instance in an empty folder"
    )]
    AddressChanged {
        /// Which setting.
        setting: &'static str,
        /// What the database says.
        stored: String,
        /// What the settings say.
        configured: String,
    },
    /// A trial folder, and now there is a configuration.
    #[error(
        "this data folder is a trial (it was made by `staffroom serve` without configuration) and \
         cannot become a real instance; point `storage.data_dir` at an empty folder, or remove the \
         trial's folder"
    )]
    WasTrial,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Settles a fresh database, or holds the process against what was settled.
pub fn settle(conn: &mut Conn, start: &Start, now: Timestamp) -> Result<Standing, StandingError> {
    locks::take_turn(conn, Exclusive::Settling)?;
    match facts::get(conn, Fact::SecretKeyFingerprint)? {
        None => settle_fresh(conn, start, now),
        Some(fingerprint) if fingerprint != start.key_fingerprint => Err(StandingError::WrongKey),
        Some(_) => hold(conn, start),
    }
}

fn settle_fresh(conn: &mut Conn, start: &Start, now: Timestamp) -> Result<Standing, StandingError> {
    let trial = start.without_config;
    for (fact, value) in [
        (Fact::SecretKeyFingerprint, start.key_fingerprint.as_str()),
        (Fact::ServerUrl, &start.server_url),
        (Fact::AccountDomain, &start.account_domain),
        (Fact::Trial, if trial { "yes" } else { "no" }),
        (Fact::CreatedAt, &now.as_micros().to_string()),
    ] {
        facts::set(conn, fact, value, now)?;
    }
    Ok(Standing { trial, new: true })
}

fn hold(conn: &mut Conn, start: &Start) -> Result<Standing, StandingError> {
    let trial = facts::get(conn, Fact::Trial)?.as_deref() == Some("yes");
    if trial {
        // A trial may move between ports; it becomes nothing else.
        return if start.without_config {
            Ok(Standing { trial, new: false })
        } else {
            Err(StandingError::WasTrial)
        };
    }
    for (setting, fact, configured) in [
        ("server.url", Fact::ServerUrl, &start.server_url),
        (
            "server.account_domain",
            Fact::AccountDomain,
            &start.account_domain,
        ),
    ] {
        let stored = facts::get(conn, fact)?.unwrap_or_default();
        if stored != *configured {
            return Err(StandingError::AddressChanged {
                setting,
                stored,
                configured: configured.clone(),
            });
        }
    }
    Ok(Standing { trial, new: false })
}
