//! Client programs: introduced by themselves, let in and shut out by people.

use std::collections::BTreeMap;
use std::net::IpAddr;

use staffroom_db::access_tokens::{self, AccessTokenRow};
use staffroom_db::applications::{self, ApplicationRow};
use staffroom_db::{DbError, authorization_codes};
use staffroom_domain::text::single_line;
use staffroom_domain::{AccessTokenId, ApplicationId, Timestamp, UserId};
use thiserror::Error;

use super::redirect_uris;
use super::scopes::Scopes;
use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::secrets::Token;

/// The longest name, in characters.
const MAX_NAME: usize = 60;
/// The longest address of its page, in bytes.
const MAX_WEBSITE: usize = 2_000;
/// How many addresses a program may name.
const MAX_URIS: usize = 20;

/// What a program says of itself.
#[derive(Clone, Debug, Default)]
pub struct NewApplication {
    /// Its name.
    pub name: String,
    /// Where people may be sent back to.
    pub redirect_uris: Vec<String>,
    /// What it may ask for; `read` where it does not say.
    pub scopes: Option<String>,
    /// Its page.
    pub website: Option<String>,
}

/// A program, as it is told of itself.
#[derive(Clone, Debug)]
pub struct Application {
    /// What is kept.
    pub row: ApplicationRow,
    /// Its secret: the only moment at which it can be seen.
    pub secret: Token,
}

