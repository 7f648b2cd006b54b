//! Actors, local and remote: found, shown, kept up to date.

use serde::{Deserialize, Serialize};
pub use staffroom_db::accounts::AccountRow;
use staffroom_db::accounts::{self};
use staffroom_db::remote_actors::{self, RemoteActorRow, RemoteKeyRow};
use staffroom_db::{Conn, DbError, Unique, peers};
use staffroom_domain::text::fold;
use staffroom_domain::username::UsernameError;
use staffroom_domain::{AccountId, ActorKind, Addresses, Event, Timestamp};
use thiserror::Error;

use crate::actors::{self, NewActor};
use crate::context::Ctx;
use crate::domain_levels;
use crate::hub;
use crate::profiles::MAX_SUMMARY;
use crate::statuses::StatusError;
use crate::tx::Tx;
use crate::voice;

/// A line of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What it is, plain text.
    pub name: String,
    /// Safe HTML.
    pub value: String,
    /// What its owner typed, for local ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// The lines of a profile; what cannot be read counts as none.
pub fn fields(row: &AccountRow) -> Vec<Field> {
    serde_json::from_str(&row.fields).unwrap_or_default()
}

/// Other ids of the same person.
pub fn also_known_as(row: &AccountRow) -> Vec<String> {
    serde_json::from_str(&row.also_known_as).unwrap_or_default()
}

/// The id of an actor, local or remote.
pub fn uri(addresses: &Addresses, row: &AccountRow) -> String {
    row.uri.clone().unwrap_or_else(|| addresses.actor(row.id))
}

/// The page of an actor for people.
pub fn page(addresses: &Addresses, row: &AccountRow) -> String {
    if row.is_local() {
        return addresses.profile_page(&row.username);
    }
    row.url.clone().unwrap_or_else(|| uri(addresses, row))
}

/// The account of that id.
pub async fn find(ctx: &Ctx, id: AccountId) -> Result<Option<AccountRow>, DbError> {
    ctx.db.read(move |conn| accounts::find(conn, id)).await
}

/// The account of that handle: `name`, or `name@domain`; our own domain counts as none.
pub async fn find_by_handle(
    ctx: &Ctx,
    name: &str,
    domain: Option<&str>,
) -> Result<Option<AccountRow>, DbError> {
    let name = fold(name);
    let own = ctx.config.account_domain();
    let domain = domain
        .filter(|domain| !domain.eq_ignore_ascii_case(own.as_str()))
        .map(fold)
        .unwrap_or_default();
    ctx.db
        .read(move |conn| accounts::find_by_handle(conn, &name, &domain))
        .await
}

/// The account whose actor has that id, ours or a remote one that is known here.
pub fn find_by_uri(
    conn: &mut Conn,
    addresses: &Addresses,
    uri: &str,
) -> Result<Option<AccountRow>, DbError> {
    match addresses.parse(uri) {
        Some(staffroom_domain::Local::Actor(id)) => {
            Ok(accounts::find(conn, id)?.filter(AccountRow::is_local))
        }
        Some(_) => Ok(None),
        None => accounts::find_by_uri(conn, uri),
    }
}

/// The same, for whoever has no transaction.
pub async fn at(ctx: &Ctx, uri: String) -> Result<Option<AccountRow>, DbError> {
    let addresses = ctx.addresses.clone();
    ctx.db
        .read(move |conn| find_by_uri(conn, &addresses, &uri))
        .await
}

/// The account that one goes by now, where it moved and the other is known here.
pub async fn moved_to(ctx: &Ctx, row: &AccountRow) -> Result<Option<AccountRow>, DbError> {
    let Some(target) = row.moved_to_uri.clone() else {
        return Ok(None);
    };
    let addresses = ctx.addresses.clone();
    let found = ctx
        .db
        .read(move |conn| find_by_uri(conn, &addresses, &target))
        .await?;
    Ok(found.filter(AccountRow::is_active))
}

/// A public key of an actor elsewhere.
#[derive(Clone, Debug)]
pub struct RemoteKey {
    /// Its id.
    pub uri: String,
    /// `rsa` or `ed25519`.
    pub algorithm: &'static str,
    /// `SubjectPublicKeyInfo`, DER.
    pub public_key: Vec<u8>,
    /// From then on it signs nothing any more.
    pub expires_at: Option<Timestamp>,
}

