//! Reports: those that wait for somebody, one of them, and what is decided about it.

use askama::Template;
use staffroom_domain::ReportId;
use staffroom_service::reports::{Category, statuses_of, text_of};
use staffroom_service::staff::{self, Case, Decision, MAX_NOTE, StaffError};
use staffroom_service::{links, rules};

use crate::access::Moderator;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::shown::Person;
use crate::words::{Message, Words, key};

/// How many stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin_reports.html")]
struct ReportsPage {
    layout: Layout,
    t: Words,
    reports: Vec<ShownReport>,
    all: bool,
    is_first: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "admin_report.html")]
struct ReportPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    report: ShownReport,
    comment: String,
    rules: Vec<String>,
    posts: Vec<Post>,
    posts_gone: usize,
    is_mine: bool,
    choices: Vec<Choice>,
    note: String,
    most: usize,
}

/// A report in words.
pub(crate) struct ShownReport {
    pub(crate) id: String,
    pub(crate) about: Option<Person>,
    about_id: String,
    by: Option<Person>,
    pub(crate) category: Message,
    pub(crate) made: Moment,
    taken_by: Option<String>,
    pub(crate) decided: Option<Message>,
    decided_at: Option<Moment>,
    decision_note: String,
}

/// A post that is named, without anything that it brings along.
struct Post {
    href: Option<String>,
    written: Moment,
    language: Option<String>,
    text: String,
}

struct Choice {
    value: &'static str,
    label: Message,
    about: Message,
    chosen: bool,
}

impl ShownReport {
    fn new(page: &Page, case: &Case) -> Self {
        let (view, addresses) = (&case.view, &page.ctx().addresses);
        let report = &view.report;
        Self {
            id: report.id.to_string(),
            about: view.target.as_ref().map(|row| Person::new(addresses, row)),
            about_id: report.target_id.to_string(),
            by: view.by.as_ref().map(|row| Person::new(addresses, row)),
            category: category(&report.category),
            made: report.created_at.into(),
            taken_by: case.taken_by.clone(),
            decided: report
                .resolved_at
                .map(|_| decision(report.decision.as_deref())),
            decided_at: report.resolved_at.map(Moment::from),
            decision_note: report.decision_note.clone(),
        }
    }
}

pub(crate) fn category(name: &str) -> Message {
    match Category::from_name(name).unwrap_or_default() {
        Category::Spam => key("reports-spam"),
        Category::Legal => key("reports-legal"),
        Category::Violation => key("reports-violation"),
        Category::Other => key("reports-other"),
    }
}

pub(crate) fn decision(name: Option<&str>) -> Message {
    match name.and_then(Decision::from_name) {
        Some(Decision::DeletePosts) => key("reports-decided-delete"),
        Some(Decision::Limit) => key("reports-decided-limit"),
        Some(Decision::Suspend) => key("reports-decided-suspend"),
        Some(Decision::Nothing) | None => key("reports-decided-nothing"),
    }
}

/// `GET /admin/reports`
pub(crate) async fn list(page: Page, visitor: Moderator) -> PageResult {
    let query = page.query();
    let before: Option<ReportId> = query.get("before").parse().ok();
    let all = query.get("all") == "1";
    // One more than is shown tells whether there is another page.
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut cases = staff::open(page.ctx(), visitor.by(), !all, before, limit).await?;
    let has_more = cases.len() > PER_PAGE;
    cases.truncate(PER_PAGE);
    let last = cases.last().map(|case| case.view.report.id.to_string());
    html(&ReportsPage {
        layout: page.layout(),
        t: page.words(),
        reports: cases
            .iter()
            .map(|case| ShownReport::new(&page, case))
            .collect(),
        all,
        is_first: before.is_none(),
        next: last.filter(|_| has_more),
    })
}

/// `GET /admin/reports/1`
pub(crate) async fn show(page: Page, visitor: Moderator) -> PageResult {
    let case = staff::case(page.ctx(), visitor.by(), page.segment("id")?).await?;
    html(&template(&page, &visitor, &case, ("", ""), Problems::default()).await?)
}

/// `POST /admin/reports/1/take` and `…/release`
pub(crate) async fn assign(page: Page, visitor: Moderator, _form: PostForm) -> PageResult {
    let id: ReportId = page.segment("id")?;
    let (takes, flash) = match page.segment::<String>("act")?.as_str() {
        "take" => (true, Flash::ReportTaken),
        "release" => (false, Flash::ReportReleased),
        _ => return Err(PageError::not_found()),
    };
    let done = staff::assign(page.ctx(), visitor.user.user.id, id, takes).await;
    let flash = match done {
        Ok(()) => flash,
        // Somebody has decided it, unless there is none.
        Err(StaffError::NotFound) => {
            staff::case(page.ctx(), visitor.by(), id).await?;
            Flash::NotPossible
        }
        Err(error) => return Err(error.into()),
    };
    Ok(redirect(&page, &address(id), Some(flash)))
}

