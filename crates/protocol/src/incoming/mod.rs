//! Documents from outside, tolerant of everything that does not matter.
//!
//! [`parse`] guards the bytes and gives a [`Document`], which says what it looks like ([`Document::shape`]) and gives
//! one of the views: [`IncomingActivity`], [`IncomingObject`], [`IncomingActor`], [`IncomingKey`],
//! [`IncomingCollection`], [`IncomingLedger`], [`IncomingStamp`].
//!
//! - A member of the wrong form is as if absent. Only `id` and `type` are needed, and `actor` of activities.
//! - What may be one or many may be either. What is more or longer than [`limits`](crate::limits) say is cut.
//! - Keys are read by their usual short names only; `@context`, `@id`, `@type`, `@graph` and names with a prefix mean
//!   nothing. `bto` and `bcc` are never read.
//! - Nothing here is trusted: who may say what is for the caller to judge.

mod activity;
mod actor;
mod attachment;
mod collection;
mod document;
mod event;
mod fields;
mod key;
mod language;
mod ledger;
mod object;
mod policy;
mod poll;
mod quote;
mod record;
mod stamp;
mod tag;

pub use activity::{ActivityKind, IncomingActivity, ObjectRef};
pub use actor::{ActorKind, IncomingActor, ProfileField};
pub use attachment::{Attachment, AttachmentKind, Picture, PreviewLink};
pub use collection::{CollectionKind, IncomingCollection};
pub use document::{Document, ParseError, Shape, parse};
pub use event::{EventDetails, EventStatus, JoinMode, Place, PlaceKind};
pub use key::{IncomingKey, KeyMaterial};
pub use ledger::{IncomingLedger, rejections_of};
pub use object::{IncomingObject, ObjectKind, Replies, Source};
pub use policy::{InteractionPolicy, SubPolicy};
pub use poll::{Poll, PollOption};
pub use quote::Quotes;
pub use record::{Contradiction, RecordError, check_record, ledger_of, record_of};
pub use stamp::IncomingStamp;
pub use tag::{Hashtag, IncomingEmoji, Mention, ObjectLink, Tags};
