//! What an organisation announces, written out.

use actix_web::{HttpRequest, HttpResponse, web};
use staffroom_db::Conn;
use staffroom_domain::{AccountId, Addresses, StatusId};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{self, Collection, CollectionPage, Post};
use staffroom_service::DbError;
use staffroom_service::organisations;
use staffroom_service::statuses::{StatusView, load};
use staffroom_service::voice;

use super::actors::find_organisation;
use super::admission::admit_to_document;
use super::answer::{Refusal, bytes, public};
use super::objects::is_object_of_ours;
use super::paging::{PAGE, Paging, Part};
use super::serving::Serving;
use crate::documents;

/// How long the objects of a page are together, in bytes, unless one alone is longer: whoever reads it takes no document of
/// over 1 MiB, nor one of more than so many values.
const MOST_BYTES: usize = 256 * 1_024;

/// `GET /ap/actors/{id}/records`: the practices, outcomes and events that an organisation of ours announces to everybody,
/// each as it stands at its own address, the oldest first: what a hub reads, forty at a time (ADR 0020). Of others there is
/// no such list.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let organisation = find_organisation(&serving, &id).await?;
    let addresses = serving.fed().addresses();
    let list = addresses.of_actor(organisation.id, "records");
    let part = paging.part();
    if part == Part::Head {
        let owner = Iri::parse(&addresses.actor(organisation.id))?;
        let head = Collection::<Iri>::unordered(Iri::parse(&list)?, Part::First.id(&list)?);
        return Ok(public(bytes(&head.owned_by(owner))?));
    }
    let found = Found::read(&serving, organisation.id, part).await?;
    let (items, end) = found.items(addresses)?;
    let mut page = CollectionPage::of(part.id(&list)?, Iri::parse(&list)?, items);
    if let Some(end) = end {
        page = page.with_next(Part::After(end.get()).id(&list)?);
    }
    Ok(public(bytes(&page)?))
}

type Written = outgoing::Part<Post>;

/// What is announced, with the organisations that list its authors.
struct Found {
    shown: Vec<(StatusView, Option<String>)>,
    /// The last that was looked at, where more follow.
    last: Option<StatusId>,
}

impl Found {
    async fn read(serving: &Serving, organisation: AccountId, part: Part) -> Result<Self, DbError> {
        let after = part.after().unwrap_or(StatusId::from(0));
        let ctx = serving.ctx();
        let addresses = ctx.addresses.clone();
        ctx.db
            .read(move |conn: &mut Conn| {
                let (ids, last) = voice::announced_page(conn, organisation, after, PAGE)?;
                let mut views = load(conn, None, &ids)?;
                views.retain(|view| is_object_of_ours(&view.status));
                let by = organisations::vouched_by_each(conn, &addresses, &views)?;
                let shown = views.into_iter().zip(by).collect();
                Ok(Self { shown, last })
            })
            .await
    }

    /// As many of them as one page takes, and after which one the next begins. What cannot be written is named: it keeps
    /// nothing else back, and says why where it is asked for.
    fn items(self, addresses: &Addresses) -> Result<(Vec<Written>, Option<StatusId>), Refusal> {
        let mut items: Vec<Written> = Vec::with_capacity(self.shown.len());
        let (mut length, mut taken) = (0, None);
        for (view, vouched_by) in &self.shown {
            let (item, bytes) = match write(addresses, view, vouched_by.as_deref()) {
                Ok((post, bytes)) => (outgoing::Part::Full(Box::new(post)), bytes),
                Err(error) => {
                    let id = documents::object_id(addresses, &view.status);
                    tracing::warn!(%id, %error, "what is announced cannot be written");
                    (outgoing::Part::Id(Iri::parse(&id)?), id.len())
                }
            };
            length += bytes;
            if length > MOST_BYTES && !items.is_empty() {
                return Ok((items, taken));
            }
            taken = Some(view.status.id);
            items.push(item);
        }
        Ok((items, self.last))
    }
}

/// An object, and how long it is.
fn write(
    addresses: &Addresses,
    view: &StatusView,
    vouched_by: Option<&str>,
) -> Result<(Post, usize), Refusal> {
    let mut post = documents::object(addresses, view)?;
    post.vouched_by = vouched_by.map(Iri::parse).transpose()?;
    let text = serde_json::to_string(&post);
    let length = text
        .map_err(|error| Refusal::Broken(error.to_string()))?
        .len();
    Ok((post, length))
}
