//! Pages of people and posts, asked for as documents.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use staffroom_domain::StatusId;
use staffroom_service::accounts::{self, AccountRow};

use super::admission::admit_to_document;
use super::answer::{Refusal, elsewhere};
use super::objects::{is_object_of_ours, visible};
use super::serving::Serving;
use crate::documents;

/// `GET /@{name}` as a document: at the id of the actor.
pub(super) async fn profile(
    serving: web::Data<Serving>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let row = named(&serving, &name).await?;
    let id = serving.fed().addresses().actor(row.id);
    Ok(elsewhere(StatusCode::FOUND, &id))
}

/// `GET /@{name}/{id}` as a document: at the id of the object, which decides who may see it. One that
/// is not public is not named to those who only guess.
pub(super) async fn status(
    serving: web::Data<Serving>,
    request: HttpRequest,
    path: web::Path<(String, StatusId)>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let (name, status) = path.into_inner();
    let row = named(&serving, &name).await?;
    let view = visible(&serving, None, status).await?;
    let view = view.filter(|view| view.author.id == row.id && view.status.local);
    if view.is_some_and(|view| !is_object_of_ours(&view.status)) {
        return Err(Refusal::NotFound);
    }
    let id = serving.fed().addresses().object(status);
    Ok(elsewhere(StatusCode::FOUND, &id))
}

/// The local account of that handle; 410 where it is gone.
pub(super) async fn named(serving: &Serving, name: &str) -> Result<AccountRow, Refusal> {
    let row = accounts::find_by_handle(serving.ctx(), name, None).await?;
    let row = row.filter(AccountRow::is_local).ok_or(Refusal::NotFound)?;
    if row.deleted_at.is_some() {
        let addresses = serving.fed().addresses();
        return Err(Refusal::gone(&documents::actor_tombstone(addresses, &row)?));
    }
    Ok(row)
}
