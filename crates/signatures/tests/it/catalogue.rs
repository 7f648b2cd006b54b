//! Holes that servers of this kind had, by the numbers of the catalogue of security (1–5, 7, 17, 18)
//! and of the checklist of federation (20, 21, 23).

use data_encoding::BASE64;
use staffroom_domain::Timestamp;
use staffroom_signatures::{Hosts, Outgoing, Presented, RequestHead, SignatureError, sign};

use crate::requests::{BODY, ED25519, HOST, KEY_ID, NOW, RSA, Request, date, parameters, sha256};

const COVERED: &str = "(request-target) host date digest";

/// Catalogue 1.
#[test]
fn two_signatures_in_two_headers_are_refused() {
    let mut request = Request::post().usual();
    let header = request.get_header("Signature");
    request.add("Authorization", &format!("Signature {header}"));
    assert_eq!(request.check(), Err(SignatureError::Repeated));

    let mut request = Request::post().usual_rfc9421();
    request.add("Authorization", &format!("Signature {header}"));
    assert_eq!(request.check(), Err(SignatureError::Repeated));
}

/// Catalogue 1.
#[test]
fn another_authorization_beside_the_signature_does_not_matter() {
    let mut request = Request::post().usual();
    request.add("Authorization", "Bearer 1");
    request.check().unwrap();
}

/// Catalogue 2.
#[test]
fn a_captured_delivery_for_a_foreign_host_is_refused() {
    let mut request = Request::post();
    request.set("Host", "foreign.example");
    assert_eq!(request.usual().check(), Err(SignatureError::WrongHost));
}

