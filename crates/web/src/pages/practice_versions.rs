//! What a practice was before: the versions whose cores differ.

use askama::Template;
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{RecordKind, StatusId, TypedRecord};
use staffroom_service::practices::{self, PracticeVersionRow};
use staffroom_text::sanitize_shown;

use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::practice::{Fact, Sheet};
use crate::shown::viewer;
use crate::words::Words;

/// How many are shown, the newest.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "practice_versions.html")]
struct VersionsPage {
    layout: Layout,
    t: Words,
    id: StatusId,
    title: String,
    lang: Option<String>,
    versions: Vec<ShownVersion>,
}

struct ShownVersion {
    number: i32,
    is_current: bool,
    written: Moment,
    title: String,
    /// Safe HTML.
    text: String,
    steps: Vec<String>,
    facts: Vec<Fact>,
}

/// `GET /practices/{id}/versions`
pub(crate) async fn show(page: Page) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let rows = practices::versions(page.ctx(), viewer(&page), id).await?;
    let words = page.words();
    let newest = rows.first();
    let language = newest.and_then(|row| record(row).language);
    html(&VersionsPage {
        layout: page.layout(),
        t: words,
        id,
        title: newest.and_then(|row| row.title.clone()).unwrap_or_default(),
        lang: language.filter(|it| it != words.code()),
        versions: rows
            .iter()
            .take(SHOWN)
            .enumerate()
            .map(|(n, row)| shown(words, row, n == 0))
            .collect(),
    })
}

fn record(row: &PracticeVersionRow) -> PracticeRecord {
    let record = TypedRecord::stored(RecordKind::Practice, &row.record).ok();
    record
        .and_then(|record| record.practice())
        .unwrap_or_default()
}

fn shown(words: Words, row: &PracticeVersionRow, is_current: bool) -> ShownVersion {
    let sheet = Sheet::new(words, &record(row));
    ShownVersion {
        number: row.version,
        is_current,
        written: row.written_at.into(),
        title: row.title.clone().unwrap_or_default(),
        text: sanitize_shown(&row.content),
        steps: sheet.steps,
        facts: sheet.facts,
    }
}
