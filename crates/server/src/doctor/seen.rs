//! How a request looked when it arrived at the server: what the reverse proxy made of it.

use std::net::IpAddr;

use serde::Deserialize;
use staffroom_config::Config;

use super::Report;
use super::domain::is_inside;

/// What `/health` tells who holds the instance's key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Seen {
    /// Who the server thinks asked.
    pub client: Option<String>,
    /// Who was connected to it.
    pub peer: Option<String>,
    /// The header `Host`.
    pub host: Option<String>,
    /// The header `X-Forwarded-For`.
    pub forwarded_for: Option<String>,
    /// The header `X-Forwarded-Proto`.
    pub forwarded_proto: Option<String>,
}

#[derive(Deserialize)]
struct Health {
    seen: Option<Seen>,
}

/// Reads an answer of `/health`; none where it was not this instance that answered.
pub(super) fn read(body: &[u8]) -> Option<Seen> {
    serde_json::from_slice::<Health>(body).ok()?.seen
}

/// Judges how a request to the public address arrived.
pub(super) fn judge(seen: &Seen, config: &Config, report: &mut Report) {
    let before = report.findings.len();
    let peer = seen
        .peer
        .as_deref()
        .and_then(|peer| peer.parse::<IpAddr>().ok());
    if let Some(peer) = peer {
        addresses(seen, peer, config, report);
    }
    let expected = config.server.url.authority();
    if seen.host.as_deref() != Some(expected) {
        report.problem(
            "proxy",
            format!(
                "the reverse proxy passes the host {:?} on instead of {expected:?}",
                seen.host.as_deref().unwrap_or_default()
            ),
            "let it pass the header Host on (nginx: proxy_set_header Host $host)",
        );
    }
    if config.server.url.is_https() && seen.forwarded_proto.as_deref() != Some("https") {
        report.warn(
            "proxy",
            "the reverse proxy does not say that people connect by https",
            "let it send X-Forwarded-Proto (nginx: proxy_set_header X-Forwarded-Proto $scheme)",
        );
    }
    if report.findings.len() == before {
        report.ok(
            "proxy",
            "the reverse proxy passes on host, scheme and the visitor's address",
        );
    }
}

fn addresses(seen: &Seen, peer: IpAddr, config: &Config, report: &mut Report) {
    let is_trusted = config.server.trusted_proxies.contains(peer);
    let client_is_peer = seen.client.as_deref().and_then(|c| c.parse().ok()) == Some(peer);
    match (&seen.forwarded_for, is_trusted) {
        (Some(_), false) if client_is_peer => report.problem(
            "proxy",
            format!("the reverse proxy at {peer} is not trusted: all visitors seem to be one"),
            format!("add \"{peer}\" to `server.trusted_proxies` and start the server again"),
        ),
        // Somebody must do TLS in front of us.
        (None, _) if config.server.url.is_https() => report.problem(
            "proxy",
            format!("the reverse proxy at {peer} does not tell who asks"),
            "let it send X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for)",
        ),
        (Some(_), true) if client_is_peer && !is_inside(peer) => report.warn(
            "proxy",
            format!("the trusted proxy {peer} and the visitor have the same address"),
            "check that `server.trusted_proxies` names the proxy, not visitors",
        ),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use staffroom_config::{Sources, parse};

    use super::super::Level;
    use super::*;

    fn config(trusted: &str) -> Config {
        let text =
            format!("[server]\nurl = \"https://school.example\"\ntrusted_proxies = [{trusted}]\n");
        parse(&Sources::new().with_file("a.toml", text))
            .unwrap()
            .config
    }

    fn seen() -> Seen {
        let body = br#"{"status":"ok","seen":{"client":"203.0.113.9","peer":"10.0.0.2",
            "host":"school.example","forwarded_for":"203.0.113.9","forwarded_proto":"https"}}"#;
        read(body).unwrap()
    }

    fn findings(seen: &Seen, trusted: &str) -> Vec<(Level, String)> {
        let mut report = Report::default();
        judge(seen, &config(trusted), &mut report);
        let lines = report.findings.into_iter();
        lines
            .map(|f| (f.level, format!("{} -> {}", f.text, f.advice)))
            .collect()
    }

    #[test]
    fn a_proxy_that_does_all_is_well() {
        let found = findings(&seen(), "\"10.0.0.2\"");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Level::Ok);
    }

    #[test]
    fn each_fault_is_named_with_its_remedy() {
        let unknown = Seen {
            client: Some("10.0.0.2".into()),
            ..seen()
        };
        let found = findings(&unknown, "");
        assert_eq!(found[0].0, Level::Problem);
        assert!(
            found[0]
                .1
                .contains("add \"10.0.0.2\" to `server.trusted_proxies`")
        );

        let silent = Seen {
            forwarded_for: None,
            client: Some("10.0.0.2".into()),
            ..seen()
        };
        assert!(
            findings(&silent, "\"10.0.0.2\"")[0]
                .1
                .contains("X-Forwarded-For")
        );

        let other_host = Seen {
            host: Some("127.0.0.1:8080".into()),
            ..seen()
        };
        assert!(
            findings(&other_host, "\"10.0.0.2\"")[0]
                .1
                .contains("proxy_set_header Host")
        );

        let plain = Seen {
            forwarded_proto: None,
            ..seen()
        };
        assert_eq!(findings(&plain, "\"10.0.0.2\"")[0].0, Level::Warning);
    }

    #[test]
    fn what_others_answer_is_not_ours() {
        assert_eq!(read(b"{\"status\":\"ok\"}"), None);
        assert_eq!(read(b"<html>"), None);
    }
}
