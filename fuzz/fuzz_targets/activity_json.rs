//! Drives [`staffroom_fuzz::activity_json`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::activity_json(bytes);
});