/// A remote actor as its verified document describes it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the document has these, each by itself"
)]
#[derive(Clone, Debug)]
pub struct RemoteAccount {
    /// The actor's id.
    pub uri: String,
    /// What it is.
    pub kind: ActorKind,
    /// The handle that `WebFinger` confirmed.
    pub username: String,
    /// Its domain, lower case.
    pub domain: String,
    /// Plain text.
    pub display_name: String,
    /// Safe HTML.
    pub summary: String,
    /// The page for people.
    pub url: Option<String>,
    /// The lines of its profile.
    pub fields: Vec<Field>,
    /// Where its picture is.
    pub avatar_url: Option<String>,
    /// Where its banner is.
    pub header_url: Option<String>,
    /// Whether it approves followers by hand.
    pub locked: bool,
    /// Whether it wants to be found.
    pub discoverable: bool,
    /// Whether its posts may be searched.
    pub indexable: bool,
    /// Whether its person has died.
    pub memorial: bool,
    /// Other ids of the same person.
    pub also_known_as: Vec<String>,
    /// The id of the actor that it moved to.
    pub moved_to_uri: Option<String>,
    /// When it was made, as it says.
    pub published: Option<Timestamp>,
    /// Host of its id, with the port where there is one.
    pub host: String,
    /// Where activities for it go.
    pub inbox: String,
    /// Where activities for its whole server go.
    pub shared_inbox: Option<String>,
    /// Its outbox.
    pub outbox: Option<String>,
    /// Its followers' collection.
    pub followers: Option<String>,
    /// Whom it follows.
    pub following: Option<String>,
    /// Its pinned objects.
    pub featured: Option<String>,
    /// Its keys.
    pub keys: Vec<RemoteKey>,
    /// What it says of the signatures that its server reads (FEP-844e): `rfc9421` or
    /// `rfc9421-ed25519`.
    pub advertises: Option<&'static str>,
    /// The document as it came.
    pub document: String,
}

/// Writes a remote actor as it is now; makes it where it is new. A handle that another actor of that
/// server had passes to this one.
pub fn keep_remote(tx: &mut Tx<'_>, new: RemoteAccount) -> Result<AccountRow, DbError> {
    let there = accounts::find_by_uri(tx.conn, &new.uri)?;
    let folded = fold(&new.username);
    free_handle(tx, &folded, &new)?;
    let level = domain_levels::level_of(tx, &new.host, &new.domain)?;
    let is_new = there.is_none();
    let was_indexable = there.as_ref().is_some_and(|row| row.indexable);
    let before = there.unwrap_or_else(|| {
        let made = new.published.unwrap_or(tx.now).min(tx.now);
        AccountRow {
            created_at: made,
            ..AccountRow::blank(tx.new_id(), new.kind, tx.now)
        }
    });
    let is_otherwise_listed = before.indexable != new.indexable
        || before.deleted_at.is_some()
        || before.domain_level.as_deref() != level.max(before.own_level());
    let row = AccountRow {
        domain: new.domain.clone(),
        username: new.username.clone(),
        username_folded: folded,
        display_name: new.display_name.clone(),
        kind: new.kind.as_str().to_owned(),
        uri: Some(new.uri.clone()),
        url: new.url.clone(),
        summary: new.summary.clone(),
        fields: json(&new.fields),
        avatar_url: new.avatar_url.clone(),
        header_url: new.header_url.clone(),
        locked: new.locked,
        discoverable: new.discoverable,
        indexable: new.indexable,
        memorial: new.memorial,
        also_known_as: json(&new.also_known_as),
        moved_to_uri: new.moved_to_uri.clone(),
        updated_at: tx.now,
        deleted_at: None,
        domain_level: level.max(before.own_level()).map(str::to_owned),
        ..before
    };
    if is_new {
        accounts::insert(tx.conn, row.clone())?;
    } else {
        accounts::update(tx.conn, row.clone())?;
        if is_otherwise_listed {
            hub::theirs_changed_in(tx, &row)?;
        }
    }
    keep_reach(tx, row.id, new)?;
    if was_indexable && !row.indexable {
        // What of theirs is announced here is not any more, nor what people here say came of it.
        voice::look_through_theirs_later(tx, row.id)?;
    }
    Ok(row)
}

