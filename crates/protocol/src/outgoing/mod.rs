//! Documents that we send: types to serialize, with fields in a fixed order and the `@context` that they need.
//!
//! Here belongs the form on the wire. Here does not belong where the values come from, nor signing. [`document`] puts
//! the `@context` in front, with only those terms in it that the document uses.

mod activity;
mod actor;
mod attachment;
mod collection;
mod context;
mod event;
mod ledger;
mod policy;
mod post;
mod record;
mod snapshot;
mod stamp;
mod tag;
mod terms;
mod tombstone;
mod write;

pub use crate::incoming::{ActivityKind, ActorKind, EventStatus, JoinMode};
pub use activity::{Activity, Nothing, Part};
pub use actor::{Actor, Endpoints, Generator, Implements, Multikey, PropertyValue, PublicKey};
pub use attachment::{Attachment, Image, LinkAttachment, Media, MediaKind};
pub use collection::{Collection, CollectionPage, Total};
pub use context::{Context, Term, Terms};
pub use event::{Event, EventPlace, PostalAddress};
pub use ledger::{Ledger, LedgerPage, Rejected, Summary};
pub use policy::{Approvals, InteractionPolicy};
pub use post::{Content, Poll, PollAnswer, Post, PostKind, Preview, Quote, Source, Vote};
pub use record::Record;
pub use snapshot::LedgerSnapshot;
pub use stamp::{Stamp, StampKind};
pub use tag::{EmojiTag, Tag};
pub use tombstone::Tombstone;
pub use write::{WithContext, document};
