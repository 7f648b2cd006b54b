//! Drives [`staffroom_fuzz::typed_record`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::typed_record(bytes);
});
