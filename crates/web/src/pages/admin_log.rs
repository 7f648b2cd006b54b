//! The log of those who look after the instance.

use askama::Template;
use staffroom_domain::{Role, StaffActionId};
use staffroom_service::staff::{self, Decision, Kind, StaffActionRow};

use super::admin_reports::decision;
use super::admin_servers::level;
use super::role_choice::name;
use crate::access::Staff;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::words::{Message, Words, key};

/// How many stand on one page.
const PER_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "admin_log.html")]
struct LogPage {
    layout: Layout,
    t: Words,
    log: Vec<ShownAction>,
    is_first: bool,
    next: Option<String>,
}

/// Something that was done, in words.
pub(crate) struct ShownAction {
    pub(crate) at: Moment,
    /// Who; nothing for the command line.
    pub(crate) who: String,
    pub(crate) what: Message,
    pub(crate) note: Vec<Message>,
    /// What somebody wrote about it.
    pub(crate) said: String,
}

impl ShownAction {
    pub(crate) fn new(row: StaffActionRow) -> Self {
        let kind = Kind::from_name(&row.kind);
        let (note, said) = match kind {
            Some(Kind::ReportDecided) => {
                let known = Decision::from_name(&row.note).map(Decision::as_str);
                (vec![decision(known)], String::new())
            }
            Some(Kind::RolesChanged) => (roles(&row.note), String::new()),
            Some(Kind::ServerDecided) => (vec![level(&row.note)], String::new()),
            _ => (Vec::new(), row.note),
        };
        Self {
            at: row.created_at.into(),
            what: what(kind, row.subject),
            who: row.user_name,
            note,
            said,
        }
    }
}

fn roles(slugs: &str) -> Vec<Message> {
    let known = slugs
        .split(", ")
        .filter_map(|slug| slug.parse::<Role>().ok());
    let named: Vec<Message> = known.map(name).collect();
    if named.is_empty() {
        vec![key("role-none")]
    } else {
        named
    }
}

fn what(kind: Option<Kind>, subject: String) -> Message {
    let Some(kind) = kind else {
        return key("log-other").with("subject", subject);
    };
    match kind {
        Kind::AccountLimited => key("log-account-limited").with("subject", subject),
        Kind::AccountUnlimited => key("log-account-unlimited").with("subject", subject),
        Kind::AccountSuspended => key("log-account-suspended").with("subject", subject),
        Kind::AccountUnsuspended => key("log-account-unsuspended").with("subject", subject),
        Kind::AccountDeleted => key("log-account-deleted").with("subject", subject),
        Kind::LoginClosed => key("log-login-closed").with("subject", subject),
        Kind::LoginOpened => key("log-login-opened").with("subject", subject),
        Kind::RolesChanged => key("log-roles-changed").with("subject", subject),
        Kind::PasswordLinkMade => key("log-password-link-made").with("subject", subject),
        Kind::TwoFactorReset => key("log-two-factor-reset").with("subject", subject),
        Kind::PostsDeleted => key("log-posts-deleted").with("subject", subject),
        Kind::ReportAssigned => key("log-report-assigned").with("subject", subject),
        Kind::ReportUnassigned => key("log-report-unassigned").with("subject", subject),
        Kind::ReportDecided => key("log-report-decided").with("subject", subject),
        Kind::ServerDecided => key("log-server-decided").with("subject", subject),
        Kind::ServerReleased => key("log-server-released").with("subject", subject),
        Kind::JobRetried => key("log-job-retried").with("subject", subject),
        Kind::JobDropped => key("log-job-dropped").with("subject", subject),
        Kind::AnnouncementMade => key("log-announcement-made").with("subject", subject),
        Kind::AnnouncementRemoved => key("log-announcement-removed").with("subject", subject),
        Kind::AnnouncementChanged => key("log-announcement-changed").with("subject", subject),
        Kind::EmojiAdded => key("log-emoji-added").with("subject", subject),
        Kind::EmojiChanged => key("log-emoji-changed").with("subject", subject),
        Kind::EmojiRemoved => key("log-emoji-removed").with("subject", subject),
        Kind::InvitationMade => key("log-invitation-made").with("subject", subject),
        Kind::InvitationsMailed => key("log-invitations-mailed").with("subject", subject),
        Kind::InvitationWithdrawn => key("log-invitation-withdrawn").with("subject", subject),
        Kind::ActorMade => key("log-actor-made").with("subject", subject),
        Kind::ModeratorAdded => key("log-moderator-added").with("subject", subject),
        Kind::ModeratorRemoved => key("log-moderator-removed").with("subject", subject),
        Kind::RuleAdded => key("log-rule-added").with("subject", subject),
        Kind::RuleRemoved => key("log-rule-removed").with("subject", subject),
        Kind::MemberAsked => key("log-member-asked").with("subject", subject),
        Kind::MemberRemoved => key("log-member-removed").with("subject", subject),
        Kind::HubAccepted => key("log-hub-accepted").with("subject", subject),
        Kind::HubLeft => key("log-hub-left").with("subject", subject),
        Kind::TopicOn => key("log-topic-on").with("subject", subject),
        Kind::TopicOff => key("log-topic-off").with("subject", subject),
        Kind::TopicChanged => key("log-topic-changed").with("subject", subject),
    }
}

pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    let before: Option<StaffActionId> = page.query().get("before").parse().ok();
    // One more than is shown tells whether there is another page.
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = staff::log(page.ctx(), visitor.by(), before, limit).await?;
    let has_more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let last = rows.last().map(|row| row.id.to_string());
    html(&LogPage {
        layout: page.layout(),
        t: page.words(),
        log: rows.into_iter().map(ShownAction::new).collect(),
        is_first: before.is_none(),
        next: last.filter(|_| has_more),
    })
}
