//! Rows as `ActivityStreams` documents: for whoever asks, and for what is delivered.
//!
//! Here belongs which column becomes which property; all of it is pure. Here does not belong who may
//! see a document (`endpoints`), which activity goes to whom (`outbox`), nor how documents are written
//! (`staffroom-protocol`).

mod actor;
mod attachment;
mod audience;
mod event;
mod object;
mod poll;
mod tag;
mod tombstone;

pub(crate) use actor::page;
pub use actor::{actor, actor_of};
pub use audience::audience;
pub use object::{boost, object, object_id};
pub(crate) use tag::emoji;
pub use tombstone::{actor_tombstone, tombstone};

use staffroom_domain::Addresses;
use staffroom_protocol::{Iri, IriError};

/// An id that was put together here, or checked when it was stored.
fn iri(text: &str) -> Result<Iri, IriError> {
    Iri::parse(text)
}

/// The address of a file: those of our own may be stored without the origin.
fn file(addresses: &Addresses, url: &str) -> Result<Iri, IriError> {
    if url.starts_with('/') {
        return Iri::parse(&format!("{}{url}", addresses.origin()));
    }
    Iri::parse(url)
}
