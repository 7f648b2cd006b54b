//! Who is really calling: the address behind the proxies that we trust.

use std::net::IpAddr;

/// The address of whoever sent a request, as far as trusted proxies tell; put into each request's
/// extensions by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Follows `X-Forwarded-For` from the nearest proxy outwards, for as long as each hop is trusted.
    ///
    /// `forwarded_for` holds all values of the header in the order of the request. The first address
    /// (from the right) that is not a trusted proxy is the client: whatever stands left of it, the
    /// client wrote itself. An entry that is no address ends the walk at the last trusted hop.
    pub fn resolve<'a>(
        peer: IpAddr,
        forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
        is_trusted: impl Fn(IpAddr) -> bool,
    ) -> Self {
        let mut client = peer.to_canonical();
        let hops = forwarded_for.rev().flat_map(|value| value.rsplit(','));
        for hop in hops {
            if !is_trusted(client) {
                break;
            }
            match parse_hop(hop.trim()) {
                Some(address) => client = address,
                None => break,
            }
        }
        Self(client)
    }
}

/// An address, perhaps with a port and brackets, as proxies write it.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim_matches('"');
    let address = text.parse().ok().or_else(|| {
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        bracketed.map_or_else(
            || {
                text.rsplit_once(':')
                    .and_then(|(host, _)| host.parse().ok())
            },
            |(host, _)| host.parse().ok(),
        )
    });
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resolve(peer: &str, headers: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpAddr> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        ClientAddress::resolve(peer.parse().unwrap(), headers.iter().copied(), |ip| {
            trusted.contains(&ip)
        })
        .0
        .to_string()
    }

    #[test]
    fn without_trust_the_header_says_nothing() {
        assert_eq!(resolve("192.0.2.1", &["203.0.113.9"], &[]), "192.0.2.1");
    }

    #[test]
    fn what_the_client_wrote_itself_says_nothing() {
        let got = resolve("10.0.0.1", &["127.0.0.1, 203.0.113.9"], &["10.0.0.1"]);
        assert_eq!(got, "203.0.113.9");
        let got = resolve("10.0.0.1", &["127.0.0.1", "203.0.113.9"], &["10.0.0.1"]);
        assert_eq!(got, "203.0.113.9", "several headers are one list");
    }

    #[test]
    fn a_chain_of_trusted_proxies_is_followed() {
        let trusted = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(
            resolve("10.0.0.1", &["203.0.113.9, 10.0.0.2"], &trusted),
            "203.0.113.9"
        );
        assert_eq!(
            resolve("::ffff:10.0.0.1", &["203.0.113.9:4711"], &trusted),
            "203.0.113.9"
        );
        assert_eq!(
            resolve("10.0.0.1", &["[2001:db8::1]:443"], &trusted),
            "2001:db8::1"
        );
    }

    #[test]
    fn garbage_stops_at_the_last_hop_we_know() {
        assert_eq!(
            resolve("10.0.0.1", &["203.0.113.9, unknown"], &["10.0.0.1"]),
            "10.0.0.1"
        );
        assert_eq!(resolve("10.0.0.1", &[""], &["10.0.0.1"]), "10.0.0.1");
    }

    proptest! {
        #[test]
        fn no_header_panics(header in "\\PC{0,60}") {
            let peer: IpAddr = [10, 0, 0, 1].into();
            let _ = ClientAddress::resolve(peer, std::iter::once(header.as_str()), |_| true);
        }

        #[test]
        fn an_untrusted_peer_is_always_the_client(header in "\\PC{0,60}") {
            let peer: IpAddr = [192, 0, 2, 1].into();
            let got = ClientAddress::resolve(peer, std::iter::once(header.as_str()), |_| false);
            prop_assert_eq!(got, ClientAddress(peer));
        }
    }
}
