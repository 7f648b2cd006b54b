//! Files under our own addresses: those of people here, and those of other servers that are shown here.
//!
//! Here belongs how bytes are sent so that no browser takes them for anything else. Here does not belong
//! which files there are.

mod open_data;
mod proxy;
mod send;
mod uploads;

pub(crate) use open_data::handle as open_data;
pub(crate) use proxy::handle as proxy;
pub(crate) use uploads::handle as uploads;