/// `POST /admin/reports/1`
pub(crate) async fn decide(page: Page, visitor: Moderator, form: PostForm) -> PageResult {
    let id: ReportId = page.segment("id")?;
    let (chosen, note) = (form.0.get("decision"), form.0.get("note"));
    let problems = match Decision::from_name(chosen) {
        None => Problems::one("decision", key("problem-no-decision")),
        Some(decision) => {
            let done = staff::decide(page.ctx(), visitor.by(), id, decision, note).await;
            match done {
                Ok(()) => {
                    return Ok(redirect(&page, &address(id), Some(Flash::ReportDecided)));
                }
                // Somebody has decided it, unless there is none. What was written is not lost with that.
                Err(StaffError::NotFound) if !note.trim().is_empty() => {
                    Problems::one("note", key("problem-report-decided"))
                }
                Err(StaffError::NotFound) => {
                    staff::case(page.ctx(), visitor.by(), id).await?;
                    return Ok(redirect(&page, &address(id), Some(Flash::NotPossible)));
                }
                Err(error) => explained(error, "decision", "note")?,
            }
        }
    };
    let case = staff::case(page.ctx(), visitor.by(), id).await?;
    form_again(&template(&page, &visitor, &case, (chosen, note), problems).await?)
}

/// What the visitor can mend, at the field where they can.
pub(super) fn explained(
    error: StaffError,
    step: &'static str,
    note: &'static str,
) -> Result<Problems, PageError> {
    match error {
        StaffError::MayNot => Ok(Problems::one(step, key("problem-not-yours-to-judge"))),
        StaffError::Itself => Ok(Problems::one(step, key("problem-yourself"))),
        StaffError::LastOwner(name) => {
            let problem = key("problem-last-owner").with("name", name);
            Ok(Problems::one(step, problem))
        }
        StaffError::TooLong => {
            let problem = key("problem-note-long").with("most", MAX_NOTE);
            Ok(Problems::one(note, problem))
        }
        other => Err(other.into()),
    }
}

async fn template(
    page: &Page,
    visitor: &Moderator,
    case: &Case,
    (chosen, note): (&str, &str),
    problems: Problems,
) -> Result<ReportPage, PageError> {
    let report = &case.view.report;
    let broken = staffroom_service::reports::rules_of(report);
    let mut against = Vec::new();
    if !broken.is_empty() {
        let all = rules::list(page.ctx()).await?;
        let named = all.into_iter().filter(|rule| broken.contains(&rule.id));
        against.extend(named.map(|rule| rule.text));
    }
    let named = statuses_of(report).len();
    Ok(ReportPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        report: ShownReport::new(page, case),
        comment: report.comment.clone(),
        rules: against,
        posts: posts(page, case),
        posts_gone: named.saturating_sub(case.view.statuses.len()),
        is_mine: report.assigned_to == Some(visitor.user.user.id.get()),
        choices: choices(case, chosen),
        note: note.to_owned(),
        most: MAX_NOTE,
    })
}

fn posts(page: &Page, case: &Case) -> Vec<Post> {
    let name = case.view.target.as_ref().map(|row| row.username.as_str());
    let rows = case.view.statuses.iter();
    rows.map(|row| Post {
        href: if row.local {
            name.map(|name| page.ctx().addresses.status_page(name, row.id))
        } else {
            let url = row.url.as_deref().or(row.uri.as_deref());
            url.and_then(links::web).map(str::to_owned)
        },
        written: row.created_at.into(),
        language: row.language.clone(),
        text: text_of(row),
    })
    .collect()
}

fn choices(case: &Case, chosen: &str) -> Vec<Choice> {
    let all = Decision::ALL.into_iter();
    all.filter(|it| *it != Decision::DeletePosts || !case.view.statuses.is_empty())
        .map(|it| {
            let (label, about) = match it {
                Decision::Nothing => (key("report-do-nothing"), key("report-do-nothing-about")),
                Decision::DeletePosts => (key("report-do-delete"), key("report-do-delete-about")),
                Decision::Limit => (key("report-do-limit"), key("account-limit-about")),
                Decision::Suspend => (key("report-do-suspend"), key("account-suspend-about")),
            };
            Choice {
                value: it.as_str(),
                label,
                about,
                chosen: it.as_str() == chosen,
            }
        })
        .collect()
}

fn address(id: ReportId) -> String {
    format!("/admin/reports/{id}")
}

impl From<StaffError> for PageError {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::MayNot | StaffError::Itself => Self::Forbidden,
            StaffError::NotFound => Self::not_found(),
            StaffError::Db(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
