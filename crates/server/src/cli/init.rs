//! `staffroom init`.

use super::output::say;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap::builder::PossibleValuesParser;
use dialoguer::{Input, Select};
use staffroom_config::{FederationMode, Provider, ServerUrl};
use staffroom_domain::EmailAddress;

use super::{SettingsArgs, UsageError, prompt};
use crate::init::{
    InitError, Plan, Wishes, federation_default, next_steps, url_of_domain, why_federation,
};

/// Flags of `init`; what is missing is asked for on a terminal.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The domain of the instance, like school.example; it can never change
    #[arg(long, conflicts_with = "url")]
    domain: Option<String>,
    /// The whole address instead, like <https://school.example>
    #[arg(long)]
    url: Option<String>,
    /// The domain in people's handles, if it is another one
    #[arg(long, value_name = "DOMAIN")]
    account_domain: Option<String>,
    /// The name of the instance [default: its domain]
    #[arg(long)]
    name: Option<String>,
    /// Who provides it; cautious defaults follow from it
    #[arg(long, value_parser = PossibleValuesParser::new(Provider::ALL.iter().map(|p| p.as_str())))]
    provider: Option<String>,
    /// The person or role to turn to
    #[arg(long, value_name = "NAME")]
    contact_name: Option<String>,
    /// The mail address to turn to; everybody can see it
    #[arg(long, value_name = "ADDRESS")]
    contact_email: Option<String>,
    /// With which servers it talks [default: allow-list for a school or trust, otherwise open]
    #[arg(long, value_name = "MODE", value_parser = PossibleValuesParser::new(FederationMode::ALL.iter().map(|m| m.as_str())))]
    federation: Option<String>,
    /// The folder for data [default: staffroom-data beside the file; /var/lib/staffroom below /etc]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// sqlite:PATH or <postgres://USER:PASSWORD@HOST/DATABASE> [default: SQLite in the data folder]
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// The file to write [default: ./staffroom.toml]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// Ask nothing
    #[arg(long)]
    non_interactive: bool,
}

pub(super) fn run(command: Init, settings: &SettingsArgs) -> anyhow::Result<()> {
    anyhow::ensure!(
        settings.set.is_empty(),
        "init writes what its own flags say, and would lose --set; write that setting into the file \
         afterwards"
    );
    let asks = !command.non_interactive && prompt::can_ask();
    let output = command
        .output
        .clone()
        .or_else(|| settings.config.clone())
        .unwrap_or_else(|| PathBuf::from("./staffroom.toml"));
    if !command.force && output.symlink_metadata().is_ok() {
        // Before questions are answered in vain.
        return Err(InitError::Exists(output).into());
    }
    if !asks {
        refuse_unless_complete(&command)?;
    }
    let mut wishes = wishes(command, output, asks)?;
    let here = std::env::current_dir().context("the working folder is gone")?;
    let plan = loop {
        match Plan::new(&wishes, &here) {
            Err(error @ InitError::Trial(_)) if asks => {
                eprintln!("{error}");
                let folder: String = Input::new()
                    .with_prompt("Folder for the data")
                    .interact_text()?;
                wishes.data_dir = Some(PathBuf::from(folder));
            }
            plan => break plan?,
        }
    };
    plan.write()?;
    report(&plan);
    Ok(())
}

fn report(plan: &Plan) {
    let config = &plan.loaded.config;
    say!("Wrote the settings to {}.", plan.output.display());
    if let Some(trial) = &plan.avoided {
        say!(
            "{} holds a trial, which cannot become a real instance. The data of the instance goes to {}; \
             throw the trial away when you like.",
            trial.display(),
            config.storage.data_dir.display()
        );
    }
    let mode = config.federation_mode();
    say!(
        "Exchange with other servers: {mode} ({}).",
        why_federation(mode)
    );
    for warning in plan.warnings() {
        say!("warning: {warning}");
    }
    say!("\n{}", next_steps(plan));
}

