//! The Mastodon client API: what phones and other clients call.
//!
//! Here belongs how a client asks and how it is answered. Here does not belong what happens then: use
//! cases are in `staffroom-service`.

mod accounts;
mod call;
mod conversations;
mod directory;
mod domain_blocks;
mod entities;
mod error;
mod files;
mod filters;
mod follow_requests;
mod front;
mod lists;
mod media;
mod notifications;
mod paging;
mod params;
mod polls;
mod push;
mod reports;
mod routes;
mod scheduled_statuses;
mod search;
mod statuses;
mod streaming;
mod tags;
mod timelines;
mod upload;

pub use routes::{configure, configure_with};
pub use streaming::Streams;
