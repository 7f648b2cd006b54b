//! What comes in: on a real database, without any network or with one scripted listener.

mod decisions;
mod departures;
pub(crate) mod door;
mod embedded;
mod followers;
mod forwarded;
mod inbox_http;
mod inbox_signed;
mod instance;
mod listed_entries;
mod proofs;
mod receive_authority;
mod receive_entries;
mod receive_groups;
mod receive_joins;
mod receive_moves;
mod receive_objects;
mod receive_passed_on;
mod receive_polls;
mod receive_posts;
mod receive_requests;
mod suspended;
mod tombstones;
mod worker;
