//! Answers, likes and shares of an object, and its conversation.

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use staffroom_db::{Conn, statuses as rows};
use staffroom_domain::{Addresses, Local, StatusId};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{Collection, CollectionPage};
use staffroom_service::DbError;
use staffroom_service::statuses::{StatusRow, StatusView, Viewer};

use super::admission::admit_to_document;
use super::answer::{Refusal, bytes, private, public};
use super::fetcher::who;
use super::objects::{is_object_of_ours, visible};
use super::paging::{Paging, Part, cut, limit};
use super::serving::Serving;
use crate::documents;

/// `GET /ap/objects/{id}/replies`: public answers, the oldest first.
pub(super) async fn replies(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    let view = allowed(&serving, &request, &id).await?;
    let status = view.status.id;
    let list = serving.fed().addresses().of_object(status, "replies");
    let of = move |conn: &mut Conn, part: Part| rows::replies(conn, status, part.after(), limit());
    answer(&serving, &view, &list, paging.part(), of).await
}

/// `GET /ap/objects/{id}/context`: the public posts of the conversation, the oldest first (FEP-7888).
pub(super) async fn context(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let status = parse(&serving, &id)?;
    // It may be named after a remote post, where that began a thread which has no list of its own.
    let view = seen(&serving, &request, status).await?;
    let thread = view.status.thread_id;
    let list = serving.fed().addresses().of_object(status, "context");
    let of = move |conn: &mut Conn, part: Part| rows::thread(conn, thread, part.after(), limit());
    answer(&serving, &view, &list, paging.part(), of).await
}

/// `GET /ap/objects/{id}/likes`: how many; not who.
pub(super) async fn likes(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let view = allowed(&serving, &request, &id).await?;
    total(&serving, &view, "likes", view.status.favourites_count)
}

/// `GET /ap/objects/{id}/shares`: how many; not who.
pub(super) async fn shares(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let view = allowed(&serving, &request, &id).await?;
    total(&serving, &view, "shares", view.status.boosts_count)
}

/// `GET /ap/objects/{id}/attendees`: how many have a place at an event; not who (FEP-8a8e).
pub(super) async fn attendees(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let view = allowed(&serving, &request, &id).await?;
    let plan = view.plan.as_ref().ok_or(Refusal::NotFound)?;
    let going = plan.taken.iter().map(|(_, going, _)| going).sum();
    total(&serving, &view, "attendees", going)
}

/// `GET /ap/objects/{id}/organizers`: who holds an event.
pub(super) async fn organizers(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let view = allowed(&serving, &request, &id).await?;
    view.plan.as_ref().ok_or(Refusal::NotFound)?;
    let addresses = serving.fed().addresses();
    let list = Iri::parse(&addresses.of_object(view.status.id, "organizers"))?;
    let holder = Iri::parse(&addresses.actor(view.author.id))?;
    Ok(reply(&view, bytes(&Collection::of(list, vec![holder]))?))
}

fn total(
    serving: &Serving,
    view: &StatusView,
    what: &str,
    stored: i64,
) -> Result<HttpResponse, Refusal> {
    let list = Iri::parse(&serving.fed().addresses().of_object(view.status.id, what))?;
    let head = Collection::<Iri>::paged(list, u64::try_from(stored).ok(), None);
    Ok(reply(view, bytes(&head)?))
}

/// The list or a page of it, of ids; rows that not everybody may see are left out.
async fn answer(
    serving: &Serving,
    view: &StatusView,
    list: &str,
    part: Part,
    rows: impl FnOnce(&mut Conn, Part) -> Result<Vec<StatusRow>, DbError> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    if part == Part::Head {
        let first = Part::First.id(list)?;
        let head = Collection::<Iri>::paged(Iri::parse(list)?, None, Some(first));
        return Ok(reply(view, bytes(&head)?));
    }
    let mut found = serving
        .ctx()
        .db
        .read::<_, DbError, _>(move |conn| rows(conn, part))
        .await?;
    let next = cut(&mut found, |row| row.id.get());
    let items = ids(serving.fed().addresses(), &found);
    let mut page = CollectionPage::ordered(part.id(list)?, Iri::parse(list)?, items);
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(list)?);
    }
    Ok(reply(view, bytes(&page)?))
}

fn ids(addresses: &Addresses, found: &[StatusRow]) -> Vec<Iri> {
    found
        .iter()
        .filter(|row| row.visibility().is_open() && !row.is_boost())
        .filter_map(|row| Iri::parse(&documents::object_id(addresses, row)).ok())
        .collect()
}

fn reply(view: &StatusView, document: Bytes) -> HttpResponse {
    if view.status.visibility().is_open() {
        public(document)
    } else {
        private(document)
    }
}

/// The object of ours, where whoever asks may see it.
async fn allowed(
    serving: &Serving,
    request: &HttpRequest,
    id: &str,
) -> Result<StatusView, Refusal> {
    let (view, _) = known_to(serving, request, id).await?;
    if is_object_of_ours(&view.status) {
        Ok(view)
    } else {
        Err(Refusal::NotFound)
    }
}

/// An object of ours or of another server, with as whom they see it: nobody in particular where it is for everybody.
pub(super) async fn known_to(
    serving: &Serving,
    request: &HttpRequest,
    id: &str,
) -> Result<(StatusView, Viewer), Refusal> {
    admit_to_document(serving, request).await?;
    seen_by(serving, request, parse(serving, id)?).await
}

async fn seen(
    serving: &Serving,
    request: &HttpRequest,
    status: StatusId,
) -> Result<StatusView, Refusal> {
    Ok(seen_by(serving, request, status).await?.0)
}

async fn seen_by(
    serving: &Serving,
    request: &HttpRequest,
    status: StatusId,
) -> Result<(StatusView, Viewer), Refusal> {
    if let Some(view) = visible(serving, None, status).await? {
        return Ok((view, None));
    }
    let fetcher = who(serving.fed(), request).await?;
    let account = fetcher.and_then(|fetcher| fetcher.account);
    let account = account.ok_or(Refusal::NotFound)?;
    let view = visible(serving, Some(account), status).await?;
    Ok((view.ok_or(Refusal::NotFound)?, Some(account)))
}

pub(super) fn parse(serving: &Serving, id: &str) -> Result<StatusId, Refusal> {
    let addresses = serving.fed().addresses();
    match addresses.parse(&format!("{}/ap/objects/{id}", addresses.origin())) {
        Some(Local::Object(status)) => Ok(status),
        _ => Err(Refusal::NotFound),
    }
}
