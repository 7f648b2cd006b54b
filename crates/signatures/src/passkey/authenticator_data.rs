//! What the passkey says (WebAuthn Level 3, 6.1): for which site, whether somebody was there, what it has counted, and when
//! it is new, its key.

use ciborium::Value;

use super::{PasskeyError, Site};
use crate::digest::sha256;

/// Deeper than this nothing is nested that a passkey writes.
const DEPTH: usize = 8;

const SOMEBODY_THERE: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_COPIED: u8 = 0x08;
const IS_COPIED: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// Parsed authenticator data.
pub(super) struct AuthenticatorData<'a> {
    site_hash: &'a [u8; 32],
    flags: u8,
    /// How often it has signed; 0 where it does not count.
    pub(super) sign_count: u32,
    /// Its id and key, when it is new.
    pub(super) credential: Option<Credential<'a>>,
}

/// Attested credential data (6.5.2), without who made the device.
pub(super) struct Credential<'a> {
    pub(super) id: &'a [u8],
    /// The key, COSE.
    pub(super) key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, PasskeyError> {
        let unreadable = PasskeyError::Unreadable;
        let (site_hash, rest) = bytes.split_first_chunk::<32>().ok_or(unreadable)?;
        let (&[flags], rest) = rest.split_first_chunk::<1>().ok_or(unreadable)?;
        let (count, mut rest) = rest.split_first_chunk::<4>().ok_or(unreadable)?;
        let mut credential = None;
        if flags & HAS_CREDENTIAL != 0 {
            // Sixteen bytes of which model the device is.
            let (_, after) = rest.split_first_chunk::<16>().ok_or(unreadable)?;
            let (length, after) = after.split_first_chunk::<2>().ok_or(unreadable)?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (id, after) = after.split_at_checked(length).ok_or(unreadable)?;
            let key = first_item(after)?;
            credential = Some(Credential { id, key });
            rest = after.get(key.len()..).ok_or(unreadable)?;
        }
        if flags & HAS_EXTENSIONS != 0 {
            // None was asked for; what is there is passed over.
            rest = rest.get(first_item(rest)?.len()..).ok_or(unreadable)?;
        }
        if !rest.is_empty() {
            return Err(unreadable);
        }
        Ok(Self {
            site_hash,
            flags,
            sign_count: u32::from_be_bytes(*count),
            credential,
        })
    }

    /// Whether it is for our site, and the device has made sure who was there (7.1, steps 14 to 18; 7.2, steps 16 to 20).
    pub(super) fn check(&self, site: &Site) -> Result<(), PasskeyError> {
        if *self.site_hash != sha256(&[site.host.as_bytes()]) {
            return Err(PasskeyError::Site);
        }
        if self.flags & SOMEBODY_THERE == 0 {
            return Err(PasskeyError::NobodyThere);
        }
        if self.flags & VERIFIED == 0 {
            return Err(PasskeyError::NotVerified);
        }
        if self.flags & IS_COPIED != 0 && !self.may_be_copied() {
            return Err(PasskeyError::Flags);
        }
        Ok(())
    }

    /// Whether it may be on several devices (the flag BE).
    pub(super) const fn may_be_copied(&self) -> bool {
        self.flags & MAY_BE_COPIED != 0
    }
}

/// The bytes of the first item of CBOR.
fn first_item(bytes: &[u8]) -> Result<&[u8], PasskeyError> {
    let mut rest = bytes;
    read(&mut rest)?;
    let length = bytes.len().saturating_sub(rest.len());
    bytes.get(..length).ok_or(PasskeyError::Unreadable)
}

/// Takes one item of CBOR.
fn read(bytes: &mut &[u8]) -> Result<Value, PasskeyError> {
    ciborium::de::from_reader_with_recursion_limit(bytes, DEPTH)
        .map_err(|_| PasskeyError::Unreadable)
}

/// A map of CBOR that fills the bytes.
pub(super) fn only_map(mut bytes: &[u8]) -> Result<Vec<(Value, Value)>, PasskeyError> {
    let value = read(&mut bytes)?;
    if !bytes.is_empty() {
        return Err(PasskeyError::Unreadable);
    }
    value.into_map().map_err(|_| PasskeyError::Unreadable)
}

/// What a map has under a key; nothing where it has two of them.
pub(super) fn member(map: &[(Value, Value)], is_it: impl Fn(&Value) -> bool) -> Option<&Value> {
    let mut found = map.iter().filter(|(key, _)| is_it(key));
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Some(value),
        _ => None,
    }
}
