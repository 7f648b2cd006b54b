//! Asks the instance itself, at its own address.

use std::error::Error as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header;
use reqwest::redirect::Policy;
use thiserror::Error;
use url::Url;

use crate::certificate;

/// An answer is complete within this time, or there is none.
pub const WITHIN: Duration = Duration::from_secs(10);
/// Longer answers are none of ours.
pub const LARGEST_BODY: usize = 64 * 1024;
/// A client of the API has more patience, on a machine that has other things to do.
const CLIENT_WITHIN: Duration = Duration::from_mins(1);
/// A page of a list, for a client of the API.
const CLIENT_LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProbeError {
    /// The address is none.
    #[error("this is no address that can be asked: {0}")]
    Address(String),
    /// The client could not be made: no certificates on this machine, for one.
    #[error("the HTTP client cannot be used: {0}")]
    Setup(String),
    /// The name has no address.
    #[error("the name cannot be resolved")]
    Unresolved,
    /// Nobody listens there.
    #[error("the connection was refused: nothing listens there")]
    Refused,
    /// It took longer than this.
    #[error("there was no answer within {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// No trustworthy connection.
    #[error("the TLS connection failed: {0}")]
    Tls(String),
    /// The answer is longer than so many bytes.
    #[error("the answer is longer than {} KiB", .0 / 1024)]
    TooLarge(usize),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Where a redirect, which is not followed, leads.
    pub location: Option<String>,
    /// The clock of whoever answered.
    pub date: Option<DateTime<Utc>>,
    /// The body, bounded.
    pub body: Vec<u8>,
    /// Until when the certificate is valid, if there is one that can be read.
    pub certificate_until: Option<DateTime<Utc>>,
}

/// A client for one address: that of the operator's own server.
///
/// It follows no redirects, takes no proxy from the environment, keeps no connections, and ends with
/// [`WITHIN`] and [`LARGEST_BODY`] (as a client of the API, with a minute and 4 MiB). It connects to private addresses, and must therefore never be
/// given an address that somebody else has chosen.
#[derive(Clone, Debug)]
pub struct OwnServerClient {
    client: reqwest::Client,
    base: Url,
    within: Duration,
    largest_body: usize,
}

/// What a client of the API asks of its own server.
#[derive(Clone, Copy)]
pub struct ApiCall<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// The path, with a query where there is one.
    pub path: &'a str,
    /// The token of whoever asks.
    pub token: &'a str,
    /// JSON to send.
    pub json: Option<&'a [u8]>,
}

impl OwnServerClient {
    /// For the server at this address (scheme, host, port).
    pub fn new(base: Url) -> Result<Self, ProbeError> {
        let agent = concat!("staffroom-doctor/", env!("CARGO_PKG_VERSION"));
        Self::with(base, agent, WITHIN, LARGEST_BODY)
    }

    /// The same for a client of its API, which is more patient.
    pub fn for_api(base: Url) -> Result<Self, ProbeError> {
        let agent = concat!("staffroom-demo/", env!("CARGO_PKG_VERSION"));
        Self::with(base, agent, CLIENT_WITHIN, CLIENT_LARGEST_BODY)
    }

    fn with(
        base: Url,
        agent: &str,
        within: Duration,
        largest_body: usize,
    ) -> Result<Self, ProbeError> {
        let host = base
            .host_str()
            .ok_or_else(|| ProbeError::Address(base.to_string()))?;
        let mut builder = client_builder()
            .user_agent(agent)
            .timeout(within)
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .tls_info(true);
        // Such names mean this machine (RFC 6761), but not every resolver knows that.
        if host.ends_with(".localhost") {
            let port = base.port_or_known_default().unwrap_or(80);
            builder = builder.resolve(host, SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        }
        let client = builder
            .build()
            .map_err(|error| ProbeError::Setup(deepest(&error)))?;
        Ok(Self {
            client,
            base,
            within,
            largest_body,
        })
    }

    /// Asks for a path of the server.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer, ProbeError> {
        let mut url = self.base.clone();
        url.set_path(path);
        let mut request = self.client.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer_to(request).await
    }

    /// Calls the API.
    pub async fn call(&self, call: ApiCall<'_>) -> Result<Answer, ProbeError> {
        let address = |_| ProbeError::Address(call.path.to_owned());
        let url = self.base.join(call.path).map_err(address)?;
        if url.origin() != self.base.origin() {
            return Err(ProbeError::Address(call.path.to_owned()));
        }
        let method = reqwest::Method::from_bytes(call.method.as_bytes())
            .map_err(|_| ProbeError::Other(format!("{} is no method", call.method)))?;
        let mut request = self.client.request(method, url).bearer_auth(call.token);
        if let Some(json) = call.json {
            request = request
                .header(header::CONTENT_TYPE, "application/json")
                .body(json.to_vec());
        }
        self.answer_to(request).await
    }

