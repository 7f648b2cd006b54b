//! Encryption for Web Push: what the browser or phone of somebody can read, and no push service on the way.
//!
//! Two forms: `aes128gcm` (RFC 8188 and 8291), and the draft before it, `aesgcm`
//! (draft-ietf-webpush-encryption-04), which most clients of the Mastodon API still expect.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use staffroom_domain::random::{self, Random};
use thiserror::Error;

/// The longest text that is encrypted, in bytes: push services take 4,096 bytes of the encrypted form
/// (RFC 8291, 4).
pub(super) const MAX_TEXT: usize = 3_993;
/// The length of a record, which one message does not fill.
const RECORD: u32 = 4_096;

/// The other side cannot be encrypted for: its keys are none, or the text is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the message cannot be encrypted for this subscription")]
pub(super) struct CannotEncrypt;

/// For whom: what a client gives when it subscribes.
#[derive(Clone, Debug)]
pub(super) struct Receiver<'a> {
    /// Its public key, P-256, uncompressed: 65 bytes.
    pub(super) public_key: &'a [u8],
    /// What it shares with nobody else, 16 bytes.
    pub(super) secret: &'a [u8],
}

/// A key pair and a salt for one message.
pub(super) struct Once {
    private_key: PrivateKey,
    public_key: Vec<u8>,
    salt: [u8; 16],
}

/// An encrypted message of the older form, with what stands in its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Legacy {
    /// The body.
    pub(super) body: Vec<u8>,
    /// `salt` of the header `Encryption`.
    pub(super) salt: [u8; 16],
    /// `dh` of the header `Crypto-Key`.
    pub(super) public_key: Vec<u8>,
}

impl Once {
    /// A new pair.
    pub(super) fn new(random: &dyn Random) -> Result<Self, CannotEncrypt> {
        let private_key = PrivateKey::generate(&ECDH_P256).map_err(|_| CannotEncrypt)?;
        Self::of(private_key, random::bytes(random))
    }

    fn of(private_key: PrivateKey, salt: [u8; 16]) -> Result<Self, CannotEncrypt> {
        let public_key = private_key
            .compute_public_key()
            .map_err(|_| CannotEncrypt)?;
        Ok(Self {
            public_key: public_key.as_ref().to_vec(),
            private_key,
            salt,
        })
    }

    fn agree(&self, receiver: &Receiver<'_>) -> Result<Vec<u8>, CannotEncrypt> {
        let public_key = UnparsedPublicKey::new(&ECDH_P256, receiver.public_key);
        agreement::agree(&self.private_key, public_key, CannotEncrypt, |shared| {
            Ok(shared.to_vec())
        })
    }
}

/// Encrypts as `aes128gcm`: the body says everything (RFC 8291, 3.4 and RFC 8188, 2).
pub(super) fn encrypt(
    once: &Once,
    receiver: &Receiver<'_>,
    text: &[u8],
) -> Result<Vec<u8>, CannotEncrypt> {
    if text.len() > MAX_TEXT {
        return Err(CannotEncrypt);
    }
    let shared = once.agree(receiver)?;
    let info = [
        b"WebPush: info\0",
        receiver.public_key,
        once.public_key.as_slice(),
    ]
    .concat();
    let input = derive(receiver.secret, &shared, &info, 32)?;
    let key = derive(&once.salt, &input, b"Content-Encoding: aes128gcm\0", 16)?;
    let nonce = derive(&once.salt, &input, b"Content-Encoding: nonce\0", 12)?;
    // 2: the last record, without padding.
    let sealed = seal(&key, &nonce, [text, &[2]].concat())?;
    let length = u8::try_from(once.public_key.len()).map_err(|_| CannotEncrypt)?;
    Ok([
        once.salt.as_slice(),
        &RECORD.to_be_bytes(),
        &[length],
        &once.public_key,
        &sealed,
    ]
    .concat())
}

