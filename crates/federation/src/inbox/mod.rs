//! Incoming activities: verified and stored, then applied in order.
//!
//! Here belongs how an activity comes in ([`endpoint`]) and when it is applied ([`worker`]). Here does not
//! belong who signed it (`verify`) nor what it does (`receive`).
//!
//! An activity is answered with 202 once it is verified and stored: one write, and nothing else. From
//! then on it survives everything that the database survives.

mod admission;
pub mod endpoint;
mod followers;
mod proof;
mod sender;
mod state;
mod threads;
pub mod worker;

pub use endpoint::configure;
pub(crate) use proof::actor_of_inner as actor_of_proof;
pub use state::InboxState;
pub use worker::{drain, run};
