//! Objects: fetched from their own origin, with their author and what they answer.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{DbError, Unique, tombstones};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{Local, StatusId};
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{IncomingObject, ObjectKind, Shape};
use staffroom_service::Tx;
use staffroom_service::records::Source;
use staffroom_service::statuses::{is_permitted, store};

use super::Freshness;
use super::actor::actor_within;
use super::draft::draft_of;
use super::error::ResolveError;
use super::fetch::{self, is_ours};
use crate::lookup;
use crate::state::Federation;

/// Authors of one object that are tried.
const MOST_AUTHORS: usize = 2;

/// The status with that id, ours or another's. One that is not known is fetched from its own origin and
/// kept with its author and what it answers; the rest of its thread follows later. None where there is
/// something that is no status, such as a vote.
///
/// # Errors
///
/// [`ResolveError::Gone`] for what was deleted, here or there.
pub async fn status(
    fed: &Federation,
    uri: &str,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    at(fed, uri, true, budget).await
}

/// As [`status`], without the rest of its thread.
pub(super) async fn with_what_it_answers(
    fed: &Federation,
    uri: &str,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    at(fed, uri, false, budget).await
}

async fn at(
    fed: &Federation,
    uri: &str,
    with_thread: bool,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    match Box::pin(fetch_unknown(fed, uri, None, budget)).await? {
        None => stored(fed, uri).await,
        Some(fetched) => with_parent(fed, fetched, with_thread, budget).await,
    }
}

/// As [`with_what_it_answers`], of an object that is not here and stands written out in a document of its own origin: that
/// is as good as fetched (FEP-fe34).
pub(super) async fn shown(
    fed: &Federation,
    object: IncomingObject,
    raw: String,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    if object.kind == ObjectKind::Tombstone {
        return Err(ResolveError::Gone);
    }
    let author = author(fed, &object, budget).await?;
    let fetched = FetchedObject {
        object,
        author,
        raw,
        is_listed: true,
    };
    with_parent(fed, fetched, false, budget).await
}

/// Whether nothing has to be fetched to keep an object that is at hand: its author is known, the first that [`author`] takes,
/// and what it answers.
pub(super) async fn stands_alone(
    fed: &Federation,
    object: &IncomingObject,
) -> Result<bool, DbError> {
    let addresses = fed.addresses().clone();
    let parent = object.in_reply_to.clone();
    let author = authors(object).next().map(|id| id.as_str().to_owned());
    fed.ctx()
        .db
        .read(move |conn| {
            let is_known = match &parent {
                Some(parent) => lookup::status_at(conn, &addresses, parent)?.is_some(),
                None => true,
            };
            let author = match author.filter(|_| is_known) {
                Some(author) => accounts::find_by_uri(conn, &author)?,
                None => None,
            };
            Ok(author.is_some_and(|row| row.is_active()))
        })
        .await
}

async fn with_parent(
    fed: &Federation,
    fetched: FetchedObject,
    with_thread: bool,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    if fetched.object.is_vote {
        return Ok(None);
    }
    if let Some(parent) = &fetched.object.in_reply_to {
        // Without it, it is an answer to something unknown, which may come later.
        if let Err(error) = Box::pin(single(fed, parent.as_str(), budget)).await {
            tracing::debug!(%parent, %error, "what a status answers is not fetched");
        }
    }
    Box::pin(keep(fed, fetched, Source::Origin, with_thread))
        .await
        .map(Some)
}

/// Keeps an object that its author vouches for, as if it had been fetched. None where it was deleted.
pub(crate) async fn keep_given(
    fed: &Federation,
    author: AccountRow,
    object: IncomingObject,
    raw: String,
) -> Result<Option<StatusRow>, ResolveError> {
    let fetched = FetchedObject {
        object,
        author,
        raw,
        is_listed: false,
    };
    match Box::pin(keep(fed, fetched, Source::Sender, true)).await {
        Ok(row) => Ok(Some(row)),
        Err(ResolveError::Gone) => Ok(None),
        Err(error) => Err(error),
    }
}

/// As [`status`], without what it answers.
pub(super) async fn single(
    fed: &Federation,
    uri: &str,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    alone(fed, uri, None, budget).await
}

/// The same, where it is of a thread: of the conversation `context`, or an answer to something that is
/// here. A list cannot make us keep what only the list connects with a thread.
pub(super) async fn member(
    fed: &Federation,
    id: &Iri,
    context: Option<&Iri>,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    alone(fed, id.as_str(), Some(Thread { context }), budget).await
}

/// As [`status`], only where it answers something that is here, and without the rest of its thread.
pub(crate) async fn answer_to_known(
    fed: &Federation,
    id: &Iri,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    member(fed, id, None, budget).await
}

async fn alone(
    fed: &Federation,
    uri: &str,
    of: Option<Thread<'_>>,
    budget: &mut FetchBudget,
) -> Result<Option<StatusRow>, ResolveError> {
    match Box::pin(fetch_unknown(fed, uri, of, budget)).await? {
        None => stored(fed, uri).await,
        Some(fetched) if fetched.object.is_vote => Ok(None),
        Some(fetched) => Box::pin(keep(fed, fetched, Source::Origin, false))
            .await
            .map(Some),
    }
}

/// What something must be part of.
#[derive(Clone, Copy)]
struct Thread<'a> {
    context: Option<&'a Iri>,
}

impl Thread<'_> {
    async fn holds(self, fed: &Federation, object: &IncomingObject) -> Result<bool, ResolveError> {
        if self.context.is_some() && object.context.as_ref() == self.context {
            return Ok(true);
        }
        let Some(parent) = &object.in_reply_to else {
            return Ok(false);
        };
        match stored(fed, parent.as_str()).await {
            Ok(row) => Ok(row.is_some()),
            Err(ResolveError::Gone) => Ok(true),
            Err(error) => Err(error),
        }
    }
}

