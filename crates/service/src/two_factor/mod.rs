//! What somebody shows beside their password when they sign in: a code of their phone (TOTP, RFC 6238), or one of the codes
//! that they wrote down; or a passkey, where they have one.
//!
//! Here belongs how it is set up, asked for and taken away. Here does not belong the session that follows
//! ([`crate::sessions`]), nor what a passkey is ([`crate::passkeys`]).

mod ask;
mod code;
mod set_up;

pub(crate) use ask::is_on;
pub use ask::{
    Asked, AskedError, Pending, asked, begin_passkey, is_lacking, sign_in, sign_in_with_passkey,
};
pub use set_up::{
    CODES, Setup, State, TwoFactorError, begin, cancel, confirm, renew_codes, reset, state,
    turn_off,
};