/// Encrypts as `aesgcm` (draft-ietf-httpbis-encryption-encoding-03 and draft-ietf-webpush-encryption-04).
pub(super) fn encrypt_legacy(
    once: &Once,
    receiver: &Receiver<'_>,
    text: &[u8],
) -> Result<Legacy, CannotEncrypt> {
    if text.len() > MAX_TEXT {
        return Err(CannotEncrypt);
    }
    let shared = once.agree(receiver)?;
    let input = derive(receiver.secret, &shared, b"Content-Encoding: auth\0", 32)?;
    let key_of = |key: &[u8]| -> Result<Vec<u8>, CannotEncrypt> {
        let length = u16::try_from(key.len()).map_err(|_| CannotEncrypt)?;
        Ok([&length.to_be_bytes(), key].concat())
    };
    let context = [
        b"P-256\0".to_vec(),
        key_of(receiver.public_key)?,
        key_of(&once.public_key)?,
    ]
    .concat();
    let info = |name: &[u8]| [name, &context].concat();
    let key = derive(&once.salt, &input, &info(b"Content-Encoding: aesgcm\0"), 16)?;
    let nonce = derive(&once.salt, &input, &info(b"Content-Encoding: nonce\0"), 12)?;
    // Two bytes say how much padding follows: none.
    let body = seal(&key, &nonce, [&[0, 0], text].concat())?;
    Ok(Legacy {
        body,
        salt: once.salt,
        public_key: once.public_key.clone(),
    })
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF-SHA256 (RFC 5869).
fn derive(salt: &[u8], input: &[u8], info: &[u8], length: usize) -> Result<Vec<u8>, CannotEncrypt> {
    let mut key = vec![0; length];
    Salt::new(HKDF_SHA256, salt)
        .extract(input)
        .expand(&[info], Length(length))
        .and_then(|derived| derived.fill(&mut key))
        .map_err(|_| CannotEncrypt)?;
    Ok(key)
}

fn seal(key: &[u8], nonce: &[u8], mut text: Vec<u8>) -> Result<Vec<u8>, CannotEncrypt> {
    let key = UnboundKey::new(&AES_128_GCM, key).map_err(|_| CannotEncrypt)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| CannotEncrypt)?;
    LessSafeKey::new(key)
        .seal_in_place_append_tag(nonce, Aad::empty(), &mut text)
        .map_err(|_| CannotEncrypt)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
    }

    fn once(private_key: &str, salt: &str) -> Once {
        let private_key = PrivateKey::from_private_key(&ECDH_P256, &bytes(private_key)).unwrap();
        Once::of(private_key, bytes(salt).try_into().unwrap()).unwrap()
    }

    /// RFC 8291, 5 and appendix A.
    #[test]
    fn the_example_of_the_rfc_comes_out() {
        let once = once(
            "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
            "DGv6ra1nlYgDCS1FRnbzlw",
        );
        let public_key = bytes(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        );
        let receiver = Receiver {
            public_key: &public_key,
            secret: &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let text = b"When I grow up, I want to be a watermelon";
        let encrypted = encrypt(&once, &receiver, text).unwrap();
        assert_eq!(
            BASE64URL_NOPAD.encode(&encrypted),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz\
             AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    /// draft-ietf-webpush-encryption-04, 5.
    #[test]
    fn the_example_of_the_draft_comes_out() {
        let once = once(
            "nCScek-QpEjmOOlT-rQ38nZzvdPlqa00Zy0i6m2OJvY",
            "lngarbyKfMoi9Z75xYXmkg",
        );
        let public_key = bytes(
            "BCEkBjzL8Z3C-oi2Q7oE5t2Np-p7osjGLg93qUP0wvqRT21EEWyf0cQDQcakQMqz4hQKYOQ3il2nNZct4HgAUQU",
        );
        let receiver = Receiver {
            public_key: &public_key,
            secret: &bytes("R29vIGdvbyBnJyBqb29iIQ"),
        };
        let legacy = encrypt_legacy(&once, &receiver, b"I am the walrus").unwrap();
        assert_eq!(
            BASE64URL_NOPAD.encode(&legacy.body),
            "6nqAQUME8hNqw5J3kl8cpVVJylXKYqZOeseZG8UueKpA"
        );
        assert_eq!(
            BASE64URL_NOPAD.encode(&legacy.public_key),
            "BNoRDbb84JGm8g5Z5CFxurSqsXWJ11ItfXEWYVLE85Y7CYkDjXsIEc4aqxYaQ1G8BqkXCJ6DPpDrWtdWj_mugHU"
        );
    }

    #[test]
    fn what_is_too_long_or_for_no_key_is_refused() {
        let once = once(
            "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
            "DGv6ra1nlYgDCS1FRnbzlw",
        );
        let good = once.public_key.clone();
        for (public_key, text) in [
            (&good[..], vec![0; MAX_TEXT + 1]),
            (&good[..64], vec![0]),
            (&[4; 65][..], vec![0]),
            (&[][..], vec![0]),
        ] {
            let receiver = Receiver {
                public_key,
                secret: &[7; 16],
            };
            assert_eq!(encrypt(&once, &receiver, &text), Err(CannotEncrypt));
            assert_eq!(encrypt_legacy(&once, &receiver, &text), Err(CannotEncrypt));
        }
        let receiver = Receiver {
            public_key: &good,
            secret: &[7; 16],
        };
        let longest = encrypt(&once, &receiver, &vec![0; MAX_TEXT]).unwrap();
        assert_eq!(longest.len(), 4_096);
    }
}
