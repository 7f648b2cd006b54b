//! A passkey that somebody signs in with (WebAuthn Level 3, 7.2).

use super::answer::Answer;
use super::authenticator_data::AuthenticatorData;
use super::client_data::ClientData;
use super::cose::Key;
use super::{PasskeyError, Site};

/// What a browser brought from a passkey. Nothing is verified yet.
#[derive(Clone, Debug)]
pub struct Assertion {
    credential_id: Vec<u8>,
    client_data: ClientData,
    authenticator_data: Vec<u8>,
    signature: Vec<u8>,
    user_handle: Option<Vec<u8>>,
}

/// What is kept of a passkey.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its public key, as [`super::NewPasskey::public_key`] gave it.
    pub public_key: &'a [u8],
    /// Whether it may be on several devices, which never changes.
    pub may_be_copied: bool,
}

impl Assertion {
    /// From the JSON of `PublicKeyCredential.toJSON()` (5.1). [`PasskeyError::Unreadable`] where it is not that.
    pub fn parse(text: &str) -> Result<Self, PasskeyError> {
        let answer = Answer::parse(text)?;
        Ok(Self {
            credential_id: answer.id()?,
            client_data: ClientData::parse(&answer.bytes("clientDataJSON")?)?,
            authenticator_data: answer.bytes("authenticatorData")?,
            signature: answer.bytes("signature")?,
            user_handle: answer.bytes_if_any("userHandle")?,
        })
    }

    /// The challenge that it is about. The caller says whether it was given for this, to this browser, and not used yet.
    pub fn challenge(&self) -> &[u8] {
        self.client_data.challenge()
    }

    /// Which passkey it says that it is: 1 to 1,023 bytes.
    pub fn credential_id(&self) -> &[u8] {
        &self.credential_id
    }

    /// Whom it names, where it does. The caller says whether the passkey is theirs (7.2, step 6).
    pub fn user_handle(&self) -> Option<&[u8]> {
        self.user_handle.as_deref()
    }

    /// What the passkey has counted, where it was shown on a page of that site, by somebody of whom the device has made sure
    /// who it is, and the signature is that of its key. The caller says whether the count goes on (6.1.1). Every variant of
    /// [`PasskeyError`] says why not.
    pub fn verify(&self, site: &Site, known: Known<'_>) -> Result<u32, PasskeyError> {
        self.client_data.check("webauthn.get", site)?;
        let data = AuthenticatorData::parse(&self.authenticator_data)?;
        data.check(site)?;
        if data.may_be_copied() != known.may_be_copied {
            return Err(PasskeyError::Flags);
        }
        let signed = [
            self.authenticator_data.as_slice(),
            self.client_data.hash().as_slice(),
        ]
        .concat();
        Key::parse(known.public_key)?.verify(&signed, &self.signature)?;
        Ok(data.sign_count)
    }
}
