//! Connections, schema, migrations, repositories and the job queue's table.
//!
//! This is the only crate that names diesel. Here belongs every query; here does not belong what a
//! query is good for: rules live in `staffroom-domain`, use cases in `staffroom-service`, which
//! calls the functions of this crate inside [`Db::read`] and [`Db::write`].

pub mod accounts;
mod connection;
pub mod copy;
mod database;
mod error;
pub mod facts;
pub mod inspect;
pub mod invitations;
pub mod jobs;
mod lane;
pub mod locks;
pub mod migrate;
pub mod nodes;
pub mod outbox;
pub mod password_resets;
mod postgres;
pub mod schedules;
mod schema;
pub mod sessions;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
pub mod users;
mod wake;

pub use connection::{Conn, optimize};
pub use database::{Db, DbOptions, Location, QueryCounter};
pub use error::{DbError, DbResult, Unique};
pub use migrate::{BackupBefore, Migrated};
pub use sqlite::Durability;

/// How many values go into one `IN (…)` or one batch at most.
pub(crate) const CHUNK: usize = 500;
