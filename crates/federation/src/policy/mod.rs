//! With which servers we exchange what: decisions, as they are asked for.
//!
//! Here belongs how a decision is looked up. Here does not belong what follows from it, nor how it is stored and
//! exchanged with others (`staffroom-service`).

mod decision;
mod gatekeeper;

pub use decision::{Policies, Policy};
pub(crate) use gatekeeper::Gatekeeper;
