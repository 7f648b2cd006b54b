//! Connections, schema, migrations, repositories and the job queue's table.
//!
//! This is the only crate that names diesel. Here belongs every query; here does not belong what a
//! query is good for: rules live in `staffroom-domain`, use cases in `staffroom-service`, which
//! calls the functions of this crate inside [`Db::read`] and [`Db::write`].

pub mod access_tokens;
pub mod account_names;
pub mod account_notes;
pub mod account_posts;
pub mod accounts;
pub mod activities;
pub mod adoptions;
pub mod announcements;
pub mod applications;
pub mod attachments;
pub mod authorization_codes;
pub mod blocks;
pub mod bookmarks;
pub mod briefs;
mod connection;
pub mod conversations;
pub mod copy;
mod database;
pub mod deliveries;
pub mod directory;
pub mod domain_blocks;
pub mod domain_policies;
pub mod emojis;
mod error;
pub mod events;
pub mod facets;
pub mod facts;
pub mod favourites;
pub mod featured_tags;
pub mod filters;
pub mod followed_tags;
pub mod follows;
pub mod groups;
pub mod home;
pub mod idempotency;
pub mod inbox;
pub mod inspect;
pub mod invitations;
pub mod jobs;
mod lane;
pub mod ledgers;
pub mod lineage;
pub mod listeners;
pub mod lists;
pub mod locks;
pub mod markers;
pub mod mentions;
pub mod migrate;
pub mod mutes;
pub mod news;
pub mod nodes;
pub mod notification_policies;
pub mod notifications;
pub mod organisation_members;
pub mod outbox;
pub mod outcomes;
mod paging;
pub mod password_resets;
pub mod peers;
pub mod pins;
pub mod polls;
mod postgres;
pub mod practices;
pub mod preferences;
mod prepared;
pub mod presence;
pub mod preview_cards;
pub mod public_entries;
pub mod push_subscriptions;
pub mod reactions;
pub mod remote_actors;
pub mod remote_files;
pub mod reports;
pub mod rules;
pub mod scheduled_statuses;
pub mod schedules;
mod schema;
pub mod search;
pub mod sessions;
pub mod signing_keys;
mod sqlite;
pub mod status_policies;
pub mod statuses;
pub mod tag_days;
pub mod tag_entries;
pub mod tags;
#[cfg(feature = "testing")]
pub mod testing;
pub mod thread_mutes;
pub mod tombstones;
pub mod uploads;
pub mod usage;
pub mod users;
mod wake;

pub use connection::{Conn, optimize};
pub use database::{Db, DbOptions, Location, QueryCounter};
pub use error::{DbError, DbResult, Unique};
pub use migrate::{BackupBefore, Migrated};
pub use sqlite::Durability;

/// How many values go into one `IN (…)` or one batch at most.
pub(crate) const CHUNK: usize = 500;
