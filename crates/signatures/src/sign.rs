//! Outgoing requests: the headers that a peer needs to believe us.
//!
//! Each attempt is signed anew, and so is each redirect: time and target are part of it.

use data_encoding::BASE64;
use staffroom_domain::Timestamp;

use crate::digest::{content_digest_header, digest_header};
use crate::fields::{self, Bare, Parameters};
use crate::instant::format_http_date;
use crate::keys::{Algorithm, KeyError, PrivateKey};
use crate::request::normal_authority;

/// A request that is to be signed.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// The key of the actor that sends.
    pub key: &'a PrivateKey,
    /// Where that key is found: `https://example.org/users/amira#main-key`.
    pub key_id: &'a str,
    /// In upper case.
    pub method: &'a str,
    /// `https`.
    pub scheme: &'a str,
    /// The host that is asked, with the port where it is not the scheme's own: exactly what the
    /// client will send as `Host`.
    pub authority: &'a str,
    /// The target, encoded as it will be sent. For peers that leave out the query when they verify
    /// a read by the older scheme, the path alone.
    pub path_and_query: &'a str,
    /// The body; `None` for a request without one. The digest is signed if there is one.
    pub body: Option<&'a [u8]>,
    /// The present. Peers take a minute's difference, some not more.
    pub date: Timestamp,
    /// Further headers that are signed, such as `content-type` or `collection-synchronization`. They
    /// are not among the headers that are returned: the client sends them anyway.
    pub covered: &'a [(&'a str, &'a str)],
}

/// Why a request could not be signed. All of these are mistakes of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The key refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key id, the target or a header has characters that cannot be signed.
    #[error("a part of the request has characters that cannot be signed")]
    Characters,
    /// The date is outside of the years 1970 to 9999.
    #[error("the date cannot be written")]
    Date,
}

/// Headers by draft-cavage-http-signatures-12, which nearly every peer reads: `Date`, `Digest` (where
/// there is a body) and `Signature`. `Host` is signed, and left to the client to send.
///
/// Signed are `(request-target) host date digest` and what [`Outgoing::covered`] adds. Never
/// `(created)` and `(expires)`: several peers refuse them. An RSA key signs as `rsa-sha256`, an
/// Ed25519 key as `hs2019`.
pub fn cavage(request: &Outgoing<'_>) -> Result<Vec<(&'static str, String)>, SignError> {
    request.check()?;
    let date = format_http_date(request.date).ok_or(SignError::Date)?;
    let digest = request.body.map(digest_header);
    let target = format!(
        "{} {}",
        request.method.to_ascii_lowercase(),
        request.path_and_query
    );
    let mut lines = vec![
        ("(request-target)", target.as_str()),
        ("host", request.authority),
        ("date", &date),
    ];
    lines.extend(digest.as_deref().map(|digest| ("digest", digest)));
    lines.extend(request.covered);

    let names: Vec<String> = lines
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    let names = names.join(" ");
    let base: Vec<String> = lines
        .iter()
        .map(|(name, value)| format!("{}: {}", name.to_ascii_lowercase(), value.trim()))
        .collect();
    let signature = BASE64.encode(&request.key.sign(base.join("\n").as_bytes())?);
    let algorithm = match request.key.algorithm() {
        Algorithm::Rsa => "rsa-sha256",
        Algorithm::Ed25519 => "hs2019",
    };
    let key_id = request.key_id;
    let header = format!(
        r#"keyId="{key_id}",algorithm="{algorithm}",headers="{names}",signature="{signature}""#
    );
    let mut headers = vec![("Date", date)];
    headers.extend(digest.map(|digest| ("Digest", digest)));
    headers.push(("Signature", header));
    Ok(headers)
}

/// Headers by RFC 9421: `Date`, `Content-Digest` (where there is a body), `Signature-Input` and
/// `Signature`. `Host` is left to the client to send.
///
/// Signed are `"@method" "@target-uri" "content-digest"` and what [`Outgoing::covered`] adds, with
/// `created`, `keyid` and `alg`. Ed25519 is for peers only that say that they read it.
pub fn rfc9421(request: &Outgoing<'_>) -> Result<Vec<(&'static str, String)>, SignError> {
    request.check()?;
    let date = format_http_date(request.date).ok_or(SignError::Date)?;
    let digest = request.body.map(content_digest_header);
    let authority = normal_authority(request.authority);
    let target = format!("{}://{authority}{}", request.scheme, request.path_and_query);
    let mut lines = vec![("@method", request.method), ("@target-uri", &target)];
    lines.extend(digest.as_deref().map(|digest| ("content-digest", digest)));
    lines.extend(request.covered);

    let components: Vec<String> = lines
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    let algorithm = match request.key.algorithm() {
        Algorithm::Rsa => "rsa-v1_5-sha256",
        Algorithm::Ed25519 => "ed25519",
    };
    let parameters: Parameters = vec![
        ("created".to_owned(), Bare::Integer(request.date.as_secs())),
        ("keyid".to_owned(), Bare::Text(request.key_id.to_owned())),
        ("alg".to_owned(), Bare::Text(algorithm.to_owned())),
    ];
    let input = fields::inner_list(&components, &parameters).ok_or(SignError::Characters)?;
    let mut base = String::new();
    for (name, (_, value)) in components.iter().zip(&lines) {
        base.extend(["\"", name, "\": ", value.trim(), "\n"]);
    }
    base.extend(["\"@signature-params\": ", &input]);
    let signature = BASE64.encode(&request.key.sign(base.as_bytes())?);

    let mut headers = vec![("Date", date)];
    headers.extend(digest.map(|digest| ("Content-Digest", digest)));
    headers.push(("Signature-Input", format!("sig1={input}")));
    headers.push(("Signature", format!("sig1=:{signature}:")));
    Ok(headers)
}

impl Outgoing<'_> {
    /// Nothing may end a line or a quoted text.
    fn check(&self) -> Result<(), SignError> {
        let words = [
            self.key_id,
            self.method,
            self.scheme,
            self.authority,
            self.path_and_query,
        ];
        let words = words
            .into_iter()
            .chain(self.covered.iter().map(|(name, _)| *name));
        let odd_word = |word: &str| {
            word.is_empty()
                || !word
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && byte != b'"')
        };
        let odd_value = |value: &str| !value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if words.into_iter().any(odd_word)
            || self.key_id.contains('\\')
            || self.covered.iter().any(|(_, value)| odd_value(value))
        {
            return Err(SignError::Characters);
        }
        Ok(())
    }
}
