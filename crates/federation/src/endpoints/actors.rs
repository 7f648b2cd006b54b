//! Actors.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use staffroom_domain::{AccountId, ActorKind, Local};
use staffroom_service::accounts::{self, AccountRow};

use super::accept::Wanted;
use super::admission::{admit, admit_unsigned};
use super::answer::{Refusal, bytes, elsewhere, public};
use super::serving::Serving;
use crate::documents;

/// `GET /ap/actors/{id}`: the actor, or its page for people. The instance's own is there for
/// everybody, since our signatures cannot be verified without it.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let wanted = if id.as_str() == "instance" {
        admit_unsigned(&serving, &request).await?
    } else {
        admit(&serving, &request).await?
    };
    let address = format!("{}/ap/actors/{id}", serving.fed().addresses().origin());
    if wanted == Wanted::Page {
        let row = find(&serving, &id).await?;
        let page = documents::page(serving.fed().addresses(), &row);
        return Ok(elsewhere(StatusCode::SEE_OTHER, &page));
    }
    if let Some(kept) = serving.kept(&address).await {
        return Ok(public(kept));
    }
    let row = find(&serving, &id).await?;
    // Another process may have replaced them, and whoever asks may want to know just that.
    serving.fed().renew_keys_of(row.id).await?;
    let keys = serving.fed().keys_of(row.id).await?;
    let actor = documents::actor(serving.fed(), &row, &keys)?;
    Ok(public(serving.keep(&address, bytes(&actor)?).await))
}

/// The actor of ours with that id, in the one form in which we write it; 410 where it is gone.
pub(super) async fn find(serving: &Serving, id: &str) -> Result<AccountRow, Refusal> {
    let addresses = serving.fed().addresses();
    let address = format!("{}/ap/actors/{id}", addresses.origin());
    let Some(Local::Actor(account)) = addresses.parse(&address) else {
        return Err(Refusal::NotFound);
    };
    let row = if account == AccountId::INSTANCE {
        Some(accounts::ensure_instance_actor(serving.ctx()).await?)
    } else {
        accounts::find(serving.ctx(), account).await?
    };
    let row = row.filter(AccountRow::is_local).ok_or(Refusal::NotFound)?;
    if row.deleted_at.is_some() {
        return Err(Refusal::gone(&documents::actor_tombstone(addresses, &row)?));
    }
    Ok(row)
}

/// As [`find`], for what an actor shows of itself: nothing while it is shut out.
pub(super) async fn find_active(serving: &Serving, id: &str) -> Result<AccountRow, Refusal> {
    let row = find(serving, id).await?;
    if row.is_active() {
        Ok(row)
    } else {
        Err(Refusal::NotFound)
    }
}

/// The same, of an organisation: others have no such thing.
pub(super) async fn find_organisation(serving: &Serving, id: &str) -> Result<AccountRow, Refusal> {
    let row = find_active(serving, id).await?;
    if row.actor_kind() == ActorKind::Organization {
        Ok(row)
    } else {
        Err(Refusal::NotFound)
    }
}
