//! Actors: fetched from their own origin, confirmed by `WebFinger`, and kept.

use std::time::Duration;

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::remote_actors::{self, RemoteActorRow};
use staffroom_domain::text::fold;
use staffroom_domain::{ActorKind, Local, Timestamp};
use staffroom_protocol::incoming::{self, IncomingActor, IncomingKey, KeyMaterial};
use staffroom_protocol::{Handle, Iri};
use staffroom_service::accounts::{Field, RemoteAccount, RemoteKey, keep_remote};
use staffroom_service::emojis::keep_in;
use staffroom_signatures::{Algorithm, PublicKey};
use staffroom_text::{display_name, plain_text, sanitize, sanitize_inline};

use super::emojis::emojis;
use super::error::ResolveError;
use super::fetch::{self, Fetched, host_of, is_ours};
use super::{FetchBudget, later, webfinger};
use crate::knock;
use crate::state::Federation;

/// An actor is asked for again after this time.
pub(super) const FRESH_FOR: Duration = Duration::from_hours(24);
/// Other ids of the same person that are kept.
const MOST_ALIASES: usize = 20;

/// How recent what is known of an actor must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Whatever is stored.
    Known,
    /// Not older than a day, where its server answers.
    Fresh,
    /// Fetched now.
    Now,
}

/// The actor of that id, ours or another's; fetched where it is not known or not fresh enough.
///
/// # Errors
///
/// [`ResolveError::Gone`] also where its server has told us before that it is.
pub async fn actor(
    fed: &Federation,
    uri: &str,
    freshness: Freshness,
) -> Result<AccountRow, ResolveError> {
    let mut budget = FetchBudget::default();
    actor_within(fed, uri, freshness, &mut budget).await
}

/// The same as part of a chain of fetches.
pub(crate) async fn actor_within(
    fed: &Federation,
    uri: &str,
    freshness: Freshness,
    budget: &mut FetchBudget,
) -> Result<AccountRow, ResolveError> {
    let iri = Iri::parse(uri).map_err(ResolveError::invalid)?;
    if is_ours(fed, &iri) {
        return local(fed, uri).await;
    }
    if let Some(known) = known(fed, uri).await? {
        if known.row.deleted_at.is_some() {
            return Err(ResolveError::Gone);
        }
        let age = fed.ctx().now().since(known.fetched_at);
        if freshness == Freshness::Known && age >= FRESH_FOR {
            later::refresh(fed, &known.row).await?;
        }
        let is_enough = match freshness {
            Freshness::Known => true,
            Freshness::Fresh => age < FRESH_FOR,
            Freshness::Now => false,
        };
        if is_enough {
            return Ok(known.row);
        }
        return match Box::pin(fetch_with_key(fed, &iri, None, budget)).await {
            // What is known is better than nothing, unless the present is asked for.
            Err(error) if error.is_temporary() && freshness != Freshness::Now => Ok(known.row),
            fetched => fetched,
        };
    }
    // Boxed: it is large, and part of everything that looks somebody up.
    Box::pin(fetch_with_key(fed, &iri, None, budget)).await
}

async fn local(fed: &Federation, uri: &str) -> Result<AccountRow, ResolveError> {
    let Some(Local::Actor(id)) = fed.addresses().parse(uri) else {
        return Err(ResolveError::NotFound);
    };
    let ctx = fed.ctx();
    let row = ctx.db.read(move |conn| accounts::find(conn, id)).await?;
    let row = row.filter(AccountRow::is_local);
    match row {
        Some(row) if row.deleted_at.is_some() => Err(ResolveError::Gone),
        Some(row) => Ok(row),
        None => Err(ResolveError::NotFound),
    }
}

struct Known {
    row: AccountRow,
    fetched_at: Timestamp,
}

async fn known(fed: &Federation, uri: &str) -> Result<Option<Known>, ResolveError> {
    let uri = uri.to_owned();
    let found: Result<Option<Known>, DbError> = fed
        .ctx()
        .db
        .read(move |conn| {
            let Some(row) = accounts::find_by_uri(conn, &uri)? else {
                return Ok(None);
            };
            let reach: Option<RemoteActorRow> = remote_actors::find(conn, row.id)?;
            Ok(Some(Known {
                fetched_at: reach.map_or(Timestamp::from_micros(0), |reach| reach.fetched_at),
                row,
            }))
        })
        .await;
    Ok(found?)
}

/// Fetches an actor and keeps it, once however many ask at the same time. `vouched` is a key on
/// another origin whose own document names this actor.
pub(crate) async fn fetch_with_key(
    fed: &Federation,
    iri: &Iri,
    vouched: Option<&Iri>,
    budget: &mut FetchBudget,
) -> Result<AccountRow, ResolveError> {
    let turn = fed.memory().flights().enter(iri.canonical()).await;
    if turn.others_landed
        && vouched.is_none()
        && let Some(known) = known(fed, iri.as_str()).await?
    {
        return Ok(known.row);
    }
    let fetched = fetch::by_id(fed, iri, budget).await?;
    let row = keep(fed, &fetched, vouched, budget).await?;
    turn.landed();
    Ok(row)
}

