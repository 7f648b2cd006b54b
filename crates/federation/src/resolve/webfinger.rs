//! Handles: what `WebFinger` says, and whether the actor agrees (RFC 7033, FEP-2c59).

use staffroom_net::{Accept, FetchBudget};
use staffroom_protocol::incoming::{ActorKind, IncomingActor};
use staffroom_protocol::webfinger::Jrd;
use staffroom_protocol::{Handle, Iri};
use url::Url;

use super::error::ResolveError;
use super::fetch::{ask, host_of};
use super::policy::federates;
use crate::state::Federation;

/// What a server says of a handle.
#[derive(Debug)]
pub(crate) struct Found {
    /// The handle, as the server prefers it.
    pub(crate) subject: Handle,
    /// The actor's id.
    pub(crate) actor: Iri,
}

/// Asks the server of a handle, by the scheme of the actor that is in question.
pub(crate) async fn look_up(
    fed: &Federation,
    handle: &Handle,
    scheme: &str,
    budget: &mut FetchBudget,
) -> Result<Found, ResolveError> {
    let jrd = ask_for(fed, handle, scheme, budget).await?;
    let actor = jrd
        .actor()
        .ok_or_else(|| ResolveError::Invalid(format!("{handle} has no actor")))?;
    let subject = jrd
        .subject
        .as_deref()
        .and_then(|subject| Handle::parse(subject).ok())
        .ok_or_else(|| ResolveError::Invalid(format!("{handle} has no subject")))?;
    Ok(Found { subject, actor })
}

/// Everything that the server of a handle says of it.
pub(crate) async fn ask_for(
    fed: &Federation,
    handle: &Handle,
    scheme: &str,
    budget: &mut FetchBudget,
) -> Result<Jrd, ResolveError> {
    let ours = fed.ctx().config.account_domain();
    if handle.host() == ours.as_str() || fed.hosts().contains(handle.host()) {
        return Err(ResolveError::refused("handles of this instance are ours"));
    }
    if !federates(fed, handle.host()).await? {
        return Err(ResolveError::Refused(format!(
            "nothing is exchanged with {}",
            handle.host()
        )));
    }
    let mut url = Url::parse(&format!(
        "{scheme}://{}/.well-known/webfinger",
        handle.host()
    ))
    .map_err(ResolveError::invalid)?;
    url.query_pairs_mut()
        .append_pair("resource", &handle.to_acct());
    let response = ask(fed, &url, Accept::Jrd, budget).await?;
    if !response.is_jrd() {
        return Err(ResolveError::Invalid(format!("{url} gives no JRD")));
    }
    Ok(Jrd::parse(&response.body)?)
}

/// The same, up to the handle that its server prefers: the subject may change once, as where the
/// handles of a server are of another domain than its ids.
pub(crate) async fn canonical(
    fed: &Federation,
    handle: &Handle,
    scheme: &str,
    budget: &mut FetchBudget,
) -> Result<Found, ResolveError> {
    let first = look_up(fed, handle, scheme, budget).await?;
    if first.subject.same_account(handle) {
        return Ok(first);
    }
    let second = look_up(fed, &first.subject, scheme, budget).await?;
    if second.subject.same_account(&first.subject) && second.actor == first.actor {
        return Ok(second);
    }
    Err(ResolveError::Refused(format!(
        "{handle} leads from handle to handle"
    )))
}

/// The handle of an actor, confirmed by the server of the handle: it must lead back to the actor.
pub(crate) async fn confirm(
    fed: &Federation,
    actor: &IncomingActor,
    budget: &mut FetchBudget,
) -> Result<Handle, ResolveError> {
    let claimed = claimed(actor)?;
    let scheme = actor.id.url().scheme();
    match canonical(fed, &claimed, scheme, budget).await {
        Ok(found) if found.actor == actor.id => Ok(found.subject),
        Ok(found) => Err(ResolveError::Refused(format!(
            "{claimed} is {}, not {}",
            found.actor, actor.id
        ))),
        // Some servers have no handle for the actor that they fetch as; nobody else can have one there.
        Err(ResolveError::NotFound | ResolveError::Invalid(_))
            if actor.kind == ActorKind::Application && claimed.host() == host_of(&actor.id) =>
        {
            Ok(claimed)
        }
        Err(error) => Err(error),
    }
}

/// The handle that an actor claims.
pub(crate) fn claimed(actor: &IncomingActor) -> Result<Handle, ResolveError> {
    if let Some(handle) = &actor.webfinger {
        return Ok(handle.clone());
    }
    let name = actor
        .preferred_username
        .as_deref()
        .ok_or_else(|| ResolveError::invalid("the actor has no user name"))?;
    Handle::new(name, &host_of(&actor.id)).map_err(ResolveError::invalid)
}
