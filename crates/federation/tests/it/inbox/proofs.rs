//! Proofs that no honest program makes.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

use super::door::Peer;

/// The proof with those options: what is signed is the digest of the options and that of the document.
/// For documents and options whose members `serde_json` writes as canonical JSON does: ASCII, sorted.
pub(crate) fn signed(by: &Peer, mut options: Value, document: &Value) -> Value {
    let mut message = Vec::new();
    for part in [&options, document] {
        message.extend(digest(&SHA256, part.to_string().as_bytes()).as_ref());
    }
    let signature = by.proofs.sign(&message).unwrap();
    options["proofValue"] = format!("z{}", base58(&signature)).into();
    options
}

fn base58(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits: Vec<usize> = Vec::new();
    for byte in bytes {
        let mut carry = usize::from(*byte);
        for digit in &mut digits {
            carry += *digit * 256;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).map(|_| '1');
    let rest = digits
        .iter()
        .rev()
        .map(|digit| char::from(ALPHABET[*digit]));
    zeros.chain(rest).collect()
}
