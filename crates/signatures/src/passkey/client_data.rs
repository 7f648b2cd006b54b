//! What the browser says of itself (WebAuthn Level 3, 5.8.1): for what, on which page, with which challenge.

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use super::{PasskeyError, Site};
use crate::digest::sha256;

/// Parsed `clientDataJSON`.
#[derive(Clone, Debug)]
pub(super) struct ClientData {
    kind: String,
    challenge: Vec<u8>,
    origin: String,
    is_framed: bool,
    hash: [u8; 32],
}

impl ClientData {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, PasskeyError> {
        let value: Value = serde_json::from_slice(bytes).map_err(|_| PasskeyError::Unreadable)?;
        let text = |name: &str| {
            let text = value.get(name).and_then(Value::as_str);
            text.map(str::to_owned).ok_or(PasskeyError::Unreadable)
        };
        let challenge = text("challenge")?;
        Ok(Self {
            kind: text("type")?,
            challenge: BASE64URL_NOPAD
                .decode(challenge.as_bytes())
                .map_err(|_| PasskeyError::Unreadable)?,
            origin: text("origin")?,
            // Whatever else stands there than "no".
            is_framed: !matches!(
                value.get("crossOrigin"),
                None | Some(Value::Null | Value::Bool(false))
            ) || value.get("topOrigin").is_some_and(|top| !top.is_null()),
            hash: sha256(&[bytes]),
        })
    }

    /// What was signed, beside all else.
    pub(super) fn challenge(&self) -> &[u8] {
        &self.challenge
    }

    /// SHA-256 of all of it, which the passkey signs.
    pub(super) fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Whether it is for that, and was made on a page of ours (7.1, steps 7 to 11; 7.2, steps 10 to 14).
    pub(super) fn check(&self, kind: &str, site: &Site) -> Result<(), PasskeyError> {
        if self.kind != kind {
            return Err(PasskeyError::Purpose);
        }
        if self.origin != site.origin || self.is_framed {
            return Err(PasskeyError::Origin);
        }
        Ok(())
    }
}
