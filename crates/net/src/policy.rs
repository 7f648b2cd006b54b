//! Who may be called.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use thiserror::Error;
use url::{Host, Url};

use crate::ranges;

/// Why an address is not called at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Longer than anybody needs ([`LONGEST_URL`]).
    #[error("the address is too long")]
    TooLong,
    /// Another scheme than those allowed.
    #[error("the scheme {0} is not allowed")]
    Scheme(String),
    /// A name or a password before the host.
    #[error("an address with a user name is not allowed")]
    Userinfo,
    /// An IP address in the place of a name, in whatever form.
    #[error("a number in place of a host name is not allowed")]
    IpLiteral,
    /// A name that is not of the public internet, or is the instance's own.
    #[error("the host {0} is no name of the public internet, or it is our own")]
    Name(String),
    /// A port that is not allowed.
    #[error("port {0} is not allowed")]
    Port(u16),
    /// The name leads to an address that is not public.
    #[error("{0} is not public: {1}")]
    Address(IpAddr, &'static str),
}

/// Which addresses a [`Client`](crate::Client) calls.
///
/// It judges twice: the URL before anything is done, then each IP address that the name resolves to,
/// and only those that passed are dialled.
#[derive(Clone, Debug)]
pub struct AddressPolicy(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Public(PublicOnly),
    Loopback(LoopbackPolicy),
}

impl From<PublicOnly> for AddressPolicy {
    fn from(policy: PublicOnly) -> Self {
        Self(Kind::Public(policy))
    }
}

impl From<LoopbackPolicy> for AddressPolicy {
    fn from(policy: LoopbackPolicy) -> Self {
        Self(Kind::Loopback(policy))
    }
}

impl AddressPolicy {
    /// Whether a URL may be called, as far as it can be told without asking the DNS.
    pub fn check_url(&self, url: &Url) -> Result<(), Refusal> {
        if url.as_str().len() > LONGEST_URL {
            return Err(Refusal::TooLong);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Userinfo);
        }
        match &self.0 {
            Kind::Public(policy) => policy.check_url(url),
            Kind::Loopback(policy) => policy.check_url(url),
        }
    }

    /// Whether an IP address that a name resolved to may be dialled.
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), Refusal> {
        match &self.0 {
            Kind::Public(policy) => policy.check_address(address),
            Kind::Loopback(policy) => policy.check_address(address),
        }
    }

    /// Where a name leads without asking the DNS. Port 0 stands for that of the URL.
    pub(crate) fn pinned(&self, host: &str) -> Option<SocketAddr> {
        match &self.0 {
            Kind::Public(_) => None,
            Kind::Loopback(policy) => policy.pinned(host),
        }
    }

    /// The only certificate authorities (PEM) to believe, where it is not those of this machine.
    pub(crate) fn authorities(&self) -> Option<&[String]> {
        match &self.0 {
            Kind::Public(_) => None,
            Kind::Loopback(policy) => Some(&policy.authorities),
        }
    }
}

/// The public internet by https and nothing else: the policy of every real instance.
///
/// Refused are: other schemes and ports, user names, numbers in place of a host name, names of one
/// label or with a dot at the end, names that are reserved for other uses (RFC 6761, 6762, 7686, 8375,
/// 9476, and `internal`), names of the instance itself, and names that lead to addresses which are not public by the registries of
/// IANA.
#[derive(Clone, Debug, Default)]
pub struct PublicOnly {
    own: HashSet<IpAddr>,
    own_names: HashSet<String>,
    ports: Vec<u16>,
}

/// Reserved, or so widely used inside of networks that they must not mean anything else.
const RESERVED: [&str; 15] = [
    "alt",
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "test",
];

/// The longest URL that is called, in bytes: as much as servers are advised to take (RFC 9110, 4.1).
pub const LONGEST_URL: usize = 8_000;
/// The longest name that the DNS can have, in characters (RFC 1035).
const LONGEST_NAME: usize = 253;

impl PublicOnly {
    /// Port 443 only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Refuses these public addresses too: those of this machine, behind which other services may
    /// listen.
    #[must_use]
    pub fn except(mut self, own: impl IntoIterator<Item = IpAddr>) -> Self {
        self.own.extend(own);
        self
    }

    /// Refuses these names too: those of the instance itself, which learns nothing by asking itself.
    #[must_use]
    pub fn except_names<N: AsRef<str>>(mut self, own: impl IntoIterator<Item = N>) -> Self {
        let lower = |name: N| name.as_ref().to_ascii_lowercase();
        self.own_names.extend(own.into_iter().map(lower));
        self
    }

    /// Allows these ports besides 443.
    #[must_use]
    pub fn and_ports(mut self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports.extend(ports);
        self
    }

