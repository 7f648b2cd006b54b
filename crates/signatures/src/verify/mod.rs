//! Incoming requests: is the request signed as we demand, and did this key sign it?
//!
//! Two steps, because the key comes from elsewhere in between: [`Presented::parse`] checks all that
//! needs no key, and [`Presented::verify`] does the rest. Nothing of a request may be believed before
//! both succeeded, and then only: whoever holds the key sent it.

mod cavage;
mod error;
mod presented;
mod rfc9421;
mod window;

pub use error::SignatureError;
pub use presented::{Presented, Scheme, Verified};
