//! What the use cases need from outside, as traits; `outbound` and others implement them and the
//! binary wires them together.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, MailMessage};
use staffroom_domain::{AccountId, StatusId, StoredEvent};
use thiserror::Error;

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Sends one message. `idempotency_key` is the same for every attempt at this message, also after
    /// a crash; it becomes the `Message-ID`, by which mail systems drop repetitions.
    fn send<'a>(
        &'a self,
        message: &'a MailMessage,
        idempotency_key: &'a str,
    ) -> BoxFuture<'a, Result<(), JobError>>;

    /// Connects to the mail server and signs in, without sending anything.
    fn check(&self) -> BoxFuture<'_, Result<(), JobError>>;
}

/// Turns events into jobs. Called once for each event, in the transaction that takes it from the
/// outbox; it must be quick and always give the same jobs for the same event.
pub trait EventSubscriber: Send + Sync {
    /// Part of the jobs' dedup keys; never changes.
    fn name(&self) -> &'static str;

    /// The jobs to queue.
    fn jobs(&self, event: &StoredEvent) -> Vec<JobPayload>;
}

/// Does the jobs of one kind.
pub trait JobHandler: Send + Sync {
    /// Which kind.
    fn kind(&self) -> JobKind;

    /// Does one job. May be called again for the same job (after a crash, or when its lease ran
    /// out): effects outside carry [`ClaimedJob::idempotency_key`], effects inside are idempotent.
    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>>;
}

/// Why a job was not done.
#[derive(Clone, Debug, Error)]
pub enum JobError {
    /// It may work later.
    #[error("{reason}")]
    Retry {
        /// What happened.
        reason: String,
        /// Not before this long, where the other side said so.
        after: Option<Duration>,
    },
    /// It will never work.
    #[error("{0}")]
    Hopeless(String),
}

impl JobError {
    /// It may work later; when, is up to the queue.
    pub fn retry(error: impl std::fmt::Display) -> Self {
        Self::Retry {
            reason: error.to_string(),
            after: None,
        }
    }
}

/// Writes what is here as the documents that other servers are given.
pub trait Documents: Send + Sync {
    /// An actor here, as JSON.
    fn actor(&self, account: AccountId) -> BoxFuture<'_, Result<String, DocumentError>>;

    /// What somebody here did with posts of theirs, one for each id and in that order: a `Create` or an `Announce`, as
    /// JSON. None for one that is not theirs or cannot be written. A boost of what they may not see any more names its address.
    fn activities(
        &self,
        account: AccountId,
        ids: Vec<StatusId>,
    ) -> BoxFuture<'_, Result<Vec<Option<String>>, DocumentError>>;
}

/// Why there is no document.
#[derive(Clone, Debug, Error)]
pub enum DocumentError {
    /// It cannot be written.
    #[error("a document cannot be written: {0}")]
    Unwritable(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] staffroom_db::DbError),
}

/// Fetches files and pages of others.
pub trait FetchFile: Send + Sync {
    /// A file, whole; what is larger than the settings allow is refused.
    fn file<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>>;

    /// A page, or the beginning of one.
    fn page<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>>;
}

/// What was fetched.
#[derive(Clone, Debug)]
pub struct FetchedFile {
    /// Who answered: the address after all redirects.
    pub address: String,
    /// What it says of itself.
    pub content_type: Option<String>,
    /// The bytes.
    pub body: Bytes,
}

/// Why nothing was fetched.
#[derive(Clone, Debug, Error)]
pub enum FetchError {
    /// Too much is fetched already: nobody was asked.
    #[error("too much is fetched at the moment")]
    Busy,
    /// It may be there later.
    #[error("it cannot be fetched now: {0}")]
    Temporary(String),
    /// It is not there, too large, or nobody whom we ask.
    #[error("it cannot be fetched: {0}")]
    Hopeless(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] staffroom_db::DbError),
}

/// Finds people and posts of other servers, for a person who waits: with a deadline, and what was
/// found is stored.
pub trait Directory: Send + Sync {
    /// The account behind `@username@domain`.
    fn find_account<'a>(
        &'a self,
        username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>>;

    /// What is at an address: a page or an id, of an actor or of something posted.
    fn find_at<'a>(
        &'a self,
        address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>>;

    /// Where somebody of another server goes on with something of ours; none where their server does not say.
    fn find_doors<'a>(
        &'a self,
        username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>>;

    /// The organisation that speaks for the server of a domain; none where it names none.
    fn find_organisation<'a>(
        &'a self,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    /// The account of the actor with that id, as its server describes it now.
    fn read_again<'a>(
        &'a self,
        actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>>;
}

/// Addresses at somebody's own server, each with a name in braces in the place of what they come with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doors {
    /// Where they follow or look at anything (`{uri}`): what most servers say.
    pub subscribe: Option<String>,
    /// Where they look at an object (`{object}`, FEP-3b86).
    pub object: Option<String>,
    /// Where they follow an actor (`{object}`, FEP-3b86).
    pub follow: Option<String>,
}

/// What is at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An actor.
    Account(AccountId),
    /// Something posted.
    Status(StatusId),
}

/// Why nothing could be found out.
#[derive(Clone, Debug, Error)]
pub enum DirectoryError {
    /// The other server does not answer, or too slowly, or with nonsense.
    #[error("{host} could not be asked: {reason}")]
    Unreachable {
        /// Which server.
        host: String,
        /// What happened.
        reason: String,
    },
    /// We have nothing to do with that server.
    #[error("this instance does not exchange anything with {0}")]
    Refused(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] staffroom_db::DbError),
}
