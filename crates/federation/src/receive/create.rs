//! Create: somebody elsewhere posted something, or voted.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, blocks, follows, polls, tombstones};
use staffroom_domain::{AccountId, Addresses, Visibility};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::IncomingObject;
use staffroom_service::Tx;
use staffroom_service::statuses::{Draft, is_permitted, is_wanted, may_see, store, vote_in};

use super::entries::Late;
use super::received::{Outcome, ReceiveError, Received};
use super::relay::Relay;
use crate::Federation;
use crate::lookup::{is_ours, local_accounts_at, row_at, status_at};
use crate::resolve::{self, FetchBudget, Prepared};

/// How much one activity may make us fetch.
pub(super) const REQUESTS: u32 = 20;
/// From how many hosts of one owner.
pub(super) const HOSTS: usize = 3;

/// Why what is for some people alone is not taken.
pub(super) const NO_DIRECT: &str = "there are no direct messages here";

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let Some(id) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it creates nothing that has an id"));
    };
    if is_ours(fed.addresses(), &id) {
        return Err(ReceiveError::refused("what it creates would be ours"));
    }
    let embedded = received.activity.embedded().map(IncomingObject::read);
    match embedded {
        Some(Ok(object)) if is_by(received, &object) => {
            if object.is_vote {
                return vote(fed, received, object).await;
            }
            Box::pin(keep(fed, received, object)).await
        }
        // Only named, or not the actor's: its own server may tell us.
        _ => fetch(fed, received, &id).await,
    }
}

/// Whether the actor's server may speak for the object, and says that it is the actor's.
pub(super) fn is_by(received: &Received, object: &IncomingObject) -> bool {
    received.may_speak_for(&object.id) && object.attributed_to.first() == Some(received.actor_id())
}

async fn fetch(fed: &Federation, received: &Received, id: &Iri) -> Result<Outcome, ReceiveError> {
    let actor = received.actor.id;
    let is_followed = fed
        .ctx()
        .db
        .read(move |conn| follows::has_local_followers(conn, actor))
        .await?;
    if !is_followed {
        return received.ignore(fed, "nobody here wants it").await;
    }
    let mut budget = FetchBudget::new(REQUESTS, HOSTS);
    let found = resolve::status(fed, id.as_str(), &mut budget).await?;
    let Some(found) = found else {
        return received.ignore(fed, "its server does not show it").await;
    };
    let relay = Relay::of(received);
    received
        .apply(fed, move |tx| {
            relay.begin(tx, &found)?;
            Ok(Outcome::Applied)
        })
        .await
}

/// What of an object says whether somebody here wants it.
struct Interest {
    id: Iri,
    /// Groups of ours, perhaps.
    audience: Vec<Iri>,
    addresses_local: bool,
    answers_known: bool,
    answer_refused: bool,
    visibility: Visibility,
    /// Whose post of ours it answers.
    answers: Option<AccountId>,
    /// Where it is an entry: about something of ours that may be gone.
    late: Option<Late>,
}

impl Interest {
    fn of(
        addresses: &Addresses,
        received: &Received,
        object: &IncomingObject,
        prepared: &Prepared,
    ) -> Self {
        let audience = received.activity.audience.ids.iter();
        let parent = prepared.draft.in_reply_to.as_ref();
        Self {
            id: object.id.clone(),
            audience: audience.chain(&object.audience.ids).cloned().collect(),
            addresses_local: prepared.addresses_local,
            answers_known: prepared.answers_known,
            answer_refused: prepared.answer_refused,
            visibility: prepared.draft.visibility,
            answers: parent.filter(|row| row.local).map(|row| row.account_id),
            late: Late::of(addresses, object),
        }
    }

