//! A signature that was presented, and what came of it.

use staffroom_domain::Timestamp;

use super::{SignatureError, cavage, rfc9421};
use crate::digest::sha256;
use crate::keys::{Algorithm, PublicKey, RsaDigest};
use crate::request::{Hosts, RequestHead, normal_authority};

/// A key id is an address; longer ones are not fetched.
const LONGEST_KEY_ID: usize = 2_048;

/// By which of the two rules a request was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12, what nearly every peer sends.
    Cavage,
    /// RFC 9421.
    Rfc9421,
}

/// A signature that covers what it must, for a body that is the right one, at the right time. Only
/// the key is missing.
#[derive(Clone, Debug)]
pub struct Presented {
    scheme: Scheme,
    key_id: String,
    candidates: Vec<Candidate>,
}

/// That a key signed the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Made of the key and the signature: a request with the same one is the same request again.
    /// Nothing that is not signed (such as the key id of the older scheme) goes into it.
    pub replay_key: [u8; 32],
    /// After this time the signature would be refused anyway, and the replay key can be forgotten.
    pub remember_until: Timestamp,
    /// What of the request is signed: names of headers in lower case, and of its other parts. Whoever
    /// acts by a further header has to look whether the key spoke for it.
    pub covered: Vec<String>,
}

/// One signature, and the texts that it may be of.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) key_id: String,
    pub(super) algorithm: Claimed,
    pub(super) bases: Vec<Vec<u8>>,
    pub(super) signature: Vec<u8>,
    pub(super) valid_until: Timestamp,
    pub(super) covered: Vec<String>,
}

/// What the signature says about its algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claimed {
    /// RSA PKCS#1 v1.5 with SHA-256.
    RsaSha256,
    /// RSA PKCS#1 v1.5 with SHA-512.
    RsaSha512,
    /// Ed25519.
    Ed25519,
    /// Whatever the key is for. For RSA that is SHA-256, in the older scheme also SHA-512.
    ByKey {
        /// Whether an RSA signature may be over SHA-512.
        or_sha512: bool,
    },
}

impl Presented {
    /// Finds the signature, and checks everything that needs no key.
    ///
    /// `body` is exactly what came; `None` is the same as an empty one. `ourselves` are the hosts
    /// that requests may be for.
    ///
    /// What must be signed: the method, the whole target and the host; when (`date` or `created`);
    /// and the digest of the body, unless the method is `GET` or `HEAD` and there is no body.
    pub fn parse(
        head: &RequestHead<'_>,
        body: Option<&[u8]>,
        ourselves: &Hosts,
        now: Timestamp,
    ) -> Result<Self, SignatureError> {
        let request = Request::new(head, body.unwrap_or_default(), ourselves, now)?;
        let authorization = cavage::in_authorization(head)?;
        let signature = head.only_text("signature")?;
        match (
            head.only_value("signature-input")?,
            signature,
            authorization,
        ) {
            (None, None, None) => Err(SignatureError::Missing),
            (Some(_), None, _) => Err(SignatureError::Malformed("the header Signature is missing")),
            (_, Some(_), Some(_)) => Err(SignatureError::Repeated),
            (Some(input), Some(signature), None) => Self::new(
                Scheme::Rfc9421,
                rfc9421::read(&request, input, signature.as_bytes())?,
            ),
            (None, Some(value), None) | (None, None, Some(value)) => {
                Self::new(Scheme::Cavage, vec![cavage::read(&request, value)?])
            }
        }
    }

