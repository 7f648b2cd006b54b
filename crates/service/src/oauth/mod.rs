//! OAuth 2: client programs introduce themselves, people agree that they may use their accounts, and
//! programs get tokens (RFC 6749, 7009, 7636).
//!
//! Here belongs what a program may get, and when. Here does not belong how it asks: the endpoints are in
//! `staffroom-api`, the page on which people agree is in `staffroom-web`.

mod applications;
mod authorize;
mod exchange;
mod redirect_uris;
mod scopes;

pub use applications::{
    Application, ApplicationError, Approved, NewApplication, application, approved, register,
    withdraw,
};
pub use authorize::{Asked, Refused, Wanted, deny, examine, grant};
pub use exchange::{
    Credentials, Issued, OauthError, authenticate_client, client_credentials, exchange_code,
    password, revoke, sign_up,
};
pub use redirect_uris::OUT_OF_BAND;
pub use scopes::{KNOWN, Scopes, covers};
pub use staffroom_db::applications::ApplicationRow;

use std::time::Duration;

/// A program has this long to exchange what it was given.
pub const CODE_LIFETIME: Duration = Duration::from_mins(10);
/// Codes are known for this long after their end, so that it is seen when one comes again.
pub(crate) const KEEP_CODES: Duration = Duration::from_hours(24);
/// A program that nobody uses is forgotten after this long.
pub(crate) const KEEP_UNUSED: Duration = Duration::from_hours(24 * 90);
/// That a program or a token is in use is noted this often.
pub(crate) const NOTED_EVERY: Duration = Duration::from_hours(24);
