//! A practice: what it is, how its author knows, and what came of it wherever it was tried.

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{RecordKind, StatusId};
use staffroom_service::filters::Context;
use staffroom_service::hub::{self, HubLedgers};
use staffroom_service::ledger::{self, LedgerView};
use staffroom_service::practices::{self, PracticeView, Relatives};
use staffroom_service::records::{RecordError, uri_of};
use staffroom_service::statuses::{self, StatusView};
use staffroom_service::timelines::Part;
use staffroom_service::{accounts, links};
use staffroom_text::sanitize_shown;

use crate::error::PageError;
use crate::layout::Layout;
use crate::machines::{self, json_ld};
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, html_with};
use crate::post::posts_of;
use crate::practice::{
    Both, BothLedgers, Choice, Citation, Cited, Family, FoundLikeMine, Named, RejectedReport,
    ResultGroup, Sheet, ShownLedger, choices, groups, like_mine,
};
use crate::return_to::percent_encode;
use crate::shown::{self, File, Person, Shown, viewer};
use crate::words::{Language, Message, Words};

/// How many reports a page has.
const REPORTS: i64 = 30;
/// How many outcomes beside the ledgers of a hub.
const OUTCOMES: i64 = 20;
/// How many rejected ones.
const REJECTED: i64 = 20;
/// How many answers that are no reports.
const ANSWERS: usize = 10;
#[derive(Template)]
#[template(path = "practice.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a page says or leaves out is one thing each"
)]
struct PracticePage {
    layout: Layout,
    t: Words,
    id: StatusId,
    title: String,
    /// The line above it.
    line: String,
    /// The language of its texts, where it is not that of the page.
    lang: Option<String>,
    document: String,
    canonical: String,
    oembed: String,
    json_ld: String,
    indexed: bool,
    withdrawn: bool,
    is_own: bool,
    elsewhere: Option<Elsewhere>,
    author: Person,
    organisation: Option<Named>,
    version: i32,
    written: Moment,
    edited: Option<Moment>,
    audience: Option<Message>,
    language: Option<String>,
    region: Option<String>,
    sheet: Sheet,
    ledger: ShownLedger,
    /// On a hub: that of the author's server beside the hub's.
    both: Option<BothLedgers>,
    /// On a hub: that it does not count there.
    is_unlisted: bool,
    /// Safe HTML.
    text: String,
    files: Vec<File>,
    groups: Vec<ResultGroup>,
    is_later: bool,
    older: Option<String>,
    rejected: Vec<RejectedReport>,
    family: Option<Family>,
    like_mine: Option<FoundLikeMine>,
    choices: Vec<Choice>,
    region_asked: String,
    answers: Vec<Shown>,
    citation: Citation,
}

#[derive(Template)]
#[template(path = "practice_gone.html")]
struct GonePage {
    layout: Layout,
    t: Words,
    deleted: Moment,
    groups: Vec<ResultGroup>,
}

/// Where a practice of another server is.
struct Elsewhere {
    href: String,
    host: String,
}

/// Everything that was read for the page.
struct Read {
    it: PracticeView,
    ledger: LedgerView,
    both: Option<HubLedgers>,
    entered: Part,
    rejected: Vec<ledger::Rejected>,
    relatives: Relatives,
    answers: Vec<StatusView>,
    organisation: Option<Named>,
    like_mine: Option<FoundLikeMine>,
}

/// `GET /practices/{id}`
pub(crate) async fn show(page: Page) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let it = match practices::get(page.ctx(), viewer(&page), id).await {
        Err(RecordError::NotFound) => return gone(&page, id).await,
        found => found?,
    };
    let is_withdrawn = it.practice.is_withdrawn();
    let template = template(&page, Box::pin(read(&page, id, it)).await?);
    if is_withdrawn {
        html_with(StatusCode::GONE, &template)
    } else {
        html(&template)
    }
}

async fn read(page: &Page, id: StatusId, it: PracticeView) -> Result<Read, PageError> {
    let (ctx, who) = (page.ctx(), viewer(page));
    let before = page.query().get("before").parse().ok();
    let part = |limit| statuses::Page {
        limit,
        ..statuses::Page::default()
    };
    let entered = statuses::Page {
        max_id: before,
        ..part(REPORTS)
    };
    // What lives here has one ledger.
    let both = if it.view.status.local {
        None
    } else {
        both(page, id).await?
    };
    Ok(Read {
        ledger: match &both {
            Some(both) => both.view.clone(),
            None => ledger::read(ctx, who, id).await?,
        },
        both,
        entered: ledger::entered(ctx, who, id, Some(RecordKind::Outcome), entered).await?,
        rejected: ledger::rejected(ctx, who, id, part(REJECTED)).await?.items,
        relatives: practices::relatives(ctx, who, id).await?,
        organisation: organisation(page, &it.record).await?,
        like_mine: like_mine(page, id).await?,
        answers: statuses::answers(ctx, who, id, ANSWERS).await?,
        it,
    })
}

