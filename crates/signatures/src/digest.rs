//! Digests of bodies: the headers `Digest` (RFC 3230) and `Content-Digest` (RFC 9530).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64;

use crate::fields::{self, Bare};
use crate::verify::SignatureError;

pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = aws_lc_rs::digest::Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    out
}

/// `SHA-256=…` for the header `Digest`.
pub(crate) fn digest_header(body: &[u8]) -> String {
    format!("SHA-256={}", BASE64.encode(&sha256(&[body])))
}

/// `sha-256=:…:` for the header `Content-Digest`.
pub(crate) fn content_digest_header(body: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64.encode(&sha256(&[body])))
}

/// Whether `Digest` names this body by SHA-256. Other algorithms may stand beside it and are not
/// looked at; one that stands there twice is refused, since readers would disagree about which counts.
pub(crate) fn check_digest(header: &str, body: &[u8]) -> Result<(), SignatureError> {
    let mut names: Vec<String> = Vec::new();
    let mut ours = None;
    for entry in header.split(',') {
        let (name, value) = entry
            .trim()
            .split_once('=')
            .ok_or(SignatureError::Malformed("a digest has no algorithm"))?;
        let name = name.to_ascii_lowercase();
        if names.contains(&name) {
            return Err(SignatureError::Repeated);
        }
        if name == "sha-256" {
            ours = Some(
                BASE64
                    .decode(value.as_bytes())
                    .map_err(|_| SignatureError::DigestMismatch)?,
            );
        }
        names.push(name);
    }
    compare(&ours.ok_or(SignatureError::DigestAlgorithm)?, body)
}

/// Whether `Content-Digest` names this body by SHA-256, with the same rules.
pub(crate) fn check_content_digest(header: &[u8], body: &[u8]) -> Result<(), SignatureError> {
    let members = fields::dictionary(header)?;
    let ours = members
        .iter()
        .find(|member| member.key == "sha-256")
        .ok_or(SignatureError::DigestAlgorithm)?;
    match ours.item().map(|item| &item.value) {
        Some(Bare::Bytes(bytes)) => compare(bytes, body),
        _ => Err(SignatureError::Malformed("a digest is not a byte sequence")),
    }
}

fn compare(claimed: &[u8], body: &[u8]) -> Result<(), SignatureError> {
    verify_slices_are_equal(claimed, digest(&SHA256, body).as_ref())
        .map_err(|_| SignatureError::DigestMismatch)
}