fn free_handle(tx: &mut Tx<'_>, folded: &str, new: &RemoteAccount) -> Result<(), DbError> {
    let holder = accounts::find_by_handle(tx.conn, folded, &new.domain)?;
    let Some(mut holder) = holder.filter(|row| row.uri.as_deref() != Some(&new.uri)) else {
        return Ok(());
    };
    holder.username = format!("old.{}", holder.id);
    holder.username_folded.clone_from(&holder.username);
    accounts::update(tx.conn, holder)
}

fn keep_reach(tx: &mut Tx<'_>, id: AccountId, new: RemoteAccount) -> Result<(), DbError> {
    let now = tx.now;
    if let Some(advertises) = new.advertises {
        peers::set_advertised(tx.conn, &new.host, advertises, now)?;
    }
    let keys = new
        .keys
        .into_iter()
        .map(|key| RemoteKeyRow {
            key_uri: key.uri,
            account_id: id,
            algorithm: key.algorithm.to_owned(),
            public_key: key.public_key,
            fetched_at: now,
            expires_at: key.expires_at.map(Timestamp::as_micros),
        })
        .collect();
    remote_actors::upsert(
        tx.conn,
        RemoteActorRow {
            account_id: id,
            host: new.host,
            inbox: new.inbox,
            shared_inbox: new.shared_inbox,
            outbox: new.outbox,
            followers: new.followers,
            following: new.following,
            featured: new.featured,
            fetched_at: now,
            document: new.document,
        },
    )?;
    remote_actors::replace_keys(tx.conn, id, keys)?;
    Ok(())
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "[]".to_owned())
}

/// Why an actor cannot be made.
#[derive(Clone, Debug, Error)]
pub enum AccountError {
    /// Somebody has the handle.
    #[error("the handle \"{0}\" is taken; choose another")]
    Taken(String),
    /// No handle.
    #[error(transparent)]
    Handle(#[from] UsernameError),
    /// More text than a profile holds.
    #[error("the summary is too long; at most {MAX_SUMMARY} characters")]
    LongSummary,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl AccountError {
    /// Why the database refused an account with that handle.
    pub(crate) fn of(error: DbError, handle: &str) -> Self {
        match error {
            DbError::Unique(Unique::AccountHandle) => Self::Taken(handle.to_owned()),
            other => other.into(),
        }
    }
}

impl From<StatusError> for AccountError {
    /// Looking up the people whom a text names fails for no other reason.
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::Db(error) => error.into(),
            other => DbError::Unavailable(other.to_string()).into(),
        }
    }
}

/// Makes a local actor that nobody signs in to, with nothing but its names.
pub async fn create_actor(
    ctx: &Ctx,
    kind: ActorKind,
    handle: &str,
    display_name: &str,
) -> Result<AccountRow, AccountError> {
    let new = NewActor {
        kind,
        handle: handle.to_owned(),
        display_name: display_name.to_owned(),
        summary: String::new(),
    };
    actors::make(ctx, new, false).await
}

/// The account of the instance itself; made where it is missing.
pub async fn ensure_instance_actor(ctx: &Ctx) -> Result<AccountRow, DbError> {
    if let Some(row) = find(ctx, AccountId::INSTANCE).await? {
        return Ok(row);
    }
    let name = ctx.config.instance.name.clone();
    ctx.transact(move |tx| {
        if let Some(row) = accounts::find(tx.conn, AccountId::INSTANCE)? {
            return Ok(row);
        }
        let kind = ActorKind::Application;
        let row = AccountRow::local_actor(AccountId::INSTANCE, kind, "instance", &name, tx.now);
        // No event: its keys are made with the first fetch that it signs.
        accounts::insert(tx.conn, row.clone())?;
        Ok(row)
    })
    .await
}

pub(crate) fn insert_local(tx: &mut Tx<'_>, row: AccountRow) -> Result<(), DbError> {
    let account = row.id;
    accounts::insert(tx.conn, row)?;
    if !tx.federates {
        return Ok(());
    }
    // Its keys are made before anybody asks for them.
    tx.emit(&Event::AccountCreated { account })
}
