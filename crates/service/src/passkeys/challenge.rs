//! Challenges: random bytes that a passkey signs, good once, for a while, for one thing and in one browser.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use staffroom_db::DbError;
use staffroom_db::passkeys::{self as rows, PasskeyChallengeRow};
use staffroom_domain::{UserId, random};

use crate::context::Ctx;
use crate::secrets::digest;

/// So long somebody may take over their device.
pub(super) const TIME: Duration = Duration::from_mins(5);
/// Bytes of one; at least 16 (13.4.3).
const LENGTH: usize = 32;
/// For what the digests of it are made.
const PURPOSE: &str = "passkey challenge";

/// What a challenge is good for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum For {
    /// Somebody adds a passkey.
    Adding(UserId),
    /// Whoever it is signs in.
    SigningIn,
    /// Somebody has shown their password.
    SecondFactor(UserId),
}

/// A challenge as it stands in JSON, and the row that has to be written with it. `browser` is something that this browser
/// alone knows.
pub(super) fn new(ctx: &Ctx, purpose: For, browser: &str) -> (String, PasskeyChallengeRow) {
    let challenge = random::bytes::<LENGTH>(&*ctx.random);
    let row = PasskeyChallengeRow {
        id: ctx.new_id(),
        challenge_hash: digest(&challenge),
        bound_to: bound(ctx, purpose, browser),
        expires_at: ctx.now().plus(TIME),
    };
    (BASE64URL_NOPAD.encode(&challenge), row)
}

/// Uses one up; `false` where it is none of ours, for something else, of another browser, used or over. What comes of it does
/// not matter: it counts once.
pub(super) async fn take(
    ctx: &Ctx,
    purpose: For,
    browser: &str,
    challenge: &[u8],
) -> Result<bool, DbError> {
    let (hash, bound, now) = (digest(challenge), bound(ctx, purpose, browser), ctx.now());
    ctx.db
        .write(move |conn| rows::take_challenge(conn, &hash, &bound, now))
        .await
}

fn bound(ctx: &Ctx, purpose: For, browser: &str) -> Vec<u8> {
    let what = match purpose {
        For::Adding(user) => format!("add {user}"),
        For::SigningIn => "sign in".to_owned(),
        For::SecondFactor(user) => format!("second factor {user}"),
    };
    ctx.key
        .sign(PURPOSE, format!("{what} {browser}").as_bytes())
}
