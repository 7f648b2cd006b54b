//! Drives [`staffroom_fuzz::integrity_proof`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::integrity_proof(bytes);
});
