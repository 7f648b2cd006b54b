//! `staffroom user …`.

use super::output::say;
use clap::{Args, Subcommand};
use staffroom_db::users::UserWithAccount;
use staffroom_domain::{EmailAddress, Password, Role, Roles, Timestamp, Username};
use staffroom_service::users::{self, NewUser};
use staffroom_service::{Ctx, password_resets, two_factor};

use super::{actor, prompt, token};
use crate::app::{App, in_words};

/// How many users are read at once.
const PAGE: u32 = 200;

/// What to do with logins.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make a login; on a terminal asks for a password, otherwise prints a link to set one
    Create(Create),
    /// List all logins
    List {
        /// As JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Print a link with which somebody sets a new password, or set one
    ResetPassword {
        /// Username or e-mail address
        name: String,
        /// Read the new password from standard input instead of printing a link
        #[arg(long)]
        password_stdin: bool,
    },
    /// Let somebody sign in by password alone who has lost their phone and their recovery codes; their passkeys go too
    ResetTwoFactor {
        /// Username or e-mail address
        name: String,
    },
    /// Give a user exactly these roles
    SetRole {
        /// Username or e-mail address
        name: String,
        /// owner, admin, moderator, safeguarding-lead, curator, teacher; none to take all away
        #[arg(required = true, value_parser = parse_role_or_none)]
        roles: Vec<RoleOrNone>,
    },
    /// Close a login: signed out everywhere, what was posted stays
    Disable {
        /// Username or e-mail address
        name: String,
    },
    /// Open a login again that was closed
    Enable {
        /// Username or e-mail address
        name: String,
    },
    /// Delete a login with its account and everything that it posted, here and elsewhere
    Delete {
        /// Username or e-mail address
        name: String,
        /// Do it: it cannot be undone
        #[arg(long)]
        yes: bool,
    },
    /// Make a token for a client program
    Token(token::NewToken),
    /// List a user's tokens
    Tokens {
        /// Username or e-mail address
        name: String,
    },
    /// Take a token back
    RevokeToken {
        /// Username or e-mail address
        name: String,
        /// Its number, as `user tokens` shows it
        id: String,
    },
}

/// Flags of `user create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The handle: letters, digits and underscores
    username: String,
    /// The name shown beside it
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// Where mail goes
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// What they may do (may be repeated) [default: teacher]
    #[arg(long = "role", value_name = "ROLE", value_parser = parse_role)]
    roles: Vec<Role>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "link")]
    password_stdin: bool,
    /// Print a link with which they set a password themselves
    #[arg(long)]
    link: bool,
}

/// A role, or the word `none`.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleOrNone(Option<Role>);

fn parse_role(text: &str) -> Result<Role, String> {
    text.parse::<Role>().map_err(|error| error.to_string())
}

fn parse_role_or_none(text: &str) -> Result<RoleOrNone, String> {
    if text == "none" {
        Ok(RoleOrNone(None))
    } else {
        parse_role(text).map(|r| RoleOrNone(Some(r)))
    }
}

pub(super) async fn run(command: User, app: &App) -> anyhow::Result<()> {
    let ctx = &app.ctx;
    match command {
        User::Create(create) => run_create(create, ctx).await,
        User::List { json } => list(ctx, json).await,
        User::ResetPassword {
            name,
            password_stdin,
        } => reset(ctx, &name, password_stdin).await,
        User::ResetTwoFactor { name } => reset_two_factor(ctx, &name).await,
        User::SetRole { name, roles } => {
            let roles: Roles = roles.into_iter().filter_map(|role| role.0).collect();
            let user = users::set_roles(ctx, &name, roles).await?;
            say!(
                "@{} now has the roles: {}.",
                user.account.username,
                user.roles
            );
            Ok(())
        }
        User::Disable { name } => {
            let user = users::disable(ctx, &name).await?;
            say!(
                "@{} is closed; all browsers and clients were signed out.",
                user.account.username
            );
            Ok(())
        }
        User::Enable { name } => {
            let user = users::enable(ctx, &name).await?;
            say!("@{} can sign in again.", user.account.username);
            Ok(())
        }
        User::Delete { name, yes } => delete(ctx, &name, yes).await,
        User::Token(new) => token::create(ctx, new).await,
        User::Tokens { name } => token::list(ctx, &name).await,
        User::RevokeToken { name, id } => token::revoke(ctx, &name, &id).await,
    }
}

