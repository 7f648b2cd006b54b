//! People, groups, organisations and programs.

use staffroom_domain::Timestamp;

use super::attachment::{Picture, picture_of};
use super::document::{ParseError, required_id};
use super::key::IncomingKey;
use super::language::text_or_map;
use super::object::page_of;
use super::policy::InteractionPolicy;
use super::tag::{IncomingEmoji, Tags};
use crate::handle::Handle;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// `Person`
    Person,
    /// `Group`
    Group,
    /// `Organization`
    Organization,
    /// `Application`
    Application,
    /// `Service`
    Service,
}

impl ActorKind {
    /// The kind of this name, if it is one.
    pub fn known(name: &str) -> Option<Self> {
        match name {
            "Person" => Some(Self::Person),
            "Group" => Some(Self::Group),
            "Organization" => Some(Self::Organization),
            "Application" => Some(Self::Application),
            "Service" => Some(Self::Service),
            _ => None,
        }
    }

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Group => "Group",
            Self::Organization => "Organization",
            Self::Application => "Application",
            Self::Service => "Service",
        }
    }

    /// Whether a program acts: Application and Service.
    pub fn is_bot(self) -> bool {
        matches!(self, Self::Application | Self::Service)
    }
}

/// A field of a profile (`PropertyValue`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileField {
    /// What it is called, plain text.
    pub name: String,
    /// HTML, not clean.
    pub value: String,
}

/// An actor. Nothing is trusted until it was fetched from its own origin.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a member of its own on the wire"
)]
pub struct IncomingActor {
    /// Its id.
    pub id: Iri,
    /// What it is.
    pub kind: ActorKind,
    /// The name of its handle.
    pub preferred_username: Option<String>,
    /// Its handle (FEP-2c59), which goes before `preferred_username`.
    pub webfinger: Option<Handle>,
    /// What it is called, plain text.
    pub name: Option<String>,
    /// About it: HTML, not clean.
    pub summary: Option<String>,
    /// What the author typed for `summary` (Lemmy).
    pub source: Option<String>,
    /// Where activities are sent; without one it cannot be talked to.
    pub inbox: Option<Iri>,
    /// What it did.
    pub outbox: Option<Iri>,
    /// Who follows it.
    pub followers: Option<Iri>,
    /// Whom it follows.
    pub following: Option<Iri>,
    /// What it pinned.
    pub featured: Option<Iri>,
    /// The lists that it recommends (FEP-7aa9).
    pub featured_collections: Option<Iri>,
    /// Where activities for many of its server are sent.
    pub shared_inbox: Option<Iri>,
    /// The page for people.
    pub url: Option<Iri>,
    /// A small picture.
    pub icon: Option<Picture>,
    /// A wide picture.
    pub image: Option<Picture>,
    /// Its keys, at most [`limits::KEYS`].
    pub keys: Vec<IncomingKey>,
    /// Whether it decides about each follower.
    pub manually_approves_followers: bool,
    /// Whether it may be suggested to others.
    pub discoverable: Option<bool>,
    /// Whether its public posts may be searched (FEP-5feb).
    pub indexable: Option<bool>,
    /// Whether the person has died.
    pub memorial: bool,
    /// Whether its server has suspended it.
    pub suspended: bool,
    /// Its other ids.
    pub also_known_as: Vec<Iri>,
    /// Where it has moved.
    pub moved_to: Option<Iri>,
    /// Since when it is there.
    pub published: Option<Timestamp>,
    /// When it was changed.
    pub updated: Option<Timestamp>,
    /// The fields of its profile, at most [`limits::FIELDS`].
    pub fields: Vec<ProfileField>,
    /// Custom emoji in its name, summary and fields.
    pub emoji: Vec<IncomingEmoji>,
    /// What its server says to support: the `href`s of `implements`, of itself and of its `generator` (FEP-844e).
    pub implements: Vec<String>,
    /// Of a group: its moderators, or the collection of them (FEP-1b12).
    pub attributed_to: Vec<Iri>,
    /// Of an organisation: the list of those who belong to it.
    pub members: Option<Iri>,
    /// Of an organisation: the list of what it announces, written out.
    pub records: Option<Iri>,
    /// Of a group: whether only moderators may post (Lemmy).
    pub posting_restricted_to_mods: bool,
    /// Whether it is about delicate things (Lemmy).
    pub sensitive: bool,
    /// Which domains may name it as an author (Mastodon).
    pub attribution_domains: Vec<String>,
    /// Who may list it (FEP-7aa9).
    pub interaction_policy: Option<InteractionPolicy>,
}

