//! What other servers see, on a real database.

mod discovery;
mod documents;
mod events;
mod fetching;
mod hostile;
mod instance;
mod ledgers;
mod lists;
mod readers;
mod records;
