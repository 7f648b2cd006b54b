//! What is shown of a page that a post links to.

use std::time::Duration;

use aws_lc_rs::digest;
use data_encoding::HEXLOWER;
use futures_util::future::BoxFuture;
use serde_json::Value;
pub use staffroom_db::preview_cards::PreviewCardRow;
use staffroom_db::{DbError, preview_cards};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{CardId, StatusId, Timestamp};
use staffroom_text::{PageFacts, first_link, page_facts, page_text};
use url::Url;

use crate::context::Ctx;
use crate::ports::{FetchError, FetchedFile, JobError, JobHandler};
use crate::tx::Tx;

/// What a page says is believed for so long.
const KEPT: Duration = Duration::from_hours(24 * 14);
/// A page that has nothing to show is not asked again before.
const NOTHING_FOR: Duration = Duration::from_hours(24);
/// A page that did not answer is not asked again before.
const SILENT_FOR: Duration = Duration::from_hours(1);
/// A post reaches many servers at once; each asks at its own moment within this time.
const SPREAD: Duration = Duration::from_mins(1);

/// Shows below a new status the page that it links to first. The page is fetched by a job where it is not
/// known, once for all who link to it.
pub(crate) fn link_in(
    tx: &mut Tx<'_>,
    status: StatusId,
    content: &str,
    is_local: bool,
) -> Result<(), DbError> {
    match page_of(tx, content) {
        Some(link) => show_in(tx, status, link, is_local),
        None => Ok(()),
    }
}

/// As [`link_in`], for a status whose text has changed.
pub(crate) fn relink_in(
    tx: &mut Tx<'_>,
    status: StatusId,
    content: &str,
    is_local: bool,
) -> Result<(), DbError> {
    match page_of(tx, content) {
        Some(link) => show_in(tx, status, link, is_local),
        None => preview_cards::unlink(tx.conn, status),
    }
}

/// The page that is shown below a text, where any is: none of this instance.
fn page_of(tx: &Tx<'_>, content: &str) -> Option<String> {
    let origin = format!("{}/", tx.addresses.origin());
    let link = tx.previews.then(|| first_link(content)).flatten();
    link.filter(|link| !link.starts_with(&origin))
}

fn show_in(tx: &mut Tx<'_>, status: StatusId, link: String, is_local: bool) -> Result<(), DbError> {
    let digest = digest_of(&link);
    let now = tx.now;
    let mut known = preview_cards::find_by_digest(tx.conn, &digest)?;
    if known.is_none() {
        preview_cards::insert(tx.conn, blank(tx.new_id(), link, digest.clone(), now))?;
        known = preview_cards::find_by_digest(tx.conn, &digest)?;
    }
    let Some(card) = known else { return Ok(()) };
    preview_cards::link(tx.conn, status, card.id)?;
    if card.expires_at > now {
        return Ok(());
    }
    let at = if is_local { now } else { tx.within(SPREAD) };
    let payload = JobPayload::FetchCard { card: card.id };
    let job = NewJob::now(payload, now)
        .not_before(at)
        .with_dedup_key(format!("card-{}", card.id));
    tx.queue(&job)?;
    Ok(())
}

/// What an address is found by.
pub(crate) fn digest_of(url: &str) -> String {
    let digest = digest::digest(&digest::SHA256, url.as_bytes());
    HEXLOWER.encode(digest.as_ref().get(..20).unwrap_or_default())
}

/// A page of which nothing is known, to be fetched at once.
fn blank(id: CardId, url: String, url_digest: String, now: Timestamp) -> PreviewCardRow {
    PreviewCardRow {
        id,
        url,
        url_digest,
        state: PreviewCardRow::WAITING.to_owned(),
        title: String::new(),
        description: String::new(),
        kind: "link".to_owned(),
        author_name: String::new(),
        author_url: String::new(),
        provider_name: String::new(),
        provider_url: String::new(),
        image_url: None,
        image_description: String::new(),
        width: 0,
        height: 0,
        language: None,
        published_at: None,
        created_at: now,
        expires_at: now,
    }
}

/// Fetches pages that posts link to.
pub struct FetchCardHandler {
    /// The context.
    pub ctx: Ctx,
    /// Reads when a page says that it was published.
    pub parse_time: fn(&str) -> Option<Timestamp>,
}

impl JobHandler for FetchCardHandler {
    fn kind(&self) -> JobKind {
        JobKind::FetchCard
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::FetchCard { card } = job.payload else {
                return Err(JobError::Hopeless("no page".into()));
            };
            self.fetch(card).await
        })
    }
}

