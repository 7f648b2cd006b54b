//! `staffroom user token`, `tokens` and `revoke-token`: what client programs show instead of a
//! password.

use super::output::say;
use clap::Args;
use staffroom_domain::{AccessTokenId, Timestamp};
use staffroom_service::{Ctx, tokens, users};

use crate::app::in_words;

/// What a token may allow, besides finer ones such as `write:statuses`.
const SCOPES: [&str; 4] = ["read", "write", "follow", "push"];

/// Flags of `user token`.
#[derive(Debug, Args)]
pub(super) struct NewToken {
    /// Username or e-mail address
    user: String,
    /// What it is for
    #[arg(long, value_name = "TEXT", default_value = "command line")]
    name: String,
    /// What it may do: read, write, follow, push, or parts such as write:statuses
    #[arg(long, value_name = "LIST", default_value = tokens::ALL_SCOPES, value_parser = parse_scopes)]
    scopes: String,
}

fn parse_scopes(text: &str) -> Result<String, String> {
    let scopes: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|scope| !scope.is_empty())
        .collect();
    for scope in &scopes {
        let whole = scope.split(':').next().unwrap_or_default();
        if !SCOPES.contains(&whole) {
            return Err(format!("{scope:?} is not a scope"));
        }
    }
    if scopes.is_empty() {
        return Err("no scope is given".to_owned());
    }
    Ok(scopes.join(" "))
}

pub(super) async fn create(ctx: &Ctx, new: NewToken) -> anyhow::Result<()> {
    let user = users::get_by_name(ctx, &new.user).await?;
    let token = tokens::create(ctx, user.user.id, &new.name, &new.scopes).await?;
    say!(
        "A token for @{} ({}). It is shown this once:",
        user.account.username,
        new.scopes
    );
    say!("{}", token.as_str());
    Ok(())
}

pub(super) async fn list(ctx: &Ctx, user: &str) -> anyhow::Result<()> {
    let user = users::get_by_name(ctx, user).await?;
    for row in tokens::list(ctx, user.user.id).await? {
        let last_use = row.last_used_at.map_or_else(
            || "never used".to_owned(),
            |at| format!("last used {}", in_words(Timestamp::from_micros(at))),
        );
        say!("{}  {}  {}  {last_use}", row.id, row.name, row.scopes);
    }
    Ok(())
}

pub(super) async fn revoke(ctx: &Ctx, user: &str, id: &str) -> anyhow::Result<()> {
    let user = users::get_by_name(ctx, user).await?;
    let id: AccessTokenId = id.parse()?;
    let found = tokens::revoke(ctx, user.user.id, id).await?;
    anyhow::ensure!(found, "@{} has no token {id}", user.account.username);
    say!("The token {id} is taken back.");
    Ok(())
}
