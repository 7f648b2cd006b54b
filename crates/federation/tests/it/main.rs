//! Federation on a real database: what we publish, whom we believe, what comes in, what goes out.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod inbox;
mod out;
mod resolve;
mod serve;
