//! A passkey that was just made (WebAuthn Level 3, 7.1).

use super::answer::Answer;
use super::authenticator_data::{AuthenticatorData, member, only_map};
use super::client_data::ClientData;
use super::cose::Key;
use super::{PasskeyError, Site};

/// How browsers reach a device (5.8.4); other words are left out.
const TRANSPORTS: [&str; 6] = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

/// What a browser brought from a passkey that it has just made. Nothing is verified yet.
#[derive(Clone, Debug)]
pub struct Registration {
    client_data: ClientData,
    authenticator_data: Vec<u8>,
    transports: Vec<&'static str>,
}

/// A passkey that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    /// What it calls itself: 1 to 1,023 bytes. That it is nobody else's, the caller finds out.
    pub credential_id: Vec<u8>,
    /// Its public key, COSE: what [`super::Known::public_key`] wants.
    pub public_key: Vec<u8>,
    /// How often it has signed; 0 where it does not count.
    pub sign_count: u32,
    /// Whether it may be on several devices.
    pub may_be_copied: bool,
    /// How browsers reach it, sorted: `hybrid`, `internal` and the like.
    pub transports: Vec<&'static str>,
}

impl Registration {
    /// From the JSON of `PublicKeyCredential.toJSON()` (5.1). [`PasskeyError::Unreadable`] where it is not that.
    pub fn parse(text: &str) -> Result<Self, PasskeyError> {
        let answer = Answer::parse(text)?;
        let object = only_map(&answer.bytes("attestationObject")?)?;
        let data = member(&object, |key| key.as_text() == Some("authData"));
        let data = data.and_then(ciborium::Value::as_bytes);
        let said = answer.words("transports");
        Ok(Self {
            client_data: ClientData::parse(&answer.bytes("clientDataJSON")?)?,
            authenticator_data: data.ok_or(PasskeyError::Unreadable)?.clone(),
            transports: TRANSPORTS
                .into_iter()
                .filter(|transport| said.contains(transport))
                .collect(),
        })
    }

    /// The challenge that it is about. The caller says whether it was given for this, to this browser, and not used yet.
    pub fn challenge(&self) -> &[u8] {
        self.client_data.challenge()
    }

    /// What is to be kept of it, where it was made on a page of that site for that site, by somebody of whom the device has
    /// made sure who it is, with a key of one of [`super::ALGORITHMS`]. Every variant of [`PasskeyError`] but
    /// [`PasskeyError::Signature`] says why not.
    pub fn verify(self, site: &Site) -> Result<NewPasskey, PasskeyError> {
        self.client_data.check("webauthn.create", site)?;
        let data = AuthenticatorData::parse(&self.authenticator_data)?;
        data.check(site)?;
        let credential = data.credential.as_ref().ok_or(PasskeyError::Unreadable)?;
        if !(1..=1_023).contains(&credential.id.len()) {
            return Err(PasskeyError::Unreadable);
        }
        Key::parse(credential.key)?;
        Ok(NewPasskey {
            credential_id: credential.id.to_vec(),
            public_key: credential.key.to_vec(),
            sign_count: data.sign_count,
            may_be_copied: data.may_be_copied(),
            transports: self.transports,
        })
    }
}
