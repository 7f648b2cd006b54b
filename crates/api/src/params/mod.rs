//! What clients send: JSON, form, multipart and the query, read into one shape as Rails does it.
//!
//! Here belongs how parameters are written on the wire. Here does not belong what an endpoint makes of
//! them.

mod body;
mod moment;
mod multipart;
mod pairs;
mod read;

pub(crate) use body::{MAX_BODY, parse, with_fields};
pub(crate) use moment::moment;
pub(crate) use read::Params;

use thiserror::Error;

/// How deep parameters may be nested.
pub(crate) const MAX_DEPTH: usize = 16;
/// How many parameters there may be, or parts of a multipart body.
pub(crate) const MAX_PAIRS: usize = 1_000;

/// Parameters that cannot be read; the text is for whoever wrote the client.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub(crate) struct Unreadable(pub(crate) &'static str);
