//! The domain in people's addresses.

use std::fmt;

use url::Host;

use super::{ServerUrl, Value};
use crate::Raw;
use crate::raw::quote;

/// The part after the last `@` of an address such as `@amira@school.example`: lower case, ASCII
/// (other scripts in their `xn--` form), with a port only where the server's own address has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDomain(String);

impl AccountDomain {
    /// Reads a domain.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains("://") {
            return Err("leave out https://".to_owned());
        }
        if text.contains('/') {
            return Err("leave out everything from \"/\" on".to_owned());
        }
        if text.contains('@') {
            return Err("leave out everything up to the \"@\"".to_owned());
        }
        let (host, port) = split_port(text)?;
        let host = Host::parse(host).map_err(|error| error.to_string())?;
        if let Host::Domain(domain) = &host {
            let is_label = |label: &str| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            };
            if !domain.split('.').all(is_label) {
                return Err(String::new());
            }
        }
        Ok(Self(match port {
            Some(port) => format!("{host}:{port}"),
            None => host.to_string(),
        }))
    }

    /// The host of the instance, and the port if it is not the scheme's own.
    pub(crate) fn of(url: &ServerUrl) -> Self {
        Self(url.authority().to_owned())
    }

    /// The domain, with its port if there is one.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain without a port, as mail addresses need it.
    pub fn host(&self) -> &str {
        match self.0.rsplit_once(':') {
            Some((host, _)) if !self.0.ends_with(']') => host,
            _ => &self.0,
        }
    }
}

/// Separates `host:port`; the colons of a bracketed IPv6 address are not mistaken for one.
fn split_port(text: &str) -> Result<(&str, Option<u16>), String> {
    match text.rsplit_once(':') {
        Some((host, port)) if !text.ends_with(']') => match port.parse::<u16>() {
            Ok(port) if port > 0 && port.to_string().len() == port_digits(text) => {
                Ok((host, Some(port)))
            }
            _ => Err(format!("the port {} is not a number", quote(port))),
        },
        _ => Ok((text, None)),
    }
}

/// How many characters follow the last colon: "+80" and "0080" are no ports.
fn port_digits(text: &str) -> usize {
    text.rsplit(':').next().map_or(0, str::len)
}

impl fmt::Display for AccountDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Value for AccountDomain {
    fn expected() -> String {
        "a domain, such as \"school.example\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        Self::parse(raw.text()?)
    }

    fn show(&self) -> String {
        quote(&self.0)
    }
}
