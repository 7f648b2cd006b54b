//! `staffroom actor …`: groups, the school, programs; and what only people who run the server do for
//! anybody's account.

use super::output::say;
use clap::{Args, Subcommand, ValueEnum};
use staffroom_domain::ActorKind;
use staffroom_service::accounts::AccountRow;
use staffroom_service::actors::{self, NewActor};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::{Ctx, accounts, departures, keys, moving};

/// How many actors are read at once.
const PAGE: u32 = 200;

/// What to do with actors.
#[derive(Debug, Subcommand)]
pub(super) enum Actor {
    /// Make a group, an organization or a program's account
    Create(Create),
    /// List all actors that nobody signs in to
    List {
        /// As JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Change how an account presents itself
    Edit(Edit),
    /// Note who an account is elsewhere, so that one can move here
    #[command(subcommand)]
    Alias(Alias),
    /// Go by another actor from now on: followers are told, and follow that one
    Move(Move),
    /// Give an account new keys, when others may know the old ones
    RotateKeys {
        /// The handle
        name: String,
    },
    /// Delete an actor with everything that it posted, here and elsewhere
    Delete {
        /// The handle
        name: String,
        /// Do it: it cannot be undone
        #[arg(long)]
        yes: bool,
    },
}

/// What an actor can be.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A community: what members send it goes to all of them
    Group,
    /// A school, a trust, a hub
    Organization,
    /// A program, a topic
    Service,
}

impl From<Kind> for ActorKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Group => Self::Group,
            Kind::Organization => Self::Organization,
            Kind::Service => Self::Service,
        }
    }
}

/// Flags of `actor create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The handle: letters, digits and, between them, single dots, hyphens and underscores
    name: String,
    /// What it is
    #[arg(long, value_enum)]
    kind: Kind,
    /// The name shown beside the handle
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What it says of itself
    #[arg(long, value_name = "TEXT", default_value = "")]
    summary: String,
}

/// Flags of `actor edit`.
#[derive(Debug, Args)]
pub(super) struct Edit {
    /// The handle
    name: String,
    /// The name shown beside the handle
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What it says of itself
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// A line of the profile, like "Website=https://school.example" (may be repeated; all are replaced)
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = parse_field)]
    fields: Vec<(String, String)>,
    /// Whether it approves followers by hand
    #[arg(long, value_name = "BOOL")]
    locked: Option<bool>,
    /// Whether it wants to be found in directories
    #[arg(long, value_name = "BOOL")]
    discoverable: Option<bool>,
    /// Whether its public posts may be searched
    #[arg(long, value_name = "BOOL")]
    indexable: Option<bool>,
}

fn parse_field(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("a line is written NAME=VALUE".to_owned()),
    }
}

/// What to do with aliases.
#[derive(Debug, Subcommand)]
pub(super) enum Alias {
    /// Add one
    Add {
        /// The handle here
        name: String,
        /// Who that is elsewhere: @name@server.example, or a link
        address: String,
    },
    /// Remove one
    Remove {
        /// The handle here
        name: String,
        /// Which, as it was added or as `list` shows it
        address: String,
    },
    /// List them
    List {
        /// The handle here
        name: String,
    },
}

/// Flags of `actor move`.
#[derive(Debug, Args)]
pub(super) struct Move {
    /// The handle here
    name: String,
    /// Where to: @name@server.example, or a link; it must list this account among its aliases
    #[arg(required_unless_present = "back")]
    target: Option<String>,
    /// Use an account again that has moved
    #[arg(long, conflicts_with = "target")]
    back: bool,
}

pub(super) async fn run(command: Actor, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Actor::Create(create) => run_create(create, ctx).await,
        Actor::List { json } => list(ctx, json).await,
        Actor::Edit(edit) => run_edit(edit, ctx).await,
        Actor::Alias(alias) => run_alias(alias, ctx).await,
        Actor::Move(command) => run_move(command, ctx).await,
        Actor::RotateKeys { name } => {
            let row = actors::get(ctx, &name).await?;
            anyhow::ensure!(keys::rotate(ctx, row.id).await?, "@{name} is gone");
            say!(
                "@{} has new keys; other servers are told by the running server.",
                row.username
            );
            Ok(())
        }
        Actor::Delete { name, yes } => {
            let row = actors::get(ctx, &name).await?;
            confirmed(yes, &row)?;
            departures::delete_actor(ctx, &name).await?;
            say!(
                "@{} is deleted. What it posted is cleared away, and other servers are told, by the running server.",
                row.username
            );
            Ok(())
        }
    }
}

