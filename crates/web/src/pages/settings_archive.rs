//! The archive of everything that somebody posted: asked for, and fetched. How far it is stands on the page of
//! [`settings_data`](super::settings_data).

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header;
use futures_util::TryStreamExt as _;
use staffroom_domain::{ArchiveId, Day, Timestamp};
use staffroom_service::media::{MediaError, StoreError, Wanted};
use staffroom_service::rate_limits::Called;
use staffroom_service::transfer::archive::{
    self, Archive, ArchiveError, ArchiveState, Failure, INTERVAL, KEPT,
};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::moment::Moment;
use crate::page::{Page, PageResult, redirect};
use crate::pages::library_data::size;
use crate::words::{Message, key};

const HERE: &str = "/settings/data#archive";

/// What is said of it on the page.
pub(crate) struct ShownArchive {
    /// How many days it is kept.
    pub(crate) kept: u64,
    /// After how many days one may ask again.
    pub(crate) interval: u64,
    /// What there is.
    pub(crate) last: Option<ShownLast>,
    /// When another may be asked for; none: now.
    pub(crate) again_at: Option<Moment>,
}

/// The last one that was asked for.
pub(crate) struct ShownLast {
    pub(crate) asked: Moment,
    pub(crate) state: ShownState,
    /// The one before, as long as it is there.
    pub(crate) earlier: Option<ShownEarlier>,
}

pub(crate) struct ShownEarlier {
    pub(crate) href: String,
    pub(crate) size: Message,
    pub(crate) made: Moment,
}

pub(crate) enum ShownState {
    Waiting,
    Making(ShownProgress),
    Ready(ShownFile),
    Failed(Message),
}

pub(crate) struct ShownProgress {
    pub(crate) done: i64,
    pub(crate) total: i64,
}

pub(crate) struct ShownFile {
    pub(crate) href: String,
    pub(crate) size: Message,
    pub(crate) made: Moment,
    pub(crate) until: Moment,
    pub(crate) skipped: i64,
}

impl ShownArchive {
    /// What somebody sees of theirs.
    pub(crate) async fn of(page: &Page, visitor: &SignedIn) -> Result<Self, PageError> {
        let last = archive::latest(page.ctx(), visitor.user.account.id).await?;
        let days = |time: std::time::Duration| time.as_secs() / (24 * 60 * 60);
        Ok(Self {
            kept: days(KEPT),
            interval: days(INTERVAL),
            again_at: last.as_ref().and_then(|it| it.again_at).map(Moment::from),
            last: last.as_ref().map(ShownLast::new),
        })
    }
}

impl ShownLast {
    fn new(archive: &Archive) -> Self {
        let state = match archive.state {
            ArchiveState::Waiting => ShownState::Waiting,
            ArchiveState::Making { done, total } => {
                ShownState::Making(ShownProgress { done, total })
            }
            ArchiveState::Ready {
                made_at,
                until,
                size: bytes,
                skipped,
            } => ShownState::Ready(ShownFile {
                href: href(archive.id),
                size: size(bytes),
                made: made_at.into(),
                until: until.into(),
                skipped,
            }),
            ArchiveState::Failed(Failure::Room) => ShownState::Failed(key("archive-failed-room")),
            ArchiveState::Failed(Failure::Other) => ShownState::Failed(key("archive-failed")),
        };
        Self {
            asked: archive.asked_at.into(),
            state,
            earlier: archive.earlier.as_ref().map(|earlier| ShownEarlier {
                href: href(earlier.id),
                size: size(earlier.size),
                made: earlier.made_at.into(),
            }),
        }
    }
}

fn href(id: ArchiveId) -> String {
    format!("/settings/data/archives/{id}.zip")
}

/// `POST /settings/data/archive`
pub(crate) async fn ask(page: Page, visitor: SignedIn, _form: PostForm) -> PageResult {
    let by = visitor.user.account.id;
    page.count(by, Called::Upload)?;
    let language = page.visitor().language.code();
    let flash = match archive::ask(page.ctx(), by, language).await {
        Ok(_) => Flash::ArchiveAsked,
        // The page that it was asked from is old: the new one says since when, and until when.
        Err(ArchiveError::TooSoon(_)) => Flash::NotPossible,
        Err(ArchiveError::Gone) => return Err(PageError::not_found()),
        Err(ArchiveError::Db(error)) => return Err(error.into()),
    };
    Ok(redirect(&page, HERE, Some(flash)))
}

/// `GET /settings/data/archives/{id}.zip`: for its owner alone. Whoever broke off goes on where they were.
pub(crate) async fn file(page: Page, visitor: SignedIn) -> PageResult {
    let id: ArchiveId = page.segment("id")?;
    let account = &visitor.user.account;
    page.count(account.id, Called::Anything)?;
    let tag = format!("\"{id}\"");
    let is_same = page
        .header(&header::IF_RANGE)
        .is_none_or(|known| known == tag);
    let wanted = page.header(&header::RANGE).filter(|_| is_same);
    let wanted = wanted.and_then(Wanted::of_header);
    let opened = archive::open(page.ctx(), account.id, id, wanted.unwrap_or(Wanted::All)).await;
    let (made_at, found) = match opened {
        Ok(opened) => opened,
        Err(MediaError::Store(StoreError::OutOfRange(size))) => {
            return Ok(HttpResponse::RangeNotSatisfiable()
                .insert_header((header::CONTENT_RANGE, format!("bytes */{size}")))
                .finish());
        }
        // It was lost with a disk, or is in no backup: whoever wants it asks for another.
        Err(MediaError::Store(StoreError::NotFound)) => {
            return Ok(redirect(&page, HERE, Some(Flash::ArchiveLost)));
        }
        Err(error) => return Err(error.into()),
    };
    let length = found.length();
    let mut answer = match found.content_range() {
        None => HttpResponse::Ok(),
        Some(range) => {
            let mut answer = HttpResponse::PartialContent();
            answer.insert_header((header::CONTENT_RANGE, range));
            answer
        }
    };
    let bytes = found.bytes.map_err(|error| {
        tracing::warn!(%error, "an archive broke off");
        std::io::Error::other(error.to_string())
    });
    Ok(answer
        .insert_header((header::CONTENT_TYPE, "application/zip"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            disposition(&account.username, made_at),
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::ETAG, tag))
        .body(SizedStream::new(length, bytes)))
}

/// Names are letters, digits and `_` only.
fn disposition(name: &str, made_at: Timestamp) -> String {
    let day = Day::in_utc(made_at).map(String::from).unwrap_or_default();
    format!("attachment; filename=\"archive-{name}-{day}.zip\"")
}
