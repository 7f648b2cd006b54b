//! Use cases: one function a command, one write transaction each, events written to the outbox in
//! that same transaction.
//!
//! Here belongs what happens when somebody does something, whether they came through a page, a
//! client, the command line or another server. Here does not belong how they came: extractors and
//! answers are in `staffroom-web` and its neighbours, SQL is in `staffroom-db`, pure rules are in
//! `staffroom-domain`, and what calls out implements a trait of [`ports`].

pub mod about;
pub mod account_notes;
pub mod account_search;
pub mod accounts;
pub mod actors;
pub mod adoptions;
pub mod announcements;
pub mod calendar;
pub mod cards;
pub mod cells;
pub mod context;
pub mod conversations;
pub mod departures;
pub mod directory;
pub mod domain_blocks;
pub mod domain_levels;
pub mod domains;
pub mod drafts;
pub mod emojis;
pub mod filters;
pub mod follow_requests;
pub mod follows;
pub mod groups;
pub mod hiding;
pub mod hub;
pub mod instance;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod ledger;
pub mod limits;
pub mod links;
pub mod listing;
pub mod lists;
pub mod mail;
pub mod markers;
pub mod media;
pub mod moving;
pub mod mutes;
pub mod networks;
pub mod notifications;
pub mod oauth;
pub mod open_data;
pub mod organisations;
pub mod outcomes;
pub mod own_password;
pub mod passkeys;
pub mod password_resets;
pub mod passwords;
pub mod policies;
pub mod policy_list;
pub mod ports;
pub mod practices;
pub mod preferences;
pub mod profiles;
pub mod push;
pub mod rate_limits;
pub mod records;
pub mod relationships;
pub mod remote;
pub mod reports;
pub mod rules;
pub mod search;
pub mod secrets;
pub mod sessions;
pub mod sign_ups;
pub mod sitemap;
pub mod staff;
pub mod statuses;
pub mod streaming;
pub mod tags;
pub mod timelines;
pub mod tokens;
pub mod transfer;
pub mod two_factor;
mod tx;
pub mod users;
pub mod voice;

pub use context::Ctx;
pub use tx::Tx;
// Whoever calls a use case may name what it answers, and nothing else of the database.
pub use staffroom_db::DbError;
