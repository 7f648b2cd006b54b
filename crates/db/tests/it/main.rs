//! The behaviour of `staffroom-db`, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod calendar;
mod concurrency;
mod copy;
mod delivery;
mod federation;
mod federation_plans;
mod fixtures;
mod incoming;
mod jobs;
mod migrate;
mod news;
mod notification_plans;
mod people_plans;
mod plans;
mod practice_plans;
mod practice_search;
mod practices;
mod presence;
mod repositories;
mod schema;
mod search;
mod timeline_plans;
mod transactions;
mod unique;
