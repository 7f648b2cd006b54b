//! The name of the instance in the DNS.

use std::net::IpAddr;

use super::{Patient, Report};

pub(super) async fn check(patient: &Patient<'_>, report: &mut Report) {
    let config = &patient.loaded.config;
    if patient.is_local() {
        let why = format!(
            "{} is on this machine only: DNS and TLS are not needed",
            config.server.url
        );
        return report.skip("domain", why);
    }
    let Some(host) = config.server.url.as_url().host_str() else {
        return;
    };
    resolve(host, "server.url", report).await;
    let handles = config.account_domain();
    if handles.host() != host {
        resolve(handles.host(), "server.account_domain", report).await;
    }
}

async fn resolve(host: &str, setting: &str, report: &mut Report) {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<IpAddr> = match tokio::net::lookup_host((bare, 443)).await {
        Ok(found) => found.map(|address| address.ip()).collect(),
        Err(_) => Vec::new(),
    };
    if addresses.is_empty() {
        return report.problem(
            "domain",
            format!("{host} (`{setting}`) has no address in the DNS"),
            format!("make an A record (and AAAA for IPv6) for {host} that points at this machine"),
        );
    }
    let listed: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    let listed = listed.join(", ");
    if addresses.iter().all(|address| is_inside(*address)) {
        report.warn(
            "domain",
            format!("{host} resolves to {listed} only, which nobody outside can reach"),
            "if this machine's own hosts file or the school's DNS says so, that is fine; the public DNS must \
             have a public address",
        );
    } else {
        report.ok("domain", format!("{host} resolves to {listed}"));
    }
}

/// Whether an address is of this machine or of a local network.
pub(super) fn is_inside(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified()
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_unspecified()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_are_known() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.9",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_inside(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["192.0.2.1", "8.8.8.8", "2001:db8::1"] {
            assert!(!is_inside(outside.parse().unwrap()), "{outside}");
        }
    }
}
