//! One document from its own origin (FEP-fe34).

use staffroom_domain::AccountId;
use staffroom_net::{Accept, FetchBudget, Response};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{self, Document};
use staffroom_signatures::Scheme;
use url::Url;

use super::error::ResolveError;
use super::policy::federates;
use crate::state::{Federation, FetchError};

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
    match iri.url().port() {
        None => iri.host().to_owned(),
        Some(port) => format!("{}:{port}", iri.host()),
    }
}

/// Whether an id is of this instance, however its host is written: such ids are never fetched.
pub(crate) fn is_ours(fed: &Federation, iri: &Iri) -> bool {
    fed.hosts().contains(&host_of(iri))
}

/// Asks for a URL as the instance, within a budget.
pub(crate) async fn ask(
    fed: &Federation,
    url: &Url,
    accept: Accept,
    budget: &mut FetchBudget,
) -> Result<Response, ResolveError> {
    let signer = fed
        .signer(AccountId::INSTANCE, Scheme::Cavage)
        .await
        .map_err(FetchError::from)?;
    let response = fed
        .client()
        .get_within(budget, url, accept, Some(&signer))
        .await?;
    match response.status {
        200..300 => Ok(response),
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
    let response = ask(fed, iri.url(), Accept::ActivityJson, budget).await?;
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