/// Why a program cannot be introduced.
#[derive(Clone, Debug, Error)]
pub enum ApplicationError {
    /// What it says of itself cannot be; the text says what.
    #[error("{0}")]
    Invalid(String),
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A program that somebody lets use their account.
#[derive(Clone, Debug)]
pub struct Approved {
    /// One of its tokens, the newest: what [`withdraw`] is told.
    pub id: AccessTokenId,
    /// What it calls itself.
    pub name: String,
    /// Its page.
    pub website: Option<String>,
    /// What its tokens allow, together.
    pub scopes: Vec<String>,
    /// When it was first let in, as far as its tokens tell.
    pub since: Timestamp,
    /// When it last used the account, to the day.
    pub last_used_at: Option<Timestamp>,
}

/// Makes a program known; as often as the network of `from` may.
pub async fn register(
    ctx: &Ctx,
    new: NewApplication,
    from: IpAddr,
) -> Result<Application, ApplicationError> {
    let (new, scopes) = check(new).map_err(ApplicationError::Invalid)?;
    if ctx.config.api.rate_limits {
        ctx.limits.check(Limited::RegisterFrom, &network(from))?;
    }
    let (secret, now) = (Token::generate(&*ctx.random), ctx.now());
    let row = ApplicationRow {
        id: ctx.new_id(),
        client_id: Token::generate(&*ctx.random).as_str().to_owned(),
        secret_hash: secret.hash().into_bytes(),
        name: new.name,
        website: new.website,
        redirect_uris: new.redirect_uris.join("\n"),
        scopes: scopes.to_string(),
        created_at: now,
        last_used_at: now,
    };
    let stored = row.clone();
    ctx.db
        .write(move |conn| applications::insert(conn, stored))
        .await?;
    Ok(Application { row, secret })
}

/// All that is wrong, in Mastodon's words; else what is to be stored.
fn check(new: NewApplication) -> Result<(NewApplication, Scopes), String> {
    let mut problems = Vec::new();
    let name = single_line(&new.name).trim().to_owned();
    if name.is_empty() {
        problems.push("Application Name can't be blank".to_owned());
    } else if name.chars().count() > MAX_NAME {
        problems.push(format!(
            "Application Name is too long (maximum is {MAX_NAME} characters)"
        ));
    }
    let uris: Vec<String> = new
        .redirect_uris
        .iter()
        .flat_map(|uri| uri.split_ascii_whitespace())
        .map(str::to_owned)
        .collect();
    if uris.is_empty() {
        problems.push("Redirect URI can't be blank".to_owned());
    } else if uris.len() > MAX_URIS {
        problems.push(format!("Redirect URI: at most {MAX_URIS} can be given"));
    } else if let Some(problem) = uris.iter().find_map(|uri| redirect_uris::problem(uri)) {
        problems.push(format!("Redirect URI {problem}"));
    }
    let scopes = match new.scopes.as_deref().map(str::trim) {
        None | Some("") => Some(Scopes::by_default()),
        Some(text) => Scopes::parse(text),
    };
    if scopes.is_none() {
        problems.push("Scopes doesn't match configured on the server.".to_owned());
    }
    let website = new.website.map(|it| it.trim().to_owned());
    let website = website.filter(|it| !it.is_empty());
    if website.as_deref().is_some_and(|it| !is_website(it)) {
        problems.push("Application Website must be a valid URL".to_owned());
    }
    match scopes {
        Some(scopes) if problems.is_empty() => {
            let new = NewApplication {
                name,
                redirect_uris: uris,
                scopes: None,
                website,
            };
            Ok((new, scopes))
        }
        _ => Err(problems.join(", ")),
    }
}

fn is_website(text: &str) -> bool {
    let is_web = ["https://", "http://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    });
    is_web && text.len() <= MAX_WEBSITE && redirect_uris::problem(text).is_none()
}

/// The program of that id.
pub async fn application(ctx: &Ctx, id: ApplicationId) -> Result<Option<ApplicationRow>, DbError> {
    ctx.db.read(move |conn| applications::find(conn, id)).await
}

/// The programs that a user lets use their account, those let in last first: what was made on the
/// command line is one by itself.
pub async fn approved(ctx: &Ctx, user: UserId) -> Result<Vec<Approved>, DbError> {
    ctx.db
        .read(move |conn| {
            let tokens = access_tokens::list(conn, user)?;
            let mut ids: Vec<ApplicationId> = tokens
                .iter()
                .filter_map(|token| token.application_id.map(ApplicationId::from))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            let known = applications::find_many(conn, &ids)?;
            Ok(together(tokens, &known))
        })
        .await
}

fn together(tokens: Vec<AccessTokenRow>, known: &[ApplicationRow]) -> Vec<Approved> {
    let mut of: BTreeMap<i64, usize> = BTreeMap::new();
    let mut all: Vec<Approved> = Vec::new();
    for token in tokens {
        let before = token
            .application_id
            .and_then(|id| of.get(&id).copied())
            .and_then(|index| all.get_mut(index));
        let last_used_at = token.last_used_at.map(Timestamp::from_micros);
        let scopes = token.scopes.split_ascii_whitespace().map(str::to_owned);
        if let Some(before) = before {
            before.since = token.created_at;
            before.last_used_at = before.last_used_at.max(last_used_at);
            for scope in scopes {
                if !before.scopes.contains(&scope) {
                    before.scopes.push(scope);
                }
            }
            continue;
        }
        let row = known
            .iter()
            .find(|row| Some(row.id.get()) == token.application_id);
        if let Some(row) = row {
            of.insert(row.id.get(), all.len());
        }
        all.push(Approved {
            id: token.id,
            name: row.map_or(token.name, |row| row.name.clone()),
            website: row.and_then(|row| row.website.clone()),
            scopes: scopes.collect(),
            since: token.created_at,
            last_used_at,
        });
    }
    all
}

/// Lets a program use a user's account no more: all its tokens end. `false` where they have no such token.
pub async fn withdraw(ctx: &Ctx, user: UserId, token: AccessTokenId) -> Result<bool, DbError> {
    ctx.db
        .write(move |conn| {
            let Some(row) = access_tokens::find_of_user(conn, user, token)? else {
                return Ok(false);
            };
            let Some(application) = row.application_id.map(ApplicationId::from) else {
                return access_tokens::revoke(conn, user, token);
            };
            authorization_codes::revoke_of_user(conn, user, Some(application))?;
            access_tokens::revoke_of_application(conn, user, application).map(|_| true)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewApplication {
        NewApplication {
            name: " Tusky\n".to_owned(),
            redirect_uris: vec!["oauth2redirect://com.keylesspalace.tusky/".to_owned()],
            scopes: Some("read write".to_owned()),
            website: Some("https://tusky.app".to_owned()),
        }
    }

    #[test]
    fn addresses_come_in_a_list_or_in_lines() {
        let uris = vec![
            "a://x\nb://y".to_owned(),
            "urn:ietf:wg:oauth:2.0:oob".to_owned(),
        ];
        let (checked, scopes) = check(NewApplication {
            redirect_uris: uris,
            ..new()
        })
        .unwrap();
        assert_eq!(
            checked.redirect_uris,
            ["a://x", "b://y", "urn:ietf:wg:oauth:2.0:oob"]
        );
        assert_eq!(
            (checked.name.as_str(), scopes.to_string().as_str()),
            ("Tusky", "read write")
        );
        let (_, scopes) = check(NewApplication {
            scopes: None,
            ..new()
        })
        .unwrap();
        assert_eq!(scopes.to_string(), "read");
    }

    #[test]
    fn everything_that_is_wrong_is_said() {
        let bad = NewApplication {
            name: String::new(),
            redirect_uris: vec!["javascript:alert(1)".to_owned()],
            scopes: Some("read everything".to_owned()),
            website: Some("javascript:alert(1)".to_owned()),
        };
        let told = check(bad).unwrap_err();
        assert_eq!(
            told,
            "Application Name can't be blank, Redirect URI is forbidden by the server., \
             Scopes doesn't match configured on the server., Application Website must be a valid URL"
        );
    }
}
