//! An instance on an `SQLite` database of its own, and other servers on loopback that do what a test
//! tells them.

mod accounts;
mod delivery;
mod ledgers;
mod outbox;
mod policies;
mod scripted;
mod world;
