//! `ActivityPub`: what other servers are told, and what they tell.
//!
//! Here belongs the way from events to activities and from activities to commands: signatures,
//! inbox, delivery, fetching, the documents of actors and objects, discovery. Here does not belong
//! what a command does (`staffroom-service`), how documents are written (`staffroom-protocol`), how a
//! request is signed (`staffroom-signatures`) or sent (`staffroom-net`).

pub mod deliver;
pub mod documents;
pub mod endpoints;
mod followers_digest;
pub mod inbox;
mod knock;
mod lookup;
pub mod outbox;
mod own_documents;
pub mod policy;
pub mod receive;
pub mod resolve;
mod signer;
pub mod snapshots;
mod state;
pub mod verify;

pub use knock::Knock;
pub use own_documents::OwnDocuments;
pub use signer::Signer;
pub use state::Federation;
