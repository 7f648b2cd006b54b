//! What holds for every request.

use proptest::prelude::*;
use staffroom_domain::Timestamp;
use staffroom_signatures::{
    Hosts, Outgoing, Presented, PrivateKey, RequestHead, RequestText, SignError, sign,
};

use crate::requests::{ED25519, HOST, KEY_ID, NOW, RSA, Request, date, sha256};

type Sign = fn(&Outgoing<'_>) -> Result<Vec<(&'static str, String)>, SignError>;

/// What [`sign`] makes of a request, as it arrives.
fn sent(sign: Sign, key: &PrivateKey, method: &str, target: &str, body: &[u8]) -> Request {
    let body = (method == "POST").then_some(body);
    let covered: &[(&str, &str)] = match body {
        Some(_) => &[
            ("content-type", "application/activity+json"),
            ("collection-synchronization", "x=\"1\""),
        ],
        None => &[("accept", "application/activity+json")],
    };
    let outgoing = Outgoing {
        key,
        key_id: KEY_ID,
        method,
        scheme: "https",
        authority: HOST,
        path_and_query: target,
        body,
        date: Timestamp::from_secs(NOW),
        covered,
    };
    let mut request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Vec::new(),
        body: body.unwrap_or_default().to_vec(),
    };
    request.add("Host", HOST);
    for (name, value) in covered {
        request.add(name, value);
    }
    for (name, value) in sign(&outgoing).unwrap() {
        request.add(name, &value);
    }
    request
}

fn schemes() -> impl Strategy<Value = Sign> {
    prop_oneof![Just(sign::cavage as Sign), Just(sign::rfc9421 as Sign)]
}

