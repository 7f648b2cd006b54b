//! Which addresses belong to the public internet: the special-purpose registries of IANA (RFC 6890
//! and what followed it), and what clouds have put beside them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Network, length of its prefix, what it is.
type Range<A> = (A, u32, &'static str);

const V4: [Range<Ipv4Addr>; 18] = [
    (Ipv4Addr::UNSPECIFIED, 8, "this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (
        Ipv4Addr::new(100, 64, 0, 0),
        10,
        "shared by a provider's customers",
    ),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback"),
    (
        Ipv4Addr::new(168, 63, 129, 16),
        32,
        "a cloud's own services",
    ),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "documentation"),
    (Ipv4Addr::new(192, 31, 196, 0), 24, "for protocols"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "6to4 relays"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(192, 175, 48, 0), 24, "for protocols"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved, or broadcast"),
];

/// Within the one block that is handed out, what is not public. Ways to write an IPv4 address
/// (mapped, compatible, translated) lie outside of that block, except for 6to4 and Teredo.
const V6: [Range<Ipv6Addr>; 5] = [
    (
        Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0),
        23,
        "for protocols, such as Teredo",
    ),
    (
        Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0),
        32,
        "documentation",
    ),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "6to4"),
    (
        Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0),
        48,
        "for protocols",
    ),
    (
        Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0),
        20,
        "documentation",
    ),
];

/// Why an address is no public one; none where it is.
pub(crate) fn why_not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => within_v4(address),
        IpAddr::V6(address) => within_v6(address),
    }
}

fn within_v4(address: Ipv4Addr) -> Option<&'static str> {
    V4.iter()
        .find(|(network, prefix, _)| (address.to_bits() ^ network.to_bits()) >> (32 - prefix) == 0)
        .map(|(_, _, what)| *what)
}

fn within_v6(address: Ipv6Addr) -> Option<&'static str> {
    // 2000::/3 is all that has ever been handed out as global unicast.
    if address.to_bits() >> 125 != 1 {
        return Some("not global unicast");
    }
    V6.iter()
        .find(|(network, prefix, _)| (address.to_bits() ^ network.to_bits()) >> (128 - prefix) == 0)
        .map(|(_, _, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_ranges_are_where_the_registries_have_them() {
        for public in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2000::1",
            "2001:200::1",
            "2001:db7:ffff::1",
            "2001:db9::1",
            "2003::1",
            "2a00::1",
            "3fff:1000::1",
        ] {
            assert_eq!(why_not_public(public.parse().unwrap()), None, "{public}");
        }
        for other in [
            "0.255.255.255",
            "100.127.255.255",
            "172.31.255.255",
            "198.19.255.255",
            "255.255.255.255",
            "2001:1ff:ffff::",
            "2002:ffff::",
            "3fff:fff:ffff::",
            "4000::",
            "1fff::",
        ] {
            assert!(why_not_public(other.parse().unwrap()).is_some(), "{other}");
        }
    }
}
