//! Secrets: the instance's key, and tokens that stand in links and cookies.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{constant_time, digest, hkdf, hmac};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use staffroom_domain::random::{self, Random};

/// The instance's key: 32 random bytes in a file beside the database, made at the first start.
/// Never used itself: each purpose has a key derived from it (HKDF-SHA256, RFC 5869).
#[derive(Clone)]
pub struct SecretKey([u8; Self::LENGTH]);

impl SecretKey {
    /// How many bytes it has.
    pub const LENGTH: usize = 32;

    /// From its bytes.
    pub const fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// A new one.
    pub fn generate(random: &dyn Random) -> Self {
        Self(random::bytes(random))
    }

    /// The key as text, for its file.
    pub fn to_text(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// The key from the text of its file; none where the text is no key.
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// Tells keys apart without telling the key; stored in the database that belongs to it.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&self.derive("fingerprint")[..16])
    }

    /// Signs `message` for a purpose (HMAC-SHA256).
    pub fn sign(&self, purpose: &str, message: &[u8]) -> Vec<u8> {
        hmac::sign(&self.hmac_key(purpose), message)
            .as_ref()
            .to_vec()
    }

    /// Whether `signature` is that of [`SecretKey::sign`]; takes the same time either way.
    pub fn verify(&self, purpose: &str, message: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.hmac_key(purpose), message, signature).is_ok()
    }

    /// Encrypts for a purpose (AES-256-GCM under a key derived for it), bound to `about`: nonce first. None
    /// where the cryptography fails.
    pub fn seal(
        &self,
        random: &dyn Random,
        purpose: &str,
        about: &[u8],
        mut plain: Vec<u8>,
    ) -> Option<Vec<u8>> {
        let nonce = random::bytes::<NONCE_LEN>(random);
        self.aead(purpose)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(about),
                &mut plain,
            )
            .ok()?;
        Some([nonce.as_slice(), &plain].concat())
    }

    /// What [`SecretKey::seal`] encrypted; none where it was another key, purpose or `about`.
    pub fn open(&self, purpose: &str, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut rest = rest.to_vec();
        let plain = self
            .aead(purpose)?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(about),
                &mut rest,
            )
            .ok()?;
        Some(plain.to_vec())
    }

    fn aead(&self, purpose: &str) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, &self.derive(purpose))
            .map(LessSafeKey::new)
            .ok()
    }

    fn hmac_key(&self, purpose: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.derive(purpose))
    }

    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let info = [purpose.as_bytes()];
        let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, b"staffroom")
            .extract(&self.0)
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key));
        // HKDF fails only for outputs over 255 hashes.
        debug_assert!(derived.is_ok(), "32 bytes can always be derived");
        key
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A text that opens something and cannot be guessed: a session, an invitation, a reset. 256 bits,
/// URL-safe. The database keeps only its [`TokenHash`].
#[derive(Clone)]
pub struct Token(String);

/// SHA-256 of a [`Token`]. The token cannot be guessed, so that nothing slower is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(Vec<u8>);

impl Token {
    /// A new one, at random.
    pub fn generate(random: &dyn Random) -> Self {
        Self(BASE64URL_NOPAD.encode(&random::bytes::<32>(random)))
    }

    /// The one of that id for a purpose (HMAC-SHA256 under a key derived for the purpose): for links
    /// that are mailed later, so that nothing that waits in the database has the link in it. An id is
    /// given out once, so a token is too.
    pub fn derive(key: &SecretKey, purpose: &str, id: i64) -> Self {
        Self(BASE64URL_NOPAD.encode(&key.sign(purpose, &id.to_be_bytes())))
    }

    /// From a link or a cookie; none where it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 43 && BASE64URL_NOPAD.decode(text.as_bytes()).is_ok();
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> TokenHash {
        TokenHash(
            digest::digest(&digest::SHA256, self.0.as_bytes())
                .as_ref()
                .to_vec(),
        )
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TokenHash {
    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The 32 bytes, owned.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// SHA-256.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// Whether two texts are the same, in the same time wherever they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::Mutex<u8>);

    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let mut n = self.0.lock().unwrap();
            for byte in bytes {
                *n = n.wrapping_add(1);
                *byte = *n;
            }
        }
    }

    #[test]
    fn a_key_survives_its_file_and_shows_nothing() {
        let key = SecretKey::generate(&Counting(0.into()));
        let back = SecretKey::from_text(&format!("{}\n", key.to_text())).unwrap();
        assert_eq!(back.fingerprint(), key.fingerprint());
        assert!(SecretKey::from_text("abc").is_none());
        assert!(SecretKey::from_text(&"zz".repeat(32)).is_none());
        assert_eq!(format!("{key:?}"), "SecretKey(…)");
        assert!(!key.to_text().contains(&key.fingerprint()));
    }

    #[test]
    fn a_signature_counts_for_one_purpose_one_message_and_one_key() {
        let random = Counting(0.into());
        let (key, other) = (SecretKey::generate(&random), SecretKey::generate(&random));
        let signature = key.sign("csrf", b"message");
        assert!(key.verify("csrf", b"message", &signature));
        assert!(!key.verify("link", b"message", &signature));
        assert!(!key.verify("csrf", b"other", &signature));
        assert!(!other.verify("csrf", b"message", &signature));
        assert!(!key.verify("csrf", b"message", &signature[..31]));
        assert!(!key.verify("csrf", b"message", b""));
    }

    #[test]
    fn what_is_sealed_opens_for_its_key_purpose_and_subject_alone() {
        let random = Counting(0.into());
        let (key, other) = (SecretKey::generate(&random), SecretKey::generate(&random));
        let sealed = key.seal(&random, "a", b"1", b"secret".to_vec()).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(key.open("a", b"1", &sealed).unwrap(), b"secret");
        assert!(other.open("a", b"1", &sealed).is_none());
        assert!(key.open("b", b"1", &sealed).is_none());
        assert!(key.open("a", b"2", &sealed).is_none());
        assert!(key.open("a", b"1", &sealed[..8]).is_none());
    }

    #[test]
    fn a_derived_token_is_the_same_again_for_its_key_purpose_and_id_alone() {
        let random = Counting(0.into());
        let (key, other) = (SecretKey::generate(&random), SecretKey::generate(&random));
        let token = Token::derive(&key, "invitation link", 7);
        let same = Token::derive(&key, "invitation link", 7);
        assert_eq!(token.as_str(), same.as_str());
        assert_eq!(Token::parse(token.as_str()).unwrap().hash(), token.hash());
        for different in [
            Token::derive(&key, "invitation link", 8),
            Token::derive(&key, "password reset link", 7),
            Token::derive(&other, "invitation link", 7),
        ] {
            assert_ne!(different.hash(), token.hash());
        }
    }

    #[test]
    fn tokens_are_url_safe_and_only_whole_ones_parse() {
        let token = Token::generate(&Counting(0.into()));
        assert_eq!(token.as_str().len(), 43);
        assert_eq!(Token::parse(token.as_str()).unwrap().hash(), token.hash());
        assert!(Token::parse("").is_none());
        assert!(Token::parse(&"!".repeat(43)).is_none());
        assert!(Token::parse(&token.as_str()[..42]).is_none());
        assert_eq!(token.hash().as_bytes().len(), 32);
    }
}
