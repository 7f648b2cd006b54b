//! The table of requests to an inbox and their answers, row by row. What an error becomes is 400
//! where it is malformed, and 401 otherwise.

use data_encoding::BASE64;
use staffroom_signatures::{Scheme, SignatureError};

use crate::requests::{BODY, ED25519, HOST, KEY_ID, NOW, RSA, Request, date, parameters, sha256};

const COVERED: &str = "(request-target) host date digest";

#[track_caller]
fn assert_unauthorized(request: &Request, expected: SignatureError) {
    assert_eq!(request.check(), Err(expected));
    assert!(!expected.is_malformed());
}

#[track_caller]
fn assert_refused(request: &Request) {
    assert!(request.check().is_err());
}

// Row 1, 202.

#[test]
fn cavage_over_target_host_date_and_digest_is_accepted() {
    let presented = Request::post().usual().present().unwrap();
    assert_eq!(presented.scheme(), Scheme::Cavage);
    assert_eq!(presented.key_id(), KEY_ID);
    presented.verify(RSA.public()).unwrap();
}

#[test]
fn cavage_that_also_covers_the_content_type_is_accepted() {
    Request::post()
        .cavage(
            &RSA,
            "rsa-sha256",
            "(request-target) host date digest content-type",
            &[],
        )
        .check()
        .unwrap();
}

#[test]
fn the_label_hs2019_with_a_signed_date_is_accepted() {
    Request::post()
        .cavage(&RSA, "hs2019", COVERED, &[])
        .check()
        .unwrap();
    Request::post()
        .cavage(&RSA, "", COVERED, &[])
        .check()
        .unwrap();
}

#[test]
fn hs2019_with_an_ed25519_key_is_accepted() {
    for algorithm in ["hs2019", "ed25519", ""] {
        let request = Request::post().cavage(&ED25519, algorithm, COVERED, &[]);
        request.check_with(ED25519.public()).unwrap();
    }
}

#[test]
fn a_key_id_without_a_fragment_is_accepted() {
    let mut request = Request::post().usual();
    // The key id is not part of what is signed.
    let header = request
        .get_header("Signature")
        .replace("#main-key", "/main-key");
    request.set("Signature", &header);
    request.check().unwrap();
    assert_eq!(
        request.present().unwrap().key_id(),
        "https://peer.example/users/ben/main-key"
    );
}

#[test]
fn hs2019_with_created_expires_and_date_is_accepted() {
    let covered = "(request-target) (created) (expires) host date digest";
    let times = [("created", NOW - 5), ("expires", NOW + 30)];
    Request::post()
        .cavage(&RSA, "hs2019", covered, &times)
        .check()
        .unwrap();
}

#[test]
fn hs2019_with_created_in_place_of_a_date_is_accepted() {
    let covered = "(request-target) (created) host digest";
    Request::post()
        .cavage(&RSA, "hs2019", covered, &[("created", NOW)])
        .check()
        .unwrap();
}

#[test]
fn a_signature_in_the_authorization_is_accepted() {
    let mut request = Request::post().usual();
    let header = request.get_header("Signature");
    request.remove("Signature");
    request.add("Authorization", &format!("Signature {header}"));
    request.check().unwrap();
}

// Row 2, 202.

#[test]
fn rfc_9421_over_method_target_and_digest_is_accepted() {
    let presented = Request::post().usual_rfc9421().present().unwrap();
    assert_eq!(presented.scheme(), Scheme::Rfc9421);
    assert_eq!(presented.key_id(), KEY_ID);
    presented.verify(RSA.public()).unwrap();
}

#[test]
fn rfc_9421_with_authority_and_path_in_place_of_the_target_is_accepted() {
    let components = "@method @authority @path content-digest";
    let parameters = parameters("rsa-v1_5-sha256");
    Request::post()
        .rfc9421(&RSA, "sig1", components, &parameters)
        .check()
        .unwrap();
}

