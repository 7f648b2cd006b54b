//! What calls out: implementations of the traits in `staffroom_service::ports`.
//!
//! Here belongs the talk with other machines that is not federation (mail, push messages, files and pages of
//! others; sign-in with other providers later). Here does not belong when and why it happens: jobs and use
//! cases decide that.

pub mod files;
pub mod mail;
pub mod push;
