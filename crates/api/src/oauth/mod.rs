//! How client programs get tokens, and give them back.
//!
//! Here belong the endpoints that programs call. Here does not belong the page on which people agree: it
//! is one of `staffroom-web`.

mod client;
pub(crate) mod metadata;
pub(crate) mod revoke;
pub(crate) mod token;
pub(crate) mod userinfo;
