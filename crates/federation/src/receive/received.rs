//! An activity in the hands of whoever applies it, and what comes of it.

use staffroom_db::accounts::AccountRow;
use staffroom_db::{DbError, inbox};
use staffroom_domain::InboxItemId;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::IncomingActivity;
use staffroom_service::Tx;
use thiserror::Error;

use crate::Federation;
use crate::resolve::ResolveError;

/// An activity whose sender is known and verified.
#[derive(Clone, Debug)]
pub struct Received {
    /// The row of the inbox that it is.
    pub item: InboxItemId,
    /// The host of whoever did it, with the port where there is one.
    pub host: String,
    /// Who did it.
    pub actor: AccountRow,
    /// Its id; made up where it has none.
    pub uri: String,
    /// What was done.
    pub activity: IncomingActivity,
    /// The document as it came.
    pub body: String,
    /// Whether a group of another server passed it on.
    pub passed_on: bool,
}

/// What came of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something changed.
    Applied,
    /// Nothing did, for that reason: it is not for us, or known already.
    Ignored(&'static str),
}

/// Why an activity was not applied.
#[derive(Clone, Debug, Error)]
pub enum ReceiveError {
    /// It may work later.
    #[error("{0}")]
    Temporary(String),
    /// It never will: whoever sent it may not do that, or it makes no sense.
    #[error("{0}")]
    Refused(String),
    /// It was applied elsewhere meanwhile; this time nothing was changed.
    #[error("it was applied already")]
    Repeated,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl ReceiveError {
    /// It never will be applied.
    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused(reason.into())
    }
}

impl From<ResolveError> for ReceiveError {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Db(error) => Self::Db(error),
            error if error.is_temporary() => Self::Temporary(error.to_string()),
            error => Self::Refused(error.to_string()),
        }
    }
}

impl Received {
    /// The id of whoever did it.
    pub fn actor_id(&self) -> &Iri {
        &self.activity.actor
    }

    /// Whether something has the origin of the actor's id: its server may speak for it (FEP-fe34).
    pub fn may_speak_for(&self, id: &Iri) -> bool {
        id.same_origin(&self.activity.actor)
    }

    /// Does the work and notes that this activity is done, in one transaction.
    ///
    /// # Errors
    ///
    /// Those of `work`; [`ReceiveError::Repeated`] where another process was faster. Nothing is kept
    /// then.
    pub async fn apply<F>(&self, fed: &Federation, work: F) -> Result<Outcome, ReceiveError>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Outcome, ReceiveError> + Send + 'static,
    {
        let item = self.item;
        fed.ctx()
            .transact(move |tx| {
                let outcome = work(tx)?;
                if inbox::done(tx.conn, item, tx.now)? {
                    Ok(outcome)
                } else {
                    Err(ReceiveError::Repeated)
                }
            })
            .await
    }

    /// Notes that there is nothing to do.
    pub async fn ignore(
        &self,
        fed: &Federation,
        reason: &'static str,
    ) -> Result<Outcome, ReceiveError> {
        self.apply(fed, move |_| Ok(Outcome::Ignored(reason))).await
    }
}