#[test]
fn rfc_9421_with_authority_path_and_query_is_accepted() {
    for components in [
        "@method @authority @path @query content-digest",
        "@method @authority @request-target content-digest",
    ] {
        let mut request = Request::post();
        request.target = "/inbox?a=1&b=2".to_owned();
        request
            .rfc9421(&RSA, "s", components, &parameters("rsa-v1_5-sha256"))
            .check()
            .unwrap();
    }
}

#[test]
fn rfc_9421_with_ed25519_is_accepted() {
    let components = "@method @target-uri content-digest";
    let request = Request::post().rfc9421(&ED25519, "sig1", components, &parameters("ed25519"));
    request.check_with(ED25519.public()).unwrap();
}

#[test]
fn rfc_9421_without_alg_goes_by_the_key() {
    let components = "@method @target-uri content-digest";
    let parameters = format!(r#";created={NOW};keyid="{KEY_ID}""#);
    for key in [&*RSA, &*ED25519] {
        let request = Request::post().rfc9421(key, "sig1", components, &parameters);
        request.check_with(key.public()).unwrap();
    }
}

// Row 3, 401.

#[test]
fn an_unsigned_request_is_refused() {
    assert_unauthorized(&Request::post(), SignatureError::Missing);
}

#[test]
fn a_request_with_only_the_date_signed_is_refused() {
    let request = Request::post().cavage(&RSA, "rsa-sha256", "date", &[]);
    assert_unauthorized(&request, SignatureError::NotCovered("(request-target)"));
}

#[test]
fn a_request_without_its_target_signed_is_refused() {
    let request = Request::post().cavage(&RSA, "rsa-sha256", "host date digest", &[]);
    assert_unauthorized(&request, SignatureError::NotCovered("(request-target)"));
}

#[test]
fn a_request_without_its_host_signed_is_refused() {
    let request = Request::post().cavage(&RSA, "rsa-sha256", "(request-target) date digest", &[]);
    assert_unauthorized(&request, SignatureError::NotCovered("host"));
}

#[test]
fn rfc_9421_without_what_it_must_cover_is_refused() {
    for (components, missing) in [
        ("@method @target-uri", "content-digest"),
        ("@target-uri content-digest", "@method"),
        ("@method content-digest", "@authority"),
        ("@method @path content-digest", "@authority"),
        ("@method @authority content-digest", "@path"),
        ("", "@method"),
    ] {
        let parameters = parameters("rsa-v1_5-sha256");
        let request = Request::post().rfc9421(&RSA, "sig1", components, &parameters);
        assert_unauthorized(&request, SignatureError::NotCovered(missing));
    }
}

#[test]
fn rfc_9421_with_path_but_without_a_query_that_is_there_is_refused() {
    let mut request = Request::post();
    request.target = "/inbox?a=1".to_owned();
    let components = "@method @authority @path content-digest";
    let request = request.rfc9421(&RSA, "sig1", components, &parameters("rsa-v1_5-sha256"));
    assert_unauthorized(&request, SignatureError::NotCovered("@query"));
}

#[test]
fn rfc_9421_without_created_is_refused() {
    let components = "@method @target-uri content-digest";
    let parameters = format!(r#";keyid="{KEY_ID}""#);
    let request = Request::post().rfc9421(&RSA, "sig1", components, &parameters);
    assert_unauthorized(&request, SignatureError::NotCovered("created"));
}

#[test]
fn a_request_signed_for_another_path_is_refused() {
    for mut request in [Request::post().usual(), Request::post().usual_rfc9421()] {
        request.target = "/users/carol/inbox".to_owned();
        assert_unauthorized(&request, SignatureError::BadSignature);
    }
}

#[test]
fn a_request_signed_for_another_host_is_refused() {
    let mut elsewhere = Request::post();
    elsewhere.set("Host", "other.example");
    let mut request = elsewhere.usual();
    request.set("Host", HOST);
    assert_unauthorized(&request, SignatureError::BadSignature);
}

#[test]
fn a_request_for_a_host_that_is_not_ours_is_refused() {
    for host in [
        "other.example",
        "our.example.",
        "our.example:8443",
        "our.example@other.example",
        "",
    ] {
        let mut request = Request::post();
        request.set("Host", host);
        assert_unauthorized(&request.clone().usual(), SignatureError::WrongHost);
        assert_unauthorized(&request.usual_rfc9421(), SignatureError::WrongHost);
    }
}

// Row 4, 401 or 400.

/// Catalogue 2.
#[test]
fn a_swapped_body_under_the_old_digest_is_refused() {
    for mut request in [Request::post().usual(), Request::post().usual_rfc9421()] {
        request.body = br#"{"type":"Undo"}"#.to_vec();
        assert_unauthorized(&request, SignatureError::DigestMismatch);
    }
}

#[test]
fn a_swapped_body_under_a_new_digest_is_refused() {
    for mut request in [Request::post().usual(), Request::post().usual_rfc9421()] {
        request.body = br#"{"type":"Undo"}"#.to_vec();
        request.set("Digest", &format!("SHA-256={}", sha256(&request.body)));
        request.set(
            "Content-Digest",
            &format!("sha-256=:{}:", sha256(&request.body)),
        );
        assert_unauthorized(&request, SignatureError::BadSignature);
    }
}

#[test]
fn a_swapped_body_under_a_digest_that_is_not_signed_is_refused() {
    let request = Request::post().cavage(&RSA, "rsa-sha256", "(request-target) host date", &[]);
    assert_unauthorized(&request, SignatureError::NotCovered("digest"));
}

/// Checklist 20. Catalogue 1.
#[test]
fn a_header_that_comes_twice_is_refused() {
    for name in ["Digest", "Signature", "Host", "Date", "Content-Digest"] {
        let mut request = Request::post().usual();
        let value = request.get_header(name);
        request.add(&name.to_ascii_lowercase(), &value);
        assert_eq!(request.check(), Err(SignatureError::Repeated), "{name}");
        assert!(SignatureError::Repeated.is_malformed());
    }
    for name in [
        "Signature",
        "Signature-Input",
        "Host",
        "Date",
        "Content-Digest",
    ] {
        let mut request = Request::post().usual_rfc9421();
        let value = request.get_header(name);
        request.add(name, &value);
        assert_eq!(request.check(), Err(SignatureError::Repeated), "{name}");
    }
}

#[test]
fn a_signed_header_that_comes_twice_is_refused() {
    let covered = "(request-target) host date digest content-type";
    let mut request = Request::post().cavage(&RSA, "rsa-sha256", covered, &[]);
    request.add("content-type", "text/html");
    assert_eq!(request.check(), Err(SignatureError::Repeated));
}

#[test]
fn a_digest_by_another_algorithm_only_is_refused() {
    let mut request = Request::post();
    request.set("Digest", &format!("SHA-512={}", BASE64.encode(&[1; 64])));
    assert_unauthorized(&request.clone().usual(), SignatureError::DigestAlgorithm);
    request.set(
        "Content-Digest",
        &format!("sha-512=:{}:", BASE64.encode(&[1; 64])),
    );
    assert_unauthorized(&request.usual_rfc9421(), SignatureError::DigestAlgorithm);
}

// Row 5, 401.

#[test]
fn a_date_that_is_too_far_away_missing_or_garbage_is_refused() {
    for offset in [-48 * 3600, 25 * 3600] {
        let mut request = Request::post();
        request.set("Date", &date(offset));
        assert_unauthorized(&request.usual(), SignatureError::Expired);
    }
    for garbage in [
        "yesterday",
        "",
        "Tue, 24 Nov 2026 00:00:00 +0000",
        "2026-11-24T00:00:00Z",
    ] {
        let mut request = Request::post();
        request.set("Date", garbage);
        assert_unauthorized(&request.usual(), SignatureError::NoDate);
    }
    let mut request = Request::post().usual();
    request.remove("Date");
    assert_unauthorized(&request, SignatureError::NoDate);
}

// Row 9: whatever it is, it is an error and not a panic.

#[test]
fn an_empty_body_with_its_digest_is_accepted_and_without_refused() {
    let mut request = Request::post();
    request.body.clear();
    request.set("Digest", &format!("SHA-256={}", sha256(b"")));
    request.clone().usual().check().unwrap();
    request.body = BODY.to_vec();
    assert_refused(&request.usual());
}
