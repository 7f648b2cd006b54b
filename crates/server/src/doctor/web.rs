//! The web server: at the address where it listens, and at the one that people use.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use staffroom_net::{Answer, OwnServerClient, ProbeError};
use url::Url;

use super::clock::TOLERATED;
use super::{Patient, Report, seen};
use crate::http::doctor_signature;

/// A certificate that ends sooner was not renewed in time.
const RENEWED_BEFORE_DAYS: i64 = 14;
const HEADER: &str = "staffroom-doctor";

pub(super) async fn check(patient: &Patient<'_>, report: &mut Report) {
    ports(patient, report);
    let runs = local(patient, report).await;
    let url = patient.loaded.config.server.url.as_url();
    if patient.loaded.is_trial() {
        return report.skip("public", "a trial has no public address");
    }
    if !runs {
        return report.skip(
            "public",
            "the public address is asked only when the server runs",
        );
    }
    match ask(patient, url.clone(), "/health").await {
        Err(error) => unreachable(url, &error, report),
        Ok(answer) => public(patient, &answer, report).await,
    }
}

fn ports(patient: &Patient<'_>, report: &mut Report) {
    let server = &patient.loaded.config.server;
    if server.bind.ip().is_unspecified() && server.url.is_https() {
        report.warn(
            "ports",
            format!(
                "the server listens at {}: on all networks, without TLS",
                server.bind
            ),
            "set `server.bind` to 127.0.0.1, or keep the port closed to all but the reverse proxy",
        );
    }
    if let Some(metrics) = server.metrics_bind.filter(|at| !at.ip().is_loopback()) {
        report.warn(
            "ports",
            format!("measurements are shown at {metrics}, also to other machines"),
            "set `server.metrics_bind` to 127.0.0.1, or keep the port closed to all but Prometheus",
        );
    }
}

/// Asks as somebody who holds the instance's key.
async fn ask(patient: &Patient<'_>, base: Url, path: &str) -> Result<Answer, ProbeError> {
    let client = OwnServerClient::new(base)?;
    let minute = patient.clock.now().as_secs() / 60;
    let signature = patient
        .key
        .as_ref()
        .map(|key| doctor_signature(key, minute));
    let headers: Vec<(&str, &str)> = signature.iter().map(|s| (HEADER, s.as_str())).collect();
    client.get(path, &headers).await
}

/// Where to connect to a server that listens at this address.
fn connectable(bind: SocketAddr) -> SocketAddr {
    let ip = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bind.port())
}

/// Whether our own server answers where it should listen.
async fn local(patient: &Patient<'_>, report: &mut Report) -> bool {
    let at = connectable(patient.loaded.config.server.bind);
    let Ok(base) = Url::parse(&format!("http://{at}")) else {
        return false;
    };
    let answer = ask(patient, base, "/health").await;
    let is_ours = answer
        .as_ref()
        .is_ok_and(|answer| seen::read(&answer.body).is_some());
    let is_alike = answer.as_ref().is_ok_and(|answer| answer.status == 200);
    match answer {
        Ok(_) if is_ours => report.ok("server", format!("it answers at {at}")),
        Ok(_) if is_alike && patient.key.is_none() => report.warn(
            "server",
            format!("something answers at {at}, but without the secret key it is unclear whether it is this instance"),
            "",
        ),
        Ok(_) => report.problem(
            "server",
            format!("another program, or another instance, answers at {at}"),
            "stop it, or set `server.bind` to another port",
        ),
        Err(ProbeError::Refused) => report.problem(
            "server",
            format!("it is not running: nothing listens at {at}"),
            "start it: staffroom serve, or systemctl start staffroom",
        ),
        Err(error) => report.problem(
            "server",
            format!("it does not answer at {at}: {error}"),
            "look into its log (journalctl -u staffroom), and start it again",
        ),
    }
    is_ours
}

fn unreachable(url: &Url, error: &ProbeError, report: &mut Report) {
    let advice = match error {
        ProbeError::Unresolved => "make the DNS record first",
        ProbeError::Refused => "start the reverse proxy, and open the ports 80 and 443",
        ProbeError::TimedOut(_) => "open the ports 80 and 443 in the firewall and the router",
        ProbeError::Tls(_) => "let the reverse proxy get a valid certificate for this name",
        _ => "check the reverse proxy",
    };
    report.problem(
        "public",
        format!("{} does not answer: {error}", origin(url)),
        advice,
    );
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

async fn public(patient: &Patient<'_>, answer: &Answer, report: &mut Report) {
    let config = &patient.loaded.config;
    let origin = config.server.url.origin();
    if let Some(location) = &answer.location {
        return report.problem(
            "public",
            format!("{origin}/health redirects to {location}"),
            "let the reverse proxy pass everything on, or correct `server.url`",
        );
    }
    let Some(seen) = seen::read(&answer.body) else {
        return report.problem(
            "public",
            format!(
                "at {origin} something else answers (status {})",
                answer.status
            ),
            format!(
                "let the reverse proxy pass {origin} on to {}",
                config.server.bind
            ),
        );
    };
    report.ok("public", format!("{origin} reaches this server"));
    certificate(patient, answer, report);
    if let Some(date) = answer.date {
        let theirs = date.timestamp();
        let off = theirs.abs_diff(patient.clock.now().as_secs());
        if off > TOLERATED.as_secs() {
            report.problem(
                "clock",
                format!("it differs by {off} seconds from that of the reverse proxy"),
                "set both clocks: timedatectl set-ntp true",
            );
        }
    }
    if config.server.url.is_https() {
        seen::judge(&seen, config, report);
    } else {
        report.skip(
            "proxy",
            "by plain http, on this machine, no reverse proxy is needed",
        );
    }
    metrics(patient, report).await;
}

fn certificate(patient: &Patient<'_>, answer: &Answer, report: &mut Report) {
    let Some(until) = answer.certificate_until else {
        return;
    };
    let days = (until.timestamp() - patient.clock.now().as_secs()).div_euclid(86_400);
    if days < RENEWED_BEFORE_DAYS {
        report.warn(
            "tls",
            format!("the certificate is valid for {days} days only"),
            "let the reverse proxy renew it; look into its log",
        );
    } else {
        report.ok("tls", format!("the certificate is valid for {days} days"));
    }
}

/// Measurements are for the operator alone.
async fn metrics(patient: &Patient<'_>, report: &mut Report) {
    let url = patient.loaded.config.server.url.as_url().clone();
    let is_open = ask(patient, url, "/metrics")
        .await
        .is_ok_and(|answer| String::from_utf8_lossy(&answer.body).contains("# TYPE staffroom_"));
    if is_open {
        report.problem(
            "metrics",
            "everybody can read the measurements at /metrics",
            "let the reverse proxy pass /metrics on to nobody",
        );
    } else {
        report.ok("metrics", "the measurements cannot be read from outside");
    }
}
