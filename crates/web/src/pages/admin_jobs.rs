//! Work that failed for good: tried again, or thrown away.

use askama::Template;
use staffroom_domain::JobId;
use staffroom_service::staff::{self, StaffError};

use crate::access::Staff;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::Words;

const HERE: &str = "/admin/jobs";

/// As many are shown.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "admin_jobs.html")]
struct JobsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    jobs: Vec<Job>,
}

struct Job {
    id: String,
    kind: String,
    attempts: i32,
    failed: Option<Moment>,
    error: String,
}

pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    let rows = staff::failed_jobs(page.ctx(), visitor.by(), SHOWN).await?;
    html(&JobsPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        jobs: rows
            .into_iter()
            .map(|row| Job {
                id: row.id.to_string(),
                failed: row.dead_at.map(Moment::from),
                attempts: row.attempts,
                error: row.last_error.unwrap_or_default(),
                kind: row.kind,
            })
            .collect(),
    })
}

/// `POST /admin/jobs/1/retry` and `…/drop`
pub(crate) async fn act(page: Page, visitor: Staff, _form: PostForm) -> PageResult {
    let id: JobId = page.segment("id")?;
    let (ctx, by) = (page.ctx(), visitor.by());
    let (done, flash) = match page.segment::<String>("act")?.as_str() {
        "retry" => (staff::retry_job(ctx, by, id).await, Flash::JobRetried),
        "drop" => (staff::drop_job(ctx, by, id).await, Flash::JobDropped),
        _ => return Err(PageError::not_found()),
    };
    let flash = match done {
        Ok(()) => flash,
        // Somebody was faster, or pressed twice.
        Err(StaffError::NotFound) => Flash::NotPossible,
        Err(error) => return Err(error.into()),
    };
    Ok(redirect(&page, HERE, Some(flash)))
}
