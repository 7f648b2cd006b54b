//! Entries for fuzzers: whatever bytes from outside can meet, and what must hold of them.

use serde_json::Value;
use staffroom_domain::Timestamp;

use crate::jcs;
use crate::keys::PublicKey;
use crate::passkey::{Assertion, Known, PasskeyError, Registration, Site};
use crate::proof::Proof;
use crate::request::{Hosts, RequestHead, RequestText};
use crate::verify::Presented;

/// 2026-11-24 00:00:00 UTC
const NOW: Timestamp = Timestamp::from_secs(1_795_478_400);
const HOST: &str = "our.example";

/// Reads bytes as a request to `our.example` at the beginning of 24 November 2026, and tells whether
/// one of these keys signed it. Fuzz targets call this and nothing else does.
///
/// # Panics
/// When a signature that holds would hold for another body or another target as well.
pub fn exercise_request(bytes: &[u8], keys: &[PublicKey]) -> bool {
    let Some(request) = RequestText::parse(bytes) else {
        return false;
    };
    let head = request.head(HOST);
    let signed = is_signed(&head, request.body(), keys);
    if signed {
        let body = [request.body(), b" "].concat();
        assert!(
            !is_signed(&head, &body, keys),
            "the body does not count for the signature"
        );
        // Where nothing is changed, some peers sign without the query.
        let target = format!("{}x", head.path_and_query);
        let elsewhere = RequestHead {
            path_and_query: &target,
            ..head
        };
        assert!(
            head.only_reads() || !is_signed(&elsewhere, request.body(), keys),
            "the target does not count for the signature"
        );
    }
    signed
}

fn is_signed(head: &RequestHead<'_>, body: &[u8], keys: &[PublicKey]) -> bool {
    let ourselves = Hosts::new([HOST]);
    Presented::parse(head, Some(body), &ourselves, NOW)
        .is_ok_and(|presented| keys.iter().any(|key| presented.verify(key).is_ok()))
}

/// Reads bytes as what a browser brings from a passkey, new or shown, at `https://our.example`, and tells whether it is a new
/// one that can be kept. Fuzz targets call this and nothing else does.
///
/// # Panics
/// When one that can be kept has a key that cannot be verified with, or is one for another site as well.
pub fn exercise_passkey(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let site = |host: &str| Site {
        origin: format!("https://{host}"),
        host: host.to_owned(),
    };
    let shown = |public_key: &[u8]| {
        let known = Known {
            public_key,
            may_be_copied: false,
        };
        Assertion::parse(&text).map(|shown| shown.verify(&site(HOST), known))
    };
    let _ = shown(&[]);
    let Ok(made) = Registration::parse(&text) else {
        return false;
    };
    assert!(
        made.clone().verify(&site("other.example")).is_err(),
        "the site does not count"
    );
    match made.verify(&site(HOST)) {
        Ok(new) => {
            assert!(
                !matches!(shown(&new.public_key), Ok(Err(PasskeyError::Key))),
                "its key is none"
            );
            true
        }
        Err(_) => false,
    }
}

/// Reads bytes as a document, and tells whether one of these keys made its integrity proof. Fuzz
/// targets call this and nothing else does.
///
/// # Panics
/// When the canonical form is not canonical, or a proof that holds would hold for another document as
/// well.
pub fn exercise_document(bytes: &[u8], keys: &[PublicKey]) -> bool {
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
        return false;
    };
    if let Ok(canonical) = jcs::to_string(&document) {
        let again = serde_json::from_str(&canonical).map(|value| jcs::to_string(&value));
        assert!(
            again.is_ok_and(|again| again.as_ref() == Ok(&canonical)),
            "the canonical form changes when it is read again"
        );
    }
    let proven = is_proven(&document, keys);
    if let (true, Value::Object(mut other)) = (proven, document) {
        let name = other.keys().map(String::as_str).max().unwrap_or_default();
        other.insert(format!("{name}x"), Value::Null);
        assert!(
            !is_proven(&Value::Object(other), keys),
            "a member does not count for the proof"
        );
    }
    proven
}

fn is_proven(document: &Value, keys: &[PublicKey]) -> bool {
    Proof::of(document).is_ok_and(|proof| keys.iter().any(|key| proof.verify(key, NOW).is_ok()))
}

/// Reads bytes as a key in every form in which actors publish one, and tells whether it is one. Fuzz
/// targets call this and nothing else does.
///
/// # Panics
/// When a key that was read is another one after it was written and read again.
pub fn exercise_key(bytes: &[u8]) -> bool {
    let text = str::from_utf8(bytes).unwrap_or_default();
    let keys = [
        PublicKey::from_der(bytes),
        PublicKey::from_pem(text),
        PublicKey::from_multibase(text),
    ];
    let mut any = false;
    for key in keys.into_iter().flatten() {
        any = true;
        for again in [
            PublicKey::from_der(&key.to_der()),
            PublicKey::from_pem(&key.to_pem()),
            PublicKey::from_multibase(&key.to_multibase()),
        ] {
            assert_eq!(again.as_ref(), Ok(&key), "a key changes when it is written");
        }
    }
    any
}
