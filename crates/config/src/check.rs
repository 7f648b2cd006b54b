//! Rules between several settings.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use url::Host;

use crate::{Config, DatabaseUrl, Encryption, FederationMode, Origin, Problem, Warning};

/// Finds settings that contradict each other.
pub(crate) fn rules(
    config: &Config,
    origins: &BTreeMap<&'static str, Origin>,
    problems: &mut Vec<Problem>,
) {
    let place = |key: &str| match origins.get(key) {
        None | Some(Origin::Default) => format!("`{key}` (default)"),
        Some(origin) => format!("`{key}` ({origin})"),
    };
    if let Some(metrics) = config.server.metrics_bind
        && overlap(config.server.bind, metrics)
    {
        problems.push(Problem::Rule(format!(
            "{} and {} would listen on the same port {}: choose another port for one of them, or \
             set `server.metrics_bind` to \"off\"",
            place("server.bind"),
            place("server.metrics_bind"),
            metrics.port(),
        )));
    }
    mail_rules(config, &place, problems);
    if config.security.hsts == Some(true) && !config.server.url.is_https() {
        problems.push(Problem::Rule(format!(
            "{} needs https, but {} is http",
            place("security.hsts"),
            place("server.url")
        )));
    }
    if !config.server.url.is_loopback() && is_loopback_name(config.account_domain().host()) {
        problems.push(Problem::Rule(format!(
            "{} is a name of this machine, but {} is public: other servers could not find anybody",
            place("server.account_domain"),
            place("server.url")
        )));
    }
}

fn mail_rules(config: &Config, place: &dyn Fn(&str) -> String, problems: &mut Vec<Problem>) {
    if config
        .mail
        .smtp_host
        .as_deref()
        .is_some_and(|host| !is_host(host))
    {
        problems.push(Problem::Rule(format!(
            "{} must be the name of a host, such as \"smtp.example.org\"; the port belongs into \
             `mail.smtp_port`",
            place("mail.smtp_host")
        )));
    }
    let (username, password) = (&config.mail.username, &config.mail.password);
    if username.is_some() && password.is_none() {
        problems.push(Problem::Rule(format!(
            "{} is set, but `mail.password` is not: set both or neither",
            place("mail.username")
        )));
    }
    if username.is_none() && password.is_some() {
        problems.push(Problem::Rule(format!(
            "{} is set, but `mail.username` is not: set both or neither",
            place("mail.password")
        )));
    }
}

/// Whether two sockets could not listen side by side. Port 0 is a different free port each time.
fn overlap(a: SocketAddr, b: SocketAddr) -> bool {
    a.port() == b.port()
        && a.port() != 0
        && (a.ip() == b.ip() || a.ip().is_unspecified() || b.ip().is_unspecified())
}

fn is_loopback_name(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A host alone, as the mail library takes it: no scheme, no port.
fn is_host(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok() || Host::parse(host).is_ok()
}

/// Finds settings that work, but perhaps not as they were meant.
pub(crate) fn warnings(config: &Config, warnings: &mut Vec<Warning>) {
    let mut warn = |text: &str| warnings.push(Warning(text.to_owned()));
    let (server, mail) = (&config.server, &config.mail);
    if !server.url.is_loopback() && server.trusted_proxies.is_empty() {
        warn(
            "`server.trusted_proxies` is empty: behind a reverse proxy all visitors seem to have \
             the proxy's address, and limits hit everybody at once; name the proxy, or \"loopback\" \
             if it runs on this machine",
        );
    }
    if mail.smtp_host.is_none() && (mail.username.is_some() || mail.from.is_some()) {
        warn("`mail.smtp_host` is empty, so no mail is sent, although other mail settings are set");
    }
    let is_local = mail.smtp_host.as_deref().is_some_and(is_loopback_name);
    if mail.encryption == Encryption::None && mail.password.is_some() && !is_local {
        warn("`mail.encryption` is \"none\": the mail password crosses the network in the clear");
    }
    if config.instance.provider.is_school() && config.federation.mode == Some(FederationMode::Open)
    {
        warn(
            "`federation.mode` is \"open\" although a school or trust provides the instance: posts \
             from any server can reach it; \"allow-list\" is the cautious choice",
        );
    }
    if config.database.worker_connections != 0
        && matches!(config.database_url(), DatabaseUrl::Sqlite(_))
    {
        warn("`database.worker_connections` has no effect with SQLite, which has one writer");
    }
}
