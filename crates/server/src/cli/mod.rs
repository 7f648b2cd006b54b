//! The command line: one file a command.

#![expect(clippy::print_stderr, reason = "a command line prints")]

mod actor;
mod announcement;
mod backup;
mod config;
mod db;
mod demo;
mod doctor;
mod emoji;
mod federation;
mod group;
mod hub;
mod hub_topic;
mod init;
mod instance;
mod invitation;
mod jobs;
mod mail;
mod media;
mod migrate;
mod organisation;
mod output;
mod progress;
mod prompt;
mod report;
mod restore;
mod serve;
mod token;
mod user;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use nix::sys::stat::{Mode, umask};
use staffroom_config::{ConfigError, Loaded, Overrides};
use thiserror::Error;

use crate::app::{App, Outside, Purpose};
use crate::telemetry;

/// A federated server for teachers' communities of practice.
#[derive(Debug, Parser)]
#[command(
    name = "staffroom",
    version,
    max_term_width = 100,
    propagate_version = true
)]
struct Cli {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(subcommand)]
    command: Command,
}

/// Where the settings come from: defaults, the file, the environment, these flags; the later wins.
#[derive(Debug, Args)]
struct SettingsArgs {
    /// The configuration file [default: ./staffroom.toml, then /etc/staffroom/staffroom.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Set one setting, like server.bind=127.0.0.1:8081 (may be repeated)
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set up a real instance: writes the configuration file
    Init(init::Init),
    /// Start three instances on this machine that know one another, to try everything out
    Demo(demo::Demo),
    /// Run the server
    Serve(serve::Serve),
    /// Do what `serve --no-work` leaves to others, beside it (PostgreSQL)
    Work(serve::Work),
    /// Check the settings, the data, the domain and the reverse proxy
    Doctor(doctor::Doctor),
    /// Write the whole instance into one file, while it runs
    Backup(backup::Backup),
    /// Put an instance back from a backup
    Restore(restore::Restore),
    /// Work on the database as a whole
    #[command(subcommand)]
    Db(db::Db),
    /// Check, show or explain the settings
    #[command(subcommand)]
    Config(config::Config),
    /// Bring the database to this version's schema, without serving
    Migrate,
    /// Make and manage logins
    #[command(subcommand)]
    User(user::User),
    /// Make and manage groups and other actors; move accounts, give them new keys
    #[command(subcommand)]
    Actor(actor::Actor),
    /// Write the rules and texts that people read about the instance
    #[command(subcommand)]
    Instance(instance::Instance),
    /// Tell everybody here something
    #[command(subcommand)]
    Announcement(announcement::Announcement),
    /// Look at what was reported
    #[command(subcommand)]
    Report(report::Report),
    /// Make and manage invitation links
    #[command(subcommand)]
    Invitation(invitation::Invitation),
    /// Try the mail settings
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Decide about other servers, and look at what goes to them
    #[command(subcommand)]
    Federation(federation::Federation),
    /// Say who moderates the groups
    #[command(subcommand)]
    Group(group::Group),
    /// Say who is of which school, trust or hub
    #[command(subcommand)]
    Organisation(organisation::Organisation),
    /// Ask instances to belong to this hub, or answer hubs that ask
    #[command(subcommand)]
    Hub(hub::Hub),
    /// Make and manage the custom emojis of this instance
    #[command(subcommand)]
    Emoji(emoji::Emoji),
    /// Look at the room that files take, and make some
    #[command(subcommand)]
    Media(media::Media),
    /// Look at work that failed for good
    #[command(subcommand)]
    Jobs(jobs::Jobs),
}

/// The whole program: parses the command line, runs the command, gives the exit code (0 done, 1 not
/// done and why, 2 wrong usage).
pub fn main() -> ExitCode {
    main_with(std::env::args_os(), Outside::default())
}

