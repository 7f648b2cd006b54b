//! Runs the real binary as a technician does: in a folder, with flags, reading what it says.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod account_archives;
mod actors;
mod announcing;
mod archives;
mod archives_in_trouble;
mod bad_input;
mod decisions;
mod doctor;
mod federation;
mod following;
mod group;
mod http;
mod hub;
mod hub_snapshots;
mod hub_sweep;
mod init;
mod ledgers;
mod machine;
mod oauth;
mod open_data;
mod postgres;
mod previews;
mod push;
mod questions;
mod raw_inbox;
mod remote_files;
mod restore;
mod samples;
mod teachmeets;
