//! What is decided about other servers.

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use staffroom_service::domains::normal_domain;
use staffroom_service::policies::{self, ALLOW, DomainPolicyRow, LIMIT, SUSPEND};
use staffroom_service::policy_list::{ListError, read_list, write_list};
use staffroom_service::staff::{self, MAX_NOTE};

use crate::access::Staff;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::words::{Message, Words, key};

const HERE: &str = "/admin/servers";

/// How many stand on one page.
const PER_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "admin_servers.html")]
struct ServersPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    filled: Filled,
    choices: Vec<Choice>,
    most: usize,
    servers: Vec<Server>,
    is_first: bool,
    next: Option<String>,
}

/// What was filled in.
#[derive(Default)]
struct Filled {
    domain: String,
    level: String,
    reason: String,
    private: String,
    without_media: bool,
    without_reports: bool,
    list: String,
}

struct Choice {
    value: &'static str,
    label: Message,
    about: Message,
    chosen: bool,
}

struct Server {
    domain: String,
    level: Message,
    conditions: Vec<Message>,
    reason: String,
    private: String,
    since: Moment,
    until: Option<Moment>,
}

impl Filled {
    fn from(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).trim().to_owned();
        Self {
            domain: text("domain"),
            level: text("level"),
            reason: text("reason"),
            private: text("private"),
            without_media: fields.get("media") == "none",
            without_reports: fields.get("reports") == "none",
            list: text("list"),
        }
    }

    fn decision(&self, page: &Page) -> Result<DomainPolicyRow, Problems> {
        let mut problems = Problems::default();
        let domain = normal_domain(&self.domain);
        if domain.is_none() {
            problems.add("domain", key("problem-no-domain"));
        }
        let level = [ALLOW, LIMIT, SUSPEND]
            .into_iter()
            .find(|it| *it == self.level);
        if level.is_none() {
            problems.add("level", key("problem-no-level"));
        }
        for (field, text) in [("reason", &self.reason), ("private", &self.private)] {
            if text.chars().count() > MAX_NOTE {
                problems.add(field, key("problem-note-long").with("most", MAX_NOTE));
            }
        }
        match domain.zip(level).filter(|_| problems.is_empty()) {
            None => Err(problems),
            Some((domain, level)) => Ok(DomainPolicyRow {
                reject_media: self.without_media,
                reject_reports: self.without_reports,
                public_comment: self.reason.clone(),
                private_comment: self.private.clone(),
                ..policies::decision(&domain, level, page.ctx().now())
            }),
        }
    }
}

/// What is exchanged with a server, in words.
pub(super) fn level(name: &str) -> Message {
    match name {
        ALLOW => key("servers-allowed"),
        LIMIT => key("servers-limited"),
        _ => key("servers-suspended"),
    }
}

impl Server {
    fn new(row: DomainPolicyRow) -> Self {
        let level = level(&row.level);
        let conditions = [
            (row.reject_media, key("servers-without-media")),
            (row.reject_reports, key("servers-without-reports")),
        ];
        Self {
            level,
            conditions: conditions
                .into_iter()
                .filter_map(|(is_so, words)| is_so.then_some(words))
                .collect(),
            domain: row.domain,
            reason: row.public_comment,
            private: row.private_comment,
            since: row.created_at.into(),
            until: row.expires_at.map(Moment::from),
        }
    }
}

async fn template(
    page: &Page,
    visitor: &Staff,
    filled: Filled,
    problems: Problems,
) -> Result<ServersPage, PageError> {
    let after = Some(page.query().get("after").to_owned()).filter(|after| !after.is_empty());
    let is_first = after.is_none();
    // One more than is shown tells whether there is another page.
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = staff::servers_page(page.ctx(), visitor.by(), after, limit).await?;
    let has_more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let last = rows.last().map(|row| row.domain.clone());
    let levels = [
        (
            SUSPEND,
            key("servers-suspend"),
            key("servers-suspend-about"),
        ),
        (LIMIT, key("servers-limit"), key("servers-limit-about")),
        (ALLOW, key("servers-allow"), key("servers-allow-about")),
    ];
    Ok(ServersPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        choices: levels
            .into_iter()
            .map(|(value, label, about)| Choice {
                value,
                label,
                about,
                chosen: value == filled.level,
            })
            .collect(),
        filled,
        most: MAX_NOTE,
        servers: rows.into_iter().map(Server::new).collect(),
        is_first,
        next: last.filter(|_| has_more),
    })
}

pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    html(&template(&page, &visitor, Filled::default(), Problems::default()).await?)
}

pub(crate) async fn decide(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let filled = Filled::from(&form.0);
    match filled.decision(&page) {
        Ok(row) => saved(&page, &visitor, vec![row]).await,
        Err(problems) => form_again(&template(&page, &visitor, filled, problems).await?),
    }
}

/// A list of many decisions, as other servers exchange them.
pub(crate) async fn import(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let filled = Filled::from(&form.0);
    let problem = match read_list(filled.list.as_bytes(), page.ctx().now()) {
        Ok(rows) if rows.is_empty() => key("problem-list-empty"),
        Ok(rows) => return saved(&page, &visitor, rows).await,
        Err(ListError::Csv(_)) => key("problem-list"),
        Err(ListError::Domain { line, text }) => key("problem-list-domain")
            .with("line", line)
            .with("text", text),
        Err(ListError::Severity { line, text }) => key("problem-list-severity")
            .with("line", line)
            .with("text", text),
    };
    let problems = Problems::one("list", problem);
    form_again(&template(&page, &visitor, filled, problems).await?)
}

async fn saved(page: &Page, visitor: &Staff, rows: Vec<DomainPolicyRow>) -> PageResult {
    let count = rows.len();
    staff::save_decisions(page.ctx(), visitor.by(), rows).await?;
    Ok(redirect(page, HERE, Some(Flash::DecisionsSaved(count))))
}

pub(crate) async fn remove(page: Page, visitor: Staff, _form: PostForm) -> PageResult {
    let domain: String = page.segment("domain")?;
    if !staff::remove_decision(page.ctx(), visitor.by(), &domain).await? {
        return Err(PageError::not_found());
    }
    Ok(redirect(&page, HERE, Some(Flash::DecisionRemoved)))
}

/// All decisions as a file that other servers can import.
pub(crate) async fn export(page: Page, visitor: Staff) -> PageResult {
    let rows = staff::servers(page.ctx(), visitor.by()).await?;
    let bytes = write_list(&rows).map_err(PageError::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"domain_blocks.csv\"",
        ))
        .body(bytes))
}