/// The same on a command line that is given (the name of the program is its first word), with what tests
/// replace.
pub fn main_with(words: impl IntoIterator<Item = OsString>, outside: Outside) -> ExitCode {
    // What this program writes (databases, keys, backups) is nobody else's business, whatever the
    // folder allows.
    umask(Mode::S_IRWXG | Mode::S_IRWXO);
    let cli = Cli::parse_from(words);
    match run(cli, outside) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Unwell>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", sentence(&error));
            if error.is::<UsageError>() {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

/// A wrong use of the command line that clap cannot know.
#[derive(Debug, Error)]
#[error("{0}")]
struct UsageError(String);

/// The doctor has said what is wrong; nothing is left to say.
#[derive(Debug, Error)]
#[error("there are problems")]
struct Unwell;

/// The error with its causes, each said once.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    text
}

fn run(cli: Cli, outside: Outside) -> anyhow::Result<()> {
    match cli.command {
        Command::Init(command) => init::run(command, &cli.settings),
        Command::Backup(command) => backup::run(&command, &cli.settings),
        Command::Restore(command) => restore::run(&command, &cli.settings),
        Command::Doctor(command) => doctor::run(&command, &cli.settings),
        Command::Db(command) => db::run(&command, &cli.settings),
        Command::Demo(command) => demo::run(command, &cli.settings),
        Command::Serve(command) => serve::run(&command, &cli.settings, outside),
        Command::Work(command) => serve::run_work(&command, &cli.settings, outside),
        Command::Config(command) => config::run(&command, &cli.settings),
        Command::Migrate => migrate::run(&cli.settings),
        Command::User(command) => {
            let purpose = match command {
                user::User::Create(_) => Purpose::FirstCommand,
                _ => Purpose::Command,
            };
            with_app(&cli.settings, outside, purpose, async |app| {
                user::run(command, app).await
            })
        }
        Command::Actor(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                actor::run(command, &app.ctx).await
            })
        }
        Command::Instance(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                instance::run(command, &app.ctx).await
            })
        }
        Command::Announcement(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                announcement::run(command, &app.ctx).await
            })
        }
        Command::Report(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                report::run(command, &app.ctx).await
            })
        }
        Command::Invitation(command) => {
            let purpose = match command {
                invitation::Invitation::Create(_) => Purpose::FirstCommand,
                _ => Purpose::Command,
            };
            with_app(&cli.settings, outside, purpose, async |app| {
                invitation::run(command, &app.ctx).await
            })
        }
        Command::Mail(command) => mail::run(&command, &cli.settings),
        Command::Federation(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                federation::run(command, app).await
            })
        }
        Command::Group(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                group::run(command, &app.ctx).await
            })
        }
        Command::Organisation(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                organisation::run(command, &app.ctx).await
            })
        }
        Command::Hub(command) => with_app(&cli.settings, outside, Purpose::Command, async |app| {
            hub::run(command, app).await
        }),
        Command::Emoji(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                emoji::run(command, &app.ctx).await
            })
        }
        Command::Media(command) => {
            with_app(&cli.settings, outside, Purpose::Command, async |app| {
                media::run(command, &app.ctx).await
            })
        }
        Command::Jobs(command) => with_app(&cli.settings, outside, Purpose::Command, async |app| {
            jobs::run(command, &app.ctx).await
        }),
    }
}

impl SettingsArgs {
    /// Reads the settings, with further flags of the command on top.
    fn load(
        &self,
        flags: &[(&'static str, &'static str, Option<String>)],
    ) -> Result<Loaded, ConfigError> {
        let mut overrides = Overrides::new();
        for pair in &self.set {
            overrides.set(pair)?;
        }
        for (flag, key, value) in flags {
            if let Some(value) = value {
                overrides.flag(flag, key, value.clone());
            }
        }
        staffroom_config::load(self.config.as_deref(), overrides)
    }
}

/// A runtime for one command or for the server.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("staffroom")
        .enable_all()
        .build()
}

/// Opens the program beside a server that may be running, runs one command, closes it again.
fn with_app(
    settings: &SettingsArgs,
    outside: Outside,
    purpose: Purpose,
    command: impl AsyncFnOnce(&App) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let loaded = settings.load(&[])?;
    telemetry::start_quiet_logs(&loaded.config.log);
    runtime()?.block_on(async {
        let app = App::open(&loaded, outside, purpose).await?;
        let done = command(&app).await;
        app.close().await?;
        done
    })
}
