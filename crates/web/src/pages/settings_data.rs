//! What somebody takes along, and what they bring: files of whom they follow, block and mute, of servers, bookmarks and
//! lists; and how far the archive of everything is.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use askama::Template;
use staffroom_service::rate_limits::Called;
use staffroom_service::transfer::{
    self, ImportError, ImportRow, Kind, MAX_BYTES, MAX_LINES, Problem, Reason,
};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::Problems;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::pages::settings_archive::{ShownArchive, ShownState};
use crate::parts::{PostParts, Sent};
use crate::words::{Message, Words, key};

const HERE: &str = "/settings/data";

#[derive(Template)]
#[template(path = "settings_data.html")]
struct DataPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    kinds: Vec<Choice>,
    overwrite: bool,
    archive: ShownArchive,
    imports: Vec<Shown>,
    most_lines: usize,
    most_size: u64,
}

struct Choice {
    name: &'static str,
    file: String,
    label: Message,
    is_chosen: bool,
}

struct Shown {
    kind: Message,
    began: Moment,
    overwrite: bool,
    total: i64,
    done: i64,
    failed: i64,
    is_finished: bool,
    problems: Vec<(Problem, Message)>,
}

fn label(kind: Kind) -> Message {
    match kind {
        Kind::Follows => key("data-follows"),
        Kind::Blocks => key("data-blocks"),
        Kind::Mutes => key("data-mutes"),
        Kind::Domains => key("data-domains"),
        Kind::Bookmarks => key("data-bookmarks"),
        Kind::Lists => key("data-lists"),
    }
}

fn why(reason: Reason) -> Message {
    match reason {
        Reason::Unreadable => key("data-line-unreadable"),
        Reason::Nothing => key("data-line-nothing"),
        Reason::Unreachable => key("data-line-unreachable"),
        Reason::NotPossible => key("data-line-not-possible"),
        Reason::NotFollowed => key("data-line-not-followed"),
        Reason::NoList => key("data-line-no-list"),
    }
}

impl Shown {
    fn new(row: &ImportRow) -> Option<Self> {
        let problems = transfer::problems(row).into_iter();
        Some(Self {
            kind: label(Kind::from_name(&row.kind)?),
            began: row.created_at.into(),
            overwrite: row.overwrite,
            total: row.total,
            done: row.done,
            failed: row.failed,
            is_finished: row.finished_at.is_some(),
            problems: problems.map(|it| (it.clone(), why(it.reason))).collect(),
        })
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    html(&template(&page, &visitor, (None, false), Problems::default()).await?)
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, sent: PostParts) -> PageResult {
    let mut sent = sent;
    let by = visitor.user.account.id;
    let kind = Kind::from_name(sent.fields.get("kind"));
    let overwrite = sent.fields.get("mode") == "overwrite";
    let mut problems = Problems::default();
    let file = match sent.file("file") {
        Sent::File(file) => Some(file),
        Sent::TooLarge => {
            problems.add("file", too_large());
            None
        }
        Sent::Nothing => {
            problems.add("file", key("problem-data-no-file"));
            None
        }
    };
    if kind.is_none() {
        problems.add("kind", key("problem-data-kind"));
    }
    if let (Some(kind), Some(file)) = (kind, file) {
        page.count(by, Called::Upload)?;
        match transfer::start(page.ctx(), by, (kind, overwrite), file).await {
            Ok(_) => return Ok(redirect(&page, HERE, Some(Flash::ImportBegun))),
            Err(error) => problems.add("file", told(error)?),
        }
    }
    form_again(&template(&page, &visitor, (kind, overwrite), problems).await?)
}

fn too_large() -> Message {
    key("problem-data-large").with("most", MAX_BYTES / 1024)
}

fn told(error: ImportError) -> Result<Message, PageError> {
    Ok(match error {
        ImportError::TooLarge => too_large(),
        ImportError::TooMany => key("problem-data-many").with("most", MAX_LINES),
        ImportError::Empty => key("problem-data-empty"),
        ImportError::OtherKind => key("problem-data-other"),
        ImportError::Running => key("problem-data-running"),
        ImportError::Io(cause) => return Err(PageError::internal(cause)),
        ImportError::Db(error) => return Err(error.into()),
    })
}

/// A file, for its owner alone.
pub(crate) async fn file(page: Page, visitor: SignedIn) -> PageResult {
    let name: String = page.segment("name")?;
    let mut kinds = Kind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.file_name() == name);
    let kind = kind.ok_or_else(PageError::not_found)?;
    let by = visitor.user.account.id;
    page.count(by, Called::Anything)?;
    let text = transfer::export(page.ctx(), by, kind).await?;
    let disposition = format!("attachment; filename=\"{}.csv\"", kind.file_name());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(text))
}

async fn template(
    page: &Page,
    visitor: &SignedIn,
    (chosen, overwrite): (Option<Kind>, bool),
    problems: Problems,
) -> Result<DataPage, PageError> {
    let rows = transfer::imports(page.ctx(), visitor.user.account.id).await?;
    let kinds = Kind::ALL.into_iter().map(|kind| Choice {
        name: kind.as_str(),
        file: format!("{}.csv", kind.file_name()),
        label: label(kind),
        is_chosen: chosen == Some(kind),
    });
    Ok(DataPage {
        archive: ShownArchive::of(page, visitor).await?,
        imports: rows.iter().filter_map(Shown::new).collect(),
        kinds: kinds.collect(),
        overwrite,
        most_lines: MAX_LINES,
        most_size: MAX_BYTES / 1024,
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    })
}
