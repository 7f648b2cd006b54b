//! A passkey that is shown, to sign in or beside a password.

use serde_json::{Value, json};
use staffroom_db::passkeys::{self as rows, PasskeyRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{PasskeyId, Timestamp, UserId};
use staffroom_signatures::passkey::{Assertion, Known};

use super::challenge::{self, For};
use super::own::descriptors;
use super::{MOST, site};
use crate::context::Ctx;
use crate::secrets::same;

/// A passkey that was shown as it should be, and what it counts. Whether the count goes on, [`note_shown`] says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    id: PasskeyId,
    sign_count: u32,
}

/// What a browser is asked for, as JSON (`PublicKeyCredentialRequestOptionsJSON`, 5.1.9); none where there are no passkeys.
/// Whose it has to be, is said where that is known already.
pub(crate) async fn give_to_show(
    ctx: &Ctx,
    of: Option<UserId>,
    browser: &str,
) -> Result<Option<Value>, DbError> {
    let Some(site) = site(ctx) else {
        return Ok(None);
    };
    let purpose = of.map_or(For::SigningIn, For::SecondFactor);
    let (challenge, row) = challenge::new(ctx, purpose, browser);
    let known = ctx
        .db
        .write(move |conn| {
            rows::insert_challenge(conn, row)?;
            of.map_or(Ok(Vec::new()), |user| rows::list(conn, user, MOST))
        })
        .await?;
    Ok(Some(json!({
        "challenge": challenge,
        "timeout": challenge::TIME.as_millis(),
        "rpId": site.host,
        "allowCredentials": descriptors(&known),
        "userVerification": "required",
    })))
}

/// The passkey that it says that it is, and the handle of its owner; none where there is none such.
pub(super) async fn shown_by(
    ctx: &Ctx,
    assertion: &Assertion,
) -> Result<Option<(PasskeyRow, Vec<u8>)>, DbError> {
    let credential_id = assertion.credential_id().to_vec();
    ctx.db
        .read(move |conn| {
            let Some(row) = rows::find_by_credential(conn, &credential_id)? else {
                return Ok(None);
            };
            let handle = rows::handle(conn, row.user_id)?;
            Ok(handle.map(|handle| (row, handle)))
        })
        .await
}

/// The passkey of somebody who has shown their password, from the JSON of `PublicKeyCredential.toJSON()`; none where it is
/// not right.
pub(crate) async fn shown_beside(
    ctx: &Ctx,
    user: UserId,
    answer: &str,
    browser: &str,
) -> Result<Option<Shown>, DbError> {
    let Ok(assertion) = Assertion::parse(answer) else {
        return Ok(None);
    };
    match shown_by(ctx, &assertion).await? {
        Some((row, handle)) if row.user_id == user => {
            let purpose = For::SecondFactor(user);
            verify(ctx, &assertion, (&row, &handle), purpose, browser).await
        }
        _ => Ok(None),
    }
}

/// Uses the challenge up, and holds what was brought against what is kept (7.2). None where it is not right, whatever is
/// wrong; the log says what.
pub(super) async fn verify(
    ctx: &Ctx,
    assertion: &Assertion,
    (row, handle): (&PasskeyRow, &[u8]),
    purpose: For,
    browser: &str,
) -> Result<Option<Shown>, DbError> {
    if !challenge::take(ctx, purpose, browser, assertion.challenge()).await? {
        return Ok(None);
    }
    let Some(site) = site(ctx) else {
        return Ok(None);
    };
    // Beside a password it is known whose it has to be, and the passkey need not say it.
    let is_theirs = match (assertion.user_handle(), purpose) {
        (Some(named), _) => same(named, handle),
        (None, For::SecondFactor(user)) => user == row.user_id,
        (None, _) => false,
    };
    if !is_theirs {
        return Ok(None);
    }
    let known = Known {
        public_key: &row.public_key,
        may_be_copied: row.may_be_copied,
    };
    match assertion.verify(&site, known) {
        Ok(sign_count) => Ok(Some(Shown {
            id: row.id,
            sign_count,
        })),
        Err(error) => {
            tracing::info!(%error, passkey = %row.id, "a passkey was not taken");
            Ok(None)
        }
    }
}

/// Notes in the transaction that begins the session that it was used; `false` where it is gone, or has counted as far before:
/// then there may be two of it (6.1.1).
pub(crate) fn note_shown(conn: &mut Conn, shown: Shown, now: Timestamp) -> Result<bool, DbError> {
    let is_new = rows::note_use(conn, shown.id, shown.sign_count.into(), now)?;
    if !is_new {
        tracing::warn!(passkey = %shown.id, "a passkey was not taken: it is gone, or does not count on");
    }
    Ok(is_new)
}
