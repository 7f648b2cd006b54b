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
