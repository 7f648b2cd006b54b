//! Drives [`staffroom_fuzz::nodeinfo`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::nodeinfo(bytes);
});
