//! Posts, articles, events and what is left of them.

use staffroom_domain::{Timestamp, TypedRecord};

use super::activity::ObjectRef;
use super::attachment::{Attachment, Picture, PreviewLink, attachments_of, picture_of};
use super::document::{ParseError, required_id};
use super::event::EventDetails;
use super::fields::link_of;
use super::language::{is_blank, language_of, text_or_map};
use super::policy::InteractionPolicy;
use super::poll::Poll;
use super::quote::Quotes;
use super::record::record_of;
use super::tag::Tags;
use crate::audience::Addressees;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

macro_rules! object_kinds {
    ($($kind:ident),+ $(,)?) => {
        /// What an object is.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum ObjectKind {
            $(
                #[doc = concat!("`", stringify!($kind), "`")]
                $kind,
            )+
            /// A type that we do not know, as it was written.
            Other(String),
        }

        impl ObjectKind {
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

object_kinds!(
    Note, Article, Page, Question, Event, Image, Video, Audio, Document, Tombstone
);

/// What the author typed (`source`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The text.
    pub content: String,
    /// Its type, such as `text/markdown`.
    pub media_type: Option<String>,
}

/// The collection of answers. Items may be anybody's claims.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replies {
    /// Its id.
    pub id: Option<Iri>,
    /// How many there are said to be. Untrusted.
    pub total_items: Option<u64>,
    /// The ids that are written out in it or in its first page, at most [`limits::IDS`].
    pub items: Vec<Iri>,
    /// The first page, where it is named only.
    pub first: Option<Iri>,
    /// The page after the one that is written out.
    pub next: Option<Iri>,
}

/// A post or another object. HTML is as it was written: not clean.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingObject {
    /// Its id.
    pub id: Iri,
    /// What it is: the first type that we know, else the first.
    pub kind: ObjectKind,
    /// All types, as they were written.
    pub types: Vec<String>,
    /// Who wrote it: ids of texts and of objects that have one, in order.
    pub attributed_to: Vec<Iri>,
    /// First recipients.
    pub to: Addressees,
    /// Further recipients.
    pub cc: Addressees,
    /// The group it belongs to (FEP-1b12).
    pub audience: Addressees,
    /// The title, plain text; of a vote, the answer.
    pub name: Option<String>,
    /// The content warning of a Note, the summary of an Article: HTML or text.
    pub summary: Option<String>,
    /// The text: HTML, unless `media_type` says otherwise.
    pub content: Option<String>,
    /// The language of the text (BCP 47).
    pub language: Option<String>,
    /// The type of `content`.
    pub media_type: Option<String>,
    /// What the author typed.
    pub source: Option<Source>,
    /// The page for people: of several links the first of `text/html`, else the first.
    pub url: Option<Iri>,
    /// What it answers.
    pub in_reply_to: Option<Iri>,
    /// The conversation (FEP-7888).
    pub context: Option<Iri>,
    /// The conversation as `OStatus` named it; often no address.
    pub conversation: Option<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was changed.
    pub updated: Option<Timestamp>,
    /// When it was deleted (Tombstone).
    pub deleted: Option<Timestamp>,
    /// What it was before (Tombstone).
    pub former_type: Option<String>,
    /// Whether media are to be hidden at first.
    pub sensitive: bool,
    /// Pleroma's and Mastodon's word that it is for those who are named only.
    pub direct_message: Option<bool>,
    /// Whom and what it names.
    pub tags: Tags,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Links whose preview may be shown.
    pub links: Vec<PreviewLink>,
    /// The picture of an article or page.
    pub image: Option<Picture>,
    /// A small picture, such as that of a video.
    pub icon: Option<Picture>,
    /// Answers to choose from.
    pub poll: Option<Poll>,
    /// Its replies.
    pub replies: Option<Replies>,
    /// How many like it. Untrusted.
    pub likes: Option<u64>,
    /// How many shared it. Untrusted.
    pub shares: Option<u64>,
    /// What it quotes.
    pub quotes: Quotes,
    /// Who may answer, like, share, quote.
    pub interaction_policy: Option<InteractionPolicy>,
    /// What events have, where it is one.
    pub event: Option<Box<EventDetails>>,
    /// The typed record, if it has exactly one that can be read; whether it contradicts the object is for
    /// [`check_record`](super::check_record) to tell.
    pub record: Option<TypedRecord>,
    /// A short form (FEP-b2b8).
    pub preview: Option<ObjectRef>,
    /// The name of the program that made it.
    pub generator: Option<String>,
    /// Whether it is an answer to a poll: a Note with `name` and `inReplyTo`, and without `content` (FEP-9967).
    pub is_vote: bool,
}

