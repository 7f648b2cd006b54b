//! Who belongs to an organisation here.

use actix_web::{HttpRequest, HttpResponse, web};
use staffroom_domain::AccountId;
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{Collection, CollectionPage};
use staffroom_service::organisations;

use super::actors::find_organisation;
use super::admission::{admit_to_document, verified};
use super::answer::{Refusal, bytes, private, public};
use super::paging::{Paging, Part, cut, limit};
use super::serving::Serving;

/// `GET /ap/actors/{id}/members`: how many say in public that they belong to an organisation of ours; who, only to servers
/// that say who they are (ADR 0015). Of others there is no such list.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let organisation = find_organisation(&serving, &id).await?;
    let (ctx, addresses) = (serving.ctx(), serving.fed().addresses());
    let list = addresses.of_actor(organisation.id, "members");
    let part = paging.part();
    if part == Part::Head {
        let total = organisations::count_members(ctx, organisation.id).await?;
        let (total, first) = (u64::try_from(total).ok(), Part::First.id(&list)?);
        let owner = Iri::parse(&addresses.actor(organisation.id))?;
        let head = Collection::<Iri>::paged(Iri::parse(&list)?, total, Some(first));
        return Ok(public(bytes(&head.owned_by(owner))?));
    }
    verified(&serving, &request).await?;
    let after = part.after().unwrap_or(AccountId::from(0));
    let mut people = organisations::members(ctx, organisation.id, after, limit()).await?;
    let next = cut(&mut people, |id| id.get());
    let ids = people
        .iter()
        .filter_map(|id| Iri::parse(&addresses.actor(*id)).ok())
        .collect();
    let mut page = CollectionPage::ordered(part.id(&list)?, Iri::parse(&list)?, ids);
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(&list)?);
    }
    Ok(private(bytes(&page)?))
}