struct FetchedObject {
    object: IncomingObject,
    author: AccountRow,
    raw: String,
    /// It is one of many on a page: nobody is sent to the sites that it links to.
    is_listed: bool,
}

/// What is known here by that id.
async fn stored(fed: &Federation, uri: &str) -> Result<Option<StatusRow>, ResolveError> {
    let (addresses, uri) = (fed.addresses().clone(), uri.to_owned());
    let found: Result<Option<StatusRow>, DbError> = fed
        .ctx()
        .db
        .read(move |conn| {
            let name = Iri::parse(&uri).map_or(uri.clone(), |iri| iri.canonical().to_owned());
            Ok(match addresses.parse(&name) {
                Some(Local::Object(id) | Local::Boost(id)) => {
                    statuses::find(conn, id)?.filter(|row| row.local)
                }
                Some(_) => None,
                None => statuses::find_by_uri(conn, &uri)?,
            })
        })
        .await;
    match found? {
        Some(row) if row.deleted_at.is_some() => Err(ResolveError::Gone),
        found => Ok(found),
    }
}

/// Fetches what is not known here; none where it is.
async fn fetch_unknown(
    fed: &Federation,
    uri: &str,
    of: Option<Thread<'_>>,
    budget: &mut FetchBudget,
) -> Result<Option<FetchedObject>, ResolveError> {
    let iri = Iri::parse(uri).map_err(ResolveError::invalid)?;
    if stored(fed, uri).await?.is_some() {
        return Ok(None);
    }
    if is_ours(fed, &iri) {
        return Err(ResolveError::NotFound);
    }
    let fetched = fetch::by_id(fed, &iri, budget).await?;
    if fetched.document.shape() != Shape::Object {
        return Err(ResolveError::invalid("it is not something posted"));
    }
    let object = fetched.document.object()?;
    if object.kind == ObjectKind::Tombstone {
        return Err(ResolveError::Gone);
    }
    // It may be known by the id that it gives itself.
    if object.id.as_str() != uri && stored(fed, object.id.as_str()).await?.is_some() {
        return Ok(None);
    }
    if let Some(thread) = of
        && !thread.holds(fed, &object).await?
    {
        return Err(ResolveError::refused("it is not of this thread"));
    }
    let author = author(fed, &object, budget).await?;
    Ok(Some(FetchedObject {
        object,
        author,
        raw: fetched.raw,
        is_listed: false,
    }))
}

/// Its authors of the same origin, as far as they are tried.
fn authors(object: &IncomingObject) -> impl Iterator<Item = &Iri> {
    let own = object.attributed_to.iter();
    own.filter(|author| author.same_origin(&object.id))
        .take(MOST_AUTHORS)
}

/// The first of its authors that is an actor of the same origin.
async fn author(
    fed: &Federation,
    object: &IncomingObject,
    budget: &mut FetchBudget,
) -> Result<AccountRow, ResolveError> {
    let mut error = ResolveError::refused("it has no author of its own origin");
    for author in authors(object) {
        match actor_within(fed, author.as_str(), Freshness::Known, budget).await {
            Ok(row) if row.is_active() => return Ok(row),
            Ok(_) => error = ResolveError::refused("its author is shut out"),
            Err(found) => error = found,
        }
    }
    Err(error)
}

/// What became of an attempt to keep something.
enum Kept {
    /// It is here.
    Here(Box<StatusRow>),
    /// It was deleted.
    Buried,
    /// Nothing of its audience is kept.
    Refused,
}

/// With its thread: the rest of that is fetched when there is time.
async fn keep(
    fed: &Federation,
    fetched: FetchedObject,
    source: Source,
    with_thread: bool,
) -> Result<StatusRow, ResolveError> {
    let FetchedObject {
        object,
        author,
        raw,
        is_listed,
    } = fetched;
    let author_id = author.id;
    let mut prepared = draft_of(fed, author, &object, &raw).await?;
    prepared.draft.from = source;
    prepared.draft.without_card = is_listed;
    let uri = object.id.as_str().to_owned();
    let ctx = fed.ctx();
    let kept: Result<Kept, DbError> = ctx
        .transact(move |tx| {
            if tombstones::is_buried(tx.conn, &uri, author_id)? {
                return Ok(Kept::Buried);
            }
            let row = match statuses::find_by_uri(tx.conn, &uri)? {
                Some(row) => row,
                None if !is_permitted(tx, prepared.draft.visibility) => {
                    return Ok(Kept::Refused);
                }
                None => store(tx, prepared.draft)?,
            };
            let is_part = row.in_reply_to_uri.is_some()
                || row.replies_uri.is_some()
                || row.context_uri.is_some();
            if with_thread && is_part {
                queue_thread_in(tx, row.id)?;
            }
            Ok(Kept::Here(Box::new(row)))
        })
        .await;
    match kept {
        Ok(Kept::Here(row)) => Ok(*row),
        Ok(Kept::Buried) => Err(ResolveError::Gone),
        Ok(Kept::Refused) => Err(ResolveError::refused("there are no direct messages here")),
        // Somebody else was faster.
        Err(DbError::Unique(Unique::StatusUri)) => stored(fed, object.id.as_str())
            .await?
            .ok_or(ResolveError::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// The rest of its thread is elsewhere: it is fetched when there is time.
pub(crate) fn queue_thread_in(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    let job = NewJob::now(JobPayload::FetchThread { status }, tx.now)
        .with_dedup_key(format!("thread-{status}"));
    tx.queue(&job).map(drop)
}
