//! Outgoing activities: made of events, once each, with a delivery for each inbox.
//!
//! Here belongs which activity an event becomes and to whom it goes. Here does not belong how a status
//! or an actor is written (`documents`), nor how an inbox is reached (`deliver`).

mod build;
mod handler;
mod proof;
mod recipients;
mod subscriber;

pub use handler::handlers;
pub(crate) use proof::with_proof;
pub use subscriber::FederationSubscriber;
