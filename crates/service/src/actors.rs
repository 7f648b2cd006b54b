//! Actors here that nobody signs in to: groups, the school, programs. People who run the server make and
//! change them.

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, ActorKind};
use thiserror::Error;

use crate::accounts::{AccountError, insert_local};
use crate::context::Ctx;
use crate::profiles::{MAX_SUMMARY, summary_html};
use crate::staff::{self, Entry, Kind, Who};

/// An actor that is to be made.
#[derive(Clone, Debug)]
pub struct NewActor {
    /// What it is.
    pub kind: ActorKind,
    /// Its handle; dots and hyphens may stand in it.
    pub handle: String,
    /// The name beside it; the handle where it is empty.
    pub display_name: String,
    /// What it says of itself, as typed.
    pub summary: String,
}

/// Makes an actor, on the command line. It wants to be found, since nobody makes a group to hide it.
pub async fn create(ctx: &Ctx, new: NewActor) -> Result<AccountRow, AccountError> {
    make(ctx, new, true).await
}

/// The same; what the program makes by itself is not noted.
pub(crate) async fn make(
    ctx: &Ctx,
    new: NewActor,
    is_noted: bool,
) -> Result<AccountRow, AccountError> {
    let handle = staffroom_domain::username::parse_actor_handle(&new.handle)?;
    if new.summary.chars().count() > MAX_SUMMARY {
        return Err(AccountError::LongSummary);
    }
    let people = crate::statuses::people_named(ctx, &new.summary).await?;
    ctx.transact(move |tx| {
        let name = staffroom_text::display_name(&new.display_name);
        let name = if name.is_empty() {
            handle.clone()
        } else {
            name
        };
        let mut row = AccountRow::local_actor(tx.new_id(), new.kind, &handle, &name, tx.now);
        row.discoverable = true;
        row.indexable = true;
        row.summary = summary_html(tx, &new.summary, &people);
        new.summary.trim().clone_into(&mut row.summary_source);
        insert_local(tx, row.clone()).map_err(|error| AccountError::of(error, &handle))?;
        if is_noted {
            let entry = Entry {
                kind: Kind::ActorMade,
                account: Some(row.id),
                subject: &row.username,
                note: "",
            };
            staff::note_by(tx, &Who::COMMAND_LINE, &entry)?;
        }
        Ok(row)
    })
    .await
}

/// Why an account cannot be worked on.
#[derive(Clone, Debug, Error)]
pub enum ActorError {
    /// Nobody of that name.
    #[error(
        "there is nobody here called \"{0}\"; `staffroom actor list` and `staffroom user list` show everybody"
    )]
    NoSuchActor(String),
    /// The instance's own: it is made and kept by the program.
    #[error("the account of the instance itself cannot be changed")]
    IsInstance,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The account here of that handle, of a person or of another actor; with or without `@`, in any case.
pub async fn get(ctx: &Ctx, name: &str) -> Result<AccountRow, ActorError> {
    let folded = fold(name.trim().trim_start_matches('@'));
    let row = ctx
        .db
        .read(move |conn| accounts::find_local(conn, &folded))
        .await?
        .filter(|row| row.deleted_at.is_none())
        .ok_or_else(|| ActorError::NoSuchActor(name.trim().to_owned()))?;
    if row.id == AccountId::INSTANCE {
        return Err(ActorError::IsInstance);
    }
    Ok(row)
}

/// Actors that nobody signs in to, by their handles, after the handle `after`, at most `limit`.
pub async fn list(ctx: &Ctx, after: &str, limit: u32) -> Result<Vec<AccountRow>, DbError> {
    let after = after.to_owned();
    ctx.db
        .read(move |conn| accounts::without_user(conn, &after, i64::from(limit)))
        .await
}
