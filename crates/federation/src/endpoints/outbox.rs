//! What an actor did in public, and what it features.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::value::RawValue;
use staffroom_db::activities::{self, ActivityRow};
use staffroom_db::{Conn, pins, statuses as rows};
use staffroom_domain::{AccountId, StatusId};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{self, Collection, CollectionPage, Nothing};
use staffroom_service::DbError;
use staffroom_service::statuses::load;

use super::actors::find_active;
use super::admission::admit_to_document;
use super::answer::{Refusal, bytes, public};
use super::paging::{Paging, Part, cut, limit};
use super::serving::Serving;
use crate::documents;

/// How many objects are featured at most.
const FEATURED: i64 = 20;

/// `GET /ap/actors/{id}/outbox`: public activities, the newest first, as they were sent.
pub(super) async fn outbox(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let account = find_active(&serving, &id).await?.id;
    let list = serving.fed().addresses().of_actor(account, "outbox");
    let part = paging.part();
    let db = &serving.ctx().db;
    if part == Part::Head {
        let total = db
            .read::<_, DbError, _>(move |conn| activities::count_public(conn, account))
            .await?;
        let first = Part::First.id(&list)?;
        let total = u64::try_from(total).ok();
        let head = Collection::<Iri>::paged(Iri::parse(&list)?, total, Some(first));
        return Ok(public(bytes(&head)?));
    }
    let (activities, next) = db
        .read::<_, DbError, _>(move |conn| page(conn, account, part))
        .await?;
    let items: Vec<outgoing::Part<Nothing>> = activities
        .into_iter()
        .filter_map(|row| RawValue::from_string(row.body).ok())
        .map(outgoing::Part::Verbatim)
        .collect();
    let mut page = CollectionPage::ordered(part.id(&list)?, Iri::parse(&list)?, items);
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(&list)?);
    }
    Ok(public(bytes(&page)?))
}

/// A page of activities without those about what was deleted or narrowed since: they hold it.
fn page(
    conn: &mut Conn,
    account: AccountId,
    part: Part,
) -> Result<(Vec<ActivityRow>, Option<i64>), DbError> {
    let mut found = activities::outbox_page(conn, account, part.after(), None, limit())?;
    let next = cut(&mut found, |row| row.id.get());
    let about: Vec<StatusId> = found
        .iter()
        .filter_map(|row| row.status_id.map(StatusId::from))
        .collect();
    let shown: Vec<i64> = rows::find_many(conn, &about)?
        .into_iter()
        .filter(|row| row.deleted_at.is_none() && row.visibility().is_open())
        .map(|row| row.id.get())
        .collect();
    found.retain(|row| row.status_id.is_none_or(|id| shown.contains(&id)));
    Ok((found, next))
}

/// `GET /ap/actors/{id}/featured`: pinned objects, ours written out, the last pinned first.
pub(super) async fn featured(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let addresses = serving.fed().addresses();
    let list = format!("{}/ap/actors/{id}/featured", addresses.origin());
    if let Some(kept) = serving.kept(&list).await {
        return Ok(public(kept));
    }
    let account = find_active(&serving, &id).await?.id;
    let views = serving
        .ctx()
        .db
        .read::<_, DbError, _>(move |conn| {
            let ids = pins::of_account(conn, account, FEATURED)?;
            load(conn, None, &ids)
        })
        .await?;
    let mut posts = Vec::with_capacity(views.len());
    for view in views.iter().filter(|view| !view.status.is_boost()) {
        posts.push(if view.status.local {
            outgoing::Part::Full(Box::new(documents::object(addresses, view)?))
        } else {
            // A group also features what others wrote: their servers show it.
            outgoing::Part::Id(Iri::parse(&documents::object_id(addresses, &view.status))?)
        });
    }
    let list_id = Iri::parse(&list)?;
    let document = bytes(&Collection::ordered(list_id, posts))?;
    Ok(public(serving.keep(&list, document).await))
}
