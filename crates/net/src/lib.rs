//! The only HTTP client for addresses that others chose.
//!
//! Here belongs everything that calls another machine by HTTP, but for the store of files that the settings
//! may name (`staffroom-media`). Here does not belong what is asked and why.
//!
//! [`Client`] calls other people's servers, at addresses that other people have chosen: an
//! [`AddressPolicy`] judges each URL, each redirect, and each IP address before it is dialled; time,
//! size, redirects and calls at the same time are bounded. It knows no signatures; whoever makes them
//! is a [`SignRequest`], and whoever knows with which servers nothing is exchanged a [`JudgeHost`].
//!
//! [`OwnServerClient`] asks the instance itself how it looks from outside, and in a demonstration it fills it through
//! its API; it asks nobody else. Since the operator's own address is the only one that it can be given, private
//! addresses are allowed; it must not stand in for [`Client`].
//!
//! The feature `testing` adds the ways to reach scripted servers by any name; the program is built
//! without it.

mod budget;
mod certificate;
mod client;
mod error;
mod exchange;
mod limits;
mod own_server;
mod policy;
mod ranges;
mod request;
mod resolver;
mod response;

pub use budget::{
    BudgetSpent, FetchBudget, MOST_HOSTS_OF_A_DOMAIN, MOST_REQUESTS, registrable_domain,
};
pub use client::{Client, ClientOptions, MOST_REDIRECTS, Post};
pub use error::NetError;
pub use own_server::{Answer, ApiCall, LARGEST_BODY, OwnServerClient, ProbeError, WITHIN};
pub use policy::{AddressPolicy, LONGEST_URL, LoopbackPolicy, PublicOnly, Refusal};
pub use request::{Accept, JudgeHost, Judgement, SignRequest};
pub use resolver::{LookedUp, Lookup, SystemLookup};
pub use response::{LONGEST_RETRY_AFTER, Response};