    fn new(scheme: Scheme, mut candidates: Vec<Candidate>) -> Result<Self, SignatureError> {
        let key_id = candidates.first().map(|first| first.key_id.clone());
        let key_id = key_id.ok_or(SignatureError::Missing)?;
        candidates.retain(|candidate| candidate.key_id == key_id);
        if key_id.is_empty() || key_id.len() > LONGEST_KEY_ID {
            return Err(SignatureError::Malformed("the key id is empty or too long"));
        }
        if !key_id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SignatureError::Malformed("the key id is not an address"));
        }
        Ok(Self {
            scheme,
            key_id,
            candidates,
        })
    }

    /// Which key is said to have signed, as the peer wrote it. Not believed before
    /// [`Self::verify`], and whose key it is must be found out from its owner.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// By which rules it is signed.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Whether this key signed the request. Where several signatures name the same key id, one that
    /// is valid is enough.
    pub fn verify(&self, key: &PublicKey) -> Result<Verified, SignatureError> {
        let mut error = SignatureError::BadSignature;
        for candidate in &self.candidates {
            match candidate.verify(key) {
                Ok(()) => {
                    return Ok(Verified {
                        replay_key: sha256(&[&key.to_der(), &candidate.signature]),
                        remember_until: candidate.valid_until,
                        covered: candidate.covered.clone(),
                    });
                }
                Err(found) => error = found,
            }
        }
        Err(error)
    }
}

impl Candidate {
    fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        let digests: &[RsaDigest] = match (self.algorithm, key.algorithm()) {
            (Claimed::Ed25519 | Claimed::ByKey { .. }, Algorithm::Ed25519) => &[],
            (Claimed::RsaSha256 | Claimed::ByKey { or_sha512: false }, Algorithm::Rsa) => {
                &[RsaDigest::Sha256]
            }
            (Claimed::RsaSha512, Algorithm::Rsa) => &[RsaDigest::Sha512],
            (Claimed::ByKey { or_sha512: true }, Algorithm::Rsa) => {
                &[RsaDigest::Sha256, RsaDigest::Sha512]
            }
            _ => return Err(SignatureError::UnsupportedAlgorithm),
        };
        let verified = self.bases.iter().any(|base| {
            if digests.is_empty() {
                key.verifies_ed25519(base, &self.signature)
            } else {
                digests
                    .iter()
                    .any(|digest| key.verifies_rsa(*digest, base, &self.signature))
            }
        });
        if verified {
            Ok(())
        } else {
            Err(SignatureError::BadSignature)
        }
    }
}

/// A request about which is already known that it is for us, and that no header that matters came
/// twice.
pub(super) struct Request<'a> {
    pub(super) head: &'a RequestHead<'a>,
    pub(super) body: &'a [u8],
    pub(super) now: Timestamp,
    /// The `Host` header as it came; where there is none, the authority.
    pub(super) host: &'a str,
}

impl<'a> Request<'a> {
    fn new(
        head: &'a RequestHead<'a>,
        body: &'a [u8],
        ourselves: &Hosts,
        now: Timestamp,
    ) -> Result<Self, SignatureError> {
        for name in ["host", "date", "digest", "content-digest"] {
            head.only_value(name)?;
        }
        // A line break or a space in here would make other lines of what is signed.
        for part in [
            head.method,
            head.scheme,
            head.authority,
            head.path_and_query,
        ] {
            if !part.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(SignatureError::Malformed(
                    "the request line has odd characters",
                ));
            }
        }
        let host = head.only_text("host")?.unwrap_or(head.authority);
        if ourselves.contains(host) {
            Ok(Self {
                head,
                body,
                now,
                host,
            })
        } else {
            Err(SignatureError::WrongHost)
        }
    }

    /// Our host in the form that RFC 9421 signs.
    pub(super) fn authority(&self) -> String {
        normal_authority(self.host)
    }

    /// Whether a digest of the body must be signed.
    pub(super) fn needs_digest(&self) -> bool {
        !self.head.only_reads() || !self.body.is_empty()
    }

    /// The `Date` header; it must be there and be one.
    pub(super) fn date(&self) -> Result<Timestamp, SignatureError> {
        self.head
            .only_text("date")?
            .and_then(crate::instant::parse_http_date)
            .ok_or(SignatureError::NoDate)
    }
}
