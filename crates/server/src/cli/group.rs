//! `staffroom group …`.

use anyhow::Context as _;
use clap::{Args, Subcommand};
use staffroom_domain::ActorKind;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::{Ctx, groups};

use super::output::say;

/// What to do about groups.
#[derive(Debug, Subcommand)]
pub(super) enum Group {
    /// Say who moderates a group
    #[command(subcommand)]
    Moderator(Moderator),
}

/// Who moderates.
#[derive(Debug, Subcommand)]
pub(super) enum Moderator {
    /// Let somebody moderate a group
    Add(Pair),
    /// Let them moderate it no more
    Remove(Pair),
    /// List who moderates a group
    List {
        /// The group's name, without @ and domain
        group: String,
    },
}

/// A group and an account.
#[derive(Debug, Args)]
pub(super) struct Pair {
    /// The group's name, without @ and domain
    group: String,
    /// The account: a name here, or name@domain elsewhere
    account: String,
}

pub(super) async fn run(command: Group, ctx: &Ctx) -> anyhow::Result<()> {
    let Group::Moderator(command) = command;
    match command {
        Moderator::Add(pair) => set(ctx, &pair, true).await,
        Moderator::Remove(pair) => set(ctx, &pair, false).await,
        Moderator::List { group } => list(ctx, &group).await,
    }
}

async fn set(ctx: &Ctx, pair: &Pair, wanted: bool) -> anyhow::Result<()> {
    let group = find_group(ctx, &pair.group).await?;
    let account = find_account(ctx, &pair.account).await?;
    let changed = groups::set_moderator(ctx, group.id, account.id, wanted).await?;
    let (who, what) = (account.acct(), group.username);
    match (wanted, changed) {
        (true, true) => say!("{who} moderates {what} now."),
        (true, false) => say!("{who} moderates {what} already."),
        (false, true) => say!("{who} moderates {what} no more."),
        (false, false) => anyhow::bail!("{who} does not moderate {what}"),
    }
    Ok(())
}

async fn list(ctx: &Ctx, group: &str) -> anyhow::Result<()> {
    let group = find_group(ctx, group).await?;
    let people = groups::moderators(ctx, group.id).await?;
    if people.is_empty() {
        say!("Nobody moderates {}.", group.username);
    }
    for row in people {
        say!("{}", row.acct());
    }
    Ok(())
}

async fn find_group(ctx: &Ctx, name: &str) -> anyhow::Result<AccountRow> {
    let found = accounts::find_by_handle(ctx, name.trim_start_matches('@'), None).await?;
    found
        .filter(|row| row.actor_kind() == ActorKind::Group && row.is_active())
        .with_context(|| format!("there is no group {name:?} here"))
}

/// Somebody here or elsewhere; whoever is not known yet is looked up.
async fn find_account(ctx: &Ctx, handle: &str) -> anyhow::Result<AccountRow> {
    let nobody = || format!("there is no account {handle:?}");
    let (name, domain) = match handle.trim_start_matches('@').split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (handle.trim_start_matches('@'), None),
    };
    if let Some(row) = accounts::find_by_handle(ctx, name, domain).await? {
        anyhow::ensure!(row.is_active(), nobody());
        return Ok(row);
    }
    let (Some(domain), Some(directory)) = (domain, ctx.directory.get()) else {
        anyhow::bail!(nobody());
    };
    let id = directory.find_account(name, domain).await?;
    let row = accounts::find(ctx, id.with_context(nobody)?).await?;
    row.filter(AccountRow::is_active).with_context(nobody)
}
