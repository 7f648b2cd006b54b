//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::{HttpMessage, HttpRequest};
use staffroom_domain::client::ClientAddress;

/// Who calls, as the server's proxies tell.
fn address_of(request: &HttpRequest) -> Option<IpAddr> {
    let known = request.extensions().get::<ClientAddress>().copied();
    let address = known.map(|known| known.0);
    address.or_else(|| request.peer_addr().map(|peer| peer.ip()))
}

/// Who calls, of IPv6 the part that one customer has.
pub(crate) fn network_of(request: &HttpRequest) -> Option<String> {
    Some(match address_of(request)? {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    })
}

/// The same for what is counted strictly: none behind a proxy that is not trusted, from where all come.
pub(super) fn strict_network_of(request: &HttpRequest) -> Option<String> {
    address_of(request).filter(|address| !address.is_loopback())?;
    network_of(request)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use actix_web::test::TestRequest;

    use super::*;

    fn request(peer: &str) -> HttpRequest {
        let peer: SocketAddr = peer.parse().unwrap();
        TestRequest::default().peer_addr(peer).to_http_request()
    }

    #[test]
    fn a_customer_with_many_addresses_is_one() {
        for (peer, network) in [
            ("192.0.2.7:1", "192.0.2.7"),
            ("[2001:db8:1:2:3:4:5:6]:1", "2001:db8:1:2::"),
            ("[2001:db8:1:2::9]:2", "2001:db8:1:2::"),
        ] {
            let of = request(peer);
            assert_eq!(network_of(&of).as_deref(), Some(network));
            assert_eq!(strict_network_of(&of).as_deref(), Some(network));
        }
        assert_eq!(strict_network_of(&request("127.0.0.1:1")), None);
    }
}
