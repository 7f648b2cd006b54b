//! Activities that were sent.

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use serde_json::Value;
use staffroom_db::activities::{self, ActivityRow};
use staffroom_db::{accounts as rows, blocks, follows, statuses};
use staffroom_domain::{AccountId, ActivityId, Local, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};
use staffroom_service::DbError;
use staffroom_service::accounts::{self, AccountRow};

use super::admission::admit_to_document;
use super::answer::{Refusal, bytes, private, public};
use super::fetcher::who;
use super::serving::Serving;

/// `GET /ap/activities/{id}`: as it was sent, to everybody where it is public and else to those whom
/// it was sent to.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let addresses = serving.fed().addresses();
    let address = format!("{}/ap/activities/{id}", addresses.origin());
    let Some(Local::Activity(activity)) = addresses.parse(&address) else {
        return Err(Refusal::NotFound);
    };
    if let Some(kept) = serving.kept(&address).await {
        return Ok(public(kept));
    }
    let row = find(&serving, activity).await?;
    let body = Bytes::from(row.body.clone());
    if row.public {
        return Ok(public(serving.keep(&address, body).await));
    }
    let fetcher = who(serving.fed(), &request).await?;
    let account = fetcher.and_then(|fetcher| fetcher.account);
    let viewer = account.ok_or(Refusal::NotFound)?;
    if is_for(&serving, &row, viewer).await? {
        Ok(private(body))
    } else {
        Err(Refusal::NotFound)
    }
}

/// An activity, unless what it is about was deleted or narrowed since: it holds a copy.
async fn find(serving: &Serving, id: ActivityId) -> Result<ActivityRow, Refusal> {
    let read = serving.ctx().db.read::<_, DbError, _>(move |conn| {
        let Some(row) = activities::find(conn, id)? else {
            return Ok(None);
        };
        let Some(about) = row.status_id.map(StatusId::from) else {
            return Ok(Some(row));
        };
        let status = statuses::find(conn, about)?;
        let holds = status.is_some_and(|status| {
            status.deleted_at.is_none() && (status.visibility().is_open() || !row.public)
        });
        // What says that something is gone holds nothing of it.
        Ok(Some(row).filter(|row| holds || matches!(row.kind.as_str(), "Delete" | "Undo")))
    });
    read.await?.ok_or(Refusal::NotFound)
}

/// Whether an activity addresses an actor: by name, or as a follower; and its author has not blocked
/// them since.
async fn is_for(serving: &Serving, row: &ActivityRow, viewer: AccountId) -> Result<bool, Refusal> {
    let people = addressed(&row.body);
    let (author, addresses) = (row.account_id, serving.fed().addresses().clone());
    let read = serving.ctx().db.read::<_, DbError, _>(move |conn| {
        let Some(account) = rows::find(conn, viewer)?.filter(AccountRow::is_active) else {
            return Ok(false);
        };
        if blocks::find(conn, author, viewer)?.is_some() {
            return Ok(false);
        }
        if people.contains(&accounts::uri(&addresses, &account)) {
            return Ok(true);
        }
        let to_followers = people.contains(&addresses.of_actor(author, "followers"));
        Ok(to_followers && follows::is_accepted(conn, viewer, author)?)
    });
    Ok(read.await?)
}

/// The ids in `to` and `cc` of one of our own documents.
fn addressed(body: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(body).unwrap_or_default();
    ["to", "cc"]
        .iter()
        .filter_map(|name| document.get(name)?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// `GET /ap/follows/{id}`: the Follow of somebody here, for whom they follow.
pub(super) async fn follow(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let addresses = serving.fed().addresses();
    let address = format!("{}/ap/follows/{id}", addresses.origin());
    let Some(Local::Follow(follow)) = addresses.parse(&address) else {
        return Err(Refusal::NotFound);
    };
    let fetcher = who(serving.fed(), &request).await?;
    let account = fetcher.and_then(|fetcher| fetcher.account);
    let viewer = account.ok_or(Refusal::NotFound)?;
    let read = serving.ctx().db.read::<_, DbError, _>(move |conn| {
        let found = follows::get(conn, follow)?.filter(|row| row.local && row.uri.is_none());
        let is_party = |row: &follows::FollowRow| [row.account_id, row.target_id].contains(&viewer);
        let Some(row) = found.filter(is_party) else {
            return Ok(None);
        };
        rows::find(conn, row.target_id).map(|target| Some((row.account_id, target?)))
    });
    let (follower, target) = read.await?.ok_or(Refusal::NotFound)?;
    let target = Iri::parse(&accounts::uri(addresses, &target))?;
    let actor = Iri::parse(&addresses.actor(follower))?;
    let object = Part::<Nothing>::Id(target.clone());
    let activity = Activity::new(Iri::parse(&address)?, ActivityKind::Follow, actor, object)
        .addressed(Addressees::only([target]), Addressees::default());
    Ok(private(bytes(&activity)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_document_addresses_is_read_from_to_and_cc() {
        let body =
            r#"{"to":["https://a.example/1"],"cc":["https://b.example/2"],"object":{"to":["x"]}}"#;
        assert_eq!(
            addressed(body),
            ["https://a.example/1", "https://b.example/2"]
        );
        assert!(addressed("not json").is_empty());
    }
}
