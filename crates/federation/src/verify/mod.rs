//! Who signed a request.
//!
//! Here belongs the way from a request to the account whose key signed it, and what is remembered on
//! the way: keys, failures, signatures that were seen. Here does not belong how signatures are computed
//! (`staffroom-signatures`), nor what a signer may do (`receive`).

mod error;
mod key;
mod memory;
mod request;
mod source;

pub use error::VerifyError;
pub(crate) use key::{known as known_key, renewed as renewed_key};
pub use memory::Memory;
pub(crate) use memory::{Errand, KnownKey};
pub use request::{Fetcher, Signed, claimed_key_id, fetcher, forget, sender};

pub(crate) use source::network_of;
