//! People, groups, organisations and programs.

use serde::Serialize;
use staffroom_domain::Timestamp;

use super::attachment::Image;
use super::context::{Context, Term, Terms};
use super::policy::InteractionPolicy;
use super::post::Source;
use super::tag::Tag;
use super::write::{is_false, maybe_date};
use crate::incoming::ActorKind;
use crate::iri::Iri;

/// An actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a member of its own on the wire"
)]
pub struct Actor {
    /// Its id.
    pub id: Iri,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ActorKind,
    /// The name of its handle.
    pub preferred_username: String,
    /// Its handle, `user@host` (FEP-2c59).
    pub webfinger: String,
    /// What it is called, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// About it: HTML, clean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What was typed for `summary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Where activities are sent.
    pub inbox: Iri,
    /// What it did.
    pub outbox: Iri,
    /// Who follows it.
    pub followers: Iri,
    /// Whom it follows.
    pub following: Iri,
    /// What it pinned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub featured: Option<Iri>,
    /// The lists that it recommends (FEP-7aa9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub featured_collections: Option<Iri>,
    /// Where activities for many are sent.
    pub endpoints: Endpoints,
    /// The page for people.
    pub url: Iri,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Image>,
    /// A wide picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The key that requests are signed with.
    pub public_key: PublicKey,
    /// Keys in the newer form (FEP-521a).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assertion_method: Vec<Multikey>,
    /// Whether it decides about each follower.
    pub manually_approves_followers: bool,
    /// Whether it may be suggested to others.
    pub discoverable: bool,
    /// Whether its public posts may be searched (FEP-5feb).
    pub indexable: bool,
    /// Whether the person has died.
    #[serde(skip_serializing_if = "is_false")]
    pub memorial: bool,
    /// Whether it is suspended here.
    #[serde(skip_serializing_if = "is_false")]
    pub suspended: bool,
    /// Since when it is there.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub published: Option<Timestamp>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub updated: Option<Timestamp>,
    /// Emoji and hashtags of its texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<Tag>,
    /// The fields of its profile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment: Vec<PropertyValue>,
    /// Its other ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_known_as: Vec<Iri>,
    /// Where it has moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<Iri>,
    /// Which domains may name it as an author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attribution_domains: Vec<String>,
    /// Of a group: the collection of its moderators (FEP-1b12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<Iri>,
    /// Of a group: whether only moderators may post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting_restricted_to_mods: Option<bool>,
    /// Of an organisation: the collection of those who belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Iri>,
    /// Of an organisation: the collection of what it announces, written out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Iri>,
    /// Who may list it (FEP-7aa9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_policy: Option<InteractionPolicy>,
    /// What the server supports (FEP-844e); of every actor but the server's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generator: Option<Generator>,
    /// What the server supports; of the server's own actor.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub implements: Vec<Implements>,
}

/// Addresses for many actors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoints {
    /// Where activities for many are sent.
    pub shared_inbox: Iri,
}

/// A key in the old form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    /// Its id: the actor's, with a fragment.
    pub id: Iri,
    /// The actor.
    pub owner: Iri,
    /// PEM of the `SubjectPublicKeyInfo`.
    pub public_key_pem: String,
}

/// A key in the newer form (FEP-521a).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Multikey {
    /// Its id: the actor's, with a fragment.
    pub id: Iri,
    /// The actor.
    pub controller: Iri,
    /// The key, multicodec in base 58.
    pub public_key_multibase: String,
}

/// A field of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub struct PropertyValue {
    /// What it is called, plain text.
    pub name: String,
    /// HTML, clean.
    pub value: String,
}

/// The server, by what it supports (FEP-844e).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Application")]
pub struct Generator {
    /// The server's own actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Iri>,
    /// What it supports.
    pub implements: Vec<Implements>,
}

/// Something that a server supports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Implements {
    /// Where it is specified.
    pub href: &'static str,
    /// What it is called.
    pub name: &'static str,
}

impl Implements {
    /// HTTP message signatures.
    pub const RFC_9421: Self = Self {
        href: "https://datatracker.ietf.org/doc/html/rfc9421",
        name: "RFC-9421: HTTP Message Signatures",
    };
}

impl Serialize for ActorKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Terms for Actor {
    fn terms(&self, context: &mut Context) {
        for term in [
            Term::Security,
            Term::Webfinger,
            Term::ManuallyApprovesFollowers,
            Term::Discoverable,
            Term::Indexable,
        ] {
            context.add(term);
        }
        for tag in &self.tag {
            tag.terms(context);
        }
        if let Some(policy) = &self.interaction_policy {
            policy.terms(context);
        }
        for (used, term) in [
            (!self.assertion_method.is_empty(), Term::Multikey),
            (self.featured.is_some(), Term::Featured),
            (
                self.featured_collections.is_some(),
                Term::FeaturedCollections,
            ),
            (self.members.is_some(), Term::Members),
            (self.records.is_some(), Term::Records),
            (self.memorial, Term::Memorial),
            (self.suspended, Term::Suspended),
            (!self.attachment.is_empty(), Term::PropertyValue),
            (!self.also_known_as.is_empty(), Term::AlsoKnownAs),
            (self.moved_to.is_some(), Term::MovedTo),
            (
                !self.attribution_domains.is_empty(),
                Term::AttributionDomains,
            ),
            (
                self.posting_restricted_to_mods.is_some(),
                Term::PostingRestrictedToMods,
            ),
            (
                self.generator.is_some() || !self.implements.is_empty(),
                Term::Implements,
            ),
        ] {
            context.add_if(used, term);
        }
    }
}
