//! Setting up a real instance: what is asked, what is decided, what is written.
//!
//! Here does not belong the asking itself, which is the command line's affair, nor the meaning of
//! the settings, which is `staffroom-config`'s.

mod plan;
mod steps;

pub use plan::{InitError, Plan, Wishes, federation_default, url_of_domain, why_federation};
pub use steps::next_steps;
