//! PEM as other servers write it: CRLF, odd line lengths, spaces at the ends.

use data_encoding::BASE64;

use super::KeyError;

/// The largest key (8192 bits) takes less than 2 KiB; the rest is for generous line breaks.
const LONGEST: usize = 16 * 1024;

/// The bytes between the two lines of a `PUBLIC KEY` or `RSA PUBLIC KEY`. The label is not believed
/// any further: which of the two structures it is, the bytes say.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, KeyError> {
    if text.len() > LONGEST {
        return Err(KeyError::Unreadable);
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    ["PUBLIC KEY", "RSA PUBLIC KEY"]
        .into_iter()
        .find_map(|label| {
            text.strip_prefix(&format!("-----BEGIN {label}-----"))?
                .strip_suffix(&format!("-----END {label}-----"))
        })
        .ok_or(KeyError::Unreadable)
        .and_then(|body| {
            let dense: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            BASE64
                .decode(dense.as_bytes())
                .map_err(|_| KeyError::Unreadable)
        })
}

/// A `PUBLIC KEY` in lines of 64 characters (RFC 7468), ending in a line feed.
pub(super) fn encode(der: &[u8]) -> String {
    let mut out = String::from("-----BEGIN PUBLIC KEY-----\n");
    for (index, character) in BASE64.encode(der).chars().enumerate() {
        if index > 0 && index.is_multiple_of(64) {
            out.push('\n');
        }
        out.push(character);
    }
    out.push_str("\n-----END PUBLIC KEY-----\n");
    out
}
