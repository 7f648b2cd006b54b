//! `staffroom invitation …`.

use super::output::say;
use clap::{Args, Subcommand};
use staffroom_domain::{EmailAddress, InvitationId, Role, Roles, Timestamp};
use staffroom_service::Ctx;
use staffroom_service::invitations::{self, Inviter, Offer};

use crate::app::in_words;

/// What to do with invitations.
#[derive(Debug, Subcommand)]
pub(super) enum Invitation {
    /// Make a link, or mail one to each of several addresses
    Create(Create),
    /// List invitations, the newest first
    List,
    /// End an invitation
    Revoke {
        /// Its number, as `invitation list` shows it
        id: String,
    },
}

/// Flags of `invitation create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// What the guests may do (may be repeated) [default: teacher]
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// How many people may use the link
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    uses: u32,
    /// What it is for; the guests see it
    #[arg(long, default_value = "", value_name = "TEXT")]
    note: String,
    /// Mail a link of its own to this address (may be repeated)
    #[arg(long = "email", value_name = "ADDRESS")]
    emails: Vec<String>,
}

pub(super) async fn run(command: Invitation, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Invitation::Create(create) => run_create(create, ctx).await,
        Invitation::List => list(ctx).await,
        Invitation::Revoke { id } => {
            let id: InvitationId = id.parse()?;
            anyhow::ensure!(
                invitations::revoke(ctx, id).await?,
                "there is no open invitation {id}; `staffroom invitation list` shows all of them"
            );
            say!("The invitation {id} has ended.");
            Ok(())
        }
    }
}

async fn run_create(create: Create, ctx: &Ctx) -> anyhow::Result<()> {
    let roles: Vec<Role> = match create.roles.as_slice() {
        [] => vec![Role::Teacher],
        given => given
            .iter()
            .map(|role| role.parse())
            .collect::<Result<_, _>>()?,
    };
    let offer = Offer {
        roles: Roles::from_iter(roles),
        max_uses: create.uses,
        note: create.note,
    };
    if create.emails.is_empty() {
        let new = invitations::create(ctx, &Inviter::CommandLine, &offer).await?;
        say!(
            "This link lets {} in as {}, until {}:",
            if offer.max_uses == 1 {
                "one person".to_owned()
            } else {
                format!("{} people", offer.max_uses)
            },
            offer.roles,
            in_words(new.row.expires_at)
        );
        say!("{}", new.link);
        return Ok(());
    }
    let addresses: Vec<EmailAddress> = create
        .emails
        .iter()
        .map(|text| EmailAddress::parse(text))
        .collect::<Result<_, _>>()?;
    let count = invitations::send(ctx, &Inviter::CommandLine, &offer, addresses).await?;
    say!("{count} invitations are queued; the running server mails them.");
    Ok(())
}

async fn list(ctx: &Ctx) -> anyhow::Result<()> {
    let now = ctx.now();
    let (mut before, mut any) = (None, false);
    loop {
        let rows = invitations::list(ctx, before, 200).await?;
        let Some(last) = rows.last() else { break };
        before = Some(last.id);
        any = true;
        for row in &rows {
            let state = if row.is_open(now) {
                format!("open until {}", in_words(row.expires_at))
            } else if let Some(at) = row.revoked_at {
                format!("revoked {}", in_words(Timestamp::from_micros(at)))
            } else if row.uses >= row.max_uses {
                "used up".to_owned()
            } else {
                format!("ended {}", in_words(row.expires_at))
            };
            say!(
                "{}  {}/{} used  {}  {state}  {}",
                row.id,
                row.uses,
                row.max_uses,
                row.roles()?,
                row.note
            );
        }
    }
    if !any {
        say!("There are no invitations. Make one: staffroom invitation create");
    }
    Ok(())
}
