//! Objects and boosts.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use staffroom_db::statuses as rows;
use staffroom_domain::{AccountId, Addresses, Local, StatusId};
use staffroom_protocol::Iri;
use staffroom_service::DbError;
use staffroom_service::accounts;
use staffroom_service::organisations;
use staffroom_service::statuses::{self, StatusRow, StatusView};

use super::accept::Wanted;
use super::admission::{admit, admit_to_document};
use super::answer::{Refusal, bytes, elsewhere, private, public};
use super::fetcher::who;
use super::serving::Serving;
use crate::documents;

/// `GET /ap/objects/{id}`: the object, or its page for people; what is not public only to those who
/// may see it, and for others it is not there.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let wanted = admit(&serving, &request).await?;
    let addresses = serving.fed().addresses();
    let address = format!("{}/ap/objects/{id}", addresses.origin());
    let Some(Local::Object(status)) = addresses.parse(&address) else {
        return Err(Refusal::NotFound);
    };
    if wanted == Wanted::Page {
        let view = visible(&serving, None, status).await?;
        let page = view
            .filter(|view| is_object_of_ours(&view.status))
            .map(|view| addresses.status_page(&view.author.username, status))
            .ok_or(Refusal::NotFound)?;
        return Ok(elsewhere(StatusCode::SEE_OTHER, &page));
    }
    let document = |addresses: &Addresses, view: &StatusView, vouched_by: Option<&str>| {
        if !is_object_of_ours(&view.status) {
            return Err(Refusal::NotFound);
        }
        let mut object = documents::object(addresses, view)?;
        object.vouched_by = vouched_by.map(Iri::parse).transpose()?;
        bytes(&object)
    };
    answer(&serving, &request, &address, status, document).await
}

/// `GET /ap/boosts/{id}`: the Announce of a boost.
pub(super) async fn boost(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let addresses = serving.fed().addresses();
    let address = format!("{}/ap/boosts/{id}", addresses.origin());
    let Some(Local::Boost(status)) = addresses.parse(&address) else {
        return Err(Refusal::NotFound);
    };
    let document = |addresses: &Addresses, view: &StatusView, _: Option<&str>| {
        if !view.status.local || !view.status.is_boost() {
            return Err(Refusal::NotFound);
        }
        bytes(&documents::boost(addresses, view)?)
    };
    answer(&serving, &request, &address, status, document).await
}

/// What is public from memory or the database, the rest for whoever asks.
async fn answer(
    serving: &Serving,
    request: &HttpRequest,
    address: &str,
    status: StatusId,
    document: impl Fn(&Addresses, &StatusView, Option<&str>) -> Result<Bytes, Refusal>,
) -> Result<HttpResponse, Refusal> {
    if let Some(kept) = serving.kept(address).await {
        return Ok(public(kept));
    }
    let addresses = serving.fed().addresses();
    if let Some(view) = visible(serving, None, status).await?.map(Box::new) {
        let vouched_by = organisations::vouched_by(serving.ctx(), &view).await?;
        let made = document(addresses, &view, vouched_by.as_deref())?;
        return Ok(public(serving.keep(address, made).await));
    }
    if let Some(row) = find(serving, status).await?
        && row.visibility().is_open()
        && is_object_of_ours(&row)
        && (row.deleted_at.is_some() || is_gone(serving, row.account_id).await?)
    {
        return Err(Refusal::gone(&documents::tombstone(addresses, &row)?));
    }
    let fetcher = who(serving.fed(), request).await?;
    let account = fetcher.and_then(|fetcher| fetcher.account);
    let account = account.ok_or(Refusal::NotFound)?;
    let view = visible(serving, Some(account), status).await?;
    let view = Box::new(view.ok_or(Refusal::NotFound)?);
    let vouched_by = organisations::vouched_by(serving.ctx(), &view).await?;
    Ok(private(document(addresses, &view, vouched_by.as_deref())?))
}

/// Whether an author is gone: their posts are, also those that were not cleared away yet.
async fn is_gone(serving: &Serving, author: AccountId) -> Result<bool, DbError> {
    let author = accounts::find(serving.ctx(), author).await?;
    Ok(author.is_none_or(|row| row.deleted_at.is_some()))
}

/// Posted here, and no boost.
pub(super) fn is_object_of_ours(row: &StatusRow) -> bool {
    row.local && row.uri.is_none() && !row.is_boost()
}

async fn find(serving: &Serving, id: StatusId) -> Result<Option<StatusRow>, DbError> {
    let read = serving.ctx().db.read(move |conn| rows::find(conn, id));
    read.await
}

/// A status as somebody sees it.
pub(super) async fn visible(
    serving: &Serving,
    viewer: Option<AccountId>,
    id: StatusId,
) -> Result<Option<StatusView>, DbError> {
    let read = serving
        .ctx()
        .db
        .read(move |conn| statuses::load_one(conn, viewer, id));
    read.await
}
