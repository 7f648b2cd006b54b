//! The workers: events become jobs, jobs are done, periodic work comes round.

mod execute;
mod runner;

pub use execute::{Execution, execute};
pub use runner::{Runner, drain};