/// Refuses what cannot be undone, unless it was asked for in so many words.
pub(super) fn confirmed(yes: bool, row: &AccountRow) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    anyhow::bail!(super::UsageError(format!(
        "this deletes @{} with {} posts, here and on every other server, and cannot be undone; add --yes to do it",
        row.username, row.statuses_count
    )))
}

async fn run_create(create: Create, ctx: &Ctx) -> anyhow::Result<()> {
    let new = NewActor {
        kind: create.kind.into(),
        handle: create.name,
        display_name: create.title.unwrap_or_default(),
        summary: create.summary,
    };
    let row = actors::create(ctx, new).await?;
    say!(
        "Created the {} @{}@{}.",
        row.kind,
        row.username,
        ctx.config.account_domain().as_str()
    );
    say!("{}", accounts::page(&ctx.addresses, &row));
    Ok(())
}

async fn list(ctx: &Ctx, json: bool) -> anyhow::Result<()> {
    let (mut after, mut count) = (String::new(), 0_usize);
    loop {
        let rows = actors::list(ctx, &after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.username_folded);
        for row in &rows {
            if json {
                say!("{}", as_json(ctx, row));
            } else {
                say!("{}", as_line(row));
            }
        }
        count += rows.len();
    }
    if count == 0 && !json {
        say!("There are none yet. Make a group: staffroom actor create NAME --kind group");
    }
    Ok(())
}

fn as_line(row: &AccountRow) -> String {
    let state = if row.deleted_at.is_some() {
        "  (deleted)"
    } else if row.has_moved() {
        "  (moved)"
    } else {
        ""
    };
    format!(
        "@{:<30}  {:<12}  {:<30}  {} followers{state}",
        row.username, row.kind, row.display_name, row.followers_count
    )
}

fn as_json(ctx: &Ctx, row: &AccountRow) -> serde_json::Value {
    serde_json::json!({
        "id": row.id,
        "username": row.username,
        "kind": row.kind,
        "display_name": row.display_name,
        "uri": accounts::uri(&ctx.addresses, row),
        "followers": row.followers_count,
        "moved_to": row.moved_to_uri,
        "deleted": row.deleted_at.is_some(),
    })
}

async fn run_edit(edit: Edit, ctx: &Ctx) -> anyhow::Result<()> {
    let row = actors::get(ctx, &edit.name).await?;
    let changes = ProfileEdit {
        display_name: edit.title,
        summary: edit.summary,
        fields: (!edit.fields.is_empty()).then_some(edit.fields),
        locked: edit.locked,
        discoverable: edit.discoverable,
        indexable: edit.indexable,
        ..ProfileEdit::default()
    };
    if changes == ProfileEdit::default() {
        anyhow::bail!(super::UsageError(
            "nothing to change was given; see `staffroom actor edit --help`".to_owned()
        ));
    }
    let row = profiles::edit(ctx, row.id, changes).await?;
    say!("@{} is changed.", row.username);
    Ok(())
}

async fn run_alias(command: Alias, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Alias::Add { name, address } => {
            let row = actors::get(ctx, &name).await?;
            let alias = moving::add_alias(ctx, row.id, &address).await?;
            say!(
                "@{} is also {alias}. That account can now be moved here, on its own server.",
                row.username
            );
        }
        Alias::Remove { name, address } => {
            let row = actors::get(ctx, &name).await?;
            let alias = moving::remove_alias(ctx, row.id, &address).await?;
            say!("@{} is no longer also {alias}.", row.username);
        }
        Alias::List { name } => {
            let row = actors::get(ctx, &name).await?;
            for alias in accounts::also_known_as(&row) {
                say!("{alias}");
            }
        }
    }
    Ok(())
}

async fn run_move(command: Move, ctx: &Ctx) -> anyhow::Result<()> {
    let row = actors::get(ctx, &command.name).await?;
    if let Some(target) = command.target {
        let target = moving::move_away(ctx, row.id, &target).await?;
        say!(
            "@{} has moved to {target}. Followers are told by the running server.",
            row.username
        );
    } else {
        moving::come_back(ctx, row.id).await?;
        say!("@{} is used again.", row.username);
    }
    Ok(())
}
