//! The Mastodon client API: what phones and other clients call.
//!
//! Here belongs how a client asks and how it is answered. Here does not belong what happens then: use
//! cases are in `staffroom-service`.
