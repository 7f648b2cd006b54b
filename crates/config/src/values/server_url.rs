//! The public address of the instance.

use std::fmt;

use url::{Host, Url};

use super::Value;
use crate::Raw;
use crate::raw::quote;

/// Scheme, host and port of the instance, and nothing else. Plain http only on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl(Url);

impl ServerUrl {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if !text.contains("://") {
            return Err("it must begin with https://".to_owned());
        }
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("it must begin with https://".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("leave out the user and the password".to_owned());
        }
        if url.path() != "/" {
            return Err("leave out the path: an instance has a host of its own".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("leave out everything from \"?\" or \"#\" on".to_owned());
        }
        if url.port() == Some(0) {
            return Err("port 0 cannot be reached".to_owned());
        }
        if url.host_str().is_none_or(|host| host.ends_with('.')) {
            return Err("leave out the dot at the end of the host".to_owned());
        }
        let url = Self(url);
        if url.0.scheme() == "http" && !url.is_loopback() {
            return Err(
                "only addresses of this machine, such as localhost, may use http; write https"
                    .to_owned(),
            );
        }
        Ok(url)
    }

    /// The address, with a trailing slash.
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// Scheme, host and port (if it is not the scheme's own), without a trailing slash.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host, and the port if it is not the scheme's own: `localhost:8080`.
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// Whether people connect by https.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether the host can only mean this machine.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

impl Value for ServerUrl {
    fn expected() -> String {
        "the public address of this instance: https, host and perhaps a port, \
         such as \"https://staffroom.example.org\""
            .to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        Self::parse(raw.text()?)
    }

    fn show(&self) -> String {
        quote(&self.origin())
    }
}
