//! `staffroom organisation …`: who is of which school, trust or hub.

use anyhow::Context as _;
use clap::{Args, Subcommand};
use staffroom_domain::{AccountId, ActorKind};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::{Ctx, organisations};

use super::output::say;

/// How many members are read at once.
const PAGE: i64 = 200;

/// What to do about who belongs to an organisation.
#[derive(Debug, Subcommand)]
pub(super) enum Organisation {
    /// List who belongs to an organisation
    Members {
        /// The organisation's name, without @ and domain
        organisation: String,
    },
    /// Say that somebody belongs to an organisation: what they try counts for it
    Add(Pair),
    /// Say that somebody belongs to an organisation no more: what they tried counts for themselves alone
    Remove(Pair),
}

/// An organisation and an account.
#[derive(Debug, Args)]
pub(super) struct Pair {
    /// The organisation's name, without @ and domain
    organisation: String,
    /// The name of an account here
    account: String,
}

pub(super) async fn run(command: Organisation, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Organisation::Members { organisation } => members(ctx, &organisation).await,
        Organisation::Add(pair) => set(ctx, &pair, true).await,
        Organisation::Remove(pair) => set(ctx, &pair, false).await,
    }
}

async fn members(ctx: &Ctx, name: &str) -> anyhow::Result<()> {
    let organisation = find_organisation(ctx, name).await?;
    let mut after = AccountId::from(0);
    let mut count = 0_usize;
    loop {
        let people = organisations::members(ctx, organisation.id, after, PAGE).await?;
        let Some(last) = people.last() else { break };
        after = *last;
        count += people.len();
        for id in people {
            if let Some(row) = accounts::find(ctx, id).await? {
                say!("{}", row.acct());
            }
        }
    }
    if count == 0 {
        say!("Nobody belongs to {} yet.", organisation.username);
    }
    if ctx.config.one_organisation() {
        say!(
            "Everybody here belongs to the only organisation here as soon as they enter something that everybody may see \
             (instance.one_organisation)."
        );
    }
    Ok(())
}

async fn set(ctx: &Ctx, pair: &Pair, wanted: bool) -> anyhow::Result<()> {
    let organisation = find_organisation(ctx, &pair.organisation).await?;
    let account = accounts::find_by_handle(ctx, pair.account.trim_start_matches('@'), None).await?;
    let account = account.filter(AccountRow::is_active);
    let account =
        account.with_context(|| format!("there is no account {:?} here", pair.account))?;
    let changed = organisations::set_member(ctx, organisation.id, account.id, wanted).await?;
    let (who, what) = (account.acct(), organisation.username);
    match (wanted, changed) {
        (true, true) => say!("{who} belongs to {what} now."),
        (true, false) => say!("{who} belongs to {what} already."),
        (false, true) => say!("{who} belongs to {what} no more."),
        (false, false) => anyhow::bail!("{who} does not belong to {what}"),
    }
    Ok(())
}

async fn find_organisation(ctx: &Ctx, name: &str) -> anyhow::Result<AccountRow> {
    let found = accounts::find_by_handle(ctx, name.trim_start_matches('@'), None).await?;
    found
        .filter(|row| row.actor_kind() == ActorKind::Organization && row.is_active())
        .with_context(|| {
            format!(
                "there is no organisation {name:?} here; `staffroom actor create NAME --kind organization` makes one"
            )
        })
}
