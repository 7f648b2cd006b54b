//! Proxies that may tell the address of a visitor.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::Value;
use crate::Raw;
use crate::raw::quote;

/// Addresses whose `X-Forwarded-For` and `Forwarded` headers are believed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedProxies(Vec<Entry>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Loopback,
    Private,
    Network(IpNet),
}

const fn v4(a: u8, b: u8, prefix: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, 0, 0), prefix))
}

const fn v6(address: Ipv6Addr, prefix: u8) -> IpNet {
    IpNet::V6(Ipv6Net::new_assert(address, prefix))
}

const LOOPBACK: [IpNet; 2] = [v4(127, 0, 8), v6(Ipv6Addr::LOCALHOST, 128)];

/// RFC 1918 and RFC 4193: where containers and the proxies of a school's network live.
const PRIVATE: [IpNet; 4] = [
    v4(10, 0, 8),
    v4(172, 16, 12),
    v4(192, 168, 16),
    v6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
];

impl TrustedProxies {
    /// Whether headers from this address are believed. An IPv4 address inside IPv6
    /// (`::ffff:10.0.0.1`) counts as the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks().any(|network| network.contains(&address))
    }

    /// The ranges, with the words spelt out.
    pub fn networks(&self) -> impl Iterator<Item = IpNet> {
        self.0.iter().flat_map(|entry| match entry {
            Entry::Loopback => LOOPBACK.to_vec(),
            Entry::Private => PRIVATE.to_vec(),
            Entry::Network(network) => vec![*network],
        })
    }

    /// Whether no proxy is trusted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn entry(text: &str) -> Result<Entry, String> {
    match text {
        "loopback" => return Ok(Entry::Loopback),
        "private" => return Ok(Entry::Private),
        _ => {}
    }
    let network = text
        .parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| format!("{} is not one of these", quote(text)))?;
    if network.prefix_len() == 0 {
        return Err(format!(
            "{} would let everybody on the internet forge the address of a visitor",
            quote(text)
        ));
    }
    Ok(Entry::Network(network.trunc()))
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loopback => f.write_str("loopback"),
            Self::Private => f.write_str("private"),
            Self::Network(network) if network.prefix_len() == network.max_prefix_len() => {
                write!(f, "{}", network.addr())
            }
            Self::Network(network) => write!(f, "{network}"),
        }
    }
}

impl Value for TrustedProxies {
    fn expected() -> String {
        "a list of addresses, address ranges such as \"192.0.2.0/24\", or the words \"loopback\" \
         and \"private\""
            .to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        raw.entries()?
            .into_iter()
            .map(|text| entry(text.trim()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn show(&self) -> String {
        let entries: Vec<String> = self
            .0
            .iter()
            .map(|entry| quote(&entry.to_string()))
            .collect();
        format!("[{}]", entries.join(", "))
    }
}
