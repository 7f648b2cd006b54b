//! ActivityStreams documents that we send and accept, as plain types: tolerant on the way in, strict on the way out.
//!
//! Here belongs what a document looks like and which of its parts mean something. Here does not belong who may say
//! what (authority, signatures, ownership), what is fetched, how HTML is cleaned, nor any JSON-LD: documents are read as
//! plain JSON with the usual short names, so that a `@context` never changes what a key means.
//!
//! - [`incoming`]: [`incoming::parse`] guards the bytes and gives a [`incoming::Document`], which views are read from.
//! - [`outgoing`]: types to serialize, with the `@context` that they need.
//! - [`Iri`], [`Origin`], [`Addressees`], [`Handle`]: what both directions share.
//! - [`webfinger`], [`nodeinfo`], [`host_meta`]: the documents of discovery.

pub mod host_meta;
pub mod incoming;
pub mod json;
pub mod limits;
pub mod nodeinfo;
pub mod outgoing;
pub mod webfinger;

mod audience;
mod date;
mod fuzz;
mod handle;
mod iri;

pub use audience::{Addressees, PUBLIC, is_public};
pub use date::{format_date, parse_date};
pub use fuzz::read_everything;
pub use handle::{Handle, HandleError};
pub use iri::{Iri, IriError, Origin, same_origin};

/// The IRI of the ActivityStreams context, which every document names.
pub const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
/// The media type that documents are sent with; `charset=utf-8` may follow it.
pub const ACTIVITY_JSON: &str = "application/activity+json";
/// The other media type of ActivityStreams documents, as ActivityPub names it.
pub const LD_JSON: &str = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
