//! base58btc, and the prefixes that say what kind of key follows (FEP-521a, Multikey).

use data_encoding::BASE64URL_NOPAD;

use super::KeyError;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Decoding takes quadratic time. The largest key (8192 bits) has fewer than 1500 characters.
const LONGEST: usize = 2_000;

/// `ed25519-pub`, 0xed as varint.
pub(super) const ED25519: [u8; 2] = [0xed, 0x01];
/// `rsa-pub`, 0x1205 as varint.
pub(super) const RSA: [u8; 2] = [0x85, 0x24];

/// Bytes of a multibase text: `z` (base58btc) as FEP-521a demands, or `u` (base64url without
/// padding) as Controlled Identifiers also allow.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, KeyError> {
    if let Some(text) = text.strip_prefix('z') {
        decode_base58btc(text).ok_or(KeyError::Unreadable)
    } else if let Some(text) = text.strip_prefix('u').filter(|text| text.len() <= LONGEST) {
        BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map_err(|_| KeyError::Unreadable)
    } else {
        Err(KeyError::Unreadable)
    }
}

/// Bytes of base58 in the alphabet of Bitcoin; `None` for other characters or absurd lengths.
pub(crate) fn decode_base58btc(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    // Little-endian while it grows.
    let mut number: Vec<u8> = Vec::new();
    for character in text.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == character)?;
        let mut carry = u32::try_from(digit).ok()?;
        for byte in &mut number {
            carry += u32::from(*byte) * 58;
            [*byte, ..] = carry.to_le_bytes();
            carry >>= 8;
        }
        while carry > 0 {
            let [low, ..] = carry.to_le_bytes();
            number.push(low);
            carry >>= 8;
        }
    }
    number.extend(
        text.bytes()
            .take_while(|character| *character == b'1')
            .map(|_| 0),
    );
    number.reverse();
    Some(number)
}

/// Base58 in the alphabet of Bitcoin, without the `z` of multibase.
pub(crate) fn encode_base58btc(bytes: &[u8]) -> String {
    // Little-endian while it grows.
    let mut digits: Vec<u8> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            [*digit, ..] = (carry % 58).to_le_bytes();
            carry /= 58;
        }
        while carry > 0 {
            let [low, ..] = (carry % 58).to_le_bytes();
            digits.push(low);
            carry /= 58;
        }
    }
    digits.extend(bytes.iter().take_while(|byte| **byte == 0).map(|_| 0));
    digits
        .iter()
        .rev()
        .filter_map(|digit| ALPHABET.get(usize::from(*digit)))
        .copied()
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // draft-msporny-base58-03, section 5.
    #[test]
    fn the_vectors_of_the_base58_draft_hold() {
        for (bytes, text) in [
            (b"Hello World!".as_slice(), "2NEpo7TZRRrLZSi2U"),
            (
                b"The quick brown fox jumps over the lazy dog.",
                "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
            ),
            (&[0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd], "11233QC4"),
        ] {
            assert_eq!(encode_base58btc(bytes), text);
            assert_eq!(decode_base58btc(text).unwrap(), bytes);
        }
    }

    #[test]
    fn characters_outside_the_alphabet_are_refused() {
        for text in ["0", "O", "I", "l", "+", "é", " "] {
            assert_eq!(decode_base58btc(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode_base58btc(&encode_base58btc(&bytes)), Some(bytes));
        }

        #[test]
        fn no_text_makes_decoding_panic(text in ".*") {
            let _ = decode(&text);
        }
    }
}