    /// Why it is not stored, if it is not.
    fn refusal(
        &self,
        tx: &mut Tx<'_>,
        author: &AccountRow,
    ) -> Result<Option<&'static str>, DbError> {
        if tombstones::is_buried(tx.conn, self.id.as_str(), author.id)? {
            return Ok(Some("it was deleted before it came"));
        }
        if !is_permitted(tx, self.visibility) {
            return Ok(Some(NO_DIRECT));
        }
        if self.answer_refused || self.is_blocked_by_parent(tx, author)? {
            return Ok(Some("it may not answer that"));
        }
        // Also where somebody here wants it: it stays what it is without an entry.
        if let Some(late) = &self.late {
            late.refuse(tx, author.id)?;
        }
        let addresses_local = self.addresses_local || self.names_local(tx)?;
        let is_wanted = is_wanted(tx, author.id, addresses_local, self.answers_known)?;
        Ok((!is_wanted).then_some("nobody here wants it"))
    }

    fn is_blocked_by_parent(&self, tx: &mut Tx<'_>, author: &AccountRow) -> Result<bool, DbError> {
        match self.answers {
            Some(answered) => Ok(blocks::find(tx.conn, answered, author.id)?.is_some()),
            None => Ok(false),
        }
    }

    fn names_local(&self, tx: &mut Tx<'_>) -> Result<bool, DbError> {
        let named = local_accounts_at(tx.conn, tx.addresses, &self.audience)?;
        Ok(!named.is_empty())
    }
}

pub(super) async fn keep(
    fed: &Federation,
    received: &Received,
    object: IncomingObject,
) -> Result<Outcome, ReceiveError> {
    let author = received.actor.clone();
    let prepared =
        resolve::draft_of(fed, author.clone(), &object, &embedded_text(received)).await?;
    let interest = Interest::of(fed.addresses(), received, &object, &prepared);
    let draft = prepared.draft;
    let relay = Relay::of(received);
    received
        .apply(fed, move |tx| {
            // It may have been fetched before it was sent.
            if let Some(there) = row_at(tx.conn, tx.addresses, &interest.id)? {
                let is_live = there.deleted_at.is_none() && !there.is_boost();
                return Ok(if is_live && relay.begin(tx, &there)? {
                    Outcome::Applied
                } else {
                    Outcome::Ignored("it is here already")
                });
            }
            if let Some(reason) = interest.refusal(tx, &author)? {
                return Ok(Outcome::Ignored(reason));
            }
            let row = write(tx, draft)?;
            relay.begin(tx, &row)?;
            Ok(Outcome::Applied)
        })
        .await
}

fn write(tx: &mut Tx<'_>, draft: Draft) -> Result<StatusRow, DbError> {
    let parent_is_missing = draft.in_reply_to.is_none() && draft.in_reply_to_uri.is_some();
    let row = store(tx, draft)?;
    if parent_is_missing {
        resolve::queue_thread_in(tx, row.id)?;
    }
    Ok(row)
}

/// The object's own JSON.
pub(super) fn embedded_text(received: &Received) -> String {
    received
        .activity
        .embedded()
        .and_then(|object| serde_json::to_string(object).ok())
        .unwrap_or_default()
}

/// An answer to a poll of ours. It is no status and shown to nobody.
async fn vote(
    fed: &Federation,
    received: &Received,
    object: IncomingObject,
) -> Result<Outcome, ReceiveError> {
    let (Some(poll), Some(choice)) = (object.in_reply_to, object.name) else {
        return Err(ReceiveError::refused("it chooses nothing"));
    };
    let (actor, uri) = (received.actor.clone(), object.id);
    received
        .apply(fed, move |tx| {
            let status = status_at(tx.conn, tx.addresses, &poll)?.filter(|row| row.local);
            let Some(status) = status else {
                return Ok(Outcome::Ignored("the poll is not ours"));
            };
            if !may_see(tx.conn, Some(actor.id), &status)? {
                return Ok(Outcome::Ignored("its actor cannot have seen the poll"));
            }
            let Some(poll) = polls::of_statuses(tx.conn, &[status.id])?.pop() else {
                return Ok(Outcome::Ignored("there is no poll"));
            };
            let options = polls::options(tx.conn, &[status.id])?;
            let chosen = options.iter().find(|option| option.title == choice);
            let Some(chosen) = chosen.map(|option| option.position) else {
                return Ok(Outcome::Ignored("there is no such choice"));
            };
            let added = vote_in(tx, &actor, &status, &poll, &[chosen], Some(uri.as_str()))?;
            Ok(if added.is_empty() {
                Outcome::Ignored("the vote does not count")
            } else {
                Outcome::Applied
            })
        })
        .await
}
