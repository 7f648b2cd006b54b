//! RFC 9421, as far as requests between servers need it.

use staffroom_domain::Timestamp;

use super::SignatureError;
use super::presented::{Candidate, Claimed, Request};
use super::window::Times;
use crate::digest::check_content_digest;
use crate::fields::{self, Bare, Item, Member, Parameters};

/// A request has one signature, or one for each key of its signer.
const MOST_LABELS: usize = 4;

/// All signatures that are well-formed and cover what they must; where there is none, why the first
/// was refused.
pub(super) fn read(
    request: &Request<'_>,
    input: &[u8],
    signature: &[u8],
) -> Result<Vec<Candidate>, SignatureError> {
    let inputs = fields::dictionary(input)?;
    let signatures = fields::dictionary(signature)?;
    if inputs.len() > MOST_LABELS {
        return Err(SignatureError::Malformed("too many signatures"));
    }
    let mut error = SignatureError::Missing;
    let mut candidates = Vec::new();
    for member in inputs.iter().rev() {
        match candidate(request, member, &signatures) {
            Ok(candidate) => candidates.push(candidate),
            Err(found) => error = found,
        }
    }
    candidates.reverse();
    if candidates.is_empty() {
        Err(error)
    } else {
        Ok(candidates)
    }
}

fn candidate(
    request: &Request<'_>,
    input: &Member,
    signatures: &[Member],
) -> Result<Candidate, SignatureError> {
    let (items, parameters) = input.list().ok_or(SignatureError::Malformed(
        "a signature's input is not a list",
    ))?;
    let components = components(items)?;
    let parameters = Read::new(parameters)?;
    check_coverage(request, &components)?;

    let covers = |name: &str| components.iter().any(|known| known == name);
    let times = Times {
        date: covers("date").then(|| request.date()).transpose()?,
        created: Some(
            parameters
                .created
                .ok_or(SignatureError::NotCovered("created"))?,
        ),
        expires: parameters.expires,
        expires_is_signed: true,
    };
    let valid_until = times.check(request.now)?;
    match request.head.only_value("content-digest")? {
        Some(digest) => check_content_digest(digest, request.body)?,
        None if request.needs_digest() => return Err(SignatureError::HeaderAbsent),
        None => {}
    }

    let signature = signatures
        .iter()
        .find(|member| member.key == input.key)
        .and_then(Member::item)
        .ok_or(SignatureError::Malformed(
            "a signature's input has no signature",
        ))?;
    let Bare::Bytes(signature) = &signature.value else {
        return Err(SignatureError::Malformed(
            "a signature is not a byte sequence",
        ));
    };
    Ok(Candidate {
        key_id: parameters.key_id,
        algorithm: parameters.algorithm,
        bases: vec![base(request, &components, input)?],
        signature: signature.clone(),
        valid_until,
        covered: components,
    })
}

/// The names of what is signed. Parameters change what a name means (`;req`, `;bs`, `;key`, …), and
/// nothing that we need to be signed has any.
fn components(items: &[Item]) -> Result<Vec<String>, SignatureError> {
    let mut names: Vec<String> = Vec::new();
    for item in items {
        let Bare::Text(name) = &item.value else {
            return Err(SignatureError::Malformed(
                "a signed component is not a text",
            ));
        };
        if !item.parameters.is_empty() {
            return Err(SignatureError::UnsupportedComponent);
        }
        if names.contains(name) {
            return Err(SignatureError::Repeated);
        }
        names.push(name.clone());
    }
    Ok(names)
}

fn check_coverage(request: &Request<'_>, components: &[String]) -> Result<(), SignatureError> {
    let covers = |name: &str| components.iter().any(|known| known == name);
    if !covers("@method") {
        return Err(SignatureError::NotCovered("@method"));
    }
    if !covers("@target-uri") {
        if !covers("@authority") {
            return Err(SignatureError::NotCovered("@authority"));
        }
        if !covers("@request-target") {
            if !covers("@path") {
                return Err(SignatureError::NotCovered("@path"));
            }
            if request.head.query().is_some() && !covers("@query") {
                return Err(SignatureError::NotCovered("@query"));
            }
        }
    }
    if request.needs_digest() && !covers("content-digest") {
        return Err(SignatureError::NotCovered("content-digest"));
    }
    Ok(())
}

/// What the signature says of itself.
struct Read {
    key_id: String,
    algorithm: Claimed,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
}

