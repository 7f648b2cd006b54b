//! What strangers send us, as functions of bytes: for fuzzers, and for tests that replay what fuzzers
//! found.
//!
//! Here belongs one function for each door that bytes from outside come in by. Each panics when
//! something is wrong, and that is all that it tells a fuzzer. Here does not belong what must hold of
//! those bytes: the crates say so themselves.

mod targets;

pub use targets::{
    Target, activity_json, integrity_proof, nodeinfo, page_metadata, passkey, plain_lines,
    public_key, remote_html, signature_headers, typed_record, uploaded_picture, webfinger,
};
