//! Finds people and posts of other servers for somebody who waits.

use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_db::{DbError, accounts, statuses};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, Local};
use staffroom_net::{Accept, FetchBudget};
use staffroom_protocol::incoming::{self, Shape};
use staffroom_protocol::webfinger::{REL_FOLLOW, REL_OBJECT, REL_SUBSCRIBE};
use staffroom_protocol::{Handle, Iri};
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};
use tokio::time::timeout;

use super::actor::{actor, actor_within};
use super::error::ResolveError;
use super::fetch::{ask, host_of, is_ours};
use super::later::refresh_if_old;
use super::object::status;
use super::policy::federates;
use super::{Freshness, alternate, organisation_of, webfinger};
use crate::state::Federation;

/// Whoever waits, waits no longer.
const WITHIN: Duration = Duration::from_secs(5);
/// Requests for one question.
const MOST_REQUESTS: u32 = 20;
/// The same where only the server of a handle is asked: it may lead elsewhere a few times.
const MOST_REQUESTS_FOR_DOORS: u32 = 3;
/// Hosts of one domain that are asked.
const MOST_HOSTS: usize = 5;

/// Asks other servers.
#[derive(Clone)]
pub struct RemoteDirectory(pub Federation);

impl Directory for RemoteDirectory {
    fn find_account<'a>(
        &'a self,
        username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            let Ok(handle) = Handle::new(username, domain) else {
                return Ok(None);
            };
            let host = handle.host().to_owned();
            in_time(&self.0, &host, self.by_handle(&handle)).await
        })
    }

    fn find_at<'a>(
        &'a self,
        address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async move {
            let Ok(iri) = Iri::parse(address) else {
                return Ok(None);
            };
            let host = host_of(&iri);
            in_time(&self.0, &host, Box::pin(self.by_address(&iri))).await
        })
    }

    fn find_doors<'a>(
        &'a self,
        username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async move {
            let Ok(handle) = Handle::new(username, domain) else {
                return Ok(None);
            };
            let ask = async {
                let fed = &self.0;
                let mut budget = FetchBudget::new(MOST_REQUESTS_FOR_DOORS, MOST_HOSTS);
                let jrd = webfinger::ask_for(fed, &handle, scheme(fed), &mut budget).await?;
                let template = |rel: &str| jrd.link(rel)?.template.clone();
                Ok(Some(Doors {
                    subscribe: template(REL_SUBSCRIBE),
                    object: template(REL_OBJECT),
                    follow: template(REL_FOLLOW),
                }))
            };
            in_time(&self.0, handle.host(), ask).await
        })
    }

    fn find_organisation<'a>(
        &'a self,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            let ask = async {
                let row = organisation_of(&self.0, domain).await?;
                Ok(Some(row.id))
            };
            in_time(&self.0, domain, ask).await
        })
    }

    fn read_again<'a>(
        &'a self,
        id: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            let Ok(iri) = Iri::parse(id) else {
                return Ok(None);
            };
            let host = host_of(&iri);
            let read = async {
                let row = actor(&self.0, id, Freshness::Now).await?;
                Ok(Some(row.id))
            };
            in_time(&self.0, &host, read).await
        })
    }
}

/// What somebody who waits hears of it.
async fn in_time<T>(
    fed: &Federation,
    host: &str,
    work: impl Future<Output = Result<Option<T>, ResolveError>>,
) -> Result<Option<T>, DirectoryError> {
    let unreachable = |reason: String| DirectoryError::Unreachable {
        host: host.to_owned(),
        reason,
    };
    match timeout(WITHIN, work).await {
        Err(_) => Err(unreachable("it takes too long".to_owned())),
        Ok(Ok(found)) => Ok(found),
        Ok(Err(ResolveError::Db(error))) => Err(error.into()),
        Ok(Err(ResolveError::Temporary(reason))) => Err(unreachable(reason)),
        Ok(Err(error)) => {
            tracing::debug!(%host, %error, "nothing was found");
            if is_foreign(fed, host) && !federates(fed, host).await? {
                return Err(DirectoryError::Refused(host.to_owned()));
            }
            Ok(None)
        }
    }
}

fn is_foreign(fed: &Federation, host: &str) -> bool {
    !fed.hosts().contains(host)
}

