//! Somebody tells those who look after the server that something is wrong with what stands on a page. A login is not
//! needed for that.

use askama::Template;
use staffroom_service::reports::{self, Category, MAX_COMMENT, NewReport, ReportError};

use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::object::Object;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::shown::viewer;
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    path: String,
    name: String,
    is_signed_in: bool,
    choices: Vec<Choice>,
    comment: String,
    most: usize,
}

struct Choice {
    value: &'static str,
    label: Message,
    chosen: bool,
}

/// `GET /report?object=/practices/1`
pub(crate) async fn show(page: Page) -> PageResult {
    let object = Object::find(&page, page.query().get("object")).await?;
    html(&template(&page, &object, "", "", Problems::default()))
}

/// `POST /report`
pub(crate) async fn submit(page: Page, form: PostForm) -> PageResult {
    let object = Object::find(&page, form.0.get("object")).await?;
    let (comment, category) = (form.0.get("comment").trim(), form.0.get("category"));
    let mut problems = Problems::default();
    let chosen = Category::from_name(category);
    if chosen.is_none() {
        problems.add("category", key("report-no-category"));
    }
    if comment.is_empty() {
        problems.add("comment", key("report-no-comment"));
    } else if comment.chars().count() > MAX_COMMENT {
        problems.add("comment", key("report-long").with("most", MAX_COMMENT));
    }
    if !problems.is_empty() {
        return form_again(&template(&page, &object, category, comment, problems));
    }
    let statuses = object.status.iter().map(|view| view.status.id).collect();
    let new = NewReport {
        statuses,
        comment: comment.to_owned(),
        category: chosen,
        ..NewReport::default()
    };
    let (ctx, target) = (page.ctx(), object.account.id);
    if let Some(by) = viewer(&page) {
        reports::report(ctx, by, target, new).await?;
    } else {
        reports::report_unsigned(ctx, page.address(), target, new).await?;
    }
    Ok(redirect(&page, &object.path, Some(Flash::Reported)))
}

fn template(
    page: &Page,
    object: &Object,
    category: &str,
    comment: &str,
    problems: Problems,
) -> ReportPage {
    let choices = [
        (Category::Violation, key("report-violation")),
        (Category::Legal, key("report-legal")),
        (Category::Spam, key("report-spam")),
        (Category::Other, key("report-other")),
    ];
    ReportPage {
        layout: page.layout().coming_back_to(object.path.clone()),
        t: page.words(),
        form_token: page.form_token(),
        path: object.path.clone(),
        name: object.name(page),
        is_signed_in: viewer(page).is_some(),
        choices: choices
            .into_iter()
            .map(|(it, label)| Choice {
                value: it.as_str(),
                label,
                chosen: it.as_str() == category,
            })
            .collect(),
        comment: comment.to_owned(),
        most: MAX_COMMENT,
        problems,
    }
}

impl From<ReportError> for PageError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NotFound => Self::not_found(),
            ReportError::Invalid(_) => Self::BadRequest,
            ReportError::TooMany(error) => error.into(),
            ReportError::Db(error) => error.into(),
        }
    }
}
