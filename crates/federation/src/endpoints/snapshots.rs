//! What this hub counted on a day: the list of those days, the documents, and which entries of one still stand. They are
//! there for everybody, also when the practice is not any more.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use staffroom_domain::{Day, StatusId, Timestamp};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{Collection, CollectionPage};
use staffroom_service::hub;

use super::admission::admit_to_document;
use super::answer::{Refusal, bytes, public};
use super::ledger::{is_known, tag_of};
use super::object_lists::parse;
use super::paging::{Paging, Part, cut, limit};
use super::serving::Serving;

/// Below an object.
const SNAPSHOTS: &str = "ledger/snapshots";
/// How long a snapshot may be kept by whoever asked: it never changes.
const CACHE: &str = "public, max-age=31536000, immutable";

/// `GET /ap/objects/{id}/ledger/snapshots`: of which days there are any, the newest first.
pub(super) async fn list(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    admit_to_document(&serving, &request).await?;
    let practice = parse(&serving, &id)?;
    let list = serving.fed().addresses().of_object(practice, SNAPSHOTS);
    let part = paging.part();
    let before = part.after().map(Timestamp::from_micros);
    let mut days = hub::snapshot_days(serving.ctx(), practice, before, limit()).await?;
    if part == Part::Head {
        if days.is_empty() {
            return Err(Refusal::NotFound);
        }
        let first = Part::First.id(&list)?;
        let head = Collection::<Iri>::paged(Iri::parse(&list)?, None, Some(first));
        return Ok(public(bytes(&head)?));
    }
    let next = cut(&mut days, |day| day.as_micros());
    let ids = days.iter().filter_map(|day| {
        let day = String::from(Day::in_utc(*day)?);
        Iri::parse(&format!("{list}/{day}")).ok()
    });
    let mut page = CollectionPage::ordered(part.id(&list)?, Iri::parse(&list)?, ids.collect());
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(&list)?);
    }
    Ok(public(bytes(&page)?))
}

/// `GET /ap/objects/{id}/ledger/snapshots/{day}`: the document, as it was signed.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    of: web::Path<(String, String)>,
) -> Result<HttpResponse, Refusal> {
    let (_, _, document) = find(&serving, &request, &of).await?;
    let tag = tag_of(document.as_bytes());
    let tag = tag.trim_start_matches("W/");
    let mut response = if is_known(&request, tag) {
        let mut response = public(Bytes::new());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        public(Bytes::from(document))
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    Ok(response)
}

/// `GET /ap/objects/{id}/ledger/snapshots/{day}/entries`: the ids of what was counted and still stands, the newest first.
pub(super) async fn entries(
    serving: web::Data<Serving>,
    request: HttpRequest,
    of: web::Path<(String, String)>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    let (practice, day, document) = find(&serving, &request, &of).await?;
    let addresses = serving.fed().addresses();
    let list = addresses.of_object(
        practice,
        &format!("{SNAPSHOTS}/{}/entries", String::from(day)),
    );
    let part = paging.part();
    if part == Part::Head {
        let first = Part::First.id(&list)?;
        let head = Collection::<Iri>::paged(Iri::parse(&list)?, None, Some(first));
        return Ok(public(bytes(&head)?));
    }
    let standing = hub::standing(serving.ctx(), practice, &document, part.after()).await?;
    let ids = standing.ids.iter().filter_map(|id| Iri::parse(id).ok());
    let mut page = CollectionPage::ordered(part.id(&list)?, Iri::parse(&list)?, ids.collect());
    // A page may be short and not the last.
    if let Some(next) = standing.next {
        page = page.with_next(Part::After(next.get()).id(&list)?);
    }
    Ok(public(bytes(&page)?))
}

async fn find(
    serving: &Serving,
    request: &HttpRequest,
    of: &(String, String),
) -> Result<(StatusId, Day, String), Refusal> {
    admit_to_document(serving, request).await?;
    let practice = parse(serving, &of.0)?;
    let day = Day::parse(&of.1).map_err(|_| Refusal::NotFound)?;
    let found = hub::snapshot(serving.ctx(), practice, day).await?;
    Ok((practice, day, found.ok_or(Refusal::NotFound)?))
}
