//! The Mastodon client API: what phones and other clients call.
//!
//! Here belongs how a client asks and how it is answered. Here does not belong what happens then: use
//! cases are in `staffroom-service`.

mod accounts;
mod call;
mod domain_blocks;
mod entities;
mod error;
mod files;
mod follow_requests;
mod front;
mod media;
mod notifications;
mod paging;
mod params;
mod polls;
mod reports;
mod routes;
mod search;
mod statuses;
mod streaming;
mod timelines;
mod upload;

pub use routes::{configure, configure_with};
pub use streaming::Streams;
