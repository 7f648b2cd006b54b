//! What goes out and comes in, as whole documents.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the failure"
)]

mod fixtures;
mod hostile;
mod ledgers;
mod properties;
mod records;
mod samples;
mod snapshots;
