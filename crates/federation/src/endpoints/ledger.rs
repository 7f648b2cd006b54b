//! The ledger of a practice of ours: what it comes to, its entries in pages, and what was rejected. On a hub also that of a
//! practice of the library, as the hub counts it.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use staffroom_domain::ledger::{LedgerSummary, Reason};
use staffroom_domain::{AccountId, RecordText, Timestamp};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{
    Collection, CollectionPage, Ledger, LedgerPage, Rejected, Summary,
};
use staffroom_service::ledger::{self, LedgerView};
use staffroom_service::records::RecordError;
use staffroom_service::statuses::{Page, StatusView, Viewer};
use staffroom_service::{hub, voice};

use super::answer::{Refusal, bytes, private, public};
use super::object_lists::known_to;
use super::objects::is_object_of_ours;
use super::paging::{Paging, Part, cut, limit};
use super::serving::Serving;

/// The list below an object.
const LEDGER: &str = "ledger";
/// The list of what was rejected, below an object.
const REJECTED: &str = "ledger/rejected";

impl From<RecordError> for Refusal {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Db(error) => Self::Busy(error),
            RecordError::NotFound | RecordError::NotAllowed | RecordError::Invalid(_) => {
                Self::NotFound
            }
        }
    }
}

/// A practice of ours, and who asks for its ledger.
struct Asked {
    view: StatusView,
    viewer: Viewer,
    ledger: LedgerView,
    /// Whose ledger it is: the author's, or that of the hub.
    owner: Option<AccountId>,
}

impl Asked {
    async fn find(serving: &Serving, request: &HttpRequest, id: &str) -> Result<Self, Refusal> {
        let (view, viewer) = known_to(serving, request, id).await?;
        let owner = if is_object_of_ours(&view.status) {
            Some(view.author.id)
        } else if hub::is_listed(serving.ctx(), view.status.id).await? {
            let voice = serving.ctx().db.read(voice::of_instance).await?;
            voice.map(|voice| voice.id)
        } else {
            return Err(Refusal::NotFound);
        };
        // What is no practice has no ledger.
        let ledger = ledger::read(serving.ctx(), viewer, view.status.id).await?;
        Ok(Self {
            view,
            viewer,
            ledger,
            owner,
        })
    }

    fn list(&self, serving: &Serving, what: &str) -> String {
        let addresses = serving.fed().addresses();
        addresses.of_object(self.view.status.id, what)
    }

    /// Says whose list it is.
    fn owned<I>(&self, serving: &Serving, list: Collection<I>) -> Result<Collection<I>, Refusal> {
        let Some(owner) = self.owner else {
            return Ok(list);
        };
        let owner = Iri::parse(&serving.fed().addresses().actor(owner))?;
        Ok(list.owned_by(owner))
    }

    const fn is_open(&self) -> bool {
        self.view.status.visibility().is_open()
    }

    fn reply(&self, document: Bytes) -> HttpResponse {
        if self.is_open() {
            public(document)
        } else {
            private(document)
        }
    }
}

/// `GET /ap/objects/{id}/ledger`: what it comes to; or a page of the ids of what is counted, the newest first.
pub(super) async fn show(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::find(&serving, &request, &id).await?;
    let list = asked.list(&serving, LEDGER);
    let part = paging.part();
    if part == Part::Head {
        return head(&serving, &request, &asked, &list);
    }
    let practice = asked.view.status.id;
    let mut entries = ledger::entries(serving.ctx(), asked.viewer, practice, page(part)).await?;
    let lowest = entries.last().map(|entry| entry.status.get());
    let next = cut(&mut entries, |entry| entry.status.get());
    // Of what only some may see, a page may be short and not the last.
    let next = next.or(lowest.filter(|_| !asked.is_open()));
    let said_at: Vec<(Iri, Timestamp)> = entries
        .iter()
        .filter_map(|entry| Some((Iri::parse(&entry.uri).ok()?, entry.said_at)))
        .collect();
    let ids = said_at.iter().map(|(id, _)| id.clone()).collect();
    let mut page = CollectionPage::ordered(part.id(&list)?, Iri::parse(&list)?, ids);
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(&list)?);
    }
    Ok(asked.reply(bytes(&LedgerPage { page, said_at })?))
}

fn head(
    serving: &Serving,
    request: &HttpRequest,
    asked: &Asked,
    list: &str,
) -> Result<HttpResponse, Refusal> {
    let total = u64::try_from(asked.ledger.entries).unwrap_or_default();
    let ledger = |summary: LedgerSummary| -> Result<Ledger, Refusal> {
        let first = Part::First.id(list)?;
        let collection = Collection::paged(Iri::parse(list)?, Some(total), Some(first));
        let summary =
            RecordText::of(&summary).map_err(|error| Refusal::Broken(error.to_string()))?;
        Ok(Ledger {
            collection: asked.owned(serving, collection)?,
            rejected: Iri::parse(&asked.list(serving, REJECTED))?,
            summary: Summary(summary),
        })
    };
    let summary = asked.ledger.summary.clone();
    // The hour passes without anything having changed.
    let timeless = LedgerSummary {
        as_of: Timestamp::from_secs(0),
        ..summary.clone()
    };
    let tag = tag_of(&bytes(&ledger(timeless)?)?);
    let mut response = if is_known(request, &tag) {
        let mut response = asked.reply(Bytes::new());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.set_body(actix_web::body::BoxBody::new(()))
    } else {
        asked.reply(bytes(&ledger(summary)?)?)
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

pub(super) fn tag_of(document: &[u8]) -> String {
    let hash = digest(&SHA256, document);
    let half = hash.as_ref().get(..16).unwrap_or_default();
    format!("W/\"{}\"", HEXLOWER.encode(half))
}

/// Whether whoever asks has that version.
pub(super) fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || bare(known) == bare(tag))
}

/// `GET /ap/objects/{id}/ledger/rejected`: how many were not taken in; or a page of them, each with the reason.
pub(super) async fn rejected(
    serving: web::Data<Serving>,
    request: HttpRequest,
    id: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::find(&serving, &request, &id).await?;
    let list = asked.list(&serving, REJECTED);
    let part = paging.part();
    if part == Part::Head {
        let total = asked.ledger.summary.rejected.values().sum();
        let first = Part::First.id(&list)?;
        let head = Collection::<Iri>::paged(Iri::parse(&list)?, Some(total), Some(first));
        return Ok(asked.reply(bytes(&asked.owned(&serving, head)?)?));
    }
    let practice = asked.view.status.id;
    let rejected = ledger::rejected(serving.ctx(), asked.viewer, practice, page(part)).await?;
    // Those that only some may see are not named, so that a page may be short and not the last.
    let next = rejected.oldest;
    let items = rejected
        .items
        .iter()
        .filter_map(|entry| {
            Some(Rejected {
                object: Iri::parse(&entry.uri).ok()?,
                rejection_reason: Reason::from_code(&entry.reason),
            })
        })
        .collect();
    let mut page = CollectionPage::ordered(part.id(&list)?, Iri::parse(&list)?, items);
    if let Some(next) = next {
        page = page.with_next(Part::After(next).id(&list)?);
    }
    Ok(asked.reply(bytes(&page)?))
}

fn page(part: Part) -> Page {
    Page {
        max_id: part.after(),
        limit: limit(),
        ..Page::default()
    }
}
