//! As much DER (X.690) as two kinds of public keys need, strictly.
//!
//! The limits on RSA keys are checked here, before the cryptographic library sees anything.

use super::KeyError;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_ID: u8 = 0x06;

/// 1.2.840.113549.1.1.1, `rsaEncryption` (RFC 8017).
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// 1.3.101.112, `id-Ed25519` (RFC 8410).
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// The content of a `SubjectPublicKeyInfo` (RFC 5280).
pub(super) enum Spki<'a> {
    /// A PKCS#1 `RSAPublicKey`, itself DER, already within the limits.
    Rsa(&'a [u8]),
    /// 32 bytes.
    Ed25519([u8; 32]),
}

pub(super) fn read_spki(der: &[u8]) -> Result<Spki<'_>, KeyError> {
    let outer = only(SEQUENCE, der)?;
    let (algorithm, rest) = element(SEQUENCE, outer)?;
    let (id, parameters) = element(OBJECT_ID, algorithm)?;
    let bits = only(BIT_STRING, rest)?;
    // The first byte counts unused bits at the end: there are none in a key.
    let (&0, key) = bits.split_first().ok_or(KeyError::Unreadable)? else {
        return Err(KeyError::Unreadable);
    };
    match id {
        RSA => {
            // NULL by the standard; left out by some.
            if !parameters.is_empty() && parameters != [0x05, 0x00] {
                return Err(KeyError::Unreadable);
            }
            check_rsa(key)?;
            Ok(Spki::Rsa(key))
        }
        ED25519 if parameters.is_empty() => key
            .try_into()
            .map(Spki::Ed25519)
            .map_err(|_| KeyError::Unreadable),
        ED25519 => Err(KeyError::Unreadable),
        _ => Err(KeyError::Unsupported),
    }
}

/// Whether this is a PKCS#1 `RSAPublicKey` within the limits: 2048 to 8192 bits, an odd exponent of
/// 65537 or more. Small exponents and short moduli can be forged; huge ones cost us time.
pub(super) fn check_rsa(pkcs1: &[u8]) -> Result<(), KeyError> {
    let (modulus, rest) = element(INTEGER, only(SEQUENCE, pkcs1)?)?;
    let modulus = positive(modulus)?;
    let exponent = positive(only(INTEGER, rest)?)?;
    let bits = modulus.first().map_or(0, |first| {
        modulus
            .len()
            .saturating_mul(8)
            .saturating_sub(first.leading_zeros() as usize)
    });
    if !(2048..=8192).contains(&bits) {
        return Err(KeyError::Size);
    }
    if modulus.last().is_none_or(|last| last & 1 == 0) {
        return Err(KeyError::Unreadable);
    }
    if exponent.len() > 4 {
        return Err(KeyError::Exponent);
    }
    let exponent = exponent
        .iter()
        .fold(0_u32, |all, byte| (all << 8) | u32::from(*byte));
    if exponent < 65_537 || exponent.is_multiple_of(2) {
        return Err(KeyError::Exponent);
    }
    Ok(())
}

pub(super) fn write_rsa_spki(pkcs1: &[u8]) -> Vec<u8> {
    let algorithm = write(SEQUENCE, &[&write(OBJECT_ID, &[RSA]), &[0x05, 0x00]]);
    write(SEQUENCE, &[&algorithm, &write(BIT_STRING, &[&[0], pkcs1])])
}

pub(super) fn write_ed25519_spki(key: &[u8; 32]) -> Vec<u8> {
    let algorithm = write(SEQUENCE, &[&write(OBJECT_ID, &[ED25519])]);
    write(SEQUENCE, &[&algorithm, &write(BIT_STRING, &[&[0], key])])
}

fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    let length = content.len().to_be_bytes();
    if let (Ok(short), true) = (u8::try_from(content.len()), content.len() < 0x80) {
        out.push(short);
    } else {
        let long: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
        out.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
        out.extend(long);
    }
    out.extend(content);
    out
}

/// A positive integer without its sign byte; DER allows exactly one form of it.
fn positive(content: &[u8]) -> Result<&[u8], KeyError> {
    match content {
        [0, rest @ ..] if rest.first().is_some_and(|first| first & 0x80 != 0) => Ok(rest),
        [first, ..] if *first != 0 && first & 0x80 == 0 => Ok(content),
        _ => Err(KeyError::Unreadable),
    }
}

/// The one element that fills `der` exactly.
fn only(tag: u8, der: &[u8]) -> Result<&[u8], KeyError> {
    match element(tag, der)? {
        (content, []) => Ok(content),
        _ => Err(KeyError::Unreadable),
    }
}

