//! Client programs, as they introduce themselves.

pub(crate) mod create;
pub(crate) mod verify_credentials;
