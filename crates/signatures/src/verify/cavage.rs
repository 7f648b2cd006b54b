//! draft-cavage-http-signatures-12, as the Fediverse uses it.

use data_encoding::BASE64;
use staffroom_domain::Timestamp;

use super::SignatureError;
use super::presented::{Candidate, Claimed, Request};
use super::window::Times;
use crate::digest::check_digest;
use crate::request::RequestHead;

/// More parameters or signed headers than anybody sends.
const MOST: usize = 32;

/// The parameters, where they came in `Authorization: Signature …`. Other kinds of authorization are
/// not ours to judge.
pub(super) fn in_authorization<'a>(
    head: &RequestHead<'a>,
) -> Result<Option<&'a str>, SignatureError> {
    let mut found = None;
    for value in head.values("authorization") {
        let Some((scheme, rest)) = value.split_at_checked("signature ".len()) else {
            continue;
        };
        if !scheme.eq_ignore_ascii_case(b"signature ") {
            continue;
        }
        let rest = str::from_utf8(rest)
            .map_err(|_| SignatureError::Malformed("the authorization is not text"))?;
        if found.replace(rest).is_some() {
            return Err(SignatureError::Repeated);
        }
    }
    Ok(found)
}

pub(super) fn read(request: &Request<'_>, value: &str) -> Result<Candidate, SignatureError> {
    let parameters = Parameters::parse(value)?;
    let algorithm = claimed(parameters.get("algorithm"))?;
    let covered = covered(&parameters)?;
    let covers = |name: &str| covered.iter().any(|known| known == name);

    // The draft: with an algorithm that names the key's kind, these two must not be there.
    if !matches!(algorithm, Claimed::ByKey { .. }) && (covers("(created)") || covers("(expires)")) {
        return Err(SignatureError::Malformed(
            "(created) and (expires) need hs2019",
        ));
    }
    for name in ["(request-target)", "host"] {
        if !covers(name) {
            return Err(SignatureError::NotCovered(name));
        }
    }
    if request.needs_digest() && !covers("digest") {
        return Err(SignatureError::NotCovered("digest"));
    }
    let times = Times {
        date: covers("date").then(|| request.date()).transpose()?,
        created: covers("(created)")
            .then(|| parameters.time("created"))
            .transpose()?,
        expires: parameters
            .get("expires")
            .map(|_| parameters.time("expires"))
            .transpose()?,
        expires_is_signed: covers("(expires)"),
    };
    let valid_until = times.check(request.now)?;
    match request.head.only_text("digest")? {
        Some(digest) => check_digest(digest, request.body)?,
        None if request.needs_digest() => return Err(SignatureError::HeaderAbsent),
        None => {}
    }

    let key_id = parameters
        .get("keyid")
        .ok_or(SignatureError::Malformed("no key id"))?;
    let signature = parameters
        .get("signature")
        .ok_or(SignatureError::Malformed("no signature"))?;
    // Garbage is a signature that is not valid.
    let signature = BASE64
        .decode(signature.as_bytes())
        .map_err(|_| SignatureError::BadSignature)?;
    let mut bases = vec![base(
        request,
        &parameters,
        &covered,
        request.head.path_and_query,
    )?];
    // Some peers (Mastodon before 4.3, GoToSocial on its second try) leave the query out when they
    // read. What can be read with such a signature is what they could have read with another query;
    // where a request changes something, the query always counts.
    if request.head.only_reads() && request.head.query().is_some() {
        bases.push(base(request, &parameters, &covered, request.head.path())?);
    }
    Ok(Candidate {
        key_id: key_id.to_owned(),
        algorithm,
        bases,
        signature,
        valid_until,
        covered,
    })
}

/// `none`, `hmac-…` and `ecdsa-…` are among those that are refused.
fn claimed(algorithm: Option<&str>) -> Result<Claimed, SignatureError> {
    match algorithm.map(str::to_ascii_lowercase).as_deref() {
        None | Some("hs2019") => Ok(Claimed::ByKey { or_sha512: true }),
        Some("rsa-sha256") => Ok(Claimed::RsaSha256),
        Some("rsa-sha512") => Ok(Claimed::RsaSha512),
        Some("ed25519") => Ok(Claimed::Ed25519),
        Some(_) => Err(SignatureError::UnsupportedAlgorithm),
    }
}

/// The names in `headers`, in lower case and in order.
fn covered(parameters: &Parameters<'_>) -> Result<Vec<String>, SignatureError> {
    // By the draft, only `(created)` is signed where nothing is said. That is never enough.
    let headers = parameters.get("headers").unwrap_or("(created)");
    let mut covered: Vec<String> = Vec::new();
    for name in headers.split(' ').filter(|name| !name.is_empty()) {
        let name = name.to_ascii_lowercase();
        if covered.contains(&name) {
            return Err(SignatureError::Repeated);
        }
        if covered.len() >= MOST {
            return Err(SignatureError::Malformed("too many headers are signed"));
        }
        covered.push(name);
    }
    Ok(covered)
}

