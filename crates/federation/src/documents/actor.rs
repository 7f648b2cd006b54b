//! Actors.

use staffroom_domain::{AccountId, ActorKind, Addresses};
use staffroom_protocol::outgoing::{
    self, Actor, Endpoints, Generator, Image, Implements, Multikey, PropertyValue, PublicKey,
    Source,
};
use staffroom_protocol::{Iri, IriError};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::keys::ActorKeys;
use staffroom_text::{display_name, sanitize, sanitize_inline};

use super::{file, iri};
use crate::state::Federation;

/// An actor of ours, with its keys.
///
/// # Errors
/// Where an id of ours is no address, which a checked `server.url` rules out.
pub fn actor(fed: &Federation, row: &AccountRow, keys: &ActorKeys) -> Result<Actor, IriError> {
    let domain = fed.ctx().config.account_domain();
    actor_of(fed.addresses(), domain.as_str(), row, keys)
}

/// As [`actor`], where handles have that domain.
///
/// # Errors
/// As [`actor`].
pub fn actor_of(
    addresses: &Addresses,
    account_domain: &str,
    row: &AccountRow,
    keys: &ActorKeys,
) -> Result<Actor, IriError> {
    let of_actor = |what: &str| iri(&addresses.of_actor(row.id, what));
    let is_instance = row.id == AccountId::INSTANCE;
    let is_group = row.actor_kind() == ActorKind::Group;
    let is_organisation = row.actor_kind() == ActorKind::Organization;
    let suspended = row.suspended_at.is_some();
    let server = (!is_instance).then(|| iri(&addresses.actor(AccountId::INSTANCE)));
    Ok(Actor {
        id: iri(&addresses.actor(row.id))?,
        kind: kind(row.actor_kind()),
        preferred_username: row.username.clone(),
        webfinger: format!("{}@{account_domain}", row.username),
        name: Some(display_name(&row.display_name)).filter(|text| !text.is_empty() && !suspended),
        summary: Some(sanitize(&row.summary)).filter(|text| !text.is_empty() && !suspended),
        source: source(row).filter(|_| !suspended),
        inbox: of_actor("inbox")?,
        outbox: of_actor("outbox")?,
        followers: of_actor("followers")?,
        following: of_actor("following")?,
        featured: (!is_instance).then(|| of_actor("featured")).transpose()?,
        featured_collections: None,
        endpoints: Endpoints {
            shared_inbox: iri(&addresses.shared_inbox())?,
        },
        url: iri(&page(addresses, row))?,
        icon: image(addresses, row.avatar_url.as_deref(), suspended),
        image: image(addresses, row.header_url.as_deref(), suspended),
        public_key: public_key(addresses, row, keys)?,
        assertion_method: vec![multikey(addresses, row, keys)?],
        manually_approves_followers: row.locked,
        discoverable: row.discoverable && !suspended,
        indexable: row.indexable && !suspended,
        memorial: row.memorial,
        suspended,
        published: Some(row.created_at),
        updated: Some(row.updated_at),
        tag: Vec::new(),
        attachment: if suspended { Vec::new() } else { lines(row) },
        also_known_as: accounts::also_known_as(row)
            .iter()
            .filter_map(|id| Iri::parse(id).ok())
            .collect(),
        moved_to: row
            .moved_to_uri
            .as_deref()
            .and_then(|id| Iri::parse(id).ok()),
        attribution_domains: Vec::new(),
        attributed_to: is_group.then(|| of_actor("moderators")).transpose()?,
        posting_restricted_to_mods: is_group.then_some(false),
        members: is_organisation.then(|| of_actor("members")).transpose()?,
        records: is_organisation.then(|| of_actor("records")).transpose()?,
        interaction_policy: None,
        generator: server.transpose()?.map(|id| Generator {
            id: Some(id),
            implements: vec![Implements::RFC_9421],
        }),
        implements: if is_instance {
            vec![Implements::RFC_9421]
        } else {
            Vec::new()
        },
    })
}

/// What its owner typed.
fn source(row: &AccountRow) -> Option<Source> {
    let text = Some(row.summary_source.clone()).filter(|text| !text.is_empty())?;
    Some(Source {
        content: text,
        media_type: "text/plain",
    })
}

/// The page for people. The instance itself has no profile.
pub(crate) fn page(addresses: &Addresses, row: &AccountRow) -> String {
    if row.id == AccountId::INSTANCE {
        format!("{}/about", addresses.origin())
    } else {
        accounts::page(addresses, row)
    }
}

const fn kind(kind: ActorKind) -> outgoing::ActorKind {
    match kind {
        ActorKind::Person => outgoing::ActorKind::Person,
        ActorKind::Group => outgoing::ActorKind::Group,
        ActorKind::Organization => outgoing::ActorKind::Organization,
        ActorKind::Service => outgoing::ActorKind::Service,
        ActorKind::Application => outgoing::ActorKind::Application,
    }
}

fn image(addresses: &Addresses, url: Option<&str>, suspended: bool) -> Option<Image> {
    Some(Image {
        media_type: None,
        url: file(addresses, url.filter(|_| !suspended)?).ok()?,
        summary: None,
    })
}

fn lines(row: &AccountRow) -> Vec<PropertyValue> {
    accounts::fields(row)
        .into_iter()
        .map(|field| PropertyValue {
            name: display_name(&field.name),
            value: sanitize_inline(&field.value),
        })
        .collect()
}

fn public_key(
    addresses: &Addresses,
    row: &AccountRow,
    keys: &ActorKeys,
) -> Result<PublicKey, IriError> {
    let actor = addresses.actor(row.id);
    Ok(PublicKey {
        id: iri(&format!("{actor}#main-key"))?,
        owner: iri(&actor)?,
        public_key_pem: keys.rsa.public().to_pem(),
    })
}

/// The key of integrity proofs (FEP-521a, FEP-8b32).
fn multikey(
    addresses: &Addresses,
    row: &AccountRow,
    keys: &ActorKeys,
) -> Result<Multikey, IriError> {
    let actor = addresses.actor(row.id);
    Ok(Multikey {
        id: iri(&format!("{actor}#ed25519-key"))?,
        controller: iri(&actor)?,
        public_key_multibase: keys.ed25519.public().to_multibase(),
    })
}
