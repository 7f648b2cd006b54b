//! A device that has passkeys, as a browser asks it (`WebAuthn` Level 3, 6.3.2 and 6.3.3).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

/// Somebody is there (the flag UP).
const SOMEBODY_THERE: u8 = 0x01;
/// It has made sure who (UV).
const VERIFIED: u8 = 0x04;
/// It comes with a key (AT).
const HAS_CREDENTIAL: u8 = 0x40;

/// One device with one passkey, ECDSA on P-256. What it says can be made wrong, member by member.
pub struct Device {
    key: EcdsaKeyPair,
    /// What the passkey calls itself.
    pub credential_id: Vec<u8>,
    /// Whom it names.
    pub user_handle: Vec<u8>,
    /// On which page it is used.
    pub origin: String,
    /// For which host.
    pub host: String,
    /// How often it has signed; it counts before it signs.
    pub sign_count: u32,
    /// Whether it counts: many do not.
    pub counts: bool,
    /// Beside that there is a key.
    pub flags: u8,
}

impl Device {
    /// In a browser that is on a page of that origin; `name` tells it from others.
    ///
    /// # Panics
    ///
    /// Where the cryptographic library gives no key.
    pub fn at(origin: &str, name: &str) -> Self {
        let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
        let host = host.split(':').next().unwrap_or_default();
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)
            .unwrap_or_else(|error| panic!("no key: {error}"));
        Self {
            key,
            credential_id: sha256(name.as_bytes()),
            user_handle: Vec::new(),
            origin: origin.to_owned(),
            host: host.to_owned(),
            sign_count: 0,
            counts: true,
            flags: SOMEBODY_THERE | VERIFIED,
        }
    }

    /// No longer makes sure who is there.
    pub fn trusts_anybody(&mut self) {
        self.flags &= !VERIFIED;
    }

    /// Makes its passkey as it is asked; gives what a browser sends.
    ///
    /// # Panics
    ///
    /// Where that is not what a server asks.
    pub fn creates(&mut self, asked: &Value) -> String {
        let challenge = text(asked.pointer("/challenge"));
        self.user_handle = BASE64URL_NOPAD
            .decode(text(asked.pointer("/user/id")).as_bytes())
            .unwrap_or_else(|error| panic!("bytes are asked with: {error}"));
        let object = [
            // A map of three: no attestation, none of its words, and the data.
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".as_slice(),
            &byte_text(&self.data_with_key()),
        ]
        .concat();
        json!({
            "id": BASE64URL_NOPAD.encode(&self.credential_id),
            "rawId": BASE64URL_NOPAD.encode(&self.credential_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(self.client_data("webauthn.create", challenge).as_bytes()),
                "attestationObject": BASE64URL_NOPAD.encode(&object),
                "transports": ["internal", "hybrid", "pigeon"],
            },
        })
        .to_string()
    }

    /// Shows its passkey as it is asked; gives what a browser sends.
    ///
    /// # Panics
    ///
    /// Where that is not what a server asks.
    pub fn shows(&mut self, asked: &Value) -> String {
        self.shows_for("webauthn.get", text(asked.pointer("/challenge")))
    }

    /// The same, for something else and whatever challenge.
    ///
    /// # Panics
    ///
    /// Where the cryptographic library gives no signature.
    pub fn shows_for(&mut self, purpose: &str, challenge: &str) -> String {
        if self.counts {
            self.sign_count += 1;
        }
        let (client_data, data) = (self.client_data(purpose, challenge), self.data(0));
        let signed = [data.as_slice(), &sha256(client_data.as_bytes())].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed);
        let signature = signature.unwrap_or_else(|error| panic!("no signature: {error}"));
        json!({
            "id": BASE64URL_NOPAD.encode(&self.credential_id),
            "rawId": BASE64URL_NOPAD.encode(&self.credential_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(client_data.as_bytes()),
                "authenticatorData": BASE64URL_NOPAD.encode(&data),
                "signature": BASE64URL_NOPAD.encode(signature.as_ref()),
                "userHandle": BASE64URL_NOPAD.encode(&self.user_handle),
            },
        })
        .to_string()
    }

    fn client_data(&self, purpose: &str, challenge: &str) -> String {
        json!({
            "type": purpose,
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": false,
        })
        .to_string()
    }

    fn data(&self, more_flags: u8) -> Vec<u8> {
        let mut data = sha256(self.host.as_bytes());
        data.push(self.flags | more_flags);
        data.extend(self.sign_count.to_be_bytes());
        data
    }

    fn data_with_key(&self) -> Vec<u8> {
        let mut data = self.data(HAS_CREDENTIAL);
        data.extend([0; 16]);
        let length = u16::try_from(self.credential_id.len()).unwrap_or_default();
        data.extend(length.to_be_bytes());
        data.extend(&self.credential_id);
        // The point, without the byte that says that it is whole.
        let point = self.key.public_key().as_ref().get(1..).unwrap_or_default();
        let (x, y) = point.split_at(32);
        // COSE: elliptic, ES256, P-256.
        data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        data.extend(x);
        data.extend(b"\x22\x58\x20");
        data.extend(y);
        data
    }
}

/// Bytes as CBOR, up to 65,535 of them.
fn byte_text(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or_default();
    [&[0x59], length.to_be_bytes().as_slice(), bytes].concat()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

fn text(value: Option<&Value>) -> &str {
    value
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("a text is asked with: {value:?}"))
}
