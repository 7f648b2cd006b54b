//! Where programs want to be told, and of what.

use staffroom_db::DbError;
use staffroom_db::push_subscriptions::{self as rows, PushSubscriptionRow};
use staffroom_domain::PushSubscriptionId;
use thiserror::Error;
use url::Url;

use super::vapid::{VapidError, public_key};
use crate::context::Ctx;
use crate::notifications::Kind;
use crate::secrets::Token;
use crate::tokens::Bearer;

/// For what the tokens of subscriptions are sealed.
pub(super) const TOKENS: &str = "push tokens";
/// The longest address of a push service, in bytes.
const MAX_ENDPOINT: usize = 2_048;

/// Of whose doings a program is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everybody's.
    All,
    /// Of those whom they follow.
    Followed,
    /// Of those who follow them.
    Follower,
    /// Nobody's.
    None,
}

impl Policy {
    /// The name in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Followed => "followed",
            Self::Follower => "follower",
            Self::None => "none",
        }
    }

    /// By its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::All, Self::Followed, Self::Follower, Self::None]
            .into_iter()
            .find(|one| one.as_str() == name)
    }
}

/// Where a program wants to be told.
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// The address at the push service.
    pub endpoint: String,
    /// Its public key: P-256, uncompressed.
    pub public_key: Vec<u8>,
    /// What it shares with us alone: 16 bytes.
    pub secret: Vec<u8>,
    /// Whether messages have the form of RFC 8291.
    pub standard: bool,
    /// Of which kinds.
    pub alerts: Vec<Kind>,
    /// Of whose doings.
    pub policy: Policy,
}

/// A subscription as its program sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
    /// Its id.
    pub id: PushSubscriptionId,
    /// The address at the push service.
    pub endpoint: String,
    /// Whether messages have the form of RFC 8291.
    pub standard: bool,
    /// Of which kinds.
    pub alerts: Vec<Kind>,
    /// Of whose doings.
    pub policy: Policy,
    /// The key of this instance.
    pub server_key: String,
}

