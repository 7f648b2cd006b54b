//! Reading a known post again where it lives.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::StatusRow;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::ObjectKind;
use staffroom_service::Tx;
use staffroom_service::statuses::{Revised, remove_in, revise_in};

use super::create::NO_DIRECT;
use super::received::{Outcome, ReceiveError};
use super::update::revision;
use crate::Federation;
use crate::lookup::status_at;
use crate::resolve::{self, FetchBudget, Freshness, Prepared, ResolveError};

/// What the post's own server says.
#[derive(Debug)]
pub enum Reread {
    /// Nothing that we could use.
    Same,
    /// It was deleted.
    Gone(AccountRow),
    /// This is how it is now.
    Changed(AccountRow, Box<Prepared>),
}

/// Asks the own server of a post that is here.
///
/// # Errors
///
/// [`ReceiveError::Temporary`] where it does not answer now.
pub async fn read_again(fed: &Federation, there: &StatusRow) -> Result<Reread, ReceiveError> {
    match id_of(there) {
        Some(id) => of(fed, &id, there).await,
        None => Ok(Reread::Same),
    }
}

fn id_of(row: &StatusRow) -> Option<Iri> {
    Iri::parse(row.uri.as_deref()?).ok()
}

/// Asks the post's own server.
pub(super) async fn of(
    fed: &Federation,
    id: &Iri,
    there: &StatusRow,
) -> Result<Reread, ReceiveError> {
    let author = there.account_id;
    let author = fed
        .ctx()
        .db
        .read(move |conn| accounts::find(conn, author))
        .await?;
    let Some(author) = author else {
        return Ok(Reread::Same);
    };
    let mut budget = FetchBudget::default();
    let fetched = match resolve::at(fed, id, &mut budget).await {
        Ok(fetched) if fetched.at == *id => fetched,
        Err(ResolveError::Gone) => return Ok(Reread::Gone(author)),
        Err(ResolveError::NotFound) => return missing(fed, author).await,
        Err(error) if error.is_temporary() => return Err(error.into()),
        // What is not to be believed changes nothing.
        _ => return Ok(Reread::Same),
    };
    let Some(object) = fetched.document.object().ok().filter(|it| it.id == *id) else {
        return Ok(Reread::Same);
    };
    if object.kind == ObjectKind::Tombstone {
        return Ok(Reread::Gone(author));
    }
    match resolve::draft_of(fed, author.clone(), &object, &fetched.raw).await {
        Ok(prepared) => Ok(Reread::Changed(author, Box::new(prepared))),
        Err(error) if error.is_temporary() => Err(error.into()),
        Err(_) => Ok(Reread::Same),
    }
}

/// A 404 may also be of a server that has lost its way. It is believed where the same server still
/// shows whose post it was, or says that they are gone.
async fn missing(fed: &Federation, author: AccountRow) -> Result<Reread, ReceiveError> {
    let uri = author.uri.clone().unwrap_or_default();
    match resolve::actor(fed, &uri, Freshness::Now).await {
        Ok(_) | Err(ResolveError::Gone) => Ok(Reread::Gone(author)),
        Err(error) if error.is_temporary() => Err(error.into()),
        Err(_) => Ok(Reread::Same),
    }
}

impl Reread {
    /// Makes it so here, for whoever has the post only.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn keep_of(self, tx: &mut Tx<'_>, row: &StatusRow) -> Result<Outcome, ReceiveError> {
        match id_of(row) {
            Some(id) => self.keep(tx, &id),
            None => Ok(Outcome::Ignored("it has no id")),
        }
    }

    /// Makes it so here.
    pub(super) fn keep(self, tx: &mut Tx<'_>, id: &Iri) -> Result<Outcome, ReceiveError> {
        let Some(row) = status_at(tx.conn, tx.addresses, id)? else {
            return Ok(Outcome::Ignored("it was deleted"));
        };
        match self {
            Self::Same => return Ok(Outcome::Ignored("nothing has changed")),
            Self::Gone(author) => {
                remove_in(tx, &author, &row)?;
            }
            Self::Changed(author, prepared) => {
                let now = tx.now;
                let revision = revision(tx, &row, *prepared, now)?;
                if revise_in(tx, &author, &row, &revision)? == Revised::Refused {
                    return Ok(Outcome::Ignored(NO_DIRECT));
                }
            }
        }
        Ok(Outcome::Applied)
    }
}