impl FetchCardHandler {
    /// Fetches a page and keeps what it says. One that cannot be fetched is left alone for a while, and asked
    /// again when somebody else links to it.
    async fn fetch(&self, id: CardId) -> Result<(), JobError> {
        let ctx = &self.ctx;
        let row = ctx
            .db
            .read(move |conn| preview_cards::find(conn, id))
            .await
            .map_err(JobError::retry)?;
        let Some(row) = row.filter(|row| row.expires_at <= ctx.now()) else {
            return Ok(());
        };
        let row = match self.described(&row).await {
            Ok(row) => row,
            // The page was not asked: it says nothing of the page.
            Err(error @ (FetchError::Busy | FetchError::Db(_))) => {
                return Err(JobError::retry(error));
            }
            Err(error) => {
                tracing::debug!(%error, url = %row.url, "a page has no preview");
                let wait = match error {
                    FetchError::Temporary(_) => SILENT_FOR,
                    _ => NOTHING_FOR,
                };
                // What it said before is better than nothing.
                let state = match row.state.as_str() {
                    PreviewCardRow::READY => PreviewCardRow::READY,
                    _ => PreviewCardRow::NONE,
                };
                PreviewCardRow {
                    state: state.to_owned(),
                    expires_at: ctx.now().plus(wait),
                    ..row
                }
            }
        };
        ctx.db
            .write(move |conn| preview_cards::update(conn, row))
            .await
            .map_err(JobError::retry)
    }

    async fn described(&self, row: &PreviewCardRow) -> Result<PreviewCardRow, FetchError> {
        let nothing = |reason: &str| FetchError::Hopeless(reason.to_owned());
        let fetcher = self.ctx.media().fetcher();
        let fetcher = fetcher.ok_or_else(|| nothing("nothing is fetched here"))?;
        let page = fetcher.page(&row.url).await?;
        if !is_html(&page) {
            return Err(nothing("it is no page"));
        }
        let base = Url::parse(&page.address).map_err(|_| nothing("it has no address"))?;
        let text = page_text(&page.body, page.content_type.as_deref());
        let facts = page_facts(&text, &base);
        let oembed = match &facts.oembed {
            // Nice to have, and no reason to have nothing.
            Some(address) => fetcher.page(address).await.ok(),
            None => None,
        };
        let oembed = oembed.and_then(|found| serde_json::from_slice(&found.body).ok());
        let row = self.filled(row.clone(), facts, &base, oembed.as_ref());
        if row.title.is_empty() {
            return Err(nothing("it has no title"));
        }
        Ok(row)
    }

    /// Of oEmbed, nothing is taken but names and a picture: never its HTML.
    fn filled(
        &self,
        row: PreviewCardRow,
        facts: PageFacts,
        base: &Url,
        oembed: Option<&Value>,
    ) -> PreviewCardRow {
        let said = |name: &str| {
            let text = oembed
                .and_then(|all| all.get(name)?.as_str())
                .unwrap_or_default();
            let text: String = text.chars().filter(|c| !c.is_control()).take(300).collect();
            text.trim().to_owned()
        };
        let web = |text: String| {
            let url = Url::parse(&text).ok();
            url.filter(|url| matches!(url.scheme(), "https" | "http"))
                .map(|url| url.to_string())
                .filter(|url| url.len() <= 2_048)
        };
        let or = |text: String, otherwise: String| if text.is_empty() { otherwise } else { text };
        let is_photo = said("type") == "photo";
        let photo = is_photo.then(|| web(said("url"))).flatten();
        let side = |side: u32| i32::try_from(side).unwrap_or(0);
        let (width, height) = facts.image_size.unwrap_or((0, 0));
        let now = self.ctx.now();
        PreviewCardRow {
            state: PreviewCardRow::READY.to_owned(),
            title: or(facts.title, said("title")),
            description: facts.description,
            kind: if photo.is_some() { "photo" } else { "link" }.to_owned(),
            author_name: or(facts.author, said("author_name")),
            author_url: facts
                .author_address
                .or_else(|| web(said("author_url")))
                .unwrap_or_default(),
            provider_name: or(
                or(facts.site, said("provider_name")),
                base.host_str().unwrap_or_default().to_owned(),
            ),
            provider_url: web(said("provider_url")).unwrap_or_default(),
            image_url: photo.or(facts.image).or_else(|| web(said("thumbnail_url"))),
            image_description: facts.image_description,
            width: side(width),
            height: side(height),
            language: facts.language,
            published_at: facts
                .published
                .and_then(|text| (self.parse_time)(&text))
                .map(|at| at.min(now).as_micros()),
            expires_at: now.plus(KEPT),
            ..row
        }
    }
}

fn is_html(page: &FetchedFile) -> bool {
    let essence = page.content_type.as_deref().unwrap_or_default();
    let essence = essence.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(essence.as_str(), "text/html" | "application/xhtml+xml")
}
