//! The server with what tests need and the program must never have: other servers on loopback, under
//! any name, with certificates of a test authority; and tokens for passwords.
//!
//! `staffroom-testserver [--ca FILE] [--host NAME=ADDRESS:PORT]… [-- COMMAND…]` is `staffroom COMMAND…`,
//! without a command `staffroom serve`. One command is its own: `seed` makes what the tests of Mastodon.py
//! expect at a server, and prints it.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::process::ExitCode;

use staffroom_config::Overrides;
use staffroom_net::LoopbackPolicy;
use staffroom_server::app::{App, Outside, Purpose};
use staffroom_server::cli;
use staffroom_testkit::seed::{self, SeedError};

#[expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "whoever starts it reads what it says"
)]
fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let flags = words.by_ref().take_while(|word| word != "--");
    let policy = match policy(flags.filter_map(|flag| flag.into_string().ok())) {
        Ok(policy) => policy,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut command: Vec<OsString> = words.collect();
    if command.is_empty() {
        command.push("serve".into());
    }
    let outside = Outside {
        address_policy: Some(policy.into()),
        rehearsal: true,
        ..Outside::default()
    };
    if command == ["seed"] {
        return match seed(outside) {
            Ok(seed) => {
                println!("{seed}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    command.insert(0, "staffroom".into());
    cli::main_with(command, outside)
}

/// Begins an instance with the people that the tests of Mastodon.py know.
fn seed(outside: Outside) -> Result<String, SeedError> {
    let loaded = staffroom_config::load(None, Overrides::new())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let app = App::open(&loaded, outside, Purpose::FirstCommand).await?;
        let seed = seed::mastodon_py(&app.ctx).await;
        app.close().await?;
        Ok(seed?.to_string())
    })
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
