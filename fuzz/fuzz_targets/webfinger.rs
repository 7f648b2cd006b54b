//! Drives [`staffroom_fuzz::webfinger`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::webfinger(bytes);
});
