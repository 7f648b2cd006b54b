//! Requests to an inbox, signed by a hand of our own: what is tested is not what signs.

use std::fmt::Write as _;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64;
use staffroom_domain::Timestamp;
use staffroom_signatures::{
    Hosts, Presented, PrivateKey, PublicKey, RequestHead, SignatureError, Verified,
};

pub(crate) const HOST: &str = "our.example";
pub(crate) const KEY_ID: &str = "https://peer.example/users/ben#main-key";
pub(crate) const BODY: &[u8] = br#"{"type":"Like"}"#;
/// 2026-11-24 00:00:00 UTC
pub(crate) const NOW: i64 = 1_795_478_400;
pub(crate) const NOW_AS_DATE: &str = "Tue, 24 Nov 2026 00:00:00 GMT";

pub(crate) static RSA: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate_rsa_2048().unwrap());
pub(crate) static ED25519: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate_ed25519().unwrap());

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    BASE64.encode(digest(&SHA256, bytes).as_ref())
}

/// A `Date` so many seconds from now.
pub(crate) fn date(offset: i64) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let at = NOW + offset;
    let (day, second) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // All tests stay within this month.
    let of_month = day - 20_781 + 24;
    assert!((1..=30).contains(&of_month));
    let weekday = days[usize::try_from(day % 7).unwrap()];
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!(
        "{weekday}, {of_month:02} Nov 2026 {hour:02}:{minute:02}:{:02} GMT",
        second % 60
    )
}

impl Request {
    /// A delivery to an inbox, with the headers that both schemes may sign, and not signed.
    pub(crate) fn post() -> Self {
        let digest = sha256(BODY);
        let mut request = Self {
            method: "POST".to_owned(),
            target: "/users/amira/inbox".to_owned(),
            headers: Vec::new(),
            body: BODY.to_vec(),
        };
        request.set("Host", HOST);
        request.set("Date", NOW_AS_DATE);
        request.set("Content-Type", "application/activity+json");
        request.set("Digest", &format!("SHA-256={digest}"));
        request.set("Content-Digest", &format!("sha-256=:{digest}:"));
        request
    }

    pub(crate) fn get(target: &str) -> Self {
        let mut request = Self::post();
        "GET".clone_into(&mut request.method);
        target.clone_into(&mut request.target);
        request.body.clear();
        for name in ["Digest", "Content-Digest", "Content-Type"] {
            request.remove(name);
        }
        request
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.add(name, value);
    }

    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    pub(crate) fn get_header(&self, name: &str) -> String {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .unwrap();
        String::from_utf8(value.clone()).unwrap()
    }

    /// The text that the cavage draft signs.
    pub(crate) fn cavage_base(&self, headers: &str, parameters: &[(&str, i64)]) -> String {
        let lines: Vec<String> = headers
            .split(' ')
            .map(|name| match name {
                "(request-target)" => {
                    format!("{name}: {} {}", self.method.to_lowercase(), self.target)
                }
                "(created)" | "(expires)" => {
                    let bare = name.trim_matches(['(', ')']);
                    let (_, value) = parameters.iter().find(|(known, _)| *known == bare).unwrap();
                    format!("{name}: {value}")
                }
                header => format!("{name}: {}", self.get_header(header)),
            })
            .collect();
        lines.join("\n")
    }

    /// Signs by the cavage draft. `algorithm` empty: none is named.
    pub(crate) fn cavage(
        mut self,
        key: &PrivateKey,
        algorithm: &str,
        headers: &str,
        parameters: &[(&str, i64)],
    ) -> Self {
        let base = self.cavage_base(headers, parameters);
        let signature = BASE64.encode(&key.sign(base.as_bytes()).unwrap());
        let mut header = format!(r#"keyId="{KEY_ID}","#);
        if !algorithm.is_empty() {
            write!(header, r#"algorithm="{algorithm}","#).unwrap();
        }
        for (name, value) in parameters {
            write!(header, "{name}={value},").unwrap();
        }
        write!(header, r#"headers="{headers}",signature="{signature}""#).unwrap();
        self.set("Signature", &header);
        self
    }

    /// As nearly everybody signs.
    pub(crate) fn usual(self) -> Self {
        let headers = if self.method == "GET" {
            "(request-target) host date"
        } else {
            "(request-target) host date digest"
        };
        self.cavage(&RSA, "rsa-sha256", headers, &[])
    }

    /// The text that RFC 9421 signs.
    pub(crate) fn rfc9421_base(&self, components: &str, parameters: &str) -> String {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let mut base = String::new();
        for name in components.split(' ').filter(|name| !name.is_empty()) {
            let value = match name {
                "@method" => self.method.clone(),
                "@target-uri" => format!("https://{HOST}{}", self.target),
                "@authority" => HOST.to_owned(),
                "@path" => path.to_owned(),
                "@query" => format!("?{query}"),
                "@request-target" => self.target.clone(),
                header => self.get_header(header),
            };
            writeln!(base, "\"{name}\": {value}").unwrap();
        }
        base + "\"@signature-params\": " + &Self::rfc9421_input(components, parameters)
    }

    pub(crate) fn rfc9421_input(components: &str, parameters: &str) -> String {
        let quoted: Vec<String> = components
            .split(' ')
            .filter(|name| !name.is_empty())
            .map(|name| format!("\"{name}\""))
            .collect();
        format!("({}){parameters}", quoted.join(" "))
    }

    /// Signs by RFC 9421.
    pub(crate) fn rfc9421(
        mut self,
        key: &PrivateKey,
        label: &str,
        components: &str,
        parameters: &str,
    ) -> Self {
        let base = self.rfc9421_base(components, parameters);
        let signature = BASE64.encode(&key.sign(base.as_bytes()).unwrap());
        let input = Self::rfc9421_input(components, parameters);
        self.set("Signature-Input", &format!("{label}={input}"));
        self.set("Signature", &format!("{label}=:{signature}:"));
        self
    }

    /// As Fedify and Mastodon sign by RFC 9421.
    pub(crate) fn usual_rfc9421(self) -> Self {
        let components = if self.method == "GET" {
            "@method @target-uri"
        } else {
            "@method @target-uri content-digest"
        };
        let parameters = parameters("rsa-v1_5-sha256");
        self.rfc9421(&RSA, "sig1", components, &parameters)
    }

    pub(crate) fn present(&self) -> Result<Presented, SignatureError> {
        self.present_at(NOW)
    }

    pub(crate) fn present_at(&self, now: i64) -> Result<Presented, SignatureError> {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect();
        let head = RequestHead {
            method: &self.method,
            scheme: "https",
            authority: HOST,
            path_and_query: &self.target,
            headers: &headers,
        };
        let hosts = Hosts::new([HOST]);
        Presented::parse(&head, Some(&self.body), &hosts, Timestamp::from_secs(now))
    }

    pub(crate) fn check_with(&self, key: &PublicKey) -> Result<Verified, SignatureError> {
        self.present()?.verify(key)
    }

    /// With the RSA key.
    pub(crate) fn check(&self) -> Result<Verified, SignatureError> {
        self.check_with(RSA.public())
    }

    pub(crate) fn check_at(&self, now: i64) -> Result<Verified, SignatureError> {
        self.present_at(now)?.verify(RSA.public())
    }
}

pub(crate) fn parameters(algorithm: &str) -> String {
    format!(r#";created={NOW};keyid="{KEY_ID}";alg="{algorithm}""#)
}