/// Catalogue 3.
#[test]
fn an_empty_or_garbled_signature_is_unauthorized() {
    let whole = Request::post().usual();
    let header = whole.get_header("Signature");
    let (before, _) = header.split_once("signature=").unwrap();
    for (signature, expected) in [
        ("", SignatureError::BadSignature),
        ("!!!", SignatureError::BadSignature),
        ("AAAA", SignatureError::BadSignature),
        ("AAA", SignatureError::BadSignature),
    ] {
        let mut request = whole.clone();
        request.set("Signature", &format!(r#"{before}signature="{signature}""#));
        assert_eq!(request.check(), Err(expected), "{signature:?}");
    }
}

/// Catalogue 3.
#[test]
fn an_empty_list_of_headers_covers_nothing() {
    let mut request = Request::post();
    request.set(
        "Signature",
        &format!(r#"keyId="{KEY_ID}",headers="",signature="AAAA""#),
    );
    assert_eq!(
        request.check(),
        Err(SignatureError::NotCovered("(request-target)"))
    );
    // By the draft, no list at all stands for `(created)`.
    request.set(
        "Signature",
        &format!(r#"keyId="{KEY_ID}",signature="AAAA""#),
    );
    assert_eq!(
        request.check(),
        Err(SignatureError::NotCovered("(request-target)"))
    );
}

/// Catalogue 3.
#[test]
fn algorithms_without_a_key_pair_are_refused() {
    for algorithm in [
        "none",
        "hmac-sha256",
        "HMAC-SHA512",
        "ecdsa-sha256",
        "rsa-sha1",
        "x",
    ] {
        let request = Request::post().cavage(&RSA, algorithm, COVERED, &[]);
        assert_eq!(
            request.check(),
            Err(SignatureError::UnsupportedAlgorithm),
            "{algorithm}"
        );
    }
}

/// Catalogue 3.
#[test]
fn an_algorithm_that_does_not_fit_the_key_is_refused() {
    for algorithm in ["rsa-sha256", "rsa-sha512"] {
        let request = Request::post().cavage(&ED25519, algorithm, COVERED, &[]);
        let found = request.check_with(ED25519.public());
        assert_eq!(found, Err(SignatureError::UnsupportedAlgorithm));
    }
    let request = Request::post().cavage(&RSA, "ed25519", COVERED, &[]);
    assert_eq!(request.check(), Err(SignatureError::UnsupportedAlgorithm));
}

/// Catalogue 3.
#[test]
fn headers_that_are_no_signature_are_malformed() {
    for header in [
        "",
        "x",
        "keyId",
        "keyId=\"",
        "=",
        "keyId=\"a\" signature=\"b\"",
        ",",
        "a=1,,b=2",
    ] {
        let mut request = Request::post();
        request.set("Signature", header);
        assert!(request.check().is_err(), "{header:?}");
    }
    let mut request = Request::post().usual();
    let header = request.get_header("Signature");
    request.set(
        "Signature",
        &format!("{header},keyId=\"https://other.example/\""),
    );
    assert_eq!(request.check(), Err(SignatureError::Repeated));
}

/// Catalogue 4.
#[test]
fn a_date_that_is_not_signed_does_not_count() {
    let headers = "(request-target) host digest";
    let request = Request::post().cavage(&RSA, "rsa-sha256", headers, &[]);
    assert_eq!(request.check(), Err(SignatureError::NotCovered("date")));
}

/// Catalogue 5.
#[test]
fn a_clock_that_is_59_minutes_off_is_accepted_and_61_are_not() {
    for (minutes, accepted) in [(-61, false), (-59, true), (59, true), (61, false)] {
        let mut request = Request::post();
        request.set("Date", &date(minutes * 60));
        assert_eq!(
            request.usual().check().is_ok(),
            accepted,
            "cavage, {minutes}"
        );

        let request = Request::post().usual_rfc9421();
        let found = request.check_at(NOW - minutes * 60);
        assert_eq!(found.is_ok(), accepted, "rfc9421, {minutes}");
        if !accepted {
            assert_eq!(found, Err(SignatureError::Expired));
        }
    }
}

/// Catalogue 5.
#[test]
fn a_signature_that_expired_is_refused() {
    let covered = "(request-target) (created) (expires) host date digest";
    let request = Request::post().cavage(
        &RSA,
        "hs2019",
        covered,
        &[("created", NOW - 900), ("expires", NOW - 600)],
    );
    assert_eq!(request.check(), Err(SignatureError::Expired));
    // Even where that is not signed.
    let request = Request::post().cavage(&RSA, "hs2019", COVERED, &[("expires", NOW - 600)]);
    assert_eq!(request.check(), Err(SignatureError::Expired));

    let parameters = format!("{};expires={}", parameters("rsa-v1_5-sha256"), NOW - 600);
    let components = "@method @target-uri content-digest";
    let request = Request::post().rfc9421(&RSA, "sig1", components, &parameters);
    assert_eq!(request.check(), Err(SignatureError::Expired));
}

/// Catalogue 5.
#[test]
fn expires_adds_twelve_hours_at_most() {
    let covered = "(request-target) (created) (expires) host digest";
    let request = Request::post().cavage(
        &RSA,
        "hs2019",
        covered,
        &[("created", NOW), ("expires", NOW + 365 * 86_400)],
    );
    request.check_at(NOW + 11 * 3600).unwrap();
    assert_eq!(
        request.check_at(NOW + 13 * 3600),
        Err(SignatureError::Expired)
    );
    // One that is not signed adds nothing.
    let request = Request::post().cavage(&RSA, "hs2019", COVERED, &[("expires", NOW + 86_400)]);
    assert_eq!(
        request.check_at(NOW + 2 * 3600),
        Err(SignatureError::Expired)
    );
}

/// Catalogue 5.
#[test]
fn created_needs_a_label_that_allows_it() {
    let covered = "(request-target) (created) host digest";
    let request = Request::post().cavage(&RSA, "rsa-sha256", covered, &[("created", NOW)]);
    assert!(request.check().unwrap_err().is_malformed());
}

// Whether a replay has an effect is decided by whoever remembers the key of it.
/// Catalogue 6.
#[test]
fn a_replay_has_the_same_key_whatever_is_changed_that_is_not_signed() {
    let request = Request::post().usual();
    let first = request.check().unwrap();
    assert_eq!(first.remember_until, Timestamp::from_secs(NOW + 3600));
    let mut again = request.clone();
    let header = again.get_header("Signature").replace("#main-key", "#other");
    again.set("Signature", &header);
    again.add("X-Other", "1");
    assert_eq!(
        again.check_at(NOW + 60).unwrap().replay_key,
        first.replay_key
    );

    let mut later = Request::post();
    later.set("Date", &date(1));
    assert_ne!(later.usual().check().unwrap().replay_key, first.replay_key);
}

/// Catalogue 6.
#[test]
fn a_delivery_to_one_inbox_is_not_valid_at_another() {
    let mut request = Request::post().usual();
    request.target = "/users/ben/inbox".to_owned();
    assert_eq!(request.check(), Err(SignatureError::BadSignature));
}

/// Catalogue 7.
#[test]
fn the_signature_of_a_get_is_not_valid_for_a_post() {
    let mut request = Request::get("/users/amira/inbox").usual();
    request.method = "POST".to_owned();
    request.body = BODY.to_vec();
    request.set("Digest", &format!("SHA-256={}", sha256(BODY)));
    assert_eq!(request.check(), Err(SignatureError::NotCovered("digest")));
}

/// Catalogue 7.
#[test]
fn a_signature_for_one_query_is_not_valid_for_another() {
    for sign in [Request::usual, Request::usual_rfc9421] {
        let mut request = sign(Request::get("/users/amira/outbox?page=1"));
        request.check().unwrap();
        request.target = "/users/amira/outbox?page=2".to_owned();
        assert_eq!(request.check(), Err(SignatureError::BadSignature));
        request.target = "/users/amira/outbox".to_owned();
        assert_eq!(request.check(), Err(SignatureError::BadSignature));

        let mut request = Request::post();
        request.target = "/inbox?a=1".to_owned();
        let mut request = sign(request);
        request.check().unwrap();
        request.target = "/inbox?a=2".to_owned();
        assert_eq!(request.check(), Err(SignatureError::BadSignature));
    }
}

/// Catalogue 7.
#[test]
fn without_a_query_only_a_read_by_the_older_scheme_is_valid_with_one() {
    let mut read = Request::get("/users/amira/outbox").usual();
    read.target = "/users/amira/outbox?page=1".to_owned();
    read.check().unwrap();

    let mut read = Request::get("/users/amira/outbox").usual_rfc9421();
    read.target = "/users/amira/outbox?page=1".to_owned();
    assert_eq!(read.check(), Err(SignatureError::BadSignature));

    let mut write = Request::post().usual();
    write.target += "?page=1";
    assert_eq!(write.check(), Err(SignatureError::BadSignature));
}

/// Catalogue 18.
#[test]
fn a_changed_list_of_components_is_refused() {
    let request = Request::post().usual_rfc9421();
    let input = request.get_header("Signature-Input");
    for changed in [
        input.replace("\"@method\" \"@target-uri\"", "\"@target-uri\" \"@method\""),
        input.replace("\"content-digest\")", "\"content-digest\" \"date\")"),
        input.replace(&NOW.to_string(), &(NOW + 1).to_string()),
        input.replace("#main-key", "#other"),
        input.replace(";alg=\"rsa-v1_5-sha256\"", ""),
        format!("{input};nonce=\"1\""),
    ] {
        assert_ne!(changed, input);
        let mut request = request.clone();
        request.set("Signature-Input", &changed);
        assert_eq!(
            request.check(),
            Err(SignatureError::BadSignature),
            "{changed}"
        );
    }
}

/// Catalogue 18.
#[test]
fn labels_components_and_parameters_come_once() {
    let whole = Request::post().usual_rfc9421();
    let (input, signature) = (
        whole.get_header("Signature-Input"),
        whole.get_header("Signature"),
    );
    for (input, signature) in [
        (format!("{input}, {input}"), signature.clone()),
        (input.clone(), format!("{signature}, {signature}")),
        (format!("{input};created={NOW}"), signature.clone()),
        (
            input.replace("(\"@method\"", "(\"@method\" \"@method\""),
            signature,
        ),
    ] {
        let mut request = whole.clone();
        request.set("Signature-Input", &input);
        request.set("Signature", &signature);
        assert!(request.check().unwrap_err().is_malformed(), "{input}");
    }
}

/// Catalogue 18.
#[test]
fn components_with_parameters_or_unknown_ones_are_refused() {
    for component in [
        "\"@method\";req",
        "\"content-digest\";bs",
        "\"date\";sf",
        "\"date\";key=\"a\"",
        "\"@query-param\";name=\"a\"",
        "\"@status\"",
        "\"@other\"",
        "\"Date\"",
        "\"@signature-params\"",
    ] {
        let mut request = Request::post().usual_rfc9421();
        let input = request
            .get_header("Signature-Input")
            .replace(')', &format!(" {component})"));
        request.set("Signature-Input", &input);
        assert_eq!(
            request.check(),
            Err(SignatureError::UnsupportedComponent),
            "{component}"
        );
    }
}

/// Catalogue 18.
#[test]
fn unknown_algorithms_and_parameters_are_refused() {
    for algorithm in [
        "none",
        "hmac-sha256",
        "rsa-pss-sha512",
        "ecdsa-p256-sha256",
        "RSA-V1_5-SHA256",
    ] {
        let components = "@method @target-uri content-digest";
        let request = Request::post().rfc9421(&RSA, "s", components, &parameters(algorithm));
        assert_eq!(
            request.check(),
            Err(SignatureError::UnsupportedAlgorithm),
            "{algorithm}"
        );
    }
    for parameter in [
        ";other=1",
        ";created=\"1\"",
        ";expires=1.5",
        ";keyid=1",
        ";nonce",
    ] {
        let mut request = Request::post().usual_rfc9421();
        let name = parameter.trim_matches(';').split('=').next().unwrap();
        let kept: String = request
            .get_header("Signature-Input")
            .split(';')
            .filter(|part| !part.starts_with(name))
            .collect::<Vec<_>>()
            .join(";");
        request.set("Signature-Input", &format!("{kept}{parameter}"));
        assert!(request.check().unwrap_err().is_malformed(), "{parameter}");
    }
}

/// Catalogue 18.
#[test]
fn a_content_digest_must_fit_and_have_sha_256() {
    let right = sha256(BODY);
    let other = BASE64.encode(&[1; 64]);
    for (header, expected) in [
        (format!("sha-256=:{right}:"), None),
        (format!("sha-512=:{other}:, sha-256=:{right}:"), None),
        (
            format!("sha-256=:{}:", sha256(b"x")),
            Some(SignatureError::DigestMismatch),
        ),
        (
            "sha-256=::".to_owned(),
            Some(SignatureError::DigestMismatch),
        ),
        (
            format!("sha-512=:{other}:"),
            Some(SignatureError::DigestAlgorithm),
        ),
    ] {
        let mut request = Request::post();
        request.set("Content-Digest", &header);
        assert_eq!(request.usual_rfc9421().check().err(), expected, "{header}");
    }
    for header in [
        format!("sha-256={right}"),
        format!("sha-256=:{right}:, sha-256=:{right}:"),
        "x y".to_owned(),
    ] {
        let mut request = Request::post();
        request.set("Content-Digest", &header);
        assert!(
            request.usual_rfc9421().check().unwrap_err().is_malformed(),
            "{header}"
        );
    }
}

/// Checklist 20.
#[test]
fn a_digest_may_have_several_algorithms_but_each_once() {
    let right = sha256(BODY);
    let other = BASE64.encode(&[1; 64]);
    for (header, expected) in [
        (format!("sha-256={right}"), None),
        (format!("SHA-512={other}, SHA-256={right}"), None),
        (
            format!("SHA-256={right},SHA-256={right}"),
            Some(SignatureError::Repeated),
        ),
        (
            format!("SHA-256={right},sha-256={}", sha256(b"x")),
            Some(SignatureError::Repeated),
        ),
        ("SHA-256=!".to_owned(), Some(SignatureError::DigestMismatch)),
        ("SHA-256=".to_owned(), Some(SignatureError::DigestMismatch)),
    ] {
        let mut request = Request::post();
        request.set("Digest", &header);
        assert_eq!(request.usual().check().err(), expected, "{header}");
    }
}

/// Checklist 21.
#[test]
fn the_order_of_a_query_counts() {
    let mut request = Request::post();
    request.target = "/inbox?a=1&b=2".to_owned();
    let mut request = request.usual();
    request.target = "/inbox?b=2&a=1".to_owned();
    assert_eq!(request.check(), Err(SignatureError::BadSignature));
}

/// Checklist 22.
#[test]
fn without_a_host_header_the_authority_counts() {
    for sign in [Request::usual, Request::usual_rfc9421] {
        let mut request = sign(Request::post());
        request.remove("Host");
        request.check().unwrap();
    }
}

/// Two labels: a good one, and another in front of it.
fn two_labels(other_input: &str, other_signature: &str) -> Request {
    let mut request = Request::post().usual_rfc9421();
    let (input, signature) = (
        request.get_header("Signature-Input"),
        request.get_header("Signature"),
    );
    request.set("Signature-Input", &format!("sig0={other_input}, {input}"));
    request.set(
        "Signature",
        &format!("sig0=:{other_signature}:, {signature}"),
    );
    request
}

/// Checklist 23.
#[test]
fn of_two_labels_one_that_is_valid_is_enough() {
    let same_key = parameters("rsa-v1_5-sha256");
    for input in [
        format!("(\"@method\" \"@target-uri\" \"content-digest\"){same_key}"),
        format!("(\"@method\"){same_key}"),
        "(\"@method\");created=1;keyid=\"x\";alg=\"hmac-sha256\"".to_owned(),
    ] {
        let request = two_labels(&input, "AAAA");
        let verified = request.check().unwrap();
        let alone = Request::post().usual_rfc9421().check().unwrap();
        assert_eq!(verified.replay_key, alone.replay_key, "{input}");
    }
    let input = format!("(\"@method\" \"@target-uri\" \"content-digest\"){same_key}");
    let mut request = two_labels(&input, "AAAA");
    request.set("Content-Type", "text/plain");
    request.target = "/other".to_owned();
    assert_eq!(request.check(), Err(SignatureError::BadSignature));
}

/// Checklist 23.
#[test]
fn a_label_of_another_key_is_never_verified_with_this_one() {
    // The key id that is told is that of the first label that is acceptable. The other label is by
    // our key, but says nothing about who sent a request of the first.
    let other = format!(
        "(\"@method\" \"@target-uri\" \"content-digest\");created={NOW};keyid=\"https://peer.example/carol\""
    );
    let request = two_labels(&other, "AAAA");
    let presented = request.present().unwrap();
    assert_eq!(presented.key_id(), "https://peer.example/carol");
    assert_eq!(
        presented.verify(RSA.public()),
        Err(SignatureError::BadSignature)
    );
}

#[test]
fn what_we_sign_is_in_the_form_that_peers_read() {
    let outgoing = Outgoing {
        key: &RSA,
        key_id: KEY_ID,
        method: "POST",
        scheme: "https",
        authority: HOST,
        path_and_query: "/inbox?a=1",
        body: Some(BODY),
        date: Timestamp::from_secs(NOW),
        covered: &[("content-type", "application/activity+json")],
    };
    let cavage = sign::cavage(&outgoing).unwrap();
    let names: Vec<_> = cavage.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Date", "Digest", "Signature"]);
    assert_eq!(cavage[0].1, "Tue, 24 Nov 2026 00:00:00 GMT");
    assert_eq!(cavage[1].1, format!("SHA-256={}", sha256(BODY)));
    let expected = format!(
        r#"keyId="{KEY_ID}",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",signature=""#
    );
    assert!(cavage[2].1.starts_with(&expected), "{}", cavage[2].1);

    let outgoing = Outgoing {
        covered: &[],
        ..outgoing
    };
    let rfc9421 = sign::rfc9421(&outgoing).unwrap();
    let names: Vec<_> = rfc9421.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        ["Date", "Content-Digest", "Signature-Input", "Signature"]
    );
    assert_eq!(
        rfc9421[2].1,
        format!(
            r#"sig1=("@method" "@target-uri" "content-digest");created={NOW};keyid="{KEY_ID}";alg="rsa-v1_5-sha256""#
        )
    );
    assert!(
        sign::cavage(&Outgoing {
            key_id: "a\"b",
            ..outgoing
        })
        .is_err()
    );
    assert!(
        sign::cavage(&Outgoing {
            path_and_query: "/a b",
            ..outgoing
        })
        .is_err()
    );
    assert!(
        sign::rfc9421(&Outgoing {
            covered: &[("a", "b\nc")],
            ..outgoing
        })
        .is_err()
    );
}

#[test]
fn a_line_break_in_the_target_is_refused_before_anything_is_signed_with_it() {
    let head = RequestHead {
        method: "GET",
        scheme: "https",
        authority: HOST,
        path_and_query: "/a\nhost: other.example",
        headers: &[],
    };
    let found = Presented::parse(&head, None, &Hosts::new([HOST]), Timestamp::from_secs(NOW));
    assert!(found.unwrap_err().is_malformed());
}
