//! The server under test, as a client of the Mastodon API and another server reach it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::time::timeout;
use url::{Host, Position, Url};

use super::http::{Connection, Message, request};
use crate::process::processor_time;

/// An answer that takes longer counts as none.
pub(crate) const LONGEST: Duration = Duration::from_mins(1);

/// Where it is, and who we are there.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) url: Url,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    /// Headers that a proxy in front of it would add.
    pub(crate) extra: Vec<(String, String)>,
    /// The process, for its memory; 0 if it is not known.
    pub(crate) process: Arc<AtomicU32>,
}

impl Server {
    /// The bytes of a client's request, in the name of the account.
    pub(crate) fn call(&self, method: &str, target: &str, body: Option<&Value>) -> Vec<u8> {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![
            ("User-Agent", "staffroom-bench"),
            ("Authorization", bearer.as_str()),
            ("Accept", "application/json"),
        ];
        let extra = self.extra.iter();
        headers.extend(extra.map(|(name, value)| (name.as_str(), value.as_str())));
        let body = body.map(Value::to_string);
        if body.is_some() {
            headers.push(("Content-Type", "application/json"));
        }
        let body = body.unwrap_or_default();
        request(
            method,
            target,
            authority(&self.url),
            &headers,
            body.as_bytes(),
        )
    }

    /// The bytes of a browser's request for a page, of somebody who is not signed in.
    pub(crate) fn page(&self, target: &str) -> Vec<u8> {
        let mut headers = vec![("User-Agent", "staffroom-bench"), ("Accept", "text/html")];
        let extra = self.extra.iter();
        headers.extend(extra.map(|(name, value)| (name.as_str(), value.as_str())));
        request("GET", target, authority(&self.url), &headers, b"")
    }

    /// What its process has used so far; `None` if that is not known.
    pub(crate) fn processor_time(&self) -> Option<Duration> {
        match self.process.load(Ordering::Relaxed) {
            0 => None,
            process => processor_time(process).ok(),
        }
    }
}

/// Where to connect to for this address. Names below localhost are this machine, whatever the
/// system's resolver thinks of them.
pub(crate) async fn address_of(url: &Url) -> anyhow::Result<SocketAddr> {
    if url.scheme() != "http" {
        bail!("this speaks no TLS: name the address behind the proxy with --connect");
    }
    let port = url.port_or_known_default().context("there is no port")?;
    match url.host().context("there is no host")? {
        Host::Ipv4(address) => Ok((address, port).into()),
        Host::Ipv6(address) => Ok((address, port).into()),
        Host::Domain(name) if name == "localhost" || name.ends_with(".localhost") => {
            Ok((Ipv4Addr::LOCALHOST, port).into())
        }
        Host::Domain(name) => {
            let mut found = tokio::net::lookup_host((name, port)).await?;
            found.next().context("the server's name has no address")
        }
    }
}

/// Host and port as `Host` names them.
pub(crate) fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// A client of the Mastodon API on a connection of its own.
#[derive(Debug)]
pub(crate) struct Api {
    server: Server,
    connection: Connection,
}

impl Api {
    pub(crate) fn new(server: &Server) -> Self {
        Self {
            server: server.clone(),
            connection: Connection::new(server.address),
        }
    }

    pub(crate) async fn get(&mut self, target: &str) -> anyhow::Result<Value> {
        let answer = self.send("GET", target, None).await?;
        json(target, &answer)
    }

    pub(crate) async fn post(&mut self, target: &str, body: &Value) -> anyhow::Result<Value> {
        let answer = self.send("POST", target, Some(body)).await?;
        json(target, &answer)
    }

    /// Any answer, whatever its status.
    pub(crate) async fn send(
        &mut self,
        method: &str,
        target: &str,
        body: Option<&Value>,
    ) -> io::Result<Message> {
        let bytes = self.server.call(method, target, body);
        timeout(LONGEST, self.connection.send(&bytes)).await?
    }
}

fn json(target: &str, answer: &Message) -> anyhow::Result<Value> {
    if !(200..300).contains(&answer.status()) {
        bail!(
            "{target} was answered with {}: {}",
            answer.first,
            excerpt(answer)
        );
    }
    serde_json::from_slice(&answer.body).with_context(|| format!("{target} gave no JSON"))
}

/// The beginning of an answer, for messages.
pub(crate) fn excerpt(answer: &Message) -> String {
    String::from_utf8_lossy(&answer.body)
        .chars()
        .take(300)
        .collect()
}
