//! Members of this hub, and hubs that this instance belongs to.

use askama::Template;
use staffroom_service::domains::normal_host;
use staffroom_service::hub::{Hub, HubError, HubMemberRow, Member};
use staffroom_service::staff::{self, StaffHubError};

use crate::access::Staff;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::return_to::percent_encode;
use crate::shown::Person;
use crate::words::{Message, Words, key};

const HERE: &str = "/admin/hub";

/// Where the members stand on the page, and the hubs: what could not be done about one of them is said there.
const MEMBERS: &str = "members-title";
const HUBS: &str = "hubs-title";

/// How many members stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin_hub.html")]
struct HubPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    domain: String,
    is_hub: bool,
    members: Vec<ShownMember>,
    is_first: bool,
    next: Option<String>,
    hubs: Vec<ShownHub>,
}

/// An instance that was asked.
struct ShownMember {
    host: String,
    /// Its host in an address.
    segment: String,
    organisation: Option<Person>,
    state: Message,
    since: Option<Moment>,
    reading: Message,
    pages: i32,
    row: HubMemberRow,
}

/// A hub that asks, or that is let have what may be listed.
struct ShownHub {
    host: String,
    segment: String,
    organisation: Person,
    is_accepted: bool,
}

impl ShownMember {
    fn new(page: &Page, member: Member) -> Self {
        let row = member.row;
        Self {
            host: row.host.clone(),
            segment: percent_encode(&row.host),
            organisation: member.organisation.map(|it| Person::for_reader(page, &it)),
            state: match row.state.as_str() {
                HubMemberRow::ASKED => key("hub-state-asked"),
                HubMemberRow::MEMBER => key("hub-state-member"),
                HubMemberRow::REFUSED => key("hub-state-refused"),
                HubMemberRow::LEFT => key("hub-state-left"),
                _ => key("hub-state-removed"),
            },
            since: row
                .answered_at
                .map(staffroom_domain::Timestamp::from_micros)
                .map(Moment::from),
            reading: match row.harvest.as_str() {
                HubMemberRow::RUNNING => key("hub-reading-running"),
                HubMemberRow::DONE => key("hub-reading-done"),
                HubMemberRow::FAILED => key("hub-reading-failed"),
                _ => key("hub-reading-none"),
            },
            pages: row.pages,
            row,
        }
    }
}

impl ShownHub {
    fn new(page: &Page, hub: &Hub) -> Self {
        Self {
            host: hub.host.clone(),
            segment: percent_encode(&hub.host),
            organisation: Person::for_reader(page, &hub.account),
            is_accepted: hub.is_accepted,
        }
    }
}

async fn template(
    page: &Page,
    visitor: &Staff,
    domain: String,
    problems: Problems,
) -> Result<HubPage, PageError> {
    let (ctx, by) = (page.ctx(), visitor.by());
    let is_hub = ctx.config.is_hub();
    let after = page.query().get("after").to_owned();
    let is_first = after.is_empty();
    let mut found = Vec::new();
    if is_hub {
        // One more than is shown tells whether there is another page.
        let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
        found = staff::members(ctx, by, after, limit).await?;
    }
    let has_more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    let last = found.last().map(|it| it.row.host.clone());
    let hubs = staff::hubs(ctx, by).await?;
    Ok(HubPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        domain,
        is_hub,
        members: found
            .into_iter()
            .map(|it| ShownMember::new(page, it))
            .collect(),
        is_first,
        next: last
            .filter(|_| has_more)
            .map(|last| format!("{HERE}?after={}", percent_encode(&last))),
        hubs: hubs.iter().map(|hub| ShownHub::new(page, hub)).collect(),
    })
}

pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    html(&template(&page, &visitor, String::new(), Problems::default()).await?)
}

/// Asks an instance to belong to the hub.
pub(crate) async fn add(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let domain = form.0.get("domain").trim().to_owned();
    let problem = match normal_host(&domain) {
        None => key("problem-no-domain"),
        Some(host) => match staff::ask_member(page.ctx(), visitor.by(), &host).await {
            Ok(_) => return Ok(redirect(&page, HERE, Some(Flash::MemberAsked))),
            Err(error) => problem(error)?,
        },
    };
    let problems = Problems::one("domain", problem);
    form_again(&template(&page, &visitor, domain, problems).await?)
}

/// What whoever asked can do something about.
fn problem(error: StaffHubError) -> Result<Message, PageError> {
    match error {
        StaffHubError::Nobody(_) | StaffHubError::Hub(HubError::NotAnOrganisation(_)) => {
            Ok(key("problem-hub-nobody"))
        }
        StaffHubError::Unreachable(_) | StaffHubError::Alone => Ok(key("problem-hub-unreachable")),
        StaffHubError::Hub(HubError::NoOrganisation) => Ok(key("problem-hub-no-organisation")),
        error => Err(error.into()),
    }
}

/// Asks again, takes out, lets, or leaves.
pub(crate) async fn act(page: Page, visitor: Staff, _form: PostForm) -> PageResult {
    let host: String = page.segment("host")?;
    let (ctx, by) = (page.ctx(), visitor.by());
    let (done, flash, list) = match page.segment::<String>("act")?.as_str() {
        "ask" => (
            staff::ask_member_again(ctx, by, &host).await,
            Flash::MemberAsked,
            MEMBERS,
        ),
        "remove" => (
            staff::remove_member(ctx, by, &host).await,
            Flash::MemberRemoved,
            MEMBERS,
        ),
        "accept" => (
            staff::answer_hub(ctx, by, &host, true).await,
            Flash::HubAccepted,
            HUBS,
        ),
        "leave" => (
            staff::answer_hub(ctx, by, &host, false).await,
            Flash::HubLeft,
            HUBS,
        ),
        _ => return Err(PageError::not_found()),
    };
    match done {
        Ok(()) => Ok(redirect(&page, HERE, Some(flash))),
        Err(error) => {
            let why = match error {
                StaffHubError::Hub(HubError::NotAnOrganisation(_)) => {
                    key("problem-hub-member-gone").with("host", host)
                }
                error => problem(error)?,
            };
            let problems = Problems::one(list, why);
            form_again(&template(&page, &visitor, String::new(), problems).await?)
        }
    }
}

impl From<StaffHubError> for PageError {
    fn from(error: StaffHubError) -> Self {
        match error {
            StaffHubError::Staff(error) => error.into(),
            StaffHubError::Hub(HubError::Db(error)) => error.into(),
            _ => Self::not_found(),
        }
    }
}
