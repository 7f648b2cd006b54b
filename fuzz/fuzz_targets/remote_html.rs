//! Drives [`staffroom_fuzz::remote_html`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    staffroom_fuzz::remote_html(bytes);
});
