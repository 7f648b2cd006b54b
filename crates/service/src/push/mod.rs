//! Web Push: programs of people are told of notifications also while they do not run (RFC 8030).
//!
//! Here belongs who is told of what, the key by which push services know us, and what a message says. Here
//! does not belong encrypting and sending, which `staffroom-outbound` does.

mod message;
mod subscription;
mod vapid;

pub(crate) use message::queue;
pub use message::{Message, Prepared, prepare};
pub use subscription::{
    NewSubscription, Policy, PushError, Subscription, change, find, forget, gone, subscribe,
};
pub use vapid::{VapidError, VapidKey, key, public_key};
