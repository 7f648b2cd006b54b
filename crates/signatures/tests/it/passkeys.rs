//! What browsers bring from passkeys, as they should not.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use staffroom_signatures::passkey::{Assertion, MOST_BYTES, PasskeyError, Registration, Site};

fn site() -> Site {
    Site {
        origin: "https://school.example".to_owned(),
        host: "school.example".to_owned(),
    }
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// A registration with that attestation object.
fn registration(object: &[u8]) -> Result<Registration, PasskeyError> {
    let client_data = json!({
        "type": "webauthn.create",
        "challenge": "AAAA",
        "origin": "https://school.example",
    });
    let answer = json!({
        "type": "public-key",
        "rawId": "AAAA",
        "response": {
            "clientDataJSON": encoded(client_data.to_string().as_bytes()),
            "attestationObject": encoded(object),
        },
    });
    Registration::parse(&answer.to_string())
}

/// An attestation object with that data in it.
fn object(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [
        b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59",
        length.as_slice(),
        data,
    ]
    .concat()
}

/// Authenticator data for our site, by somebody who was there, with that key.
fn data(key: &[u8]) -> Vec<u8> {
    let mut data = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"school.example")
        .as_ref()
        .to_vec();
    data.push(0x45);
    data.extend([0; 4 + 16]);
    data.extend([0, 2, 7, 7]);
    data.extend(key);
    data
}

#[test]
fn cbor_that_is_none_is_refused() {
    let deep = vec![0x81; 10_000];
    for garbage in [
        b"".as_slice(),
        b"\xff",
        // Four gibibytes, a map without its end, and twice the same.
        b"\x5a\xff\xff\xff\xff",
        b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xa2\x68authData\x41\x00\x68authData\x41\x00",
        b"\xa0\xa0",
        &deep,
    ] {
        let refused = registration(garbage).map(|made| made.verify(&site()));
        assert!(
            matches!(refused, Err(PasskeyError::Unreadable)),
            "{garbage:.12?}: {refused:?}"
        );
    }
}

#[test]
fn data_that_is_cut_off_or_goes_on_is_refused() {
    // COSE: an octet key for Ed25519, the one of RFC 8032, 7.1.
    let mut key = b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20".to_vec();
    key.extend(
        data_encoding::HEXLOWER
            .decode(b"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
            .unwrap(),
    );
    let whole = data(&key);
    let made = registration(&object(&whole)).unwrap();
    let new = made.verify(&site()).unwrap();
    assert_eq!(new.credential_id, [7, 7]);
    assert_eq!(new.public_key, key);
    for length in 0..whole.len() {
        let cut = registration(&object(&whole[..length])).unwrap();
        let refused = cut.verify(&site());
        assert_eq!(refused, Err(PasskeyError::Unreadable), "{length}");
    }
    let longer = [whole.as_slice(), &[0]].concat();
    let longer = registration(&object(&longer)).unwrap();
    assert_eq!(longer.verify(&site()), Err(PasskeyError::Unreadable));
}

#[test]
fn keys_of_other_kinds_and_points_off_the_curve_are_refused() {
    let mut off_the_curve = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
    off_the_curve.extend([1; 32]);
    off_the_curve.extend(b"\x22\x58\x20");
    off_the_curve.extend([1; 32]);
    let mut short_rsa = b"\xa4\x01\x03\x03\x39\x01\x00\x20\x58\x80".to_vec();
    short_rsa.extend([0xff; 128]);
    short_rsa.extend(b"\x21\x43\x01\x00\x01");
    for key in [
        b"\xa0".as_slice(),
        // ES384, ES256 without a point, and a kind said twice.
        b"\xa3\x01\x02\x03\x38\x22\x20\x02",
        b"\xa3\x01\x02\x03\x26\x20\x01",
        b"\xa3\x01\x02\x01\x02\x03\x26",
        &off_the_curve,
        &short_rsa,
    ] {
        let refused = registration(&object(&data(key))).unwrap().verify(&site());
        assert_eq!(refused, Err(PasskeyError::Key), "{key:02x?}");
    }
}

#[test]
fn a_page_in_a_frame_of_another_site_does_not_count() {
    for framed in [
        json!({ "crossOrigin": true }),
        json!({ "crossOrigin": "no" }),
        json!({ "topOrigin": "https://evil.example" }),
    ] {
        let mut client_data = json!({
            "type": "webauthn.create",
            "challenge": "AAAA",
            "origin": "https://school.example",
        });
        for (name, value) in framed.as_object().unwrap() {
            client_data[name.as_str()] = value.clone();
        }
        let answer = json!({
            "type": "public-key",
            "response": {
                "clientDataJSON": encoded(client_data.to_string().as_bytes()),
                "attestationObject": encoded(&object(&data(b"\xa0"))),
            },
        });
        let made = Registration::parse(&answer.to_string()).unwrap();
        assert_eq!(made.verify(&site()), Err(PasskeyError::Origin), "{framed}");
    }
}

#[test]
fn what_is_too_long_is_not_read() {
    let long = format!(
        "{{\"type\":\"public-key\",\"x\":\"{}\"}}",
        "x".repeat(MOST_BYTES)
    );
    assert!(matches!(
        Assertion::parse(&long),
        Err(PasskeyError::Unreadable)
    ));
}