async fn run_create(create: Create, ctx: &Ctx) -> anyhow::Result<()> {
    let username = Username::parse(&create.username)?;
    let email = create
        .email
        .as_deref()
        .map(EmailAddress::parse)
        .transpose()?;
    // Before a password is asked for in vain.
    if users::find_by_name(ctx, username.as_str()).await?.is_some() {
        anyhow::bail!(users::UserError::UsernameTaken(username.to_string()));
    }
    let password = if create.password_stdin {
        Some(prompt::password_from_stdin()?)
    } else if !create.link && prompt::can_ask() {
        Some(prompt::new_password()?)
    } else {
        None
    };
    let least = usize::try_from(ctx.config.users.min_password_length).unwrap_or(usize::MAX);
    let password = password
        .map(|text| Password::choose(text, least, username.as_str()))
        .transpose()?;
    let roles: Roles = if create.roles.is_empty() {
        vec![Role::Teacher]
    } else {
        create.roles
    }
    .into_iter()
    .collect();
    let needs_link = password.is_none();
    let display_name = create.display_name.unwrap_or_default();
    let user = users::create(
        ctx,
        NewUser {
            username,
            display_name,
            email,
            roles,
            password,
        },
    )
    .await?;
    say!(
        "Created @{} with the roles: {}.",
        user.account.username,
        user.roles
    );
    if needs_link {
        print_link(ctx, &user).await?;
    } else {
        say!("Sign in at {}", ctx.url("/sign-in"));
    }
    Ok(())
}

async fn print_link(ctx: &Ctx, user: &UserWithAccount) -> anyhow::Result<()> {
    let reset = password_resets::create_link(ctx, user.user.id).await?;
    say!(
        "To set a password, open this link (it works once, until {}):",
        in_words(reset.expires_at)
    );
    say!("{}", reset.link);
    Ok(())
}

async fn reset(ctx: &Ctx, name: &str, password_stdin: bool) -> anyhow::Result<()> {
    let user = users::get_by_name(ctx, name).await?;
    if password_stdin {
        password_resets::set(ctx, &user, prompt::password_from_stdin()?).await?;
        say!(
            "@{} has a new password; all browsers and clients were signed out.",
            user.account.username
        );
        return Ok(());
    }
    print_link(ctx, &user).await
}

async fn reset_two_factor(ctx: &Ctx, name: &str) -> anyhow::Result<()> {
    let (user, was_there) = two_factor::reset(ctx, name).await?;
    let name = user.account.username;
    if was_there {
        say!(
            "@{name} signs in by password alone now, until they set two-factor sign-in up again; they have no passkeys."
        );
    } else {
        say!("@{name} had no two-factor sign-in and no passkeys.");
    }
    Ok(())
}

async fn delete(ctx: &Ctx, name: &str, yes: bool) -> anyhow::Result<()> {
    let user = users::get_by_name(ctx, name).await?;
    actor::confirmed(yes, &user.account)?;
    users::delete(ctx, name).await?;
    say!(
        "@{} is deleted. What they posted is cleared away, and other servers are told, by the running server.",
        user.account.username
    );
    Ok(())
}

async fn list(ctx: &Ctx, json: bool) -> anyhow::Result<()> {
    let (mut after, mut count) = (None, 0_usize);
    loop {
        let users = users::list(ctx, after, PAGE).await?;
        let Some(last) = users.last() else { break };
        after = Some(last.user.id);
        for user in &users {
            if json {
                say!("{}", as_json(user));
            } else {
                say!("{}", as_line(user));
            }
        }
        count += users.len();
    }
    if count == 0 && !json {
        say!(
            "There is nobody yet. Create the first account: staffroom user create NAME --role owner"
        );
    }
    Ok(())
}

fn as_line(user: &UserWithAccount) -> String {
    let seen = user.user.last_sign_in_at.map_or_else(
        || "never signed in".to_owned(),
        |at| format!("signed in {}", in_words(Timestamp::from_micros(at))),
    );
    let closed = if user.user.disabled_at.is_some() {
        "  (closed)"
    } else {
        ""
    };
    let email = user.user.email.as_deref().unwrap_or("-");
    format!(
        "@{:<30}  {:<30}  {email:<30}  {seen}{closed}",
        user.account.username,
        user.roles.to_string()
    )
}

fn as_json(user: &UserWithAccount) -> serde_json::Value {
    serde_json::json!({
        "id": user.user.id,
        "username": user.account.username,
        "display_name": user.account.display_name,
        "email": user.user.email,
        "roles": user.roles,
        "created_at": user.user.created_at,
        "last_sign_in_at": user.user.last_sign_in_at,
        "disabled": user.user.disabled_at.is_some(),
    })
}
