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
mod cards;
mod conversations;
mod elsewhere;
mod encodings;
mod entities;
mod errors;
mod filters;
mod front;
mod idor;
mod instance;
mod lists;
mod marks;
mod media;
mod notifications;
mod oauth;
mod people;
mod polls;
mod posting;
mod profiles;
mod proxy;
mod public_timelines;
mod relations;
mod scheduled;
mod search;
mod socket;
mod staffroom;
mod statuses;
mod streaming;
mod tags;
mod timelines;
mod web;