    async fn answer_to(&self, request: reqwest::RequestBuilder) -> Result<Answer, ProbeError> {
        let judge = |error: reqwest::Error| judge(&error, self.within);
        let mut response = request.send().await.map_err(judge)?;
        let text = |name| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            location: text(header::LOCATION),
            date: text(header::DATE)
                .and_then(|date| DateTime::parse_from_rfc2822(&date).ok())
                .map(|date| date.to_utc()),
            body: Vec::new(),
            certificate_until: response
                .extensions()
                .get::<reqwest::tls::TlsInfo>()
                .and_then(|info| info.peer_certificate())
                .and_then(certificate::valid_until),
        };
        while let Some(chunk) = response.chunk().await.map_err(judge)? {
            if answer.body.len() + chunk.len() > self.largest_body {
                return Err(ProbeError::TooLarge(self.largest_body));
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this crate is where HTTP clients are made"
)]
fn client_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

/// What went wrong, from the chain of causes: the library tells only the rough kind.
fn judge(error: &reqwest::Error, within: Duration) -> ProbeError {
    if error.is_timeout() {
        return ProbeError::TimedOut(within);
    }
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>()
            && error.kind() == io::ErrorKind::ConnectionRefused
        {
            return ProbeError::Refused;
        }
        texts.push(error.to_string());
        cause = error.source();
    }
    let says = |words: &[&str]| {
        texts
            .iter()
            .any(|text| words.iter().any(|word| text.contains(word)))
    };
    let reason = texts.last().cloned().unwrap_or_else(|| error.to_string());
    if says(&["dns error", "failed to lookup"]) {
        ProbeError::Unresolved
    } else if says(&["certificate", "TLS", "tls", "handshake", "corrupt message"]) {
        // The library's words for certificates that nobody has vouched for.
        let is_unknown = ["UnknownIssuer", "CaUsedAsEndEntity"]
            .iter()
            .any(|word| reason.contains(word));
        ProbeError::Tls(if is_unknown {
            "the certificate was issued by nobody whom this machine knows (is it self-signed?)"
                .to_owned()
        } else {
            reason
        })
    } else {
        ProbeError::Other(reason)
    }
}

fn deepest(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = error.to_string();
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    /// Answers one request with these bytes.
    fn server(answer: Vec<u8>) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = [0; 2_048];
            drop(stream.read(&mut head));
            drop(stream.write_all(&answer));
        });
        Url::parse(&format!("http://own.localhost:{port}")).unwrap()
    }

    async fn ask(answer: &[u8]) -> Result<Answer, ProbeError> {
        let client = OwnServerClient::new(server(answer.to_vec())).unwrap();
        client.get("/health", &[("staffroom-doctor", "abc")]).await
    }

    #[tokio::test]
    async fn a_redirect_is_told_and_not_followed() {
        let answer = ask(
            b"HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/\r\n\
              Date: Mon, 23 Nov 2026 10:00:00 GMT\r\nContent-Length: 2\r\n\r\nhi",
        )
        .await
        .unwrap();
        assert_eq!(answer.status, 301);
        assert_eq!(
            answer.location.as_deref(),
            Some("https://elsewhere.example/")
        );
        assert_eq!(
            answer.date.unwrap().to_rfc3339(),
            "2026-11-23T10:00:00+00:00"
        );
        assert_eq!(answer.body, b"hi");
    }

    #[tokio::test]
    async fn a_client_of_the_api_does_not_leave_its_server() {
        let client = OwnServerClient::for_api(server(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())).unwrap();
        let call = |path| ApiCall {
            method: "GET",
            path,
            token: "t",
            json: None,
        };
        for away in ["http://elsewhere.example/", "//elsewhere.example/api"] {
            let refused = client.call(call(away)).await.unwrap_err();
            assert!(matches!(refused, ProbeError::Address(_)), "{away}");
        }
        assert_eq!(
            client.call(call("/api/v1/x?y=z")).await.unwrap().status,
            200
        );
    }

    #[tokio::test]
    async fn a_long_answer_is_given_up() {
        let mut long = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        long.resize(LARGEST_BODY + 1_000, b'x');
        assert_eq!(
            ask(&long).await.unwrap_err(),
            ProbeError::TooLarge(LARGEST_BODY)
        );
    }

    #[tokio::test]
    async fn what_went_wrong_is_told_apart() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = closed.local_addr().unwrap().port();
        drop(closed);
        let ask = async |url: String| {
            OwnServerClient::new(Url::parse(&url).unwrap())
                .unwrap()
                .get("/health", &[])
                .await
                .unwrap_err()
        };
        assert_eq!(
            ask(format!("http://127.0.0.1:{port}")).await,
            ProbeError::Refused
        );
        assert_eq!(
            ask("http://no-such-name.invalid".to_owned()).await,
            ProbeError::Unresolved
        );
        let plain = server(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec());
        let port = plain.port().unwrap();
        assert!(matches!(
            ask(format!("https://127.0.0.1:{port}")).await,
            ProbeError::Tls(_)
        ));
    }
}