/// The first element, if it has this tag, and what comes after it.
fn element(tag: u8, der: &[u8]) -> Result<(&[u8], &[u8]), KeyError> {
    let [found, length, rest @ ..] = der else {
        return Err(KeyError::Unreadable);
    };
    if *found != tag {
        return Err(KeyError::Unreadable);
    }
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        // Keys are far below 64 KiB, and lengths take the fewest bytes.
        0x81 => match rest {
            [byte, rest @ ..] if *byte >= 0x80 => (usize::from(*byte), rest),
            _ => return Err(KeyError::Unreadable),
        },
        0x82 => match rest {
            [high, low, rest @ ..] if *high > 0 => {
                (usize::from(u16::from_be_bytes([*high, *low])), rest)
            }
            _ => return Err(KeyError::Unreadable),
        },
        _ => return Err(KeyError::Unreadable),
    };
    rest.split_at_checked(length).ok_or(KeyError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A key with a modulus of so many bits, all of them 1.
    fn rsa(bits: usize, exponent: &[u8]) -> Vec<u8> {
        let mut modulus = vec![0xff; bits / 8];
        if bits.is_multiple_of(8) {
            modulus.insert(0, 0);
        } else {
            modulus.insert(0, (1 << (bits % 8)) - 1);
        }
        write(
            SEQUENCE,
            &[&write(INTEGER, &[&modulus]), &write(INTEGER, &[exponent])],
        )
    }

    const F4: &[u8] = &[1, 0, 1];

    #[test]
    fn rsa_keys_have_2048_to_8192_bits() {
        for bits in [2048, 2049, 3072, 4096, 8192] {
            assert_eq!(check_rsa(&rsa(bits, F4)), Ok(()), "{bits}");
        }
        for bits in [8, 512, 1024, 2047, 8193, 16_384, 65_536] {
            assert_eq!(check_rsa(&rsa(bits, F4)), Err(KeyError::Size), "{bits}");
        }
    }

    #[test]
    fn rsa_exponents_are_odd_and_at_least_65537() {
        for exponent in [F4, &[1, 0, 3], &[0, 0xff, 0xff, 0xff, 0xff]] {
            assert_eq!(check_rsa(&rsa(2048, exponent)), Ok(()), "{exponent:?}");
        }
        for exponent in [
            &[1][..],
            &[3],
            &[17],
            &[0, 0xff, 0xff],
            &[1, 0, 0],
            &[1, 0, 2],
            &[1, 0, 0, 0, 1],
        ] {
            assert_eq!(
                check_rsa(&rsa(2048, exponent)),
                Err(KeyError::Exponent),
                "{exponent:?}"
            );
        }
        // Negative, empty, zero, or with a needless zero in front.
        for exponent in [&[0xff, 0xff, 0xff][..], &[], &[0], &[0, 1, 0, 1]] {
            assert_eq!(
                check_rsa(&rsa(2048, exponent)),
                Err(KeyError::Unreadable),
                "{exponent:?}"
            );
        }
    }

    #[test]
    fn an_even_modulus_is_refused() {
        let mut key = rsa(2048, F4);
        let last_of_modulus = key.len() - 6;
        key[last_of_modulus] = 0xfe;
        assert_eq!(check_rsa(&key), Err(KeyError::Unreadable));
    }

    #[test]
    fn bytes_after_the_key_are_refused() {
        let mut key = write_rsa_spki(&rsa(2048, F4));
        assert!(read_spki(&key).is_ok());
        key.push(0);
        assert_eq!(read_spki(&key).err(), Some(KeyError::Unreadable));
    }

    #[test]
    fn a_key_that_is_cut_anywhere_is_refused() {
        for key in [write_rsa_spki(&rsa(2048, F4)), write_ed25519_spki(&[7; 32])] {
            for length in 0..key.len() {
                assert!(read_spki(&key[..length]).is_err(), "{length}");
            }
        }
    }

    #[test]
    fn other_kinds_of_keys_are_unsupported() {
        // id-ecPublicKey
        let id = write(OBJECT_ID, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]]);
        let key = write(
            SEQUENCE,
            &[&write(SEQUENCE, &[&id]), &write(BIT_STRING, &[&[0, 4]])],
        );
        assert_eq!(read_spki(&key).err(), Some(KeyError::Unsupported));
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read_spki(&bytes);
            let _ = check_rsa(&bytes);
        }

        #[test]
        fn no_change_of_a_key_makes_reading_panic(at in 0_usize..294, to in any::<u8>()) {
            let mut key = write_rsa_spki(&rsa(2048, F4));
            let at = at % key.len();
            key[at] = to;
            let _ = read_spki(&key);
        }
    }
}