/// Why there is no subscription.
#[derive(Clone, Debug, Error)]
pub enum PushError {
    /// What was sent cannot be one. The text says why, for whoever wrote the program.
    #[error("Validation failed: {0}")]
    Invalid(&'static str),
    /// The key of this instance.
    #[error(transparent)]
    Key(#[from] VapidError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Tells a program from now on, in place of where it was told before. `token` is what it showed: messages
/// name it, since programs know by it whose they are.
pub async fn subscribe(
    ctx: &Ctx,
    bearer: &Bearer,
    token: &Token,
    new: NewSubscription,
) -> Result<Subscription, PushError> {
    check(ctx, &new)?;
    let id: PushSubscriptionId = ctx.new_id();
    let aad = bearer.token.get().to_be_bytes();
    let plain = token.as_str().as_bytes().to_vec();
    let sealed = ctx.key.seal(&*ctx.random, TOKENS, &aad, plain);
    let sealed = sealed.ok_or(VapidError::Key("it cannot be sealed"))?;
    let now = ctx.now();
    let row = PushSubscriptionRow {
        id,
        access_token_id: bearer.token,
        account_id: bearer.user.account.id,
        endpoint: new.endpoint,
        public_key: new.public_key,
        secret: new.secret,
        standard: new.standard,
        policy: new.policy.as_str().to_owned(),
        alerts: names(&new.alerts),
        token: sealed,
        created_at: now,
        updated_at: now,
    };
    let shown = ctx
        .db
        .write(move |conn| {
            let token = row.access_token_id;
            rows::put(conn, row.clone())?;
            Ok::<_, DbError>(rows::of_token(conn, token)?.unwrap_or(row))
        })
        .await?;
    Ok(view(&shown, public_key(ctx).await?))
}

/// The address is called later, by `net`, which judges it again; here its author hears what is wrong.
fn check(ctx: &Ctx, new: &NewSubscription) -> Result<(), PushError> {
    let bad_endpoint = PushError::Invalid("Endpoint is not a valid URL");
    if new.endpoint.len() > MAX_ENDPOINT {
        return Err(bad_endpoint);
    }
    let Ok(url) = Url::parse(&new.endpoint) else {
        return Err(bad_endpoint);
    };
    // Only an instance that is itself tried out without TLS calls a push service without it.
    let is_tried_out = ctx.config.server.url.as_url().scheme() == "http";
    let is_allowed = url.scheme() == "https" || (is_tried_out && url.scheme() == "http");
    if !is_allowed || !url.has_host() {
        return Err(bad_endpoint);
    }
    if new.public_key.len() != 65 || new.public_key.first() != Some(&4) {
        return Err(PushError::Invalid("Key p256dh is invalid"));
    }
    if new.secret.len() != 16 {
        return Err(PushError::Invalid("Key auth is invalid"));
    }
    Ok(())
}

/// The subscription of a token.
pub async fn find(ctx: &Ctx, bearer: &Bearer) -> Result<Option<Subscription>, PushError> {
    let token = bearer.token;
    let row = ctx.db.read(move |conn| rows::of_token(conn, token)).await?;
    match row {
        Some(row) => Ok(Some(view(&row, public_key(ctx).await?))),
        None => Ok(None),
    }
}

/// Changes of what and of whom a program is told; what is none stays.
pub async fn change(
    ctx: &Ctx,
    bearer: &Bearer,
    alerts: Option<Vec<Kind>>,
    policy: Option<Policy>,
) -> Result<Option<Subscription>, PushError> {
    let (token, now) = (bearer.token, ctx.now());
    let row = ctx
        .db
        .write(move |conn| {
            let Some(mut row) = rows::of_token(conn, token)? else {
                return Ok::<_, DbError>(None);
            };
            if let Some(alerts) = alerts {
                row.alerts = names(&alerts);
            }
            if let Some(policy) = policy {
                policy.as_str().clone_into(&mut row.policy);
            }
            row.updated_at = now;
            rows::put(conn, row.clone())?;
            Ok(Some(row))
        })
        .await?;
    match row {
        Some(row) => Ok(Some(view(&row, public_key(ctx).await?))),
        None => Ok(None),
    }
}

/// Tells a program no more; again changes nothing.
pub async fn forget(ctx: &Ctx, bearer: &Bearer) -> Result<(), PushError> {
    let token = bearer.token;
    ctx.db
        .write(move |conn| {
            if let Some(row) = rows::of_token(conn, token)? {
                rows::delete(conn, row.id)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// The push service says that there is no such subscription any more.
pub async fn gone(ctx: &Ctx, id: PushSubscriptionId) -> Result<(), DbError> {
    ctx.db.write(move |conn| rows::delete(conn, id)).await?;
    Ok(())
}

fn names(alerts: &[Kind]) -> String {
    let names: Vec<&str> = alerts.iter().map(|kind| kind.as_str()).collect();
    serde_json::to_string(&names).unwrap_or_else(|_| "[]".to_owned())
}

/// Of which kinds a program is told.
pub(super) fn alerts(row: &PushSubscriptionRow) -> Vec<Kind> {
    let names: Vec<String> = serde_json::from_str(&row.alerts).unwrap_or_default();
    let known = Kind::ALL.into_iter();
    known
        .filter(|kind| names.iter().any(|name| name == kind.as_str()))
        .collect()
}

/// Of whose doings a program is told.
pub(super) fn policy(row: &PushSubscriptionRow) -> Policy {
    Policy::from_name(&row.policy).unwrap_or(Policy::None)
}

fn view(row: &PushSubscriptionRow, server_key: String) -> Subscription {
    Subscription {
        id: row.id,
        endpoint: row.endpoint.clone(),
        standard: row.standard,
        alerts: alerts(row),
        policy: policy(row),
        server_key,
    }
}
