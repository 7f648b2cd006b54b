//! The endpoints as a client calls them, on a real database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests, which the lint does not recognise"
)]

mod accounts;
mod anything;
mod app;
mod elsewhere;
mod encodings;
mod entities;
mod errors;
mod front;
mod idor;
mod instance;
mod oauth;
mod polls;
mod profiles;
mod relations;
mod search;
mod socket;
mod statuses;
mod streaming;
mod timelines;