/// Both ledgers of it, where this is a hub and the practice is in its library.
async fn both(page: &Page, id: StatusId) -> Result<Option<HubLedgers>, PageError> {
    let part = statuses::Page {
        limit: OUTCOMES,
        max_id: page.query().get("outcomes").parse().ok(),
        ..statuses::Page::default()
    };
    match hub::ledgers(page.ctx(), viewer(page), id, part).await {
        Ok(both) => Ok(Some(both)),
        Err(RecordError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The organisation that it is done in: by its name, where that is known here.
async fn organisation(page: &Page, record: &PracticeRecord) -> Result<Option<Named>, PageError> {
    let Some(uri) = &record.organisation else {
        return Ok(None);
    };
    let row = accounts::at(page.ctx(), uri.clone()).await?;
    let row = row.filter(accounts::AccountRow::is_active);
    Ok(Some(match row {
        Some(row) => {
            let person = Person::for_reader(page, &row);
            Named {
                href: Some(person.href),
                ..Named::plain(person.name)
            }
        }
        None => Named {
            href: links::web(uri).map(str::to_owned),
            ..Named::plain(uri)
        },
    }))
}

fn template(page: &Page, read: Read) -> PracticePage {
    let (ctx, words) = (page.ctx(), page.words());
    let addresses = &ctx.addresses;
    let (view, record) = (&read.it.view, &read.it.record);
    let row = &view.status;
    let title = row.title.clone().unwrap_or_default();
    let author = Person::for_reader(page, &view.author);
    let written = Moment::from(row.created_at);
    let here = format!("{}/practices/{}", addresses.origin(), row.id);
    let elsewhere = elsewhere(view);
    let canonical = elsewhere
        .as_ref()
        .map_or_else(|| here.clone(), |it| it.href.clone());
    let citation = Citation::new(
        words,
        &Cited {
            id: row.id.get(),
            author: &author.name,
            title: &title,
            version: read.it.practice.version,
            written: &written,
            instance: &ctx.config.instance.name,
            url: &canonical,
        },
    );
    let current = u32::try_from(read.it.practice.version).unwrap_or(1);
    let before = page.query().get("before").parse::<i64>().is_ok();
    PracticePage {
        layout: page.layout(),
        t: words,
        id: row.id,
        line: row.spoiler.clone(),
        lang: row.language.clone().filter(|it| it != words.code()),
        document: uri_of(addresses, row),
        oembed: machines::oembed_of(&here),
        json_ld: json_ld::practice(addresses, &canonical, &read.it),
        indexed: machines::is_indexed(view) && !read.it.practice.is_withdrawn(),
        withdrawn: read.it.practice.is_withdrawn(),
        is_own: row.local && viewer(page) == Some(row.account_id),
        elsewhere,
        organisation: read.organisation,
        version: read.it.practice.version,
        edited: row.edited_at.map(Moment::from),
        audience: shown::audience(row.visibility()),
        language: record.language.as_deref().map(language),
        region: record.region.clone(),
        sheet: Sheet::new(words, record),
        ledger: match &read.both {
            Some(_) => ShownLedger::alone(words, &read.ledger),
            None => ShownLedger::new(words, &read.ledger),
        },
        is_unlisted: ctx.config.is_hub() && !row.local && read.both.is_none(),
        both: read.both.as_ref().filter(|_| !row.local).map(|found| {
            let both = Both {
                id: row.id,
                host: &view.author.domain,
                document: record.ledger.as_deref(),
                found,
                is_later: !page.query().get("outcomes").is_empty(),
            };
            BothLedgers::new(words, addresses, &both)
        }),
        text: sanitize_shown(&row.content),
        files: File::all(addresses, view),
        groups: groups(page, &read.entered.views, current),
        is_later: before,
        older: read
            .entered
            .oldest
            .filter(|_| !read.entered.is_last)
            .map(|oldest| format!("/practices/{}?before={oldest}#reports", row.id)),
        rejected: read
            .rejected
            .iter()
            .map(|it| RejectedReport::new(addresses, it))
            .collect(),
        family: Family::new(words, addresses, &title, &read.relatives),
        like_mine: read.like_mine,
        choices: choices(page),
        region_asked: page.query().get("region").chars().take(6).collect(),
        answers: posts_of(page, &read.answers, Some(Context::Thread)),
        author,
        citation,
        written,
        title,
        canonical,
    }
}

fn elsewhere(view: &StatusView) -> Option<Elsewhere> {
    let row = &view.status;
    if row.local {
        return None;
    }
    let href = row.url.as_deref().or(row.uri.as_deref());
    Some(Elsewhere {
        href: href.and_then(links::web)?.to_owned(),
        host: view.author.domain.clone(),
    })
}

/// A language by its own name where the pages have it, else by its code.
fn language(tag: &str) -> String {
    Language::from_tag(tag).map_or_else(|| tag.to_owned(), |it| it.name().to_owned())
}

/// What is said of a practice that was deleted. Of what was for some only, nothing is said.
async fn gone(page: &Page, id: StatusId) -> PageResult {
    let ctx = page.ctx();
    let tombstone = practices::tombstone(ctx, viewer(page), id).await?;
    let tombstone = tombstone.ok_or_else(PageError::not_found)?;
    let template = GonePage {
        layout: page.layout(),
        t: page.words(),
        deleted: tombstone.deleted_at.into(),
        groups: groups(page, &tombstone.reports, 1),
    };
    html_with(StatusCode::GONE, &template)
}

/// The page of a practice, for whoever came to that of its status.
pub(super) fn address(view: &StatusView) -> Option<String> {
    let is_practice = matches!(view.record, Some(statuses::RecordView::Practice { .. }));
    is_practice.then(|| format!("/practices/{}", percent_encode(&view.status.id.to_string())))
}

impl From<RecordError> for PageError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NotFound => Self::not_found(),
            RecordError::NotAllowed => Self::Forbidden,
            RecordError::Invalid(_) => Self::BadRequest,
            RecordError::Db(error) => error.into(),
        }
    }
}
