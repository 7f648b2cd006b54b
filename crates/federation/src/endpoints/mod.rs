//! What other servers can fetch: documents of actors, objects and activities, their collections, and
//! discovery.
//!
//! Here belongs who may fetch what, and in which form it is answered. Here does not belong what stands
//! in a document (`documents`), nor who signed a request (`verify`).

mod accept;
mod activities;
mod actors;
mod admission;
mod answer;
mod cors;
mod emojis;
mod fetcher;
mod host_meta;
mod ledger;
mod members;
mod nodeinfo;
mod object_lists;
mod objects;
mod outbox;
mod pages;
mod paging;
mod people;
mod records;
mod routes;
mod serving;
mod snapshots;
mod webfinger;

pub use routes::{configure, configure_with};
pub use serving::Serving;
