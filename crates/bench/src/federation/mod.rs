//! What another server sees of this one: an inbox under load, fan-out, documents.
//!
//! Here belongs what speaks the public protocols only (`ActivityPub`, HTTP signatures, the Mastodon
//! client API), so that any server can be measured. Nothing here knows how ours works.

mod documents;
mod fanout;
mod growth;
mod hosts;
mod inbox;
mod options;
mod run;
mod seen;
mod session;
pub(crate) mod signed;
pub(crate) mod world;

pub(crate) use options::Federation;
pub(crate) use run::run;
