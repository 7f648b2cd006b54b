//! What each incoming activity does here: one file for each kind.
//!
//! Here belongs who may do what, and which use case does it. Here does not belong how an activity came
//! in (`inbox`), how something is fetched (`resolve`), nor what a use case changes
//! (`staffroom-service`). Whatever needs the network comes before the transaction; the effect and the
//! note that the activity is done are one transaction.

mod accept;
mod announce;
mod block;
mod create;
mod delete;
mod departure;
mod dispatch;
mod entries;
mod featured;
mod flag;
mod follow;
mod group;
mod join;
mod like;
mod moderation;
mod moving;
mod react;
mod received;
mod relay;
mod requests;
mod reread;
mod undo;
mod update;
mod vouched;

pub use dispatch::receive;
pub use received::{Outcome, ReceiveError, Received};
pub use reread::{Reread, read_again};
