//! What can go wrong between us and the database, in words that mean something to the caller.

use std::path::PathBuf;
use std::sync::Arc;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use thiserror::Error;

/// The result of everything in this crate.
pub type DbResult<T> = Result<T, DbError>;

/// A uniqueness rule that a row would have broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unique {
    /// Two accounts of one domain with the same folded username.
    AccountHandle,
    /// Two accounts with the same actor's id.
    AccountUri,
    /// Two statuses with the same object's id.
    StatusUri,
    /// Two follows of the same account by the same.
    FollowPair,
    /// Two users with the same folded e-mail address.
    UserEmail,
    /// Two users of one account.
    UserAccount,
    /// A job whose dedup key is already queued.
    JobDedupKey,
    /// Two processes that took the same node number at the same moment.
    NodeId,
    /// Two statuses with the same id.
    StatusId,
    /// Two boosts of one status by one account.
    Boost,
    /// Two passkeys with the same credential id.
    Passkey,
    /// Any other.
    Other,
}

/// Name of the index on `PostgreSQL`; columns on `SQLite`, which names no index in its message.
const UNIQUE_RULES: &[(&str, &str, Unique)] = &[
    (
        "account_handle",
        "account.domain, account.username_folded",
        Unique::AccountHandle,
    ),
    ("account_uri", "account.uri", Unique::AccountUri),
    ("status_uri", "status.uri", Unique::StatusUri),
    (
        "follow_pair",
        "follow.account_id, follow.target_id",
        Unique::FollowPair,
    ),
    ("user_email", "user.email_folded", Unique::UserEmail),
    ("user_account", "user.account_id", Unique::UserAccount),
    ("job_dedup", "job.dedup_key", Unique::JobDedupKey),
    ("node_pkey", "node.id", Unique::NodeId),
    ("status_pkey", "status.id", Unique::StatusId),
    (
        "status_boost",
        "status.account_id, status.boost_of_id",
        Unique::Boost,
    ),
    (
        "passkey_credential",
        "passkey.credential_id",
        Unique::Passkey,
    ),
];

/// Why the database did not do what it was asked.
#[derive(Clone, Debug, Error)]
pub enum DbError {
    /// No such row.
    #[error("not found")]
    NotFound,
    /// A uniqueness rule would have been broken.
    #[error("already there ({0:?})")]
    Unique(Unique),
    /// The row refers to another that is not there, or is referred to by one that is.
    #[error("a reference to another row does not hold: {0}")]
    Reference(String),
    /// Too much is waiting; try again shortly.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached or opened. The text says which and why.
    #[error("{0}")]
    Unavailable(String),
    /// The database was made by a newer version of this program.
    #[error(
        "the database was written by a newer version of staffroom (it has the migration {0}, which \
         this version does not know); install that version, or restore a backup made before the upgrade"
    )]
    Newer(String),
    /// A migration failed, and it alone was undone. Each is a transaction of its own: those before it
    /// stay applied, and the next start goes on from there.
    #[error("the migration {name} failed and was undone: {reason}")]
    Migration {
        /// Which one.
        name: String,
        /// What the database said.
        reason: String,
    },
    /// A column holds what this version cannot read.
    #[error("the database holds a value that cannot be read: {0}")]
    Corrupt(String),
    /// A file that the database needs cannot be used.
    #[error("{path}: {reason}", path = .path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the operating system said, and what to do.
        reason: String,
    },
    /// Code that was given to the database panicked; its changes were undone.
    #[error("a database task panicked")]
    Panicked,
    /// The databases are not in a state in which this can be done. The text says what is wrong.
    #[error("{0}")]
    Refused(String),
    /// Anything else the database says.
    #[error("database error: {0}")]
    Other(Arc<DieselError>),
}

impl From<DieselError> for DbError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Self::Unique(unique_rule(info.constraint_name(), info.message()))
            }
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, info) => {
                Self::Reference(info.message().to_owned())
            }
            DieselError::DatabaseError(_, info)
                if info.message() == "database is locked"
                    || info.message().starts_with("database is locked:") =>
            {
                Self::Busy
            }
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Busy,
            // Two waited for each other, or one for too long (40P01, 55P03): all of it was undone.
            DieselError::DatabaseError(DatabaseErrorKind::Unknown, info)
                if info.message() == "deadlock detected"
                    || info.message() == "canceling statement due to lock timeout" =>
            {
                Self::Busy
            }
            DieselError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => Self::Unavailable(format!(
                "the connection to the database was lost: {}",
                info.message().trim().replace('\n', "; ")
            )),
            DieselError::BrokenTransactionManager => {
                Self::Unavailable("the connection to the database was lost".into())
            }
            _ => Self::Other(Arc::new(error)),
        }
    }
}

fn unique_rule(constraint: Option<&str>, message: &str) -> Unique {
    UNIQUE_RULES
        .iter()
        .find(|(index, columns, _)| {
            constraint == Some(index)
                || message.strip_prefix("UNIQUE constraint failed: ") == Some(columns)
        })
        .map_or(Unique::Other, |(_, _, rule)| *rule)
}