impl IncomingObject {
    /// Reads an object; also one that is embedded.
    ///
    /// # Errors
    /// [`ParseError::NoId`], [`ParseError::BadId`], [`ParseError::NoType`].
    pub fn read(root: &Object) -> Result<Self, ParseError> {
        let id = required_id(root)?;
        let types: Vec<String> = root.type_names().map(str::to_owned).collect();
        let kind = types
            .iter()
            .find_map(|name| ObjectKind::known(name))
            .or_else(|| types.first().cloned().map(ObjectKind::Other))
            .ok_or(ParseError::NoType)?;
        let tags = Tags::read(root);
        let (attachments, links) = attachments_of(root);
        Ok(Self {
            id,
            types,
            attributed_to: root.iris("attributedTo", limits::IDS),
            to: root.addressees("to"),
            cc: root.addressees("cc"),
            audience: root.addressees("audience"),
            name: text_or_map(root, "name", "nameMap", limits::NAME),
            summary: text_or_map(root, "summary", "summaryMap", limits::SUMMARY),
            content: text_or_map(root, "content", "contentMap", limits::BODY),
            language: language_of(root),
            media_type: root.word("mediaType").map(str::to_owned),
            source: source_of(root),
            url: page_of(root),
            in_reply_to: root.iri("inReplyTo"),
            context: root.iri("context"),
            conversation: root.line("conversation"),
            published: root.date("published"),
            updated: root.date("updated"),
            deleted: root.date("deleted"),
            former_type: root.word("formerType").map(str::to_owned),
            sensitive: root.flag("sensitive").unwrap_or_default(),
            direct_message: root.flag("directMessage"),
            quotes: Quotes::read(root, &tags.links),
            tags,
            attachments,
            links,
            image: root.get("image").and_then(picture_of),
            icon: root.get("icon").and_then(picture_of),
            poll: Poll::read(root),
            replies: root.get("replies").and_then(replies_of),
            likes: root.total("likes"),
            shares: root.total("shares"),
            interaction_policy: InteractionPolicy::read(root),
            event: (kind == ObjectKind::Event).then(|| Box::new(EventDetails::read(root))),
            record: record_of(root).ok().flatten(),
            preview: root
                .get("preview")
                .and_then(Json::as_object)
                .map(|preview| ObjectRef::Embedded(Box::new(preview.clone()))),
            generator: generator_of(root),
            is_vote: kind == ObjectKind::Note && is_vote(root),
            kind,
        })
    }

    /// Whether everybody is addressed, in `to` or `cc`.
    pub fn is_public(&self) -> bool {
        self.to.public || self.cc.public
    }
}

fn is_vote(root: &Object) -> bool {
    root.line("name").is_some()
        && root.iri("inReplyTo").is_some()
        && is_blank(root, "content", "contentMap")
}

fn source_of(root: &Object) -> Option<Source> {
    match root.get("source")? {
        Json::Object(source) => Some(Source {
            content: source.text("content", limits::BODY)?,
            media_type: source.word("mediaType").map(str::to_owned),
        }),
        // Pleroma once wrote the text alone.
        Json::String(_) => Some(Source {
            content: root.text("source", limits::BODY)?,
            media_type: None,
        }),
        _ => None,
    }
}

/// The page for people. Links of other types, such as the files of a video, are taken only where there is no page.
pub(super) fn page_of(root: &Object) -> Option<Iri> {
    let values = root.get("url")?.each();
    let is_page = |value: &&Json| {
        value
            .as_object()
            .and_then(|link| link.word("mediaType"))
            .is_some_and(|kind| kind.starts_with("text/html"))
    };
    values
        .iter()
        .filter(is_page)
        .chain(values)
        .take(limits::LINKS)
        .find_map(link_of)
}

fn generator_of(root: &Object) -> Option<String> {
    match root.get("generator")? {
        Json::Object(generator) => generator.line("name"),
        _ => None,
    }
}

fn replies_of(value: &Json) -> Option<Replies> {
    let object = match value {
        Json::String(text) => {
            return Some(Replies {
                id: Some(Iri::parse(text).ok()?),
                ..Replies::default()
            });
        }
        Json::Object(object) => object,
        _ => return None,
    };
    let page = object.get("first").and_then(Json::as_object);
    let mut items = Vec::new();
    for holder in [Some(object), page].into_iter().flatten() {
        for name in ["orderedItems", "items"] {
            items.extend(holder.iris(name, limits::IDS));
        }
    }
    items.truncate(limits::IDS);
    Some(Replies {
        id: object.own_id(),
        total_items: object.count("totalItems"),
        items,
        first: object.iri("first"),
        next: page.and_then(|page| page.iri("next")),
    })
}
