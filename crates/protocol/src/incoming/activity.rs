//! Somebody did something.

use std::fmt;

use serde::{Serialize, Serializer};
use staffroom_domain::Timestamp;
use staffroom_domain::ledger::Reason;

use super::document::{ParseError, required_id};
use super::ledger::reason_of;
use super::tag::Tags;
use crate::audience::Addressees;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

macro_rules! activity_kinds {
    ($($kind:ident),+ $(,)?) => {
        /// What was done.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum ActivityKind {
            $(
                #[doc = concat!("`", stringify!($kind), "`")]
                $kind,
            )+
            /// A type that we do not know, as it was written.
            Other(String),
        }

        impl ActivityKind {
            /// The kind of this name, if we know it. Case matters.
            pub fn known(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($kind) => Some(Self::$kind),)+
                    _ => None,
                }
            }

            /// The name on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$kind => stringify!($kind),)+
                    Self::Other(name) => name,
                }
            }
        }
    };
}

activity_kinds!(
    Accept,
    Add,
    Announce,
    AnnounceRequest,
    Block,
    Create,
    Delete,
    Dislike,
    EmojiReact,
    FeatureRequest,
    Flag,
    Follow,
    Ignore,
    Invite,
    Join,
    Leave,
    Like,
    LikeRequest,
    Move,
    Offer,
    QuoteRequest,
    Read,
    Reject,
    Remove,
    ReplyRequest,
    TentativeAccept,
    TentativeReject,
    Undo,
    Update,
    View,
);

impl fmt::Display for ActivityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an activity is about: its id, or the thing itself.
///
/// What is embedded is a claim of whoever signed the activity, and to be trusted only by the rules of FEP-fe34.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectRef {
    /// Named only.
    Id(Iri),
    /// Written out; may lack an id.
    Embedded(Box<Object>),
}

impl ObjectRef {
    /// From a text or an object; nothing else is a reference.
    pub fn from_json(value: Json) -> Option<Self> {
        match value {
            Json::String(text) => Iri::parse(&text).ok().map(Self::Id),
            Json::Object(object) => Some(Self::Embedded(Box::new(object))),
            _ => None,
        }
    }

    /// The id, if there is a usable one.
    pub fn id(&self) -> Option<Iri> {
        match self {
            Self::Id(id) => Some(id.clone()),
            Self::Embedded(object) => object.own_id(),
        }
    }

    /// What is written out.
    pub fn embedded(&self) -> Option<&Object> {
        match self {
            Self::Id(_) => None,
            Self::Embedded(object) => Some(object),
        }
    }
}

/// An activity: who did what to what.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingActivity {
    /// Its id; absent only from Add and Remove (Mastodon writes none there), and where embedded.
    pub id: Option<Iri>,
    /// What was done: the first type that we know, else the first.
    pub kind: ActivityKind,
    /// Who did it; the id only, whatever else was embedded.
    pub actor: Iri,
    /// What it was done to; most kinds have one, reports several.
    pub objects: Vec<ObjectRef>,
    /// Where to: of Add, Remove, Move, Invite, Flag.
    pub target: Option<ObjectRef>,
    /// Where from.
    pub origin: Option<ObjectRef>,
    /// What came of it: the stamp of an Accept.
    pub result: Option<ObjectRef>,
    /// With what: the quoting or replying post of a request.
    pub instrument: Option<ObjectRef>,
    /// First recipients.
    pub to: Addressees,
    /// Further recipients.
    pub cc: Addressees,
    /// The group it belongs to (FEP-1b12).
    pub audience: Addressees,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was changed.
    pub updated: Option<Timestamp>,
    /// Until when it holds (Block).
    pub end_time: Option<Timestamp>,
    /// HTML or text: the reaction of Like and `EmojiReact`, the reason of Flag.
    pub content: Option<String>,
    /// A reason, as Lemmy writes it.
    pub summary: Option<String>,
    /// What somebody wrote when they joined an event.
    pub participation_message: Option<String>,
    /// Why an adoption or an outcome is not taken into a ledger (Reject); a code that we do not know is `Other`.
    pub rejection_reason: Option<Reason>,
    /// The number on the waiting list of a calendar event (`waitingPlace`, ours).
    pub waiting_place: Option<u32>,
    /// Whether a Block also removes what was posted.
    pub remove_data: Option<bool>,
    /// The emoji of a reaction, and other tags.
    pub tags: Tags,
    /// Whether a Linked Data signature is there. It is never verified.
    pub has_signature: bool,
    /// Whether an integrity proof is there (FEP-8b32).
    pub has_proof: bool,
}

