//! What another server sees of this one: an inbox under load, fan-out, documents.
//!
//! Here belongs what speaks the public protocols only (`ActivityPub`, HTTP signatures, the Mastodon
//! client API), so that any server can be measured. Nothing here knows how ours works; the one
//! exception is [`program`], which starts it.

mod documents;
mod fanout;
mod growth;
mod hosts;
mod http;
mod inbox;
mod load;
mod memory;
mod options;
mod program;
mod run;
mod seen;
mod server;
mod session;
mod signed;
mod table;
mod world;

pub(crate) use options::Federation;
pub(crate) use run::run;