    fn check_url(&self, url: &Url) -> Result<(), Refusal> {
        if url.scheme() != "https" {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        if let Some(port) = url.port()
            && !self.ports.contains(&port)
        {
            return Err(Refusal::Port(port));
        }
        let name = name_of(url)?;
        let top = name.rsplit('.').next().unwrap_or(name);
        if !name.contains('.')
            || name.len() > LONGEST_NAME
            || name.split('.').any(str::is_empty)
            || RESERVED.contains(&top)
            || self.own_names.contains(name)
        {
            return Err(Refusal::Name(name.to_owned()));
        }
        Ok(())
    }

    fn check_address(&self, address: IpAddr) -> Result<(), Refusal> {
        let what = if self.own.contains(&address) {
            Some("an address of this server")
        } else {
            ranges::why_not_public(address)
        };
        what.map_or(Ok(()), |what| Err(Refusal::Address(address, what)))
    }
}

/// Loopback, for the demonstration and for tests; a real instance never has this policy.
///
/// As the program makes it (for [the instances of a demonstration](Self::for_instances)), it calls nothing but those
/// on this machine, by http. The rest is for tests, and most of it needs the feature `testing`.
#[derive(Clone, Debug)]
pub struct LoopbackPolicy {
    /// The only names and ports, where not all below `localhost` are called.
    only: Option<HashSet<(String, u16)>>,
    hosts: HashMap<String, SocketAddr>,
    addresses: HashSet<IpAddr>,
    authorities: Vec<String>,
    https: bool,
}

impl LoopbackPolicy {
    /// Calls `http://name.localhost:port`, which always is 127.0.0.1 (RFC 6761), and nobody else.
    pub fn for_localhost_names() -> Self {
        Self {
            only: None,
            hosts: HashMap::new(),
            addresses: HashSet::new(),
            authorities: Vec::new(),
            https: false,
        }
    }

    /// Calls `http://name.localhost:port` for these names and ports, and nobody else: whatever else listens on this
    /// machine is none of a demonstration's business. Other names than those below `localhost` are as if they had not
    /// been given.
    pub fn for_instances<N: Into<String>>(instances: impl IntoIterator<Item = (N, u16)>) -> Self {
        let instances = instances
            .into_iter()
            .map(|(name, port)| (name.into(), port));
        Self {
            only: Some(instances.collect()),
            ..Self::for_localhost_names()
        }
    }

    /// Calls these host names, and `*.localhost`, by http and https.
    ///
    /// The port that is given here counts where the URL names none. Addresses outside of loopback
    /// are as if they had not been given.
    #[cfg(feature = "testing")]
    pub fn for_hosts<N: Into<String>>(hosts: impl IntoIterator<Item = (N, SocketAddr)>) -> Self {
        Self {
            hosts: hosts
                .into_iter()
                .map(|(name, address)| (name.into(), address))
                .collect(),
            https: true,
            ..Self::for_localhost_names()
        }
    }

    /// Believes certificates of this authority (PEM), and of none that is not named.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn trusting(mut self, authority: impl Into<String>) -> Self {
        self.authorities.push(authority.into());
        self
    }

    /// Asks the DNS for any other name, and dials it if the answer is one of these addresses.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn or_resolved_to(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.addresses.extend(addresses);
        self
    }

    fn check_url(&self, url: &Url) -> Result<(), Refusal> {
        let is_allowed = match url.scheme() {
            "http" => true,
            "https" => self.https,
            _ => false,
        };
        if !is_allowed {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        let name = name_of(url)?;
        if self.pinned(name).is_none() && self.addresses.is_empty() {
            return Err(Refusal::Name(name.to_owned()));
        }
        if let Some(only) = &self.only {
            let port = url.port_or_known_default().unwrap_or_default();
            if !only.contains(&(name.to_owned(), port)) {
                return Err(Refusal::Name(format!("{name}:{port}")));
            }
        }
        Ok(())
    }

    fn check_address(&self, address: IpAddr) -> Result<(), Refusal> {
        if address.is_loopback() && self.addresses.contains(&address) {
            Ok(())
        } else {
            Err(Refusal::Address(address, "not one that was named"))
        }
    }

    fn pinned(&self, host: &str) -> Option<SocketAddr> {
        if let Some(address) = self.hosts.get(host) {
            return address.ip().is_loopback().then_some(*address);
        }
        host.ends_with(".localhost")
            .then(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
    }
}

/// The host of a URL, if it is a name. The URL's parser has read numbers in all their forms (octal,
/// hexadecimal, short) as what they are.
fn name_of(url: &Url) -> Result<&str, Refusal> {
    match url.host() {
        Some(Host::Domain(name)) => Ok(name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Err(Refusal::IpLiteral),
        None => Err(Refusal::Name(String::new())),
    }
}