impl Read {
    fn new(parameters: &Parameters) -> Result<Self, SignatureError> {
        let mut read = Self {
            key_id: String::new(),
            algorithm: Claimed::ByKey { or_sha512: false },
            created: None,
            expires: None,
        };
        for (name, value) in parameters {
            match (name.as_str(), value) {
                ("keyid", Bare::Text(text)) => read.key_id.clone_from(text),
                ("alg", Bare::Text(text)) => {
                    read.algorithm = match text.as_str() {
                        "rsa-v1_5-sha256" => Claimed::RsaSha256,
                        "ed25519" => Claimed::Ed25519,
                        _ => return Err(SignatureError::UnsupportedAlgorithm),
                    }
                }
                ("created", Bare::Integer(at)) => read.created = Some(Timestamp::from_secs(*at)),
                ("expires", Bare::Integer(at)) => read.expires = Some(Timestamp::from_secs(*at)),
                // They say something to whoever asked for them; we do not ask.
                ("nonce" | "tag", Bare::Text(_)) => {}
                _ => {
                    return Err(SignatureError::Malformed(
                        "a parameter of a signature is unknown",
                    ));
                }
            }
        }
        Ok(read)
    }
}

/// The text that is signed: a line for each component, and one for the list of them.
fn base(
    request: &Request<'_>,
    components: &[String],
    input: &Member,
) -> Result<Vec<u8>, SignatureError> {
    let head = request.head;
    let mut out = Vec::new();
    for name in components {
        let value = match name.as_str() {
            "@method" => head.method.as_bytes().to_vec(),
            "@target-uri" => {
                let (scheme, authority) = (head.scheme, request.authority());
                format!("{scheme}://{authority}{}", head.path_and_query).into_bytes()
            }
            "@authority" => request.authority().into_bytes(),
            "@scheme" => head.scheme.to_ascii_lowercase().into_bytes(),
            "@request-target" => head.path_and_query.as_bytes().to_vec(),
            "@path" => head.path().as_bytes().to_vec(),
            "@query" => format!("?{}", head.query().unwrap_or_default()).into_bytes(),
            derived if derived.starts_with('@') => {
                return Err(SignatureError::UnsupportedComponent);
            }
            // By RFC 9421 names of headers are in lower case.
            header if header.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                return Err(SignatureError::UnsupportedComponent);
            }
            "host" => request.host.as_bytes().to_vec(),
            header => head
                .only_value(header)?
                .ok_or(SignatureError::HeaderAbsent)?
                .to_vec(),
        };
        out.extend([b"\"", name.as_bytes(), b"\": ", &value, b"\n"].concat());
    }
    let list = input
        .list()
        .and_then(|(_, parameters)| fields::inner_list(components, parameters))
        .ok_or(SignatureError::Malformed(
            "a signature's input cannot be written",
        ))?;
    out.extend(b"\"@signature-params\": ");
    out.extend(list.into_bytes());
    Ok(out)
}

#[cfg(test)]
mod tests {
    //! The requests of RFC 9421 itself. None of them covers what we demand, so they are tried on the
    //! text that is signed, before the demands.

    use aws_lc_rs::signature::{RSA_PSS_2048_8192_SHA512, UnparsedPublicKey};
    use data_encoding::BASE64;

    use super::*;
    use crate::PublicKey;
    use crate::keys::RsaDigest;
    use crate::request::{RequestHead, RequestText};

    const REQUEST: &str = "POST /foo?param=Value&Pet=dog HTTP/1.1\n\
        Host: example.com\n\
        Date: Tue, 20 Apr 2021 02:07:55 GMT\n\
        Content-Type: application/json\n\
        Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BN\
        NyealdVLvRwEmTHWXvJwew==:\n\
        Content-Length: 18\n\
        \n\
        {\"hello\": \"world\"}";

    /// Appendix B.1.1, `test-key-rsa`.
    const RSA: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhAKYdtoeoy8zcAcR874L
8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrwWEBnez6d0UDKDwGbc6nxfEXAy5mbhgaj
zrw3MOEt8uA5txSKobBpKDeBLOsdJKFqMGmXCQvEG7YemcxDTRPxAleIAgYYRjTS
d/QBwVW9OwNFhekro3RtlinV0a75jfZgkne/YiktSvLG34lw2zqXBDTC5NHROUqG
TlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0PuKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dS
FFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQPSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ1
0wIDAQAB
-----END PUBLIC KEY-----
";

    /// Appendix B.1.2, `test-key-rsa-pss`.
    const RSA_PSS: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----
";

    /// Appendix B.1.4, `test-key-ed25519`.
    const ED25519: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----
";

    fn base_of(head: &RequestHead<'_>, input: &str) -> String {
        let now = Timestamp::from_secs(1_618_884_473);
        let request = Request {
            head,
            body: b"",
            now,
            host: head.authority,
        };
        let inputs = fields::dictionary(input.as_bytes()).unwrap();
        let components = components(inputs[0].list().unwrap().0).unwrap();
        String::from_utf8(base(&request, &components, &inputs[0]).unwrap()).unwrap()
    }

