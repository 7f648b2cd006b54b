//! The server under test: started or named, spoken to, watched.
//!
//! Here belongs what every benchmark of a running server needs. It speaks public protocols only, so that any server can
//! be measured; the one exception is [`program`], which starts ours.

pub(crate) mod http;
pub(crate) mod load;
pub(crate) mod memory;
pub(crate) mod options;
pub(crate) mod program;
pub(crate) mod server;
pub(crate) mod table;
