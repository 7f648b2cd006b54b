//! The only HTTP client.
//!
//! Here belongs everything that calls another machine by HTTP. Here does not belong what is asked
//! and why.
//!
//! [`OwnServerClient`] asks the instance itself how it looks from outside, and nobody else. Since
//! the operator's own address is the only one that it can be given, private addresses are allowed.
//! Addresses that come from other people (federation, previews) need a client that judges each
//! address when it connects; that one is still to come, and [`OwnServerClient`] must not stand in
//! for it.

mod certificate;
mod own_server;

pub use own_server::{Answer, LARGEST_BODY, OwnServerClient, ProbeError, WITHIN};