    fn base_of_request(input: &str) -> String {
        let request = RequestText::parse(REQUEST.as_bytes()).unwrap();
        base_of(&request.head("example.com"), input)
    }

    fn bytes(base64: &str) -> Vec<u8> {
        BASE64.decode(base64.as_bytes()).unwrap()
    }

    #[test]
    fn b_2_1_the_base_without_components_is_that_of_the_rfc() {
        let input = "sig-b21=();created=1618884473;keyid=\"test-key-rsa-pss\"\
            ;nonce=\"b3k2pp5k7z-50gnwp.yemd\"";
        let expected = "\"@signature-params\": ();created=1618884473;keyid=\"test-key-rsa-pss\"\
            ;nonce=\"b3k2pp5k7z-50gnwp.yemd\"";
        assert_eq!(base_of_request(input), expected);
    }

    #[test]
    fn b_2_2_a_component_with_a_parameter_is_refused() {
        let input = "sig-b22=(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\")\
            ;created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\"";
        let inputs = fields::dictionary(input.as_bytes()).unwrap();
        let found = components(inputs[0].list().unwrap().0);
        assert_eq!(found, Err(SignatureError::UnsupportedComponent));
    }

    #[test]
    fn b_2_3_the_signature_fits_our_base() {
        let base = base_of_request(
            "sig-b23=(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \
             \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"",
        );
        let signature = bytes(
            "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683\
             +qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLN\
             mvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9Bmzhuz\
             F8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4\
             cUA==",
        );
        // We do not take PSS; the key is one that we read, and its algorithm is tried beside us.
        let key = PublicKey::from_pem(RSA_PSS).unwrap().to_der();
        let key = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA512, key);
        assert!(key.verify(base.as_bytes(), &signature).is_ok());
    }

    #[test]
    fn b_2_5_the_base_is_that_of_the_rfc() {
        let input = "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473\
            ;keyid=\"test-shared-secret\"";
        let expected = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\
            \"@authority\": example.com\n\
            \"content-type\": application/json\n\
            \"@signature-params\": (\"date\" \"@authority\" \"content-type\")\
            ;created=1618884473;keyid=\"test-shared-secret\"";
        assert_eq!(base_of_request(input), expected);
    }

    #[test]
    fn b_2_6_the_ed25519_signature_is_valid() {
        let base = base_of_request(
            "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \
             \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"",
        );
        let signature = bytes(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
        );
        let key = PublicKey::from_pem(ED25519).unwrap();
        assert!(key.verifies_ed25519(base.as_bytes(), &signature));
        assert!(!key.verifies_ed25519(format!("{base} ").as_bytes(), &signature));
        assert!(!key.verifies_rsa(RsaDigest::Sha256, base.as_bytes(), &signature));
    }

    // Section 4.3, the signature that the proxy adds, made with `test-key-rsa`.
    #[test]
    fn section_4_3_the_rsa_v1_5_signature_is_valid() {
        let request = REQUEST.replace(
            "\n\n",
            "\nForwarded: for=192.0.2.123;host=example.com;proto=https\n\n",
        );
        let request = RequestText::parse(request.as_bytes()).unwrap();
        let base = base_of(
            &request.head("origin.host.internal.example"),
            "proxy_sig=(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-type\" \
             \"content-length\" \"forwarded\");created=1618884480;keyid=\"test-key-rsa\"\
             ;alg=\"rsa-v1_5-sha256\";expires=1618884540",
        );
        let signature = bytes(
            "S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+M\
             jniOaYmdkDcnL9cCpXJleXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObt\
             NKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3L\
             H2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0L\
             V/g==",
        );
        let key = PublicKey::from_pem(RSA).unwrap();
        assert!(key.verifies_rsa(RsaDigest::Sha256, base.as_bytes(), &signature));
        assert!(!key.verifies_rsa(RsaDigest::Sha512, base.as_bytes(), &signature));
    }

    // Section 2.2 has an example for each.
    #[test]
    fn derived_components_are_those_of_section_2_2() {
        let head = RequestHead {
            method: "POST",
            scheme: "https",
            authority: "WWW.example.com:443",
            path_and_query: "/path",
            headers: &[],
        };
        let base = base_of(
            &head,
            "s=(\"@method\" \"@target-uri\" \"@authority\" \"@scheme\" \"@request-target\" \
             \"@path\" \"@query\")",
        );
        let expected = "\"@method\": POST\n\"@target-uri\": https://www.example.com/path\n\
            \"@authority\": www.example.com\n\"@scheme\": https\n\"@request-target\": /path\n\
            \"@path\": /path\n\"@query\": ?\n";
        assert!(base.starts_with(expected), "{base}");
    }
}
