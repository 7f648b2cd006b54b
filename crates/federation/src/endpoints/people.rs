//! Who follows whom.

use actix_web::{HttpRequest, HttpResponse, web};
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::{Conn, accounts as rows, remote_actors};
use staffroom_domain::{AccountId, Addresses, FollowId};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{Collection, CollectionPage};
use staffroom_service::DbError;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::groups;

use super::actors::find_active;
use super::admission::{admit_to_document, verified};
use super::answer::{Refusal, bytes, private, public};
use super::paging::{Paging, Part, cut, limit};
use super::serving::Serving;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Followers,
    Following,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Self::Followers => "followers",
            Self::Following => "following",
        }
    }

    const fn total(self, row: &AccountRow) -> i64 {
        match self {
            Self::Followers => row.followers_count,
            Self::Following => row.following_count,
        }
    }
}

/// `GET /ap/actors/{id}/followers`
pub(super) async fn followers(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    list(&serving, &request, &id, paging.part(), Side::Followers).await
}

/// `GET /ap/actors/{id}/following`
pub(super) async fn following(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    list(&serving, &request, &id, paging.part(), Side::Following).await
}

/// `GET /ap/actors/{id}/moderators`: who moderates a group (FEP-1b12). Of others there is no such list.
pub(super) async fn moderators(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let group = find_active(&serving, &id).await?;
    if !groups::is_ours(&group) {
        return Err(Refusal::NotFound);
    }
    let addresses = serving.fed().addresses();
    let list = Iri::parse(&addresses.of_actor(group.id, "moderators"))?;
    let owner = Iri::parse(&addresses.actor(group.id))?;
    let people = groups::moderators(serving.ctx(), group.id).await?;
    let people = people
        .iter()
        .filter(|row| row.is_active())
        .filter_map(|row| Iri::parse(&accounts::uri(addresses, row)).ok())
        .collect();
    let list = Collection::ordered(list, people).owned_by(owner);
    Ok(public(bytes(&list)?))
}

/// How many there are; and who, unless the actor keeps that to itself.
async fn list(
    serving: &Serving,
    request: &HttpRequest,
    id: &str,
    part: Part,
    side: Side,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(serving, request).await?;
    let row = find_active(serving, id).await?;
    let address = serving.fed().addresses().of_actor(row.id, side.name());
    let list = Iri::parse(&address)?;
    if part == Part::Head {
        let first = (!row.hides_network).then(|| Part::First.id(&address));
        let total = u64::try_from(side.total(&row)).ok();
        let head = Collection::<Iri>::paged(list, total, first.transpose()?);
        return Ok(public(bytes(&head)?));
    }
    if row.hides_network {
        return Err(Refusal::NotFound);
    }
    let addresses = serving.fed().addresses().clone();
    let (people, next) = serving
        .ctx()
        .db
        .read::<_, DbError, _>(move |conn| page(conn, &addresses, row.id, part, side))
        .await?;
    let mut page = CollectionPage::ordered(part.id(&address)?, list, people);
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(&address)?);
    }
    Ok(public(bytes(&page)?))
}

fn page(
    conn: &mut Conn,
    addresses: &Addresses,
    of: AccountId,
    part: Part,
    side: Side,
) -> Result<(Vec<Iri>, Option<i64>), DbError> {
    let before: Option<FollowId> = part.after();
    let mut found = match side {
        Side::Followers => follows::followers(conn, of, FollowRow::ACCEPTED, before, limit())?,
        Side::Following => follows::following(conn, of, FollowRow::ACCEPTED, before, limit())?,
    };
    let next = cut(&mut found, |row| row.id.get());
    let order: Vec<AccountId> = found
        .iter()
        .map(|row| match side {
            Side::Followers => row.account_id,
            Side::Following => row.target_id,
        })
        .collect();
    let people = rows::find_many(conn, &order)?;
    let ids = order
        .iter()
        .filter_map(|id| people.iter().find(|row| row.id == *id))
        .filter(|row| row.is_active())
        .filter_map(|row| Iri::parse(&accounts::uri(addresses, row)).ok())
        .collect();
    Ok((ids, next))
}

/// `GET /ap/actors/{id}/followers_synchronization`: the followers on the host of whoever asks, to hold
/// their list against (FEP-8fcf). For nobody else, and also where the whole list is hidden: they know
/// who of theirs follows whom.
pub(super) async fn on_host_of_fetcher(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let fetcher = verified(&serving, &request).await?;
    let account = find_active(&serving, &id).await?.id;
    let addresses = serving.fed().addresses();
    let list = Iri::parse(&addresses.of_actor(account, "followers_synchronization"))?;
    let followers = serving
        .ctx()
        .db
        .read::<_, DbError, _>(move |conn| {
            remote_actors::followers_on_host(conn, account, &fetcher.host)
        })
        .await?;
    let followers = followers
        .iter()
        .filter_map(|uri| Iri::parse(uri).ok())
        .collect();
    Ok(private(bytes(&Collection::ordered(list, followers))?))
}