/// Without a terminal everything that has no sensible default must be a flag.
fn refuse_unless_complete(command: &Init) -> Result<(), UsageError> {
    let has_address = command.domain.is_some() || command.url.is_some();
    let missing: Vec<&str> = [
        ("--domain", has_address),
        ("--provider", command.provider.is_some()),
        ("--contact-email", command.contact_email.is_some()),
    ]
    .into_iter()
    .filter_map(|(flag, given)| (!given).then_some(flag))
    .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(UsageError(format!(
        "nobody can be asked here, so give {} as well, as in: staffroom init --domain school.example \
         --provider school --contact-email office@school.example",
        missing.join(", ")
    )))
}

fn wishes(command: Init, output: PathBuf, asks: bool) -> anyhow::Result<Wishes> {
    let url = match (command.url, command.domain) {
        (Some(url), _) => ServerUrl::parse(&url)
            .map_err(|reason| UsageError(format!("--url {url:?} cannot be the address: {reason}")))?
            .origin(),
        (None, Some(domain)) => url_of_domain(&domain)?,
        (None, None) => url_of_domain(&ask_domain()?)?,
    };
    let host = url
        .split_once("://")
        .map_or(url.as_str(), |(_, host)| host)
        .to_owned();
    let name = or_ask(command.name, asks, || {
        text("Name of the instance", &host, false)
    })?;
    let provider = match command.provider {
        Some(word) => Provider::ALL.iter().copied().find(|p| p.as_str() == word),
        None => Some(ask_provider()?),
    };
    let contact_name = or_ask(command.contact_name, asks, || {
        text("Whom people turn to (a person or a role)", "", true)
    })?;
    let contact_email = or_ask(command.contact_email, asks, ask_email)?;
    let suits = provider.map(federation_default);
    let federation = match command.federation {
        Some(word) => FederationMode::ALL
            .iter()
            .copied()
            .find(|m| m.as_str() == word),
        None if asks => Some(ask_federation(suits)?),
        None => suits,
    };
    Ok(Wishes {
        url,
        account_domain: command.account_domain,
        name: Some(name.unwrap_or(host)),
        provider,
        contact_name,
        contact_email,
        federation,
        data_dir: command.data_dir,
        database_url: command.database_url,
        output,
        force: command.force,
    })
}

fn or_ask(
    given: Option<String>,
    asks: bool,
    ask: impl FnOnce() -> anyhow::Result<String>,
) -> anyhow::Result<Option<String>> {
    match given {
        None if asks => ask().map(Some),
        given => Ok(given),
    }
}

fn text(prompt: &str, default: &str, may_be_empty: bool) -> anyhow::Result<String> {
    let mut input = Input::<String>::new()
        .with_prompt(prompt)
        .allow_empty(may_be_empty);
    if !default.is_empty() {
        input = input.default(default.to_owned());
    }
    Ok(input.interact_text()?)
}

fn ask_domain() -> anyhow::Result<String> {
    eprintln!("People's handles end with the domain of the instance. It can never change.");
    Ok(Input::<String>::new()
        .with_prompt("Domain, like school.example")
        .validate_with(|domain: &String| url_of_domain(domain).map(drop))
        .interact_text()?)
}

fn ask_email() -> anyhow::Result<String> {
    Ok(Input::<String>::new()
        .with_prompt("Mail address to turn to (everybody can see it)")
        .validate_with(|address: &String| EmailAddress::parse(address).map(drop))
        .interact_text()?)
}

fn ask_provider() -> anyhow::Result<Provider> {
    let words: Vec<&str> = Provider::ALL.iter().map(|p| p.as_str()).collect();
    let chosen = Select::new()
        .with_prompt("Who provides it? Cautious defaults follow from it")
        .items(&words)
        .default(0)
        .interact()?;
    Provider::ALL
        .get(chosen)
        .copied()
        .context("no such provider")
}

fn ask_federation(suits: Option<FederationMode>) -> anyhow::Result<FederationMode> {
    let lines: Vec<String> = FederationMode::ALL
        .iter()
        .map(|mode| format!("{mode}: {}", why_federation(*mode)))
        .collect();
    let default = FederationMode::ALL
        .iter()
        .position(|mode| Some(*mode) == suits);
    let chosen = Select::new()
        .with_prompt("Exchange with other servers")
        .items(&lines)
        .default(default.unwrap_or(0))
        .interact()?;
    FederationMode::ALL
        .get(chosen)
        .copied()
        .context("no such choice")
}
