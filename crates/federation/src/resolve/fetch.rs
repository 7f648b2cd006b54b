//! One document from its own origin (FEP-fe34).

use staffroom_db::{DbError, peers};
use staffroom_domain::AccountId;
use staffroom_net::{Accept, FetchBudget, Response};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{self, Document};
use url::Url;

use super::error::ResolveError;
use super::policy::federates;
use crate::knock::{self, Knock, Reads};
use crate::state::Federation;

/// A document that its own server gave.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// Where it was, after redirects within the origin.
    pub(crate) at: Iri,
    /// What it says.
    pub(crate) document: Document,
    /// As it came.
    pub(crate) raw: String,
}

/// The host of an id as tables have it: with the port where it is not the scheme's own.
pub(crate) fn host_of(iri: &Iri) -> String {
    host_of_url(iri.url())
}

fn host_of_url(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether an id is of this instance, however its host is written: such ids are never fetched.
pub(crate) fn is_ours(fed: &Federation, iri: &Iri) -> bool {
    fed.hosts().contains(&host_of(iri))
}

/// Asks for a URL as the instance, within a budget: by the signature that its server is known to read,
/// and where it does not believe that one, by others.
pub(crate) async fn ask(
    fed: &Federation,
    url: &Url,
    accept: Accept,
    budget: &mut FetchBudget,
) -> Result<Response, ResolveError> {
    let response = answer(fed, url, accept, budget).await?;
    judge(&response)?;
    Ok(response)
}

async fn answer(
    fed: &Federation,
    url: &Url,
    accept: Accept,
    budget: &mut FetchBudget,
) -> Result<Response, ResolveError> {
    let host = host_of_url(url);
    let reads = reads_of(fed, &host).await?;
    let mut response = once(fed, (url, accept), budget, reads.first()).await?;
    // What finds people is public: there 400 is about the question.
    if accept != Accept::Jrd && is_about_signature(response.status, reads) {
        for knock in others(url, reads) {
            // The first refusal is the one that tells why.
            let Ok(answer) = once(fed, (url, accept), budget, knock).await else {
                break;
            };
            if matches!(answer.status, 400 | 401 | 403) {
                continue;
            }
            if (200..300).contains(&answer.status) && host_of_url(&answer.url) == host {
                remember(fed, host, knock).await?;
            }
            response = answer;
            break;
        }
    }
    Ok(response)
}

/// What a status says about what was asked for.
fn judge(response: &Response) -> Result<(), ResolveError> {
    match response.status {
        200..300 => Ok(()),
        404 => Err(ResolveError::NotFound),
        410 => Err(ResolveError::Gone),
        408 | 425 | 429 | 500..600 => Err(ResolveError::Temporary(format!(
            "{} answers {}",
            response.url, response.status
        ))),
        status => Err(ResolveError::Refused(format!(
            "{} answers {status}",
            response.url
        ))),
    }
}

async fn once(
    fed: &Federation,
    (url, accept): (&Url, Accept),
    budget: &mut FetchBudget,
    knock: Knock,
) -> Result<Response, ResolveError> {
    let signer = fed.signer(AccountId::INSTANCE, knock).await?;
    let client = fed.client();
    Ok(client
        .get_within(budget, url, accept, Some(&signer))
        .await?)
}

fn is_about_signature(status: u16, reads: Reads) -> bool {
    match status {
        400 | 401 => true,
        // A server that took this scheme before means what it says.
        403 => reads.taken.is_none(),
        _ => false,
    }
}

/// What is tried after the first.
fn others(url: &Url, reads: Reads) -> impl Iterator<Item = Knock> {
    let without = url.query().map(|_| Knock::CavageWithoutQuery);
    [reads.second()].into_iter().chain(without)
}

async fn reads_of(fed: &Federation, host: &str) -> Result<Reads, DbError> {
    let (host, now) = (host.to_owned(), fed.ctx().now());
    fed.ctx()
        .db
        .read(move |conn| knock::read(conn, &host, now))
        .await
}

/// Only where another was refused before: that something public was given proves nothing.
async fn remember(fed: &Federation, host: String, knock: Knock) -> Result<(), DbError> {
    let (scheme, now) = (knock::name(knock.scheme()), fed.ctx().now());
    fed.ctx()
        .db
        .write(move |conn| peers::set_scheme(conn, &host, scheme, now))
        .await
}

/// What is at an address, without asking what it calls itself: for bare keys and pages of lists. A
/// redirect to another origin is refused, and so is what does not say that it is ActivityStreams.
pub(crate) async fn at(
    fed: &Federation,
    iri: &Iri,
    budget: &mut FetchBudget,
) -> Result<Fetched, ResolveError> {
    if is_ours(fed, iri) {
        return Err(ResolveError::refused("what lives here is not fetched"));
    }
    let host = host_of(iri);
    if !federates(fed, &host).await? {
        return Err(ResolveError::Refused(format!(
            "nothing is exchanged with {host}"
        )));
    }
    let response = answer(fed, iri.url(), Accept::ActivityJson, budget).await?;
    read(iri, &response)
}

fn read(asked: &Iri, response: &Response) -> Result<Fetched, ResolveError> {
    let at = Iri::parse(response.url.as_str()).map_err(ResolveError::invalid)?;
    if !at.same_origin(asked) {
        return Err(ResolveError::Refused(format!(
            "{asked} leads to another origin, {}",
            at.origin()
        )));
    }
    // Only now: another origin cannot say that something of this one is gone.
    judge(response)?;
    if !response.is_activity_json() {
        return Err(ResolveError::Invalid(format!(
            "{at} does not say that it is ActivityStreams"
        )));
    }
    let document = incoming::parse(&response.body)?;
    // The parser has seen that it is UTF-8.
    let raw = String::from_utf8_lossy(&response.body).into_owned();
    Ok(Fetched { at, document, raw })
}

/// What has that id. What calls itself otherwise is asked for once more by that name where it is of the
/// same origin, and refused where it is not.
pub(crate) async fn by_id(
    fed: &Federation,
    iri: &Iri,
    budget: &mut FetchBudget,
) -> Result<Fetched, ResolveError> {
    let first = at(fed, iri, budget).await?;
    let id = first.document.id()?;
    if id == first.at {
        return Ok(first);
    }
    if !id.same_origin(&first.at) {
        return Err(ResolveError::Refused(format!(
            "{iri} calls itself {id}, which is elsewhere"
        )));
    }
    let second = at(fed, &id, budget).await?;
    if second.document.id()? == second.at {
        return Ok(second);
    }
    Err(ResolveError::Refused(format!(
        "{id} calls itself by another name"
    )))
}