impl RemoteDirectory {
    async fn by_handle(&self, handle: &Handle) -> Result<Option<AccountId>, ResolveError> {
        let fed = &self.0;
        let (name, domain) = (fold(handle.name()), handle.host().to_owned());
        let known: Result<_, DbError> = fed
            .ctx()
            .db
            .read(move |conn| accounts::find_by_handle(conn, &name, &domain))
            .await;
        if let Some(row) = known? {
            refresh_if_old(fed, &row).await?;
            return Ok(row.deleted_at.is_none().then_some(row.id));
        }
        let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
        let scheme = scheme(fed);
        let found = webfinger::canonical(fed, handle, scheme, &mut budget).await?;
        let uri = found.actor.as_str();
        let row = actor_within(fed, uri, Freshness::Fresh, &mut budget).await?;
        // The actor, too, must say that this is its handle: anybody can name anybody's actor.
        let own = Handle::new(&row.username, &row.domain).ok();
        let is_mutual = own.is_some_and(|own| own.same_account(&found.subject));
        Ok(is_mutual.then_some(row.id))
    }

    async fn by_address(&self, iri: &Iri) -> Result<Option<Found>, ResolveError> {
        let fed = &self.0;
        if let Some(found) = self.known(iri).await? {
            if let Found::Account(id) = &found
                && let Some(row) = staffroom_service::accounts::find(fed.ctx(), *id).await?
            {
                refresh_if_old(fed, &row).await?;
            }
            return Ok(Some(found));
        }
        if is_ours(fed, iri) {
            return Ok(None);
        }
        let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
        let Some((id, shape)) = self.named_at(iri, &mut budget).await? else {
            return Ok(None);
        };
        // Whatever led to the id, only what is at the id itself counts.
        match shape {
            Shape::Actor => {
                let row = actor_within(fed, id.as_str(), Freshness::Fresh, &mut budget).await?;
                Ok(Some(Found::Account(row.id)))
            }
            Shape::Object => {
                let row = status(fed, id.as_str(), &mut budget).await?;
                Ok(row.map(|row| Found::Status(row.id)))
            }
            _ => Ok(None),
        }
    }

    async fn known(&self, iri: &Iri) -> Result<Option<Found>, DbError> {
        let (addresses, uri) = (self.0.addresses().clone(), iri.as_str().to_owned());
        self.0
            .ctx()
            .db
            .read(move |conn| {
                match addresses.parse(&uri) {
                    Some(Local::Actor(id)) => {
                        let row = accounts::find(conn, id)?.filter(|row| row.deleted_at.is_none());
                        return Ok(row.map(|row| Found::Account(row.id)));
                    }
                    Some(Local::Object(id)) => {
                        let row = statuses::find(conn, id)?.filter(|row| row.deleted_at.is_none());
                        return Ok(row.map(|row| Found::Status(row.id)));
                    }
                    _ => {}
                }
                if let Some(row) = accounts::find_by_uri(conn, &uri)? {
                    return Ok(row.deleted_at.is_none().then_some(Found::Account(row.id)));
                }
                let row = statuses::find_by_uri(conn, &uri)?;
                let row = row.filter(|row| row.deleted_at.is_none());
                Ok(row.map(|row| Found::Status(row.id)))
            })
            .await
    }

    /// The id of what an address shows, directly or by its page's link to its document.
    async fn named_at(
        &self,
        iri: &Iri,
        budget: &mut FetchBudget,
    ) -> Result<Option<(Iri, Shape)>, ResolveError> {
        let mut at = iri.clone();
        for _ in 0..2 {
            if is_ours(&self.0, &at) || !federates(&self.0, &host_of(&at)).await? {
                return Err(ResolveError::refused(
                    "nothing is exchanged with that server",
                ));
            }
            let response = ask(&self.0, at.url(), Accept::ActivityJson, budget).await?;
            if response.is_activity_json() {
                let document = incoming::parse(&response.body)?;
                return Ok(Some((document.id()?, document.shape())));
            }
            let Some(next) = alternate::of(&response) else {
                return Ok(None);
            };
            at = Iri::parse(next.as_str()).map_err(ResolveError::invalid)?;
        }
        Ok(None)
    }
}

/// By what others are asked: the demonstration has no certificates, and neither have those it talks to.
pub(super) fn scheme(fed: &Federation) -> &'static str {
    if fed.addresses().origin().starts_with("https:") {
        "https"
    } else {
        "http"
    }
}
