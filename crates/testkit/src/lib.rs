//! What tests share: throw-away databases, a clock that is moved by hand, repeatable randomness.
//!
//! Here belongs what makes a test short and repeatable in more than one crate. Here does not belong
//! anything that the program itself uses: this crate is never part of it. Its functions panic where
//! something is wrong, since that is how a test fails.

mod app;
mod browser;
mod client;
mod clock;
mod database;
mod ids;
mod mail;
mod one_time_code;
mod passkey;
mod ports;
mod random;
mod runtime;
pub mod samples;
pub mod seed;

pub use app::{PASSWORD, TestApp, UserBuilder, come_to_rest, settle};
pub use browser::{Browser, Form, Page};
pub use client::{ApiAnswer, ApiClient};
pub use clock::FixedClock;
pub use database::{Backend, TestDb, TestLocation};
pub use ids::TestIds;
pub use mail::SentMail;
pub use one_time_code::one_time_code;
pub use passkey::Device;
pub use ports::{free_port, http_client};
pub use random::SeededRandom;
pub use runtime::run_db_test;
pub use staffroom_server::jobs::Execution;
pub use staffroom_testkit_macros::db_test;

/// For tests above `service` that put rows into states which no use case makes.
pub use staffroom_db as db;