/// Keeps a fetched actor, after its handle was confirmed.
async fn keep(
    fed: &Federation,
    fetched: &Fetched,
    vouched: Option<&Iri>,
    budget: &mut FetchBudget,
) -> Result<AccountRow, ResolveError> {
    let actor = fetched.document.actor()?;
    if actor.suspended {
        return Err(ResolveError::refused("its own server has suspended it"));
    }
    let handle = handle_of(fed, &actor, budget).await?;
    let mut new = describe(&actor, &handle, vouched, fetched.raw.clone())?;
    let mut shown = emojis(&actor.emoji);
    if fed.policies().of(&new.host).await?.reject_media {
        (new.avatar_url, new.header_url) = (None, None);
        shown.clear();
    }
    // Keys that another has now, and those that it has no more.
    let mut keys: Vec<String> = new.keys.iter().map(|key| key.uri.clone()).collect();
    let (row, is_new, old_keys) = fed
        .ctx()
        .transact(move |tx| {
            let known = accounts::find_by_uri(tx.conn, &new.uri)?;
            let old_keys = match &known {
                Some(row) => remote_actors::keys_of(tx.conn, row.id)?,
                None => Vec::new(),
            };
            let row = keep_remote(tx, new)?;
            keep_in(tx, &row.domain, &shown)?;
            Ok::<_, ResolveError>((row, known.is_none(), old_keys))
        })
        .await?;
    keys.extend(old_keys.into_iter().map(|key| key.key_uri));
    fed.memory().forget_keys(&keys).await;
    fed.memory().forget_account(row.id).await;
    if is_new && actor.featured.is_some() {
        later::fetch_featured(fed, &row).await?;
    }
    Ok(row)
}

/// A handle that was confirmed before and is claimed again needs no second look.
async fn handle_of(
    fed: &Federation,
    actor: &IncomingActor,
    budget: &mut FetchBudget,
) -> Result<Handle, ResolveError> {
    let claimed = webfinger::claimed(actor)?;
    if let Some(known) = known(fed, actor.id.as_str()).await? {
        let before = Handle::new(&known.row.username, &known.row.domain);
        if let Ok(before) = before
            && (before.same_account(&claimed)
                || (actor.webfinger.is_none() && fold(before.name()) == fold(claimed.name())))
        {
            return Ok(before);
        }
    }
    webfinger::confirm(fed, actor, budget).await
}

fn describe(
    actor: &IncomingActor,
    handle: &Handle,
    vouched: Option<&Iri>,
    document: String,
) -> Result<RemoteAccount, ResolveError> {
    let here = |iri: &Option<Iri>| {
        iri.as_ref()
            .filter(|iri| iri.same_origin(&actor.id))
            .map(|iri| iri.as_str().to_owned())
    };
    let inbox = here(&actor.inbox)
        .ok_or_else(|| ResolveError::invalid("the actor has no inbox on its own server"))?;
    let fields = actor
        .fields
        .iter()
        .map(|field| Field {
            source: String::new(),
            name: display_name(&plain_text(&field.name)),
            value: sanitize_inline(&field.value),
        })
        .collect();
    let picture =
        |picture: &Option<incoming::Picture>| picture.as_ref().map(|it| it.url.as_str().to_owned());
    let ids = |ids: &[Iri]| ids.iter().map(|id| id.as_str().to_owned()).collect();
    let aliases = actor.also_known_as.get(..MOST_ALIASES);
    Ok(RemoteAccount {
        uri: actor.id.as_str().to_owned(),
        kind: kind(actor.kind),
        username: handle.name().to_owned(),
        domain: handle.host().to_owned(),
        display_name: display_name(actor.name.as_deref().unwrap_or_default()),
        summary: sanitize(actor.summary.as_deref().unwrap_or_default()),
        url: actor
            .url
            .as_ref()
            .filter(|url| url.host() == actor.id.host() || url.host() == handle.host())
            .map(|url| url.as_str().to_owned()),
        fields,
        avatar_url: picture(&actor.icon),
        header_url: picture(&actor.image),
        locked: actor.manually_approves_followers,
        discoverable: actor.discoverable.unwrap_or_default(),
        indexable: actor.indexable.unwrap_or_default(),
        memorial: actor.memorial,
        also_known_as: ids(aliases.unwrap_or(&actor.also_known_as)),
        moved_to_uri: actor.moved_to.as_ref().map(|id| id.as_str().to_owned()),
        published: actor.published,
        host: host_of(&actor.id),
        inbox,
        shared_inbox: here(&actor.shared_inbox),
        outbox: here(&actor.outbox),
        followers: here(&actor.followers),
        following: here(&actor.following),
        featured: here(&actor.featured),
        keys: keys(actor, vouched),
        advertises: knock::advertised(&actor.implements),
        document,
    })
}

/// The keys that may speak for an actor: of its own origin (or vouched for), and of no other owner.
fn keys(actor: &IncomingActor, vouched: Option<&Iri>) -> Vec<RemoteKey> {
    actor
        .keys
        .iter()
        .filter(|key| key.owner.as_ref().is_none_or(|owner| *owner == actor.id))
        .filter(|key| key.id.same_origin(&actor.id) || vouched == Some(&key.id))
        .filter_map(|key| {
            let parsed = public_key(key)?;
            let algorithm = match parsed.algorithm() {
                Algorithm::Rsa => "rsa",
                Algorithm::Ed25519 => "ed25519",
            };
            Some(RemoteKey {
                uri: key.id.as_str().to_owned(),
                algorithm,
                public_key: parsed.to_der(),
                expires_at: key.expires,
            })
        })
        .collect()
}

/// The key itself; none where it is too weak or cannot be read.
pub(crate) fn public_key(key: &IncomingKey) -> Option<PublicKey> {
    match &key.material {
        KeyMaterial::Pem(text) => PublicKey::from_pem(text).ok(),
        KeyMaterial::Multibase(text) => PublicKey::from_multibase(text).ok(),
    }
}

fn kind(kind: incoming::ActorKind) -> ActorKind {
    match kind {
        incoming::ActorKind::Person => ActorKind::Person,
        incoming::ActorKind::Group => ActorKind::Group,
        incoming::ActorKind::Organization => ActorKind::Organization,
        incoming::ActorKind::Application => ActorKind::Application,
        incoming::ActorKind::Service => ActorKind::Service,
    }
}
