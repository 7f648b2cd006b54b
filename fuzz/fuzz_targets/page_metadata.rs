//! Drives [`staffroom_fuzz::page_metadata`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::page_metadata(bytes);
});
