//! Public keys as passkeys write them (COSE, RFC 9053), and what they have signed.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RsaPublicKeyComponents,
};
use ciborium::Value;

use super::PasskeyError;
use super::authenticator_data::{member, only_map};

/// ECDSA with SHA-256; here always on P-256.
pub(super) const ES256: i64 = -7;
/// Here always Ed25519.
pub(super) const EDDSA: i64 = -8;
/// RSA PKCS#1 v1.5 with SHA-256 (RFC 8812).
pub(super) const RS256: i64 = -257;

// Names of members, and values of the first (RFC 9053, 7.1 and 7.2; RFC 8230).
const KIND: i64 = 1;
const ALGORITHM: i64 = 3;
const CURVE: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;
const MODULUS: i64 = -1;
const EXPONENT: i64 = -2;
const OCTET_KEY: i64 = 1;
const ELLIPTIC: i64 = 2;
const RSA: i64 = 3;
const P256: i64 = 1;
const CURVE_25519: i64 = 6;

/// 65,537, the one exponent that devices use.
const USUAL_EXPONENT: [u8; 3] = [1, 0, 1];

/// A key to verify with.
pub(super) struct Key(ParsedPublicKey);

impl Key {
    /// From its CBOR. A point that is not on its curve, an RSA key of fewer than 2048 or more than 4096 bits, and any other
    /// kind of key is refused.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, PasskeyError> {
        let members = Members(only_map(bytes)?);
        let key = match (members.number(KIND)?, members.number(ALGORITHM)?) {
            (ELLIPTIC, ES256) if members.number(CURVE)? == P256 => {
                let (x, y) = (members.bytes(X)?, members.bytes(Y)?);
                if x.len() != 32 || y.len() != 32 {
                    return Err(PasskeyError::Key);
                }
                let point = [&[4], x, y].concat();
                ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
            }
            (OCTET_KEY, EDDSA) if members.number(CURVE)? == CURVE_25519 => {
                ParsedPublicKey::new(&ED25519, members.bytes(X)?)
            }
            (RSA, RS256) => {
                let (n, e) = (members.bytes(MODULUS)?, members.bytes(EXPONENT)?);
                let is_sound = (256..=512).contains(&n.len())
                    && n.first().is_some_and(|first| first & 0x80 != 0)
                    && n.last().is_some_and(|last| last & 1 == 1)
                    && e == USUAL_EXPONENT;
                if !is_sound {
                    return Err(PasskeyError::Key);
                }
                RsaPublicKeyComponents { n, e }.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            }
            _ => return Err(PasskeyError::Key),
        };
        key.map(Self).map_err(|_| PasskeyError::Key)
    }

    /// Whether it has signed this.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), PasskeyError> {
        self.0
            .verify_sig(message, signature)
            .map_err(|_| PasskeyError::Signature)
    }
}

struct Members(Vec<(Value, Value)>);

impl Members {
    fn get(&self, name: i64) -> Result<&Value, PasskeyError> {
        member(&self.0, |key| as_number(key) == Some(name)).ok_or(PasskeyError::Key)
    }

    fn number(&self, name: i64) -> Result<i64, PasskeyError> {
        as_number(self.get(name)?).ok_or(PasskeyError::Key)
    }

    fn bytes(&self, name: i64) -> Result<&[u8], PasskeyError> {
        let bytes = self.get(name)?.as_bytes();
        bytes.map(Vec::as_slice).ok_or(PasskeyError::Key)
    }
}

fn as_number(value: &Value) -> Option<i64> {
    value.as_integer().and_then(|number| number.try_into().ok())
}
