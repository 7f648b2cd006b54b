//! The Mastodon client API: what phones and other clients call, tokens for them (OAuth), streams, and files:
//! uploads below `/media`, those of other servers below `/proxy`. And our own API beside it, below `/api/staffroom/v1`.
//!
//! Here belongs how a client asks and how it is answered. Here does not belong what happens then: use
//! cases are in `staffroom-service`.

mod accounts;
mod announcements;
mod apps;
mod ask;
mod call;
mod caller;
mod conversations;
mod custom_emojis;
mod directory;
mod domain_blocks;
mod endpoints;
mod entities;
mod error;
mod files;
mod filters;
mod follow_requests;
mod front;
mod instance;
mod lists;
mod markers;
mod media;
mod minimal;
mod notifications;
mod oauth;
mod oembed;
mod paging;
mod params;
mod polls;
mod preferences;
mod push;
mod rates;
mod reports;
mod routes;
mod scheduled_statuses;
mod search;
mod staffroom;
mod statuses;
mod streaming;
mod tags;
mod timelines;
mod upload;

pub use routes::{configure, configure_with};
pub use streaming::Streams;
pub use upload::takes_files;
