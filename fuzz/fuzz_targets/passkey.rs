//! Drives [`staffroom_fuzz::passkey`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::passkey(bytes);
});
