//! What clients of the Mastodon API wait for: timelines, posts, streaming.
//!
//! Only public protocol is spoken, so that any server can be measured.

mod options;
mod posts;
mod reads;
mod run;
mod socket;
mod sockets;

pub(crate) use options::Client;
pub(crate) use run::run;