fn target() -> impl Strategy<Value = String> {
    "(/[a-z0-9%._~-]{0,8}){1,3}(\\?[a-z0-9&=%]{0,12})?"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_we_sign_we_accept(
        sign in schemes(),
        rsa in any::<bool>(),
        method in "GET|POST|HEAD",
        target in target(),
        body in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let key = if rsa { &*RSA } else { &*ED25519 };
        let request = sent(sign, key, &method, &target, &body);
        prop_assert!(request.check_with(key.public()).is_ok());
    }

    #[test]
    fn any_change_of_what_is_signed_breaks_it(
        sign in schemes(),
        post in any::<bool>(),
        target in target(),
        other_target in target(),
        body in prop::collection::vec(any::<u8>(), 1..64),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..,
        later in 1_i64..3000,
    ) {
        let method = if post { "POST" } else { "GET" };
        let good = sent(sign, &RSA, method, &target, &body);
        good.check().unwrap();

        let mut other = good.clone();
        other.method = if post { "PUT" } else { "HEAD" }.to_owned();
        prop_assert!(other.check().is_err(), "method");

        let mut other = good.clone();
        other.target.clone_from(&other_target);
        // A read that was signed without a query is valid with one, by the older scheme.
        let only_a_query_more = !post && other_target.split('?').next() == Some(target.as_str());
        prop_assert!(other_target == target || only_a_query_more || other.check().is_err(), "target");

        let mut other = good.clone();
        other.target += if target.contains('?') { "&x=1" } else { "?x=1" };
        prop_assert!(!post && !target.contains('?') || other.check().is_err(), "query");

        let mut other = good.clone();
        other.set("Host", "other.example");
        prop_assert!(other.check().is_err(), "host");

        // By RFC 9421 it is `created` that is signed.
        if good.headers.iter().all(|(name, _)| name != "Signature-Input") {
            let mut other = good.clone();
            other.set("Date", &date(later));
            prop_assert!(other.check().is_err(), "date");
        } else {
            let mut other = good.clone();
            let input = other.get_header("Signature-Input");
            other.set("Signature-Input", &input.replace(&NOW.to_string(), &(NOW + later).to_string()));
            prop_assert!(other.check().is_err(), "created");
        }

        if post {
            let mut other = good.clone();
            let place = at.index(other.body.len());
            other.body[place] ^= flip;
            prop_assert!(other.check().is_err(), "body");
            let digest = sha256(&other.body);
            for (name, value) in [("Digest", format!("SHA-256={digest}")), ("Content-Digest", format!("sha-256=:{digest}:"))] {
                if other.headers.iter().any(|(known, _)| known == name) {
                    other.set(name, &value);
                }
            }
            prop_assert!(other.check().is_err(), "body and digest");

            let mut other = good.clone();
            other.set("collection-synchronization", "x=\"2\"");
            prop_assert!(other.check().is_err(), "a covered header");
        }

        prop_assert!(good.check_with(ED25519.public()).is_err(), "key");
    }

    #[test]
    fn a_signature_with_any_change_is_refused(sign in schemes(), at in any::<prop::sample::Index>(), flip in 1_u8..128) {
        let good = sent(sign, &RSA, "POST", "/inbox", b"{}");
        let mut other = good.clone();
        let (_, header) = other.headers.iter_mut().find(|(name, _)| name == "Signature").unwrap();
        let place = at.index(header.len());
        header[place] ^= flip;
        // The key id of the older scheme, the case of names, and what no longer is a parameter that
        // we know are not signed.
        if let Ok(verified) = other.check() {
            prop_assert_eq!(verified.replay_key, good.check().unwrap().replay_key);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_reading_a_request_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read(&bytes);
    }

    #[test]
    fn no_headers_make_reading_a_request_panic(
        signature in "[ -~]{0,60}|keyId=\"[ -~]{0,20}\",headers=\"[ -~]{0,30}\",signature=\"[ -~]{0,20}\"",
        input in prop::option::of("[ -~]{0,60}|s=\\([ -~]{0,30}\\)(;[a-z]{0,7}=[ -~]{0,10}){0,4}"),
        digest in "[ -~]{0,40}|(sha-256|SHA-256)=[ -~]{0,40}",
        date in ".*",
    ) {
        let mut request = Request::post();
        request.set("Signature", &signature);
        if let Some(input) = &input {
            request.set("Signature-Input", input);
        }
        request.set("Digest", &digest);
        request.set("Content-Digest", &digest);
        request.set("Date", &date);
        let _ = request.check();
    }

    #[test]
    fn no_change_of_a_request_makes_reading_it_panic(
        cavage in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let request = if cavage { Request::post().usual() } else { Request::post().usual_rfc9421() };
        let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method, request.target).into_bytes();
        for (name, value) in &request.headers {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&request.body);
        prop_assert!(read(&bytes));
        for (at, to) in changes {
            let place = at.index(bytes.len());
            bytes[place] = to;
        }
        read(&bytes);
    }

    #[test]
    fn no_head_makes_reading_a_request_panic(
        method in ".*",
        scheme in ".*",
        authority in ".*",
        path_and_query in ".*",
        name in "signature|signature-input|authorization|host|digest",
        value in prop::collection::vec(any::<u8>(), 0..80),
        now in any::<i64>(),
    ) {
        let headers = [(name.as_str(), value.as_slice())];
        let head = RequestHead {
            method: &method,
            scheme: &scheme,
            authority: &authority,
            path_and_query: &path_and_query,
            headers: &headers,
        };
        let hosts = Hosts::new([authority.as_str()]);
        let _ = Presented::parse(&head, Some(&value), &hosts, Timestamp::from_micros(now));
    }
}

/// As a fuzz target does. Whether the request is believed.
fn read(bytes: &[u8]) -> bool {
    let Some(text) = RequestText::parse(bytes) else {
        return false;
    };
    let now = Timestamp::from_secs(NOW);
    Presented::parse(
        &text.head(HOST),
        Some(text.body()),
        &Hosts::new([HOST]),
        now,
    )
    .is_ok_and(|presented| presented.verify(RSA.public()).is_ok())
}
