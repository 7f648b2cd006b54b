//! With which servers we exchange what: decisions, as they are asked for, and as files.
//!
//! Here belongs how a decision is looked up and read from a list. Here does not belong what follows from
//! it, nor how it is stored (`staffroom-service`).

mod decision;
mod gatekeeper;
mod list;

pub use decision::{Policies, Policy};
pub(crate) use gatekeeper::Gatekeeper;
pub use list::{ListError, read_list, write_list};
