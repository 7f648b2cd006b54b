//! Drives [`staffroom_fuzz::plain_lines`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::plain_lines(bytes);
});
