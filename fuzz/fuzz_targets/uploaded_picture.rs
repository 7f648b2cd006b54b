//! Drives [`staffroom_fuzz::uploaded_picture`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::uploaded_picture(bytes);
});
