//! `staffroom hub …`.

use anyhow::Context as _;
use clap::Subcommand;
use staffroom_domain::Timestamp;
use staffroom_service::domains::normal_host;
use staffroom_service::hub::{self, HubMemberRow};
use staffroom_service::staff::{self, By};
use staffroom_service::{Ctx, open_data};

use super::hub_topic::{self, Topic};
use super::output::say;
use crate::app::{App, in_words};

/// How many instances are read at once.
const AT_ONCE: i64 = 500;

/// What to do about a hub and its members.
#[derive(Debug, Subcommand)]
pub(super) enum Hub {
    /// On a hub: ask an instance to belong to it, or read it again from the beginning
    Add {
        /// The domain of its handles
        domain: String,
    },
    /// On a hub: take an instance out, with everything of it
    Remove {
        /// The host of its ids, as `list` shows it
        domain: String,
    },
    /// On a hub: list all instances that were asked
    List,
    /// On a hub: show how far an instance was read, and what of it counts
    Status {
        /// The host of its ids, as `list` shows it
        domain: String,
    },
    /// On a hub: say of which concepts it has accounts that one can follow
    #[command(subcommand)]
    Topic(Topic),
    /// On a hub: count from nothing what its library has
    Count,
    /// On a hub: write the tables that it gives away now, and not only once a day
    Export,
    /// On any instance: list the hubs that want what is found out here, and those that get it
    Asked,
    /// On any instance: let a hub have what is public here and may be listed
    Accept {
        /// The host of its ids, as `asked` shows it
        domain: String,
    },
    /// On any instance: refuse a hub, or leave it
    Leave {
        /// The host of its ids, as `asked` shows it
        domain: String,
    },
}

pub(super) async fn run(command: Hub, app: &App) -> anyhow::Result<()> {
    let ctx = &app.ctx;
    match command {
        Hub::Add { domain } => add(app, &parse(&domain)?).await,
        Hub::Remove { domain } => {
            let host = parse(&domain)?;
            staff::remove_member(ctx, By::CommandLine, &host).await?;
            say!(
                "{host} belongs to this hub no more; what it has is taken out of every count now."
            );
            Ok(())
        }
        Hub::List => list(ctx).await,
        Hub::Status { domain } => {
            let host = parse(&domain)?;
            let row = hub::member(ctx, &host).await?;
            let row = row.with_context(|| format!("{host} was never asked"))?;
            status(&row);
            Ok(())
        }
        Hub::Topic(command) => hub_topic::run(command, ctx).await,
        Hub::Count => count(ctx).await,
        Hub::Export => export(ctx).await,
        Hub::Asked => asked(ctx).await,
        Hub::Accept { domain } => {
            let host = parse(&domain)?;
            staff::answer_hub(ctx, By::CommandLine, &host, true).await?;
            say!("{host} is told what is public here and may be listed.");
            Ok(())
        }
        Hub::Leave { domain } => {
            let host = parse(&domain)?;
            staff::answer_hub(ctx, By::CommandLine, &host, false).await?;
            say!("{host} is told nothing any more.");
            Ok(())
        }
    }
}

fn parse(text: &str) -> anyhow::Result<String> {
    normal_host(text).with_context(|| format!("{text:?} is not a domain"))
}

async fn add(app: &App, domain: &str) -> anyhow::Result<()> {
    let federation = app
        .federation
        .as_ref()
        .context("this instance exchanges nothing with others")?;
    let row = staffroom_hub::add(federation, domain).await?;
    if row.is_member() {
        say!("{} is a member, and is read again.", row.host);
    } else {
        say!(
            "{} is asked; `staffroom hub status {0}` shows what it answers.",
            row.host
        );
    }
    Ok(())
}

async fn count(ctx: &Ctx) -> anyhow::Result<()> {
    anyhow::ensure!(ctx.config.is_hub(), hub::HubError::NoHub);
    let practices = hub::count_library(ctx).await?;
    say!("The library has {practices} practices; everything was counted again.");
    Ok(())
}

async fn list(ctx: &Ctx) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let some = hub::list(ctx, &after, AT_ONCE).await?;
        let Some(last) = some.last() else { break };
        after.clone_from(&last.host);
        for row in &some {
            let (practices, outcomes, events) = (row.practices, row.outcomes, row.events);
            say!(
                "{:<40}  {:<8}  {practices} practices, {outcomes} outcomes, {events} events",
                row.host,
                row.state
            );
        }
    }
    if after.is_empty() {
        say!("No instance was asked; `staffroom hub add DOMAIN` asks one.");
    }
    Ok(())
}

fn status(row: &HubMemberRow) {
    let when = |at: Option<i64>| {
        at.map_or_else(
            || "never".to_owned(),
            |at| in_words(Timestamp::from_micros(at)),
        )
    };
    say!("instance: {}", row.host);
    say!("state: {}, since {}", row.state, when(row.answered_at));
    say!("asked: {}", in_words(row.asked_at));
    say!(
        "reading: {}, {} pages, the last {}",
        row.harvest,
        row.pages,
        when(row.harvested_at)
    );
    say!("practices: {}", row.practices);
    say!("adoptions: {}", row.adoptions);
    say!("outcomes: {}", row.outcomes);
    say!("events: {}", row.events);
}

async fn export(ctx: &Ctx) -> anyhow::Result<()> {
    let release =
        open_data::write(ctx, |practices| say!("{practices} practices are written")).await?;
    for of in &release.files {
        say!(
            "{:<24}  {:>12} bytes  sha256:{}",
            of.name,
            of.bytes,
            of.sha256
        );
    }
    let origin = ctx.addresses.origin();
    say!(
        "They are at {origin}/open-data/{} from now on.",
        open_data::PACKAGE
    );
    Ok(())
}

async fn asked(ctx: &Ctx) -> anyhow::Result<()> {
    let hubs = hub::hubs(ctx).await?;
    if hubs.is_empty() {
        say!("No hub wants what is found out here.");
    }
    for hub in hubs {
        let state = if hub.is_accepted { "gets it" } else { "asks" };
        say!("{:<40}  {state:<8}  @{}", hub.host, hub.account.acct());
    }
    Ok(())
}