impl IncomingActor {
    /// Reads an actor; also one that is embedded.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoType`], [`ParseError::WrongType`].
    pub fn read(root: &Object) -> Result<Self, ParseError> {
        let id = required_id(root)?;
        if root.type_names().next().is_none() {
            return Err(ParseError::NoType);
        }
        let kind = root
            .type_names()
            .find_map(ActorKind::known)
            .ok_or(ParseError::WrongType)?;
        let endpoints = root.get("endpoints").and_then(Json::as_object);
        let source = root.get("source").and_then(Json::as_object);
        Ok(Self {
            id,
            kind,
            preferred_username: root.line("preferredUsername"),
            webfinger: root
                .word("webfinger")
                .and_then(|handle| Handle::parse(handle).ok()),
            name: text_or_map(root, "name", "nameMap", limits::NAME),
            summary: text_or_map(root, "summary", "summaryMap", limits::SUMMARY),
            source: source.and_then(|source| source.text("content", limits::SUMMARY)),
            inbox: root.only_iri("inbox"),
            outbox: root.only_iri("outbox"),
            followers: root.only_iri("followers"),
            following: root.only_iri("following"),
            featured: root.only_iri("featured"),
            featured_collections: root.only_iri("featuredCollections"),
            shared_inbox: endpoints.and_then(|endpoints| endpoints.only_iri("sharedInbox")),
            url: page_of(root),
            icon: root.get("icon").and_then(picture_of),
            image: root.get("image").and_then(picture_of),
            keys: IncomingKey::of_actor(root),
            manually_approves_followers: root.flag("manuallyApprovesFollowers").unwrap_or_default(),
            discoverable: root.flag("discoverable"),
            indexable: root.flag("indexable"),
            memorial: root.flag("memorial").unwrap_or_default(),
            suspended: root.flag("suspended").unwrap_or_default(),
            also_known_as: root.iris("alsoKnownAs", limits::IDS),
            moved_to: root.only_iri("movedTo"),
            published: root.date("published"),
            updated: root.date("updated"),
            fields: fields_of(root),
            emoji: Tags::read(root).emoji,
            implements: implements_of(root),
            attributed_to: root.iris("attributedTo", limits::IDS),
            members: root.only_iri("members"),
            records: root.only_iri("records"),
            posting_restricted_to_mods: root.flag("postingRestrictedToMods").unwrap_or_default(),
            sensitive: root.flag("sensitive").unwrap_or_default(),
            attribution_domains: words_of(root, "attributionDomains"),
            interaction_policy: InteractionPolicy::read(root),
        })
    }

    /// Whether a program acts.
    pub fn is_bot(&self) -> bool {
        self.kind.is_bot()
    }
}

fn fields_of(root: &Object) -> Vec<ProfileField> {
    let values = root.get("attachment").map(Json::each).unwrap_or_default();
    values
        .iter()
        .filter_map(Json::as_object)
        .filter(|field| field.is_a("PropertyValue"))
        .filter_map(|field| {
            Some(ProfileField {
                name: field.line("name")?,
                value: field.text("value", limits::FIELD).unwrap_or_default(),
            })
        })
        .take(limits::FIELDS)
        .collect()
}

fn implements_of(root: &Object) -> Vec<String> {
    let generator = root.get("generator").and_then(Json::as_object);
    let mut all: Vec<String> = Vec::new();
    for holder in [Some(root), generator].into_iter().flatten() {
        let values = holder.get("implements").map(Json::each).unwrap_or_default();
        for value in values.iter().take(limits::LINKS) {
            let href = match value {
                Json::String(text) => Some(text.as_str()),
                Json::Object(link) => link.get("href").and_then(Json::as_str),
                _ => None,
            };
            if let Some(href) = href.filter(|href| href.len() <= limits::IRI)
                && all.iter().all(|known| known != href)
            {
                all.push(href.to_owned());
            }
        }
    }
    all
}

fn words_of(root: &Object, name: &str) -> Vec<String> {
    let values = root.get(name).map(Json::each).unwrap_or_default();
    values
        .iter()
        .take(limits::IDS)
        .filter_map(Json::as_str)
        .filter(|word| !word.is_empty() && word.len() <= 253)
        .map(str::to_owned)
        .collect()
}
