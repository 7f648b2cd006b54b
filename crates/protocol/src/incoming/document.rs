//! A parsed document, and what it looks like.

use thiserror::Error;

use super::activity::{ActivityKind, IncomingActivity};
use super::actor::{ActorKind, IncomingActor};
use super::collection::{CollectionKind, IncomingCollection};
use super::key::IncomingKey;
use super::ledger::IncomingLedger;
use super::object::IncomingObject;
use super::stamp::IncomingStamp;
use crate::iri::{Iri, IriError};
use crate::json::{self, Json, JsonError, Object};

/// Why a document cannot be read: what an inbox answers 400 to (413 where it is too large).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The bytes are no JSON that we take.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// The document is an array, a text or another value without members.
    #[error("the document is not a JSON object")]
    NotAnObject,
    /// There is no `id`, or it is not a text.
    #[error("the document has no id")]
    NoId,
    /// The `id` is no usable address.
    #[error("the id is not usable: {0}")]
    BadId(IriError),
    /// There is no `type` (absent, `null`, or no text).
    #[error("the document has no type")]
    NoType,
    /// The `type` is not one that the wanted view is for.
    #[error("the document is of another type")]
    WrongType,
    /// An activity without `actor`, or with several.
    #[error("the activity has no single actor")]
    NoActor,
    /// A key without key material.
    #[error("the document has no key in it")]
    NoKey,
}

impl ParseError {
    /// Whether the size is the reason, which HTTP answers with 413.
    pub fn is_too_large(self) -> bool {
        self == Self::Json(JsonError::TooLarge)
    }
}

/// What a document looks like, by its `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Somebody did something: [`Document::into_activity`].
    Activity,
    /// A person, group or program: [`Document::actor`].
    Actor,
    /// A list, or a page of one: [`Document::into_collection`].
    Collection,
    /// A bare key: [`Document::key`].
    Key,
    /// A consent that others can check: [`Document::stamp`].
    Stamp,
    /// Anything else with a type: [`Document::object`].
    Object,
    /// No usable type.
    Unknown,
}

/// A guarded document: a JSON object. Nothing about it is trusted.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    root: Object,
}

/// Reads a document. The caller keeps the bytes, for digests, proofs and passing on.
///
/// # Errors
/// [`ParseError::Json`], [`ParseError::NotAnObject`].
pub fn parse(bytes: &[u8]) -> Result<Document, ParseError> {
    match json::parse(bytes)? {
        Json::Object(root) => Ok(Document { root }),
        _ => Err(ParseError::NotAnObject),
    }
}

impl From<Object> for Document {
    fn from(root: Object) -> Self {
        Self { root }
    }
}

impl Document {
    /// The members, for what the views leave out.
    pub fn root(&self) -> &Object {
        &self.root
    }

    /// The members, given away.
    pub fn into_root(self) -> Object {
        self.root
    }

    /// The id.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`].
    pub fn id(&self) -> Result<Iri, ParseError> {
        required_id(&self.root)
    }

    /// What it looks like.
    pub fn shape(&self) -> Shape {
        shape_of(&self.root)
    }

    /// As an activity. Only Add and Remove may lack an id: Mastodon writes none when somebody pins a post.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoType`], [`ParseError::NoActor`].
    pub fn into_activity(self) -> Result<IncomingActivity, ParseError> {
        let activity = IncomingActivity::from_object(self.root)?;
        let needs_id = !matches!(activity.kind, ActivityKind::Add | ActivityKind::Remove);
        if needs_id && activity.id.is_none() {
            return Err(ParseError::NoId);
        }
        Ok(activity)
    }

    /// As an object: a post, an event, a tombstone.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoType`].
    pub fn object(&self) -> Result<IncomingObject, ParseError> {
        IncomingObject::read(&self.root)
    }

    /// As an actor.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoType`], [`ParseError::WrongType`].
    pub fn actor(&self) -> Result<IncomingActor, ParseError> {
        IncomingActor::read(&self.root)
    }

    /// As a bare key.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoKey`].
    pub fn key(&self) -> Result<IncomingKey, ParseError> {
        required_id(&self.root)?;
        IncomingKey::read(&self.root).ok_or(ParseError::NoKey)
    }

    /// As a collection, or a page of one.
    ///
    /// # Errors
    /// [`ParseError::NoType`], [`ParseError::WrongType`]. The id may be absent: pages and partial collections often
    /// have none.
    pub fn into_collection(self) -> Result<IncomingCollection, ParseError> {
        IncomingCollection::from_object(self.root)
    }

    /// As the ledger of a practice, or a page of one.
    ///
    /// # Errors
    /// [`ParseError::NoType`], [`ParseError::WrongType`].
    pub fn into_ledger(self) -> Result<IncomingLedger, ParseError> {
        IncomingLedger::from_object(self.root)
    }

    /// As a consent to a quote or to being featured.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoType`], [`ParseError::WrongType`].
    pub fn stamp(&self) -> Result<IncomingStamp, ParseError> {
        IncomingStamp::read(&self.root)
    }
}

/// The id of an object that must have one.
pub(super) fn required_id(object: &Object) -> Result<Iri, ParseError> {
    let text = object
        .get("id")
        .and_then(Json::as_str)
        .ok_or(ParseError::NoId)?;
    Iri::parse(text).map_err(ParseError::BadId)
}

pub(super) fn shape_of(object: &Object) -> Shape {
    let mut shape = Shape::Unknown;
    for name in object.type_names() {
        if ActivityKind::known(name).is_some() {
            return Shape::Activity;
        }
        if ActorKind::known(name).is_some() {
            return Shape::Actor;
        }
        if CollectionKind::known(name).is_some() {
            return Shape::Collection;
        }
        if matches!(name, "Key" | "PublicKey" | "CryptographicKey" | "Multikey") {
            return Shape::Key;
        }
        if IncomingStamp::is_kind(name) {
            return Shape::Stamp;
        }
        shape = Shape::Object;
    }
    // Bare keys often say no type.
    if shape == Shape::Unknown && (object.has("publicKeyPem") || object.has("publicKeyMultibase")) {
        return Shape::Key;
    }
    shape
}
