//! What happens, as it happens: by WebSocket and by server-sent events.
//!
//! Here belongs how streams are asked for and how they are written. Here does not belong what reaches whom:
//! that is in `staffroom-service`.

mod channel;
mod message;
mod pass_on;
mod registry;
mod socket;
mod sse;
mod streams;

pub(crate) use socket::handle as socket;
pub(crate) use sse::{handle as sse, health};
pub use streams::Streams;
