//! Rules that need more than one type of the crate, through its public doors.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod ledger;
