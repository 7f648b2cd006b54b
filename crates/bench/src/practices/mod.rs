//! What those who look for practices wait for: search with facets, ledgers, and counting anew.
//!
//! Everything goes through the client API, the filling too: so whatever is measured is what people would have made.

mod options;
mod pages;
pub(crate) mod reads;
mod run;
pub(crate) mod seed;

pub(crate) use options::Practices;
pub(crate) use run::run;
