//! Who sent this request, who wrote this document, who signs in: keys, HTTP message signatures, integrity proofs, passkeys.
//!
//! Here belongs what can be said of bytes alone: is the request signed as we demand, does the
//! signature fit the key, is the document the one that was signed. Here does not belong where keys
//! come from, to whom a key belongs, or what a signer may do: no I/O, no async, no types of an HTTP
//! client or server. So the edge that receives and the client that sends use the same code, and
//! fuzzers can drive it.
//!
//! - [`keys`]: RSA and Ed25519, parsed once.
//! - [`request`]: what of an HTTP request a signature is about.
//! - [`verify`]: incoming requests, by draft-cavage-http-signatures-12 or RFC 9421.
//! - [`sign`]: outgoing requests, likewise.
//! - [`jcs`]: canonical JSON (RFC 8785).
//! - [`proof`]: integrity proofs of documents (FEP-8b32).
//! - [`passkey`]: passkeys (WebAuthn Level 3).

mod digest;
mod fields;
mod fuzz;
mod instant;
pub mod jcs;
pub mod keys;
pub mod passkey;
pub mod proof;
pub mod request;
pub mod sign;
pub mod verify;

pub use fuzz::{exercise_document, exercise_key, exercise_passkey, exercise_request};
pub use keys::{Algorithm, KeyError, PrivateKey, PublicKey};
pub use proof::{Proof, ProofError};
pub use request::{Hosts, RequestHead, RequestText};
pub use sign::{Outgoing, SignError};
pub use verify::{Presented, Scheme, SignatureError, Verified};
