//! What a hub asks of an instance: who speaks for it, and the list of what it has.

use staffroom_db::{DbError, remote_actors};
use staffroom_domain::{AccountId, StatusId};
use staffroom_net::{Accept, FetchBudget};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{
    self, ActivityKind, CollectionKind, Document, IncomingActivity, IncomingCollection,
    IncomingObject, ObjectRef, Shape,
};
use staffroom_protocol::json::Object;
use staffroom_protocol::webfinger::{Jrd, REL_ORGANISATION};
use staffroom_service::accounts::AccountRow;
use staffroom_service::records::status_at;
use url::Url;

use super::actor::actor_within;
use super::directory::scheme;
use super::error::ResolveError;
use super::fetch::{self, ask, host_of, is_ours};
use super::object::{shown, stands_alone, with_what_it_answers};
use super::policy::federates;
use super::{Freshness, later::COUNTED_FOR};
use crate::state::Federation;
use crate::verify::Errand;

/// Requests for finding out who speaks for an instance.
const MOST_REQUESTS: u32 = 10;
/// Requests for one thing of an instance: itself, its author, what it answers.
const MOST_REQUESTS_FOR_ONE: u32 = 12;
/// Hosts of one domain that are asked for it.
const MOST_HOSTS: usize = 3;
/// Items of one page.
const MOST_ON_PAGE: usize = 100;

/// Something that an instance announces, of its own origin.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Its id.
    Named(Iri),
    /// The object itself. The instance shows it, so it need not be asked for.
    Written(Box<IncomingObject>, String),
}

impl Item {
    /// The id.
    pub fn id(&self) -> &Iri {
        match self {
            Self::Named(id) => id,
            Self::Written(object, _) => &object.id,
        }
    }
}

/// A page of what an instance announces.
#[derive(Debug)]
pub struct ListPart {
    /// What is announced.
    pub items: Vec<Item>,
    /// The next page, of the same origin.
    pub next: Option<String>,
}

/// How long an instance is left alone that was asked for enough.
pub const RESTS_FOR: std::time::Duration = COUNTED_FOR;

/// The organisation that speaks for an instance, by the domain of its handles or of its ids.
///
/// # Errors
///
/// [`ResolveError::NotFound`] where there is none.
pub async fn organisation_of(fed: &Federation, domain: &str) -> Result<AccountRow, ResolveError> {
    if fed.hosts().contains(domain) || !federates(fed, domain).await? {
        return Err(ResolveError::Refused(format!(
            "nothing is exchanged with {domain}"
        )));
    }
    let server = format!("{}://{domain}/", scheme(fed));
    let url = format!("{server}.well-known/webfinger");
    let mut url = Url::parse(&url).map_err(ResolveError::invalid)?;
    url.query_pairs_mut().append_pair("resource", &server);
    let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
    let response = ask(fed, &url, Accept::Jrd, &mut budget).await?;
    if !response.is_jrd() {
        return Err(ResolveError::Invalid(format!("{url} gives no JRD")));
    }
    let jrd = Jrd::parse(&response.body)?;
    let link = jrd
        .link(REL_ORGANISATION)
        .and_then(|link| link.href.clone());
    let id = link.ok_or(ResolveError::NotFound)?;
    let row = actor_within(fed, &id, Freshness::Fresh, &mut budget).await?;
    // The domain has named it; it has to be of that domain, by its id or by its handle.
    let own = row.uri.as_deref().and_then(|id| Iri::parse(id).ok());
    let is_its = row.domain == domain || own.is_some_and(|own| host_of(&own) == domain);
    if is_its {
        Ok(row)
    } else {
        Err(ResolveError::Refused(format!(
            "{id} is of another domain than {domain}"
        )))
    }
}

/// Whether an instance may be asked for one more thing now.
pub async fn may_ask(fed: &Federation, host: &str) -> bool {
    fed.memory().may_queue(Errand::Harvest, host).await
}

/// Where the lists of what an organisation announces begin: that where it has them written out (`records`), and its outbox.
pub async fn lists_of(fed: &Federation, account: AccountId) -> Result<Vec<String>, DbError> {
    let read = fed
        .ctx()
        .db
        .read(move |conn| remote_actors::find(conn, account));
    let Some(row) = read.await? else {
        return Ok(Vec::new());
    };
    let actor = incoming::parse(row.document.as_bytes()).and_then(|it| it.actor());
    let written = actor.ok().and_then(|actor| {
        let records = actor.records?;
        let is_its = records.same_origin(&actor.id);
        is_its.then(|| records.as_str().to_owned())
    });
    Ok(written.into_iter().chain(row.outbox).collect())
}

