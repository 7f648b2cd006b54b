//! Drives [`staffroom_fuzz::public_key`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::public_key(bytes);
});
