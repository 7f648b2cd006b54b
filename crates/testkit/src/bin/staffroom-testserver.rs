//! The server with what tests need and the program must never have: other servers on loopback, under
//! any name, with certificates of a test authority.
//!
//! `staffroom-testserver [--ca FILE] [--host NAME=ADDRESS:PORT]…` serves with the settings of the
//! environment (`STAFFROOM_…`), as `staffroom serve` does.

use std::net::SocketAddr;
use std::process::ExitCode;

use staffroom_config::{Loaded, Sources};
use staffroom_net::LoopbackPolicy;
use staffroom_server::app::Outside;
use staffroom_server::{serve, telemetry};

#[expect(clippy::print_stderr, reason = "whoever starts it reads why it ended")]
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let policy = policy(std::env::args().skip(1))?;
    let loaded = settings()?;
    telemetry::start_logs(&loaded.config.log);
    let outside = Outside {
        address_policy: Some(policy.into()),
        ..Outside::default()
    };
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?
        .block_on(serve::serve(&loaded, outside, async |_, _| {}))
        .map_err(|error| error.to_string())
}

fn policy(mut arguments: impl Iterator<Item = String>) -> Result<LoopbackPolicy, String> {
    let (mut hosts, mut authorities) = (Vec::new(), Vec::new());
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--ca" => {
                let pem = std::fs::read_to_string(&value);
                authorities.push(pem.map_err(|error| format!("{value}: {error}"))?);
            }
            "--host" => {
                let (name, at) = value.split_once('=').ok_or("--host NAME=ADDRESS:PORT")?;
                let at: SocketAddr = at.parse().map_err(|error| format!("{at}: {error}"))?;
                hosts.push((name.to_owned(), at));
            }
            other => return Err(format!("unknown flag {other}")),
        }
    }
    let policy = LoopbackPolicy::for_hosts(hosts);
    Ok(authorities
        .into_iter()
        .fold(policy, LoopbackPolicy::trusting))
}

#[expect(
    clippy::disallowed_methods,
    reason = "settings come from the environment, as they do for the program"
)]
fn settings() -> Result<Loaded, String> {
    let sources = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with("STAFFROOM_"))
        .fold(Sources::new(), |sources, (name, value)| {
            sources.with_variable(name, value)
        });
    staffroom_config::parse(&sources).map_err(|error| error.to_string())
}
