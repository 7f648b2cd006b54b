//! The signature of a request, from the types of the HTTP server.

use std::sync::Arc;

use actix_web::HttpRequest;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_domain::Timestamp;
use staffroom_protocol::Iri;
use staffroom_service::accounts::uri;
use staffroom_signatures::{Presented, RequestHead, Scheme, Verified};

use super::VerifyError;
use super::key::check;
use super::source::strict_network_of;
use crate::resolve::host_of;
use crate::state::Federation;

/// Whoever fetches something, and has signed for it.
#[derive(Clone, Debug)]
pub struct Fetcher {
    /// The host of its id, with the port where there is one.
    pub host: String,
    /// The signer, who is known and was verified.
    pub account: Option<AccountRow>,
    /// The key that signed.
    pub key_id: String,
}

/// Whoever sends something to an inbox.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The signer.
    pub account: AccountRow,
    /// The signer's id.
    pub actor_uri: String,
    /// The host of its id, with the port where there is one.
    pub host: String,
    /// By which rules the request is signed.
    pub scheme: Scheme,
    /// The same for the same request.
    pub replay_key: [u8; 32],
    /// After this time the request would be refused anyway.
    pub remember_until: Timestamp,
    /// The names of what is signed, headers in lower case.
    pub covered: Vec<String>,
}

/// Who signed a request that reads; none where it is not signed.
///
/// # Errors
///
/// [`VerifyError`], never [`VerifyError::Unsigned`] or [`VerifyError::Replayed`].
pub async fn fetcher(
    fed: &Federation,
    request: &HttpRequest,
) -> Result<Option<Fetcher>, VerifyError> {
    match verify(fed, request, None).await {
        Ok(found) => Ok(Some(Fetcher {
            host: found.host,
            account: Some(found.account),
            key_id: found.key_id,
        })),
        Err(VerifyError::Unsigned) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who signed a request to an inbox, whose body is exactly `body`.
///
/// # Errors
///
/// [`VerifyError::Replayed`] where the same request came before; see [`forget`].
pub async fn sender(
    fed: &Federation,
    request: &HttpRequest,
    body: &[u8],
) -> Result<Signed, VerifyError> {
    let found = verify(fed, request, Some(body)).await?;
    if !fed
        .memory()
        .is_first(&found.verified, fed.ctx().now())
        .await
    {
        return Err(VerifyError::Replayed);
    }
    Ok(Signed {
        account: found.account,
        actor_uri: found.actor_uri,
        host: found.host,
        scheme: found.scheme,
        replay_key: found.verified.replay_key,
        remember_until: found.verified.remember_until,
        covered: found.verified.covered,
    })
}

/// Lets the same request come again: for whoever could not accept it after all.
pub async fn forget(fed: &Federation, signed: &Signed) {
    fed.memory().forget_signature(&signed.replay_key).await;
}

/// The key that a request says to be signed with. Nothing of it is verified: only to tell what a
/// refused request was about.
pub fn claimed_key_id(fed: &Federation, request: &HttpRequest, body: &[u8]) -> Option<String> {
    let presented = present(fed, request, Some(body)).ok()?;
    Some(presented.key_id().to_owned())
}

struct Found {
    account: AccountRow,
    actor_uri: String,
    host: String,
    key_id: String,
    scheme: Scheme,
    verified: Verified,
}

async fn verify(
    fed: &Federation,
    request: &HttpRequest,
    body: Option<&[u8]>,
) -> Result<Found, VerifyError> {
    let presented = present(fed, request, body)?;
    let from = strict_network_of(request);
    let (key, verified) = check(fed, &presented, from.as_deref()).await?;
    let account = owner(fed, &key).await?;
    let actor_uri = uri(fed.addresses(), &account);
    let host = Iri::parse(&actor_uri)
        .map(|iri| host_of(&iri))
        .map_err(|error| VerifyError::Refused(error.to_string()))?;
    Ok(Found {
        account: AccountRow::clone(&account),
        actor_uri,
        host,
        key_id: presented.key_id().to_owned(),
        scheme: presented.scheme(),
        verified,
    })
}

fn present(
    fed: &Federation,
    request: &HttpRequest,
    body: Option<&[u8]>,
) -> Result<Presented, VerifyError> {
    let headers: Vec<(&str, &[u8])> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let origin = fed.addresses().origin();
    let (scheme, authority) = origin.split_once("://").unwrap_or(("https", origin));
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let head = RequestHead {
        method: request.method().as_str(),
        scheme,
        // HTTP/2 has it in the request line; behind a proxy it is ours.
        authority: request
            .uri()
            .authority()
            .map_or(authority, |authority| authority.as_str()),
        path_and_query: target,
        headers: &headers,
    };
    Ok(Presented::parse(&head, body, fed.hosts(), fed.ctx().now())?)
}

/// Whose key it is, where that account may act.
async fn owner(
    fed: &Federation,
    key: &super::memory::KnownKey,
) -> Result<Arc<AccountRow>, VerifyError> {
    let id = key.account;
    let row = if let Some(row) = fed.memory().account(id).await {
        row
    } else {
        let ctx = fed.ctx();
        let row = ctx.db.read(move |conn| accounts::find(conn, id)).await?;
        let row = row.ok_or_else(|| VerifyError::Refused("the key has no owner".to_owned()))?;
        let row = Arc::new(row);
        suspended_server(fed, &row).await?;
        fed.memory().keep_account(&row).await;
        row
    };
    if row.is_suspended() {
        return Err(VerifyError::Suspended);
    }
    if row.deleted_at.is_some() {
        return Err(VerifyError::KeyGone);
    }
    Ok(row)
}

/// A server that was shut out since its keys were kept is noticed with its accounts.
async fn suspended_server(fed: &Federation, row: &AccountRow) -> Result<(), VerifyError> {
    let host = row.uri.as_deref().and_then(|uri| Iri::parse(uri).ok());
    let Some(host) = host.map(|iri| host_of(&iri)) else {
        return Err(VerifyError::Refused(
            "the key's owner is not remote".to_owned(),
        ));
    };
    if crate::resolve::federates(fed, &host).await? {
        Ok(())
    } else {
        Err(VerifyError::Suspended)
    }
}
