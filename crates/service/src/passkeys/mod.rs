//! Passkeys (WebAuthn Level 3), by which somebody signs in without a password: the device that has one makes sure who it is,
//! so that it stands for the password and for a second factor.
//!
//! Here belongs how they are added, shown and taken away, and what challenges are good for. Here does not belong what is
//! true of the bytes alone ([`staffroom_signatures::passkey`]), nor the session that follows ([`crate::sessions`]).

mod challenge;
mod own;
mod show;
mod sign_in;

use staffroom_signatures::passkey::Site;
use url::Host;

pub use own::{
    AddError, LONGEST_NAME, MOST, PasskeyRow, RemoveError, RenameError, add, begin, find, list,
    remove, rename,
};
pub(crate) use show::{give_to_show, note_shown, shown_beside};
pub use sign_in::{PasskeySignInError, begin_sign_in, sign_in};

use crate::context::Ctx;

/// Whether there can be passkeys: they are for a name, and not for a number such as 127.0.0.1 (5.1.3, step 8).
pub fn are_possible(ctx: &Ctx) -> bool {
    site(ctx).is_some()
}

fn site(ctx: &Ctx) -> Option<Site> {
    let url = &ctx.config.server.url;
    match url.as_url().host() {
        Some(Host::Domain(name)) => Some(Site {
            origin: url.origin(),
            host: name.to_owned(),
        }),
        _ => None,
    }
}
