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
mod filters;
mod front;
mod idor;
mod instance;
mod marks;
mod oauth;
mod polls;
mod posting;
mod profiles;
mod relations;
mod scheduled;
mod search;
mod socket;
mod statuses;
mod streaming;
mod timelines;
