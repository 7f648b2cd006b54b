//! What a hub gives away: its tables, with what is in them and what is not.

use askama::Template;
use staffroom_domain::{Day, Timestamp};
use staffroom_service::open_data::{self, FileOf, PACKAGE, Release};

use crate::error::PageError;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::words::{Message, Words, key};

/// What stands in each of the tables, in their order.
const TABLES: [&str; 5] = [
    "practices",
    "outcomes",
    "ledgers",
    "withdrawn",
    "vocabulary",
];

#[derive(Template)]
#[template(path = "library_data.html")]
struct DataPage {
    layout: Layout,
    t: Words,
    release: Option<ShownRelease>,
    /// What one writes to cite it.
    citation: String,
}

/// What there is.
struct ShownRelease {
    at: Moment,
    tables: Vec<ShownTable>,
    /// The file that describes the others.
    package: Option<ShownFile>,
}

/// One table, in each of its forms.
struct ShownTable {
    name: Message,
    about: Message,
    files: Vec<ShownFile>,
}

struct ShownFile {
    name: String,
    href: String,
    size: Message,
    sha256: String,
}

/// `GET /library/data`
pub(crate) async fn show(page: Page) -> PageResult {
    let ctx = page.ctx();
    if !ctx.config.is_hub() {
        return Err(PageError::not_found());
    }
    let release = open_data::current(ctx).await?;
    let day = release.as_ref().map_or_else(|| ctx.now(), at);
    let day = Day::in_utc(day).map(String::from).unwrap_or_default();
    let (name, origin) = (&ctx.config.instance.name, ctx.addresses.origin());
    html(&DataPage {
        layout: page.layout(),
        t: page.words(),
        citation: format!("{name}: staffroom-open-data, {day}. {origin}/open-data/{PACKAGE}"),
        release: release.as_ref().map(ShownRelease::new),
    })
}

const fn at(release: &Release) -> Timestamp {
    Timestamp::from_micros(release.at)
}

impl ShownRelease {
    fn new(release: &Release) -> Self {
        let of_table = |table: &str| {
            let files = release.files.iter();
            let files = files.filter(|it| it.name.split('.').next() == Some(table));
            files.map(ShownFile::new).collect::<Vec<_>>()
        };
        let table = |name: &'static str| {
            let (title, about) = words_of(name);
            ShownTable {
                name: title,
                about,
                files: of_table(name),
            }
        };
        let package = release.files.iter().find(|it| it.name == PACKAGE);
        Self {
            at: Moment::from(at(release)),
            tables: TABLES.into_iter().map(table).collect(),
            package: package.map(ShownFile::new),
        }
    }
}

fn words_of(table: &str) -> (Message, Message) {
    match table {
        "practices" => (key("layout-practices"), key("data-practices")),
        "outcomes" => (key("data-outcomes-title"), key("data-outcomes")),
        "ledgers" => (key("data-ledgers-title"), key("data-ledgers")),
        "withdrawn" => (key("data-withdrawn-title"), key("data-withdrawn")),
        _ => (key("layout-vocabulary"), key("data-vocabulary")),
    }
}

impl ShownFile {
    fn new(of: &FileOf) -> Self {
        Self {
            name: of.name.clone(),
            href: format!("/open-data/{}", of.name),
            size: size(of.bytes),
            sha256: of.sha256.clone(),
        }
    }
}

/// How large a file is, as file managers say it.
pub(crate) fn size(bytes: u64) -> Message {
    const STEP: u64 = 1_000;
    match bytes {
        0..STEP => key("data-bytes").with("number", bytes),
        STEP..1_000_000 => key("data-kilobytes").with("number", bytes.div_ceil(STEP)),
        _ => key("data-megabytes").with("number", bytes.div_ceil(STEP * STEP)),
    }
}
