//! Finding out what is elsewhere: actors, objects, threads, ledgers and other lists, each fetched from its own origin.
//!
//! Here belongs what is fetched, when it is believed (FEP-fe34), and how it is kept. Here does not
//! belong what other servers push to us, nor the HTTP client itself (`staffroom-net`).

mod actor;
mod allowed;
mod alternate;
mod body;
mod collection;
mod directory;
mod draft;
mod emojis;
mod error;
mod event;
mod featured;
mod fetch;
mod flight;
mod followers;
mod harvest;
mod jobs;
mod later;
mod ledger;
mod media;
mod object;
mod organisation;
mod policy;
mod thread;
mod webfinger;

pub use actor::{Freshness, actor};
pub use directory::RemoteDirectory;
pub use draft::{Prepared, draft_of};
pub use error::ResolveError;
pub use flight::Flights;
pub use harvest::{
    Brought, Item, ListPart, RESTS_FOR, bring, list_part, lists_of, may_ask, organisation_of,
};
pub use jobs::handlers;
pub use object::status;
pub use staffroom_net::FetchBudget;

pub(crate) use actor::fetch_with_key;
pub(crate) use fetch::{at, host_of, is_ours};
pub(crate) use later::{COUNTED_FOR, refresh_if_old};
pub(crate) use object::{answer_to_known, keep_given, queue_thread_in};
pub(crate) use organisation::Members;
pub(crate) use policy::federates;
