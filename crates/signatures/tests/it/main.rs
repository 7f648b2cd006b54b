//! Keys, requests and documents as peers send them, and as nobody should.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod catalogue;
mod keys;
mod passkeys;
mod proofs;
mod properties;
mod requests;
mod table;