impl IncomingActivity {
    /// Reads an activity that is embedded in another, which may lack an id. What came by itself goes through
    /// [`Document::into_activity`](super::Document::into_activity).
    ///
    /// # Errors
    /// [`ParseError::BadId`], [`ParseError::NoType`], [`ParseError::NoActor`].
    pub fn from_object(mut root: Object) -> Result<Self, ParseError> {
        let id = match root.get("id") {
            None | Some(Json::Null) => None,
            Some(_) => Some(required_id(&root)?),
        };
        let kind = kind_of(&root).ok_or(ParseError::NoType)?;
        let actor = root.only_iri("actor").ok_or(ParseError::NoActor)?;
        let objects = root
            .take("object")
            .map(Json::into_each)
            .unwrap_or_default()
            .into_iter()
            .take(limits::OBJECTS)
            .filter_map(ObjectRef::from_json)
            .collect();
        Ok(Self {
            id,
            kind,
            actor,
            objects,
            target: take_one(&mut root, "target"),
            origin: take_one(&mut root, "origin"),
            result: take_one(&mut root, "result"),
            instrument: take_one(&mut root, "instrument"),
            to: root.addressees("to"),
            cc: root.addressees("cc"),
            audience: root.addressees("audience"),
            published: root.date("published"),
            updated: root.date("updated"),
            end_time: root.date("endTime").or_else(|| root.date("expires")),
            content: root.text("content", limits::SUMMARY),
            summary: root.text("summary", limits::SUMMARY),
            participation_message: root.text("participationMessage", limits::SUMMARY),
            rejection_reason: reason_of(&root),
            waiting_place: root
                .count("waitingPlace")
                .and_then(|place| u32::try_from(place).ok()),
            remove_data: root.flag("removeData"),
            tags: Tags::read(&root),
            has_signature: root.has("signature"),
            has_proof: root.has("proof"),
        })
    }

    /// The object, where there is exactly one.
    pub fn object(&self) -> Option<&ObjectRef> {
        match self.objects.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The id of the object, where there is exactly one.
    pub fn object_id(&self) -> Option<Iri> {
        self.object()?.id()
    }

    /// What is embedded as the object, where there is exactly one.
    pub fn embedded(&self) -> Option<&Object> {
        self.object()?.embedded()
    }

    /// Whether everybody is addressed, in `to` or `cc`.
    pub fn is_public(&self) -> bool {
        self.to.public || self.cc.public
    }

    /// Whether the id has the origin of the actor; without that, it is nobody's (FEP-fe34). No id is of anybody.
    pub fn id_is_of_actor(&self) -> bool {
        self.id
            .as_ref()
            .is_none_or(|id| id.same_origin(&self.actor))
    }
}

/// The first type that we know, else the first.
fn kind_of(root: &Object) -> Option<ActivityKind> {
    root.type_names().find_map(ActivityKind::known).or_else(|| {
        let name = root.type_names().next()?;
        Some(ActivityKind::Other(name.to_owned()))
    })
}

/// A member that is one reference, or the only or first of a list.
pub(super) fn take_one(root: &mut Object, name: &str) -> Option<ObjectRef> {
    root.take(name)?
        .into_each()
        .into_iter()
        .find_map(ObjectRef::from_json)
}

/// The name on the wire.
impl Serialize for ActivityKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
