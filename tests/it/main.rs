//! Black-box tests: the real program, used through its doors only.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it has seen"
)]

mod browser;
mod clients;
mod demo;
mod harness;
mod kill;
mod kill_exchange;
mod neighbours;
mod peer;
mod recount;
mod several;
mod smoke;
mod stories;