/// The text that is signed: a line for each name.
fn base(
    request: &Request<'_>,
    parameters: &Parameters<'_>,
    covered: &[String],
    target: &str,
) -> Result<Vec<u8>, SignatureError> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for name in covered {
        let value = match name.as_str() {
            "(request-target)" => {
                format!("{} {target}", request.head.method.to_ascii_lowercase()).into_bytes()
            }
            "(created)" | "(expires)" => {
                let name = name.trim_matches(['(', ')']);
                parameters.time(name)?.as_secs().to_string().into_bytes()
            }
            "host" => request.host.as_bytes().to_vec(),
            pseudo if pseudo.starts_with('(') => return Err(SignatureError::UnsupportedComponent),
            header => request
                .head
                .only_value(header)?
                .ok_or(SignatureError::HeaderAbsent)?
                .to_vec(),
        };
        lines.push([name.as_bytes(), b": ", &value].concat());
    }
    Ok(lines.join(&b'\n'))
}

/// `name="value"` or `name=123`, with commas between.
struct Parameters<'a>(Vec<(String, &'a str)>);

impl<'a> Parameters<'a> {
    fn parse(text: &'a str) -> Result<Self, SignatureError> {
        let broken = SignatureError::Malformed("the header Signature has no such form");
        let mut all: Vec<(String, &str)> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').ok_or(broken)?;
            let name = name.trim().to_ascii_lowercase();
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err(broken);
            }
            if all.iter().any(|(known, _)| *known == name) {
                return Err(SignatureError::Repeated);
            }
            let (value, after) = match after.strip_prefix('"') {
                // Nothing that belongs in here has to be escaped.
                Some(quoted) => quoted
                    .split_once('"')
                    .filter(|(value, _)| !value.contains('\\')),
                None => Some(after.split_at(after.find(',').unwrap_or(after.len()))),
            }
            .ok_or(broken)?;
            all.push((name, value.trim()));
            rest = match after.trim_start().strip_prefix(',') {
                Some(next) if !next.trim().is_empty() => next.trim_start(),
                None if after.trim().is_empty() => "",
                _ => return Err(broken),
            };
            if all.len() > MOST {
                return Err(broken);
            }
        }
        Ok(Self(all))
    }

    /// The value of a parameter; `name` in lower case.
    fn get(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }

    /// A parameter that is whole seconds since 1970.
    fn time(&self, name: &str) -> Result<Timestamp, SignatureError> {
        self.get(name)
            .filter(|text| text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
            // A leading zero would be written differently in what is signed.
            .filter(|text| !text.starts_with('0') || *text == "0")
            .and_then(|text| text.parse().ok())
            .map(Timestamp::from_secs)
            .ok_or(SignatureError::Malformed(
                "created or expires is not a time",
            ))
    }
}

#[cfg(test)]
mod tests {
    //! The requests of the draft's appendix C. Their key has 1024 bits, so the library verifies them
    //! beside us; and they cover too little, so they are tried on the text that is signed.

    use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};

    use super::*;
    use crate::request::RequestText;
    use crate::{KeyError, PublicKey};

    const REQUEST: &str = "POST /foo?param=value&pet=dog HTTP/1.1\n\
        Host: example.com\n\
        Date: Sun, 05 Jan 2014 21:31:40 GMT\n\
        Content-Type: application/json\n\
        Digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\n\
        Content-Length: 18\n\
        \n\
        {\"hello\": \"world\"}";

    const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\
        6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\
        Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\
        oYi+1hqp1fIekaxsyQIDAQAB";

    fn fits(header: &str) -> bool {
        let text = RequestText::parse(REQUEST.as_bytes()).unwrap();
        let head = text.head("example.com");
        let now = Timestamp::from_secs(1_388_957_500);
        let request = Request {
            head: &head,
            body: text.body(),
            now,
            host: "example.com",
        };
        let parameters = Parameters::parse(header).unwrap();
        let covered = covered(&parameters).unwrap();
        let base = base(&request, &parameters, &covered, head.path_and_query).unwrap();
        let signature = BASE64
            .decode(parameters.get("signature").unwrap().as_bytes())
            .unwrap();
        let key = BASE64.decode(KEY.as_bytes()).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, key)
            .verify(&base, &signature)
            .is_ok()
    }

    #[test]
    fn c_1_the_default_test_fits_where_date_is_named() {
        // The draft prints it without `headers`, which then would be `(created)`; what it signed is
        // the date, the default of drafts before.
        assert!(fits(
            "keyId=\"Test\",algorithm=\"rsa-sha256\",headers=\"date\",\
             signature=\"SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz6m79cNfwwb8DMJ5cou1s7uE\
             GKKCs+FLEEaDV5lp7q25WqS+lavg7T8hc0GppauB6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEP\
             Xe5WozsbM=\""
        ));
    }

    #[test]
    fn c_2_the_basic_test_fits() {
        assert!(fits(
            "keyId=\"Test\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date\", \
             signature=\"qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aA\
             jn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn\
             04swr2Os0=\""
        ));
    }

    #[test]
    fn c_3_the_test_of_all_headers_fits() {
        // The draft lists `(created)` and `(expires)`, too, but did not sign them.
        assert!(fits(
            "keyId=\"Test\",algorithm=\"rsa-sha256\",created=1402170695,expires=1402170699,\
             headers=\"(request-target) host date content-type digest content-length\",\
             signature=\"vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB\
             2bEKBIvB1q52LaEUHFv120V01IL+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4z\
             KH7s1dE=\""
        ));
    }

    #[test]
    fn the_key_of_the_draft_is_too_short_for_us() {
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{KEY}\n-----END PUBLIC KEY-----\n");
        assert_eq!(PublicKey::from_pem(&pem), Err(KeyError::Size));
    }
}
