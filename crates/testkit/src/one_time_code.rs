//! What somebody's app shows.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use staffroom_domain::Timestamp;

/// The code of a moment, by the key as pages show it (RFC 6238). Of what is no key, a code that is not right.
pub fn one_time_code(secret: &str, at: Timestamp) -> String {
    let plain: String = secret.split_whitespace().collect();
    let secret = BASE32_NOPAD.decode(plain.as_bytes()).unwrap_or_default();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = hmac::sign(&key, &(at.as_micros() / 30_000_000).to_be_bytes());
    let tag = tag.as_ref();
    let start = usize::from(tag.last().copied().unwrap_or_default() & 15);
    let word = tag.get(start..start + 4).unwrap_or_default();
    let number = word
        .iter()
        .fold(0, |all, byte| (all << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}