/// A page of what an organisation announces: of its outbox, or of its `records`. The page has the origin of its id.
pub async fn list_part(
    fed: &Federation,
    organisation: &str,
    page: &str,
) -> Result<ListPart, ResolveError> {
    let own = Iri::parse(organisation).map_err(ResolveError::invalid)?;
    let at = Iri::parse(page).map_err(ResolveError::invalid)?;
    if !at.same_origin(&own) {
        return Err(ResolveError::refused("the page is of another origin"));
    }
    let mut budget = FetchBudget::new(MOST_REQUESTS, 1);
    let fetched = fetch::at(fed, &at, &mut budget).await?;
    let mut list = fetched.document.into_collection()?;
    let mut items = announced(&mut list, &own);
    // A short list may be written out in itself.
    if let Some(ObjectRef::Embedded(first)) = &list.first {
        list = IncomingCollection::from_object((**first).clone())?;
        items.extend(announced(&mut list, &own));
    }
    items.truncate(MOST_ON_PAGE);
    let next = list.next.or(list.first).and_then(|next| next.id());
    let next = next.filter(|next| next.same_origin(&own) && *next != at);
    Ok(ListPart {
        items,
        next: next.map(|next| next.as_str().to_owned()),
    })
}

/// What it announces or made itself, or shows; of other origins nothing is its to say. An outbox is in order, and a list of
/// records is not: in that are objects, in an outbox activities.
fn announced(list: &mut IncomingCollection, own: &Iri) -> Vec<Item> {
    let is_outbox = matches!(
        list.kind,
        CollectionKind::OrderedCollection | CollectionKind::OrderedCollectionPage
    );
    let items = std::mem::take(&mut list.items).into_iter();
    let items = items.filter_map(|item| match item {
        ObjectRef::Embedded(object) if is_outbox => named(*object, own),
        ObjectRef::Embedded(object) => written(*object),
        ObjectRef::Id(id) => Some(Item::Named(id)).filter(|_| !is_outbox),
    });
    items.filter(|item| item.id().same_origin(own)).collect()
}

fn named(object: Object, own: &Iri) -> Option<Item> {
    let activity = IncomingActivity::from_object(object).ok()?;
    let is_its = matches!(activity.kind, ActivityKind::Announce | ActivityKind::Create)
        && activity.actor == *own;
    let id = activity.object_id()?;
    is_its.then_some(Item::Named(id))
}

fn written(object: Object) -> Option<Item> {
    let document = Document::from(object);
    if document.shape() != Shape::Object {
        return None;
    }
    let raw = serde_json::to_string(document.root()).ok()?;
    Some(Item::Written(Box::new(document.object().ok()?), raw))
}

/// Something that an instance announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It was here.
    Known(StatusId),
    /// Its own origin has shown it, and what a hub counts is settled.
    New(StatusId),
}

/// What an instance announces, fetched from its own origin where it is neither here nor shown by it; none where it is
/// nothing, or is gone.
///
/// # Errors
///
/// [`ResolveError::AskedEnough`] where its server was asked for enough lately, and those that are temporary.
pub async fn bring(fed: &Federation, item: Item) -> Result<Option<Brought>, ResolveError> {
    let id = item.id().clone();
    let (addresses, uri) = (fed.addresses().clone(), id.as_str().to_owned());
    let known: Result<_, DbError> = fed
        .ctx()
        .db
        .read(move |conn| status_at(conn, &addresses, &uri))
        .await;
    if let Some(row) = known? {
        return Ok(row.deleted_at.is_none().then_some(Brought::Known(row.id)));
    }
    if is_ours(fed, &id) {
        return Ok(None);
    }
    let host = host_of(&id);
    let may_be_had = match &item {
        Item::Written(object, _) => {
            let may_be_shown = fed.memory().may_queue(Errand::Shown, &host).await;
            may_be_shown && (stands_alone(fed, object).await? || may_ask(fed, &host).await)
        }
        Item::Named(_) => may_ask(fed, &host).await,
    };
    if !may_be_had {
        return Err(ResolveError::AskedEnough);
    }
    let mut budget = FetchBudget::new(MOST_REQUESTS_FOR_ONE, MOST_HOSTS);
    let brought = match item {
        Item::Named(id) => with_what_it_answers(fed, id.as_str(), &mut budget).await,
        Item::Written(object, raw) => shown(fed, *object, raw, &mut budget).await,
    };
    match brought {
        Ok(row) => Ok(row.map(|row| Brought::New(row.id))),
        Err(error) if error.is_temporary() => Err(error),
        Err(error) => {
            tracing::debug!(%id, %error, "what an instance announces is not there");
            Ok(None)
        }
    }
}
